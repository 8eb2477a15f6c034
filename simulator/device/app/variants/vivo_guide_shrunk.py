"""The vivo guide's app with the guide's own shrinking rules, and its receiver in the package that they name."""

from dataclasses import replace

from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the vivo guide's app, shrunk with the guide's own rules",
    source=Source("vivo guide", "FAQ shrink", ("V10",)),
    shrinking_rules=vivo_guide.SHRINKING_RULES,
)
