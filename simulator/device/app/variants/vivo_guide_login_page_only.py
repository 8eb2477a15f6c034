"""The vivo guide's app with `turnOnPush` on the login page, which never reports again after the login."""

from dataclasses import replace

from simulator.device.app.variant import Place
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the vivo guide's app, switching push on on the login page and never reporting again",
    source=Source("vivo guide", "step 3.3, comment in the receiver", ("V15", "C14")),
    opens_push_on=Place.LOGIN_PAGE,
    reports_after_login=False,
)
