"""An app that reports whatever it has, logged in or not, on the login page, once."""

from dataclasses import replace

from simulator.device.app.variant import Guard, Place
from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="reports on the login page without asking whether the user is logged in, once",
    source=Source("vivo guide", "step 4", ("C14",), Grade.ASSUMED),
    guards=(Guard.EMPTY,),
    opens_push_on=Place.LOGIN_PAGE,
    reports_after_login=False,
    retries_report=False,
)
