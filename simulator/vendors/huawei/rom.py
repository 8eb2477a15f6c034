"""What EMUI and HarmonyOS does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

ROM = Fact(
    "huawei.rom",
    Rom(
        name="EMUI and HarmonyOS",
        setting="Phone Manager > App launch (com.huawei.systemmanager)",
        autostart=False,
        associated_start=False,
        cleans_on_lock=True,
    ),
    Source("AppKillerManager", "protected apps", grade=Grade.OBSERVED),
)
