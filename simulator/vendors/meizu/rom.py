"""What Flyme does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

ROM = Fact(
    "meizu.rom",
    Rom(
        name="Flyme",
        setting="Phone Manager > Background management",
        autostart=False,
        associated_start=False,
        kills_in_background=True,
    ),
    Source("Flyme", "smart background", grade=Grade.ASSUMED),
)
