"""The behaviours to be proved, one sentence each: what the vendors' and Tencent's guides promise.

Those numbered with `C` hold for all vendors; a vendor's own stand in `statements.json` of its folder, under a letter of
its own. There too stands which side of a common one nobody can show at this vendor, and why.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec

from simulator.world.shelf_data import data_files

SIDES: Final = ("covers", "other_side")
"""That the behaviour is there, and what happens when its condition is not met; as scenarios name them."""

_decode = msgspec.json.Decoder(dict[str, str | dict[str, str]]).decode


class Statement(msgspec.Struct, frozen=True):
    """One behaviour.

    Attributes:
        vendor: Whose guide promises it; empty for all.
        nothing_to_show: Why a side cannot be shown, by vendor and side.
    """

    text: str
    vendor: str
    nothing_to_show: Mapping[str, Mapping[str, str]]

    def concerns(self, vendor: str) -> bool:
        """Return whether it speaks of *vendor*: those for all vendors do."""
        return self.vendor in {"", vendor}


@lru_cache(maxsize=1)
def statements() -> Mapping[str, Statement]:
    """Return all statements by number, those for all vendors first.

    Raises:
        ValueError: Two vendors have a statement of one number, or one speaks of a side of none.
    """
    listed: dict[str, tuple[str, str]] = {}
    exceptions: dict[str, dict[str, Mapping[str, str]]] = {}
    for vendor, data in data_files("statements.json"):
        for number, said in _decode(data).items():
            if not isinstance(said, str):
                exceptions.setdefault(number, {})[vendor] = said
            elif listed.setdefault(number, (vendor, said)) != (vendor, said):
                raise ValueError(f"statement {number} of two vendors: {listed[number][0]} and {vendor}")
    if unknown := exceptions.keys() - listed.keys():
        raise ValueError(f"there are no statements {', '.join(sorted(unknown))}")
    return {
        number: Statement(text, vendor, exceptions.get(number, {}))
        for vendor, number, text in sorted((vendor, number, text) for number, (vendor, text) in listed.items())
    }
