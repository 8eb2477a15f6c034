"""What Funtouch and OriginOS does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

ROM = Fact(
    "vivo.rom",
    Rom(
        name="Funtouch and OriginOS",
        setting="i Manager > Autostart and associated start (com.vivo.permissionmanager)",
        autostart=False,
        background_popup=False,
        associated_start=False,
        kills_in_background=True,
    ),
    Source("AppKillerManager; origin-isle", "background start", grade=Grade.OBSERVED),
)
