"""The behaviours to be proved, one sentence each: what the vendors' and Tencent's guides promise.

Those numbered with `C` hold for all vendors; a vendor's own stand in `statements.json` of its folder, under a letter of
its own.
"""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from simulator.world.shelf_data import data_files

_decode = msgspec.json.Decoder(dict[str, str]).decode


class Statement(msgspec.Struct, frozen=True):
    """One behaviour.

    Attributes:
        vendor: Whose guide promises it; empty for all.
    """

    text: str
    vendor: str

    def concerns(self, vendor: str) -> bool:
        """Return whether it speaks of *vendor*: those for all vendors do."""
        return self.vendor in {"", vendor}


@lru_cache(maxsize=1)
def statements() -> Mapping[str, Statement]:
    """Return all statements by number, those for all vendors first.

    Raises:
        ValueError: Two vendors have a statement of one number.
    """
    found: dict[str, Statement] = {}
    for vendor, text in data_files("statements.json"):
        listed = _decode(text)
        if twice := sorted(found.keys() & listed.keys()):
            raise ValueError(f"statements of two vendors: {', '.join(twice)}")
        found |= {number: Statement(one, vendor) for number, one in listed.items()}
    return {number: found[number] for number in sorted(found, key=lambda number: (found[number].vendor, number))}
