"""Which habits a phone's system has: those that a scenario names, on top of what its brand is sold with."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import asdict, replace

from simulator.device.rom import RELAXED, Rom
from simulator.world.spec import RomSpec

_TIMES: Mapping[str, str] = MappingProxyType(
    {"clean_after_lock": "cleans_on_lock", "background_life": "kills_in_background"}
)
"""The habit that goes with each time: who says how soon an app ends says that it does."""


def rom_of(spec: RomSpec, as_sold: Rom) -> Rom:
    """Return what *spec* says, where the brand of the phone has the habits *as_sold*."""
    chosen = as_sold if spec.profile == "as_sold" else RELAXED
    said = {name: value for name, value in asdict(spec).items() if name != "profile" and value is not None}
    for time, habit in _TIMES.items():
        if time in said:
            said = {habit: True, f"{time}_ms": said.pop(time), **said}
    return replace(chosen, **said)
