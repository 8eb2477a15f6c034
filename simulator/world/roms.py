"""Which habits a phone's system has: those that a scenario names, on top of what its brand is sold with."""

from msgspec.structs import asdict, replace

from simulator.device.rom import RELAXED, Rom
from simulator.world.spec import RomSpec


def rom_of(spec: RomSpec, as_sold: Rom) -> Rom:
    """Return what *spec* says, where the brand of the phone has the habits *as_sold*."""
    chosen = as_sold if spec.profile == "as_sold" else RELAXED
    said = {name: value for name, value in asdict(spec).items() if name != "profile" and value is not None}
    return replace(chosen, **said)
