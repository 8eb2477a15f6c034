"""An app for Android 13 that never asks for `POST_NOTIFICATIONS`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Source

VARIANT = replace(
    careful.VARIANT,
    about="never asks for the permission to show notifications",
    is_mistake=True,
    source=Source("Android developer guide", "notification runtime permission"),
    asks_for_notifications=False,
)
