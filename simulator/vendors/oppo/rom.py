"""What ColorOS does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

ROM = Fact(
    "oppo.rom",
    Rom(
        name="ColorOS",
        setting="Phone Manager > Startup manager (com.coloros.safecenter)",
        autostart=False,
        associated_start=False,
        kills_in_background=True,
    ),
    Source("AppKillerManager", "startup list", grade=Grade.OBSERVED),
)
