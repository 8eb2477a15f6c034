"""Edits of a scenario as plain data: each can be carried out, told, and written down beside the scenario.

A tree is what a scenario file holds, as maps, lists and scalars; `healthy` of `causes/setting.py` makes one with every
shorthand written out. Edits change a copy, so one tree serves many causes.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import yaml

Tree = dict[str, Any]
"""A scenario as YAML gives it."""

StepTree = dict[str, Any]
"""A step: its verb, and under it its fields by name."""


class Put(msgspec.Struct, frozen=True, tag_field="edit", tag="put"):
    """Write *value* at *path* of the world part; maps on the way are made."""

    path: tuple[str, ...]
    value: Any

    def carry_out(self, tree: Tree) -> None:
        """Do it."""
        place = tree
        for key in self.path[:-1]:
            place = place.setdefault(key, {})
        place[self.path[-1]] = copy.deepcopy(self.value)

    def told(self) -> str:
        """Return it as one line for people."""
        return f"set {'.'.join(self.path)} to {_flow(self.value)}"


class Drop(msgspec.Struct, frozen=True, tag_field="edit", tag="drop"):
    """Leave out what stands at *path* of the world part, and maps that are empty then; nothing where nothing does."""

    path: tuple[str, ...]

    def carry_out(self, tree: Tree) -> None:
        """Do it."""
        places: list[Any] = [tree]
        for key in self.path[:-1]:
            places.append(places[-1].get(key, {}))
        for place, key in zip(reversed(places), reversed(self.path), strict=True):
            place.pop(key, None)
            if place:
                return

    def told(self) -> str:
        """Return it as one line for people."""
        return f"leave out {'.'.join(self.path)}"


class Add(msgspec.Struct, frozen=True, tag_field="edit", tag="add"):
    """Write *value* behind the others of the list at *path* of the world part; the list is made where there is none."""

    path: tuple[str, ...]
    value: str

    def carry_out(self, tree: Tree) -> None:
        """Do it."""
        place = tree
        for key in self.path[:-1]:
            place = place.setdefault(key, {})
        place.setdefault(self.path[-1], []).append(self.value)

    def told(self) -> str:
        """Return it as one line for people."""
        return f"add {self.value} to {'.'.join(self.path)}"


class TakeOut(msgspec.Struct, frozen=True, tag_field="edit", tag="take_out"):
    """Take *value* out of the list at *path* of the world part, and an empty list with it; nothing where it is not."""

    path: tuple[str, ...]
    value: str

    def carry_out(self, tree: Tree) -> None:
        """Do it."""
        place = tree
        for key in self.path[:-1]:
            place = place.get(key, {})
        left = [value for value in place.get(self.path[-1], ()) if value != self.value]
        Drop(self.path).carry_out(tree)
        if left:
            Put(self.path, left).carry_out(tree)

    def told(self) -> str:
        """Return it as one line for people."""
        return f"take {self.value} out of {'.'.join(self.path)}"


class Insert(msgspec.Struct, frozen=True, tag_field="edit", tag="insert"):
    """Play *steps* before, or behind, the first step called *verb*.

    Attributes:
        nth: Which of the steps of that verb, from 0; -1 for the last.
    """

    verb: str
    steps: tuple[StepTree, ...]
    behind: bool = False
    nth: int = 0

    def carry_out(self, tree: Tree) -> None:
        """Do it.

        Raises:
            LookupError: The scenario has no such step.
        """
        place = _place(tree, self.verb, self.nth) + self.behind
        tree["steps"][place:place] = copy.deepcopy(list(self.steps))

    def told(self) -> str:
        """Return it as one line for people."""
        side = "behind" if self.behind else "before"
        return f"{side} {self.verb} play {'; '.join(_flow(step) for step in self.steps)}"


class Remove(msgspec.Struct, frozen=True, tag_field="edit", tag="remove"):
    """Leave out the first step called *verb* whose fields include *fields*; nothing happens where there is none."""

    verb: str
    fields: Mapping[str, Any] = {}

    def carry_out(self, tree: Tree) -> None:
        """Do it."""
        for index, step in enumerate(tree["steps"]):
            if self.verb in step and self.fields.items() <= _fields(step[self.verb]).items():
                del tree["steps"][index]
                return

    def told(self) -> str:
        """Return it as one line for people."""
        return f"take out the step {self.verb}" + (f" {_flow(dict(self.fields))}" if self.fields else "")


class Change(msgspec.Struct, frozen=True, tag_field="edit", tag="change"):
    """Give the first step called *verb* other *fields*; a field of `None` is left out.

    Attributes:
        nth: Which of the steps of that verb, from 0; -1 for the last.
    """

    verb: str
    fields: Mapping[str, Any]
    nth: int = 0

    def carry_out(self, tree: Tree) -> None:
        """Do it.

        Raises:
            LookupError: The scenario has no such step.
        """
        step = tree["steps"][_place(tree, self.verb, self.nth)]
        merged = {**_fields(step[self.verb]), **copy.deepcopy(dict(self.fields))}
        step[self.verb] = {name: value for name, value in merged.items() if value is not None}

    def told(self) -> str:
        """Return it as one line for people."""
        return f"in {self.verb} set {_flow(dict(self.fields))}"


Edit = Put | Drop | Add | TakeOut | Insert | Remove | Change
Edits = tuple[Edit, ...]


def _fields(written: Any) -> dict[str, Any]:
    return written if isinstance(written, dict) else {}


def _place(tree: Tree, verb: str, nth: int) -> int:
    places = [index for index, step in enumerate(tree["steps"]) if verb in step]
    if not -len(places) <= nth < len(places):
        raise LookupError(f'the scenario has no step "{verb}" to change')
    return places[nth]


def edited(tree: Tree, edits: Iterable[Edit]) -> Tree:
    """Return a copy of *tree* with *edits* carried out in order.

    Raises:
        LookupError: An edit speaks of a step that the scenario has not.
    """
    changed = copy.deepcopy(tree)
    for edit in edits:
        edit.carry_out(changed)
    return changed


def plain(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Return *edits* as JSON would hold them: `{"edit": "put", "path": […], "value": …}` and the like."""
    built: list[dict[str, Any]] = msgspec.to_builtins(list(edits))
    return built


# -- YAML --------------------------------------------------------------------------------------------------------------


def to_yaml(tree: Tree, comments: Sequence[str] = ()) -> str:
    """Return *tree* as the text of a scenario file, with *comments* above it and one step a line."""
    lines = [f"# {line}".rstrip() for line in comments]
    for key, value in tree.items():
        if key == "steps":
            lines += ["steps:", *(f"  - {_step(step)}" for step in value)]
        elif isinstance(value, dict):
            lines += [f"{key}:", *(f"  {_flow(name)}: {_flow(inner)}" for name, inner in value.items())]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _step(step: StepTree) -> str:
    [(verb, fields)] = step.items()
    return f"{verb}: {_flow(fields)}"


def _flow(value: Any) -> str:
    text: str = yaml.dump(
        value, Dumper=yaml.CSafeDumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    )
    return text.removesuffix("...\n").strip()
