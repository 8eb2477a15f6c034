"""A careful app that does not remember its user: each start begins on the login page."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not log the same user in at the next start",
    source=Source("pushsim", "login forgotten", ("C32",), Grade.ASSUMED),
    remembers_login=False,
)
