"""An app whose page for taps has `exported=false`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

DECLARED = """\
            android:name="com.example.chat.ChatActivity"
            android:exported="true"
"""

VARIANT = replace(
    careful.VARIANT,
    about="does not export the page that a tap is to open",
    is_mistake=True,
    source=Source("vivo guide", "click", ("V09",), Grade.ASSUMED),
    manifest=careful.MANIFEST.replace(DECLARED, DECLARED.replace("true", "false")),
)
