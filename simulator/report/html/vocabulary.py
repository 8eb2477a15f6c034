"""The words of traces as pages need them: what reasons mean, and where rules are written."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.push.explanations import EXPLANATIONS
from simulator.vendors import VENDORS
from simulator.world.catalogue import catalogue


def vocabulary(words: Iterable[str] | None = None) -> Mapping[str, Any]:
    """Return vendors, and reasons and rules among *words*, as `data.mjs` reads them; all of them for `None`."""
    return {
        "vendors": {name: vendor.label for name, vendor in VENDORS.items()},
        "reasons": _reasons(EXPLANATIONS if words is None else words),
        "rules": _rules(catalogue() if words is None else words),
    }


def _reasons(words: Iterable[str]) -> Mapping[str, Any]:
    # Results of another version may have words that this one does not know.
    wanted = frozenset(words)
    known = {word: one for word, one in EXPLANATIONS.items() if word in wanted}
    return {word: (one.meaning, one.meaning_zh, one.repair, one.repair_zh) for word, one in known.items()}


def _rules(words: Iterable[str]) -> Mapping[str, Any]:
    entries = ((name, catalogue().get(name)) for name in sorted(words))
    sources = {name: entry.source for name, entry in entries if entry is not None}
    return {
        name: (str(source).removesuffix(f", {source.grade}"), source.grade)
        for name, source in sources.items()
        if source is not None
    }
