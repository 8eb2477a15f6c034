"""An app with a further push SDK, whose token takes the place of the vendor's in the one slot."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports the token of a further push SDK in place of the vendor's",
    is_mistake=True,
    source=Source("vivo guide", "step 4", ("C31", "C30"), Grade.ASSUMED),
    second_token="cX9tYc1kQ0u:APA91bGnotavendorstoken",
)
