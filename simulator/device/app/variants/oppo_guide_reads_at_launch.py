"""The OPPO guide's app with its reading code in the launcher page, which has no extras when a user opens the app."""

from dataclasses import replace

from simulator.device.app.variants import oppo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    oppo_guide.VARIANT,
    about="the OPPO guide's reading of ext in the launcher page: crashes when the app is opened without a push",
    source=Source("OPPO guide", "ext 2", ("O11",)),
    reads_extras_at_launch=True,
)
