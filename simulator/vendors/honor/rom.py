"""What Magic UI and MagicOS does with the apps of others, as the phone is sold."""

from simulator.device.rom import Rom
from simulator.kernel.source import Fact, Grade, Source

# Assumed: as the brand had it while it was its parent company's.
ROM = Fact(
    "honor.rom",
    Rom(
        name="Magic UI and MagicOS",
        setting="System Manager > App launch",
        autostart=False,
        associated_start=False,
        cleans_on_lock=True,
    ),
    Source("AppKillerManager", "protected apps", grade=Grade.ASSUMED),
)
