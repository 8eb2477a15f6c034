"""The shelf of signs: each module holds those of one kind and declares them as `SIGNS`; outside packages may add theirs."""

from collections.abc import Mapping
from functools import lru_cache

from simulator.diagnose.sign import Sign
from simulator.kernel.shelf import Shelf

_KINDS: Shelf[tuple[Sign, ...]] = Shelf("simulator.diagnose.signs", "SIGNS", tuple)


@lru_cache(maxsize=1)
def signs() -> Mapping[str, Sign]:
    """Return all signs by name.

    Raises:
        ValueError: Two have one name.
    """
    found: dict[str, Sign] = {}
    for kind in _KINDS.values():
        for one in kind:
            if one.name in found:
                raise ValueError(f'two signs are called "{one.name}"')
            found[one.name] = one
    return found
