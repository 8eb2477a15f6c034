"""An app whose page for taps has a filter without the category DEFAULT."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

CATEGORY = '                <category android:name="android.intent.category.DEFAULT" />\n'

VARIANT = replace(
    careful.VARIANT,
    about="leaves the category DEFAULT out of the filter of the page that a tap is to open",
    is_mistake=True,
    source=Source("OPPO guide", "click", ("O05",), Grade.ASSUMED),
    manifest=careful.MANIFEST.replace(CATEGORY, ""),
)
