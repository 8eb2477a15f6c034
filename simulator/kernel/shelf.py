"""Shelves: packages in which each module declares one thing under one name, and is found there by its own name."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.metadata import EntryPoint, distributions
from pathlib import Path
from typing import Generic, TypeVar

ThingT = TypeVar("ThingT")


class Shelf(Mapping[str, ThingT], Generic[ThingT]):
    """What the modules of a package, and outside packages, declare, by module name and sorted by it.

    An outside package adds a thing through an entry point in the group named after the shelf's package
    (`simulator.vendors`, for example); its name is the thing's key, and it leads to the declaring module.
    A module is imported when its thing is asked for, and not before.
    """

    def __init__(self, package: str, attribute: str, kind: type[ThingT]) -> None:
        """Look below *package* for modules that declare an instance of *kind* under the name *attribute*."""
        self._package = package
        self._attribute = attribute
        self._kind = kind
        self._taken: dict[str, ThingT] = {}

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        """Module path of each thing.

        Raises:
            ValueError: An entry point has the name of a thing that is already there.
        """
        path = importlib.import_module(self._package).__path__
        homes = {
            entry.name: f"{self._package}.{entry.name}"
            for entry in pkgutil.iter_modules(path)
            if not entry.name.startswith("_")
        }
        for point in _entry_points(tuple(sys.path)):
            if point.group != self._package:
                continue
            if point.name in homes:
                raise ValueError(f'the entry point "{point.name}" of "{self._package}" is there already')
            homes[point.name] = point.value
        return {name: homes[name] for name in sorted(homes)}

    def __getitem__(self, name: str) -> ThingT:
        """Return the thing called *name*.

        Raises:
            KeyError: No module of that name is on the shelf.
            TypeError: The module does not declare what this shelf holds.
        """
        thing = self._taken.get(name)
        if thing is None:
            module = importlib.import_module(self._homes[name])
            found = getattr(module, self._attribute, None)
            if not isinstance(found, self._kind):
                raise TypeError(f"{module.__name__} does not declare {self._attribute}, a {self._kind.__name__}")
            thing = self._taken[name] = found
        return thing

    def folder(self, name: str) -> Path:
        """Return the folder of the module that declares *name*, which is not imported for it.

        Raises:
            KeyError: No module of that name is on the shelf.
            ModuleNotFoundError: An entry point leads to a module that is not there.
        """
        home = self._homes[name]
        spec = importlib.util.find_spec(home)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f'the entry point "{name}" leads to "{home}", which is not there', name=home)
        return Path(spec.origin).parent

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, sorted."""
        return iter(self._homes)

    def __len__(self) -> int:
        """Return how many things there are."""
        return len(self._homes)


@cache
def _entry_points(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """Return those of all packages on the import path; looking through them takes milliseconds, so it is done once."""
    return tuple(point for package in distributions() for point in package.entry_points)
