"""An app that does nothing at `onUserSigExpired`."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Source

VARIANT = replace(
    careful.VARIANT,
    about="does not log in again when the UserSig has run out",
    is_mistake=True,
    source=Source("Tencent IM SDK", "onUserSigExpired"),
    renews_user_sig=False,
)
