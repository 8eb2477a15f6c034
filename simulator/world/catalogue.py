"""Every rule, decision and fact of the project by name, found where they are declared."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distributions
from types import ModuleType

import msgspec

import simulator
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Dated, Fact, Source

_FOLDERS = ("network", "im", "cloud", "device", "customer", "vendors", "world")
"""Where rules and facts are declared."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One named thing.

    Attributes:
        statements: Of its source; for a decision those of all its rules.
        rules: Of a decision; empty for anything else.
        home: Module that declares it.
    """

    name: str
    thing: Rule[object] | Decision[object] | Fact[object]
    statements: frozenset[str]
    rules: tuple[Rule[object], ...]
    home: str

    @property
    def source(self) -> Source | None:
        """Where it stands; `None` for a decision, which has as many sources as rules."""
        return None if isinstance(self.thing, Decision) else self.thing.source


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """Return all entries by name, sorted; those of outside packages too.

    Raises:
        ValueError: Two different things have one name.
    """
    return collect(_modules())


def collect(modules: Iterable[ModuleType]) -> Mapping[str, Entry]:
    """Return what *modules* declare, by name and sorted by it.

    Raises:
        ValueError: Two different things have one name.
    """
    entries: dict[str, Entry] = {}
    for module in modules:
        for thing in _things(vars(module)):
            known = entries.get(thing.name)
            if known is None:
                entries[thing.name] = _entry(thing, module.__name__)
            elif known.thing != thing:
                raise ValueError(f'"{thing.name}" of {module.__name__} is also declared in {known.home}')
    return {name: entries[name] for name in sorted(entries)}


def find_source(name: str) -> Source | None:
    """Return the source of the rule or fact *name*; `None` for a decision and for no name."""
    entry = catalogue().get(name)
    return None if entry is None else entry.source


def reason_of_rule(name: str) -> str:
    """Return the reason that the rule *name* gives; empty for a decision, a fact and no name."""
    entry = catalogue().get(name)
    return entry.thing.reason if entry is not None and isinstance(entry.thing, Rule) else ""


def rules() -> Iterator[Rule[object]]:
    """Iterate over all rules, by name."""
    return (entry.thing for entry in catalogue().values() if isinstance(entry.thing, Rule))


def _entry(thing: Rule[object] | Decision[object] | Fact[object], home: str) -> Entry:
    if isinstance(thing, Decision):
        statements = {statement for rule in thing.rules for statement in rule.source.statements}
        return Entry(thing.name, thing, frozenset(statements), thing.rules, home)
    return Entry(thing.name, thing, frozenset(thing.source.statements), (), home)


def _modules() -> Iterator[ModuleType]:
    for folder in _FOLDERS:
        yield from _below(f"{simulator.__name__}.{folder}")
    shelves = tuple(f"{simulator.__name__}.{folder}" for folder in _FOLDERS)
    outside = {
        point.value for found in distributions() for point in found.entry_points if point.group.startswith(shelves)
    }
    for name in sorted(outside):
        yield from _below(name)


def _below(name: str) -> Iterator[ModuleType]:
    """Import the module *name* and, where it is a package, all that it holds."""
    module = importlib.import_module(name)
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
        yield importlib.import_module(found.name)


_NAMED = (Rule, Decision, Fact, Dated)


def _things(value: object) -> Iterator[Rule[object] | Decision[object] | Fact[object]]:
    """Iterate over the named things in a module's names, and in the tables, tuples and structs among them."""
    match value:
        case Rule() | Fact():
            yield value
        case Decision():
            yield value
            yield from value.rules
        case Dated():
            yield from value.editions
        case dict():
            for name, item in value.items():
                if not str(name).startswith("__"):
                    yield from _things(item)
        case tuple() if not hasattr(value, "_fields"):
            for item in value:
                yield from _things(item)
        case msgspec.Struct():
            fields = (getattr(value, name) for name in value.__struct_fields__)
            yield from _things(tuple(item for item in fields if isinstance(item, _NAMED)))
        case _:
            return
