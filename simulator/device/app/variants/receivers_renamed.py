"""An app whose shrinking rules keep the vendors' SDKs and its pages, and not its own receivers."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

SHRINKING_RULES = """\
-keep class com.vivo.** {*;}
-keep class com.xiaomi.** {*;}
-keep class com.heytap.** {*;}
-keep class com.huawei.** {*;}
-keep class com.meizu.** {*;}
-keep class com.hihonor.** {*;}
-keep class com.example.chat.*Activity
"""

VARIANT = replace(
    careful.VARIANT,
    about="has its push receivers renamed by code shrinking",
    is_mistake=True,
    source=Source("vivo guide", "FAQ shrink", ("V10", "X09"), Grade.ASSUMED),
    shrinking_rules=SHRINKING_RULES,
)
