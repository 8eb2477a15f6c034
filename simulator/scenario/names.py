"""The names that a scenario may use: those of the program, and those that it brings in itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.scenario.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the program knows; filled by the caller, so that loading a scenario imports no vendor.

    A collection may be lazy: it is asked for membership first, and walked only to word an error.

    Attributes:
        steps: Every step by its verb.
        vendors: Names of the vendors.
        apps: Names of the app variants.
        models: Names of the phone models of the catalogue.
        statements: Numbers of the behaviours to be proved: `C19`.
        certificate_fields: Field names of a vendor's form in the IM console.
        refusals: A vendor's own codes for what it refuses, each with what it means.
        more: Further kinds, by the word that a field's `extra["names"]` uses.
    """

    steps: Mapping[str, type[Step]]
    vendors: Collection[str]
    apps: Collection[str]
    models: Collection[str]
    statements: Collection[str]
    certificate_fields: Callable[[str], Sequence[str]] | None = None
    refusals: Callable[[str], Mapping[str, str]] | None = None
    more: Mapping[str, Collection[str]] = field(default_factory=dict)


class Names:
    """Which names of a kind are known in one scenario."""

    def __init__(self, vocabulary: Vocabulary, here: Mapping[str, Collection[str]]) -> None:
        """Join the names of the program with those of the scenario, *here*, by kind; the scenario's count first."""
        self._by_kind: dict[str, Collection[str] | None] = {
            "vendors": vocabulary.vendors,
            "apps": vocabulary.apps,
            "models": vocabulary.models,
            "statements": vocabulary.statements,
            **vocabulary.more,
            **here,
        }

    def fits(self, kind: str, name: str) -> bool:
        """Whether *name* is known, or names of this kind are not checked."""
        known = self._by_kind.get(kind)
        return known is None or name in known

    def known(self, kind: str) -> tuple[str, ...] | None:
        """Return the names of *kind*, sorted; None where they are not checked."""
        known = self._by_kind.get(kind)
        return None if known is None else tuple(sorted(known))
