"""An app for Android 12 with the Xiaomi SDK of the guides, which has no activity for clicks."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="is made for Android 12 and has a Xiaomi SDK from before it",
    is_mistake=True,
    source=Source("Xiaomi client SDK", "NotificationClickedActivity", ("X07",), Grade.OBSERVED),
    sdk_versions={"xiaomi": "3.7.5"},
)
