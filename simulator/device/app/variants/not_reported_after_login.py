"""An app that reports when the token comes, before anybody has logged in, and never again."""

from dataclasses import replace

from simulator.device.app.variants import careful
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    careful.VARIANT,
    about="does not report the token after the login",
    is_mistake=True,
    source=Source("Xiaomi guide", "steps 3 and 4", ("C14", "X06"), Grade.ASSUMED),
    reports_after_login=False,
)
