"""The Xiaomi guide's app with its reading code in the launcher page, which has no extras when a user opens the app."""

from dataclasses import replace

from simulator.device.app.variants import xiaomi_guide
from simulator.kernel.source import Source

VARIANT = replace(
    xiaomi_guide.VARIANT,
    about="the Xiaomi guide's reading of ext in the launcher page: crashes when the app is opened without a push",
    source=Source("Xiaomi guide", "ext 2", ("X08",)),
    checks_extras=False,
    extras_call="java.io.Serializable android.os.Bundle.getSerializable(java.lang.String)",
    reads_extras_at_launch=True,
)
