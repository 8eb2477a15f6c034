"""The vivo guide's app built with SDK 3: the system opens the target itself and the click callback stays silent."""

from dataclasses import replace

from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the vivo guide's app built with vivo's SDK 3, whose click callback stays silent",
    source=Source("vivo client SDK 3.0", "click since 3.0", ("V16",), Grade.OBSERVED),
    sdk_versions={"vivo": "3.0.0.4"},
)
