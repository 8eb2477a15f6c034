"""What MIUI and HyperOS does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

ROM = Fact(
    "xiaomi.rom",
    Rom(
        name="MIUI and HyperOS",
        setting="Settings > Permissions > Autostart (com.miui.securitycenter)",
        autostart=False,
        background_popup=False,
        associated_start=False,
        kills_in_background=True,
    ),
    Source("XiaomiWiki; AppKillerManager", "autostart", grade=Grade.OBSERVED),
)
