"""An app for Android 13 whose manifest lacks `POST_NOTIFICATIONS`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Source

PERMISSION = '    <uses-permission android:name="android.permission.POST_NOTIFICATIONS" />\n'

VARIANT = replace(
    careful.VARIANT,
    about="does not declare the permission to show notifications",
    is_mistake=True,
    source=Source("Android developer guide", "notification runtime permission"),
    manifest=careful.MANIFEST.replace(PERMISSION, ""),
)
