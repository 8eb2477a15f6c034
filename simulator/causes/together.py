"""Two causes in one world."""

from collections.abc import Iterable, Iterator

from simulator.causes.cause import Cause
from simulator.causes.edit import Change, Drop, Edit, Put, Tree, edited
from simulator.causes.setting import Setting, healthy
from simulator.device.app.mistakes import can_stand_together


def together(setting: Setting, causes: Iterable[Cause]) -> Tree | None:
    """Return the scenario of *setting* with all of *causes*, in this order; None where they cannot stand together."""
    tree = healthy(setting)
    written: list[tuple[str, ...]] = []
    for cause in causes:
        edits = cause.inject(setting)
        places = [place for edit in edits for place in _places(edit)]
        if any(_is_same(place, other) for place in places for other in written):
            return None
        try:
            tree = edited(tree, edits)
        except LookupError:
            return None
        written += places
    return tree if can_stand_together(tree["app"].get("mistakes", ())) else None


def _places(edit: Edit) -> Iterator[tuple[str, ...]]:
    """Walk what *edit* writes over: what stands there can have one value only."""
    if isinstance(edit, Put | Drop):
        yield edit.path
    elif isinstance(edit, Change):
        yield from (("steps", edit.verb, str(edit.nth), name) for name in edit.fields)


def _is_same(place: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one lies in the other."""
    length = min(len(place), len(other))
    return place[:length] == other[:length]
