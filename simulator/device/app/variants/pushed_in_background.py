"""An app with IM SDK 5.0.1 or newer that calls `doBackground`: IM pushes while it lives in the background."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Source

VARIANT = replace(
    careful.VARIANT,
    about="calls doBackground, with an IM SDK that is pushed to in the background",
    source=Source("Tencent IM SDK", "doBackground since 5.0.1", ("C18",)),
    tells_background=True,
    im_sdk="5.1.10",
)
