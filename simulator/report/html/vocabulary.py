"""The words of traces as pages need them, in two languages: what reasons and codes mean, where rules are written."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.push.explanations import EXPLANATIONS
from simulator.report import chinese
from simulator.report.codes import code_entries
from simulator.vendors import VENDORS
from simulator.world.catalogue import catalogue


def vocabulary(
    words: Iterable[str] | None = None, sentences: Iterable[str] = (), labels: Iterable[str] = ()
) -> Mapping[str, Any]:
    """Return vendors, reasons and rules among *words*, all for `None`, and *sentences*, as `data.mjs` reads them.

    Args:
        words: Names of reasons and rules.
        sentences: Of failures, quarantine and proofs.
        labels: Of the lines below a failure.
    """
    return {
        "vendors": {name: (vendor.label, chinese.source(vendor.label)) for name, vendor in VENDORS.items()},
        "reasons": _reasons(EXPLANATIONS if words is None else words),
        "rules": _rules(catalogue() if words is None else words),
        "sentences": _changed({one: chinese.sentence(one) for one in sorted(sentences)}),
        "labels": _changed({one: chinese.label(one) for one in sorted(labels)}),
    }


def _changed(told: Mapping[str, str]) -> Mapping[str, str]:
    return {english: said for english, said in told.items() if said != english}


def _reasons(words: Iterable[str]) -> Mapping[str, Any]:
    # Results of another version may have words that this one does not know.
    wanted = frozenset(words)
    known = {word: one for word, one in EXPLANATIONS.items() if word in wanted}
    return {word: (one.meaning, one.meaning_zh, one.repair, one.repair_zh) for word, one in known.items()}


def _rules(words: Iterable[str]) -> Mapping[str, Any]:
    """Return where each rule stands, its grade, and what its code means where it has one."""
    entries = ((name, catalogue().get(name)) for name in sorted(words))
    sources = {name: entry.source for name, entry in entries if entry is not None}
    told = {rule.name: entry.code for entry in code_entries() for rule in entry.rules if rule.name in sources}
    rows = {}
    for name, source in sources.items():
        if source is not None:
            place = str(source).removesuffix(f", {source.grade}")
            code = told.get(name)
            meaning = ("", "") if code is None else (f"{code.number}: {code.english}", f"{code.number}：{code.chinese}")
            rows[name] = (place, chinese.source(place), source.grade, *meaning)
    return rows
