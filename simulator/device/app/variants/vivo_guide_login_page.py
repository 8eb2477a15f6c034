"""The vivo guide's app with `turnOnPush` on the login page, as a comment in the guide's receiver has it.

The report that follows comes before the login and is ignored; the one after the login binds the user.
"""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the vivo guide's app, switching push on on the login page and reporting after the login",
    source=Source("vivo guide", "step 3.3, comment in the receiver", ("V15",)),
    opens_push_on=Place.LOGIN_PAGE,
)
