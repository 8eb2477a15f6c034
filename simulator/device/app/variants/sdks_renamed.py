"""An app whose shrinking rules keep its own classes, and nothing of the vendors' SDKs."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

SHRINKING_RULES = """\
-keep class com.example.chat.** {*;}
"""

VARIANT = replace(
    careful.VARIANT,
    about="has the vendors' SDKs renamed by code shrinking",
    is_mistake=True,
    source=Source("vivo guide", "FAQ shrink", ("V10",), Grade.ASSUMED),
    shrinking_rules=SHRINKING_RULES,
)
