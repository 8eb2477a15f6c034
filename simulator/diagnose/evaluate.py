"""How good the diagnosis is: over reports whose cause is known, and with a model that has not seen their like."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import yaml

from simulator.causes.setting import Setting
from simulator.diagnose.comparison import Ticket
from simulator.diagnose.conclude import Conclusion, Verdict, conclude, ticket_in, ticket_of
from simulator.diagnose.findings import Findings
from simulator.diagnose.model import Model, fitted
from simulator.diagnose.questions import ask_next
from simulator.diagnose.rank import Ranked, World, fits_of, rank
from simulator.diagnose.readers.form import read_form
from simulator.diagnose.sign import UNDECIDED

UNKNOWN: Final = "unknown"
_ALTERNATIVE: Final = 0.5
_TOP: Final = 3
_BINS: Final = 5

_TEMPERATURES: Final = (0.8, 1.0, 1.25, 1.5)
_SMOOTHINGS: Final = (1.0, 2.0, 4.0)
_DECAYS: Final = (0.4, 0.6)
_DOUBTS: Final = (0.0, 0.7, 1.4, 2.1)
_SHARPNESSES: Final = (0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
_SHARE_MIN: Final = 0.02
"""No first word counts as surer than that it is right, or wrong."""
_ALTERNATIVES_COUNT: Final = 0.25
"""What an alternative hop of a report counts in the priors."""


class Known(msgspec.Struct, frozen=True):
    """A report whose cause is known.

    Attributes:
        repository: Where it was made: reports of one are alike, so they are left out together.
    """

    id: str
    cause_hop: str
    alt_hops: tuple[str, ...]
    repository: str
    form: dict[str, Any]

    def credit(self, word: str) -> float:
        """Return what the answer *word* is worth."""
        if word == self.cause_hop:
            return 1.0
        return _ALTERNATIVE if word in self.alt_hops else 0.0


class Marked(msgspec.Struct, frozen=True):
    """One report and what was answered to it.

    Attributes:
        answered: Words, most probable first; `unknown` first where nothing was decided.
        probability: Of the first.
    """

    id: str
    cause_hop: str
    alt_hops: tuple[str, ...]
    verdict: str
    answered: tuple[str, ...]
    probability: float
    top1: float
    top3: float


@dataclass(frozen=True)
class Prepared:
    """A report that was read, with the worlds its causes were played in."""

    known: Known
    ticket: Ticket
    world: World

    @cached_property
    def fits(self) -> Mapping[str, float]:
        """How well each candidate fits what was seen; no figure of the model counts there."""
        return fits_of(self.ticket, self.world)

    def ranked(self, model: Model) -> Ranked:
        """Return its candidates as *model* has them."""
        return rank(self.ticket, self.world, model, self.fits)


class Worlds:
    """The candidates of each setting, played once."""

    def __init__(self) -> None:
        """Know none."""
        self._by_key: dict[str, World] = {}

    def of(self, setting: Setting) -> World:
        """Return the candidates of *setting*."""
        key = repr(setting)
        if key not in self._by_key:
            self._by_key[key] = World(setting)
        return self._by_key[key]


def read_cases(path: Path) -> list[Known]:
    """Return the reports of the file at *path*.

    Raises:
        ValueError: It holds something else.
    """
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(data, list) or not all(isinstance(one, Mapping) and "cause_hop" in one for one in data):
        raise ValueError(f"{path}: a list of reports with cause_hop: is needed")
    return [
        Known(
            str(one.get("id", number)),
            str(one["cause_hop"]),
            tuple(one.get("alt_hops") or ()),
            "/".join(urlsplit(str(one.get("source", number))).path.split("/")[:3]),
            dict(one),
        )
        for number, one in enumerate(data, start=1)
    ]


def prepare(cases: Iterable[Known]) -> list[Prepared]:
    """Read each of *cases* as a ticket, and play its causes."""
    worlds = Worlds()
    prepared = []
    for known in cases:
        findings = Findings()
        read_form(known.form, f"{known.id}.yaml", findings)
        ticket = ticket_of(findings)
        world = worlds.of(ticket.setting)
        prepared.append(Prepared(known, ticket_in(world, ticket), world))
    return prepared


def marked(prepared: Prepared, model: Model) -> Marked:
    """Return what *model* answers to a report, and what that is worth."""
    found = conclude(prepared.ticket, prepared.world, model, prepared.fits)
    answered = _answered(found)
    ranked = found.ranked
    known = prepared.known
    top1 = known.credit(answered[0])
    if known.cause_hop == UNKNOWN and found.verdict is Verdict.UNDECIDED:
        names_one = any(word in known.alt_hops for word in answered[1:])
        asks = bool(ask_next(ranked.candidates, frozenset(one.sign for one in prepared.ticket.evidence)))
        top1 = 1.0 if names_one and asks else _ALTERNATIVE
    top3 = max(top1, *(known.credit(word) for word in answered[:_TOP] if word != UNKNOWN), 0.0)
    share = ranked.words.get(UNDECIDED if answered[0] == UNKNOWN else answered[0], 0.0)
    return Marked(known.id, known.cause_hop, known.alt_hops, found.verdict, answered[:5], round(share, 3), top1, top3)


def _answered(found: Conclusion) -> tuple[str, ...]:
    """Return the words that an answer gives: the verdict, where it is a word itself, and then those of the causes."""
    if found.verdict is Verdict.UNDECIDED:
        return (UNKNOWN, *found.words)
    return ("healthy",) if found.verdict is Verdict.HEALTHY else found.words


# -- fitting -----------------------------------------------------------------------------------------------------------


def fit(prepared: Sequence[Prepared]) -> Model:
    """Return the model under which the causes of *prepared* are least surprising."""
    prior = _prior(prepared)
    tried = (
        Model(temperature, decay, prior, smoothing, doubt)
        for temperature, decay, smoothing, doubt in product(_TEMPERATURES, _DECAYS, _SMOOTHINGS, _DOUBTS)
    )
    best = min(tried, key=lambda model: _surprise(prepared, model))
    return msgspec.structs.replace(best, sharpness=_sharpness(prepared, best))


def _prior(prepared: Iterable[Prepared]) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for one in prepared:
        counts[UNDECIDED if one.known.cause_hop == UNKNOWN else one.known.cause_hop] += 1.0
        for word in one.known.alt_hops:
            counts[word] += _ALTERNATIVES_COUNT
    return dict(sorted(counts.items()))


def _surprise(prepared: Sequence[Prepared], model: Model) -> float:
    """Return the mean negative log likelihood; each report under priors that have not seen it."""
    total = 0.0
    for one in prepared:
        words = _words_unseen(one, model)
        share = words.get(_own_word(one), 0.0) + _ALTERNATIVE * sum(words.get(word, 0.0) for word in one.known.alt_hops)
        total -= math.log(max(share, 1e-9))
    return total / len(prepared)


def _words_unseen(one: Prepared, model: Model) -> Mapping[str, float]:
    """Return the probabilities of words for *one* where the priors of *model* have not seen it."""
    own = _own_word(one)
    prior = dict(model.prior)
    prior[own] = prior.get(own, 1.0) - 1.0
    for word in one.known.alt_hops:
        prior[word] = prior.get(word, _ALTERNATIVES_COUNT) - _ALTERNATIVES_COUNT
    return one.ranked(msgspec.structs.replace(model, prior=prior)).words


def _own_word(one: Prepared) -> str:
    return UNDECIDED if one.known.cause_hop == UNKNOWN else one.known.cause_hop


def _sharpness(prepared: Sequence[Prepared], model: Model) -> float:
    """Return the one under which the probabilities of first words are least surprised by how often those are right."""
    firsts = []
    for one in prepared:
        words = _words_unseen(one, model)
        first = next(iter(words))
        firsts.append((words, first, one.known.credit(UNKNOWN if first == UNDECIDED else first)))

    def loss(sharpness: float) -> float:
        told = msgspec.structs.replace(model, sharpness=sharpness)
        total = 0.0
        for words, first, credit in firsts:
            share = min(max(told.sharpened(words)[first], _SHARE_MIN), 1 - _SHARE_MIN)
            total -= credit * math.log(share) + (1 - credit) * math.log(1 - share)
        return total

    return min(_SHARPNESSES, key=loss)


def cross_validated(prepared: Sequence[Prepared]) -> list[Marked]:
    """Return the marks that reports get from models which saw nothing of their repository."""
    found = {}
    for repository in sorted({one.known.repository for one in prepared}):
        model = fit([one for one in prepared if one.known.repository != repository])
        found.update({one.known.id: marked(one, model) for one in prepared if one.known.repository == repository})
    return [found[one.known.id] for one in prepared]


# -- figures -----------------------------------------------------------------------------------------------------------


def figures(cases: Sequence[Marked]) -> dict[str, Any]:
    """Return accuracy, calibration and confusion of *cases*."""
    count = len(cases)
    return {
        "cases": count,
        "top1": round(sum(one.top1 for one in cases) / count, 4),
        "top3": round(sum(one.top3 for one in cases) / count, 4),
        "calibration": _calibration(cases),
        "confusion": _confusion(cases),
    }


def _calibration(cases: Sequence[Marked]) -> list[dict[str, Any]]:
    rows = []
    for index in range(_BINS):
        low, high = index / _BINS, (index + 1) / _BINS
        inside = [one for one in cases if low <= one.probability < high or (high == 1 and one.probability == 1)]
        if inside:
            rows.append(
                {
                    "from": low,
                    "to": high,
                    "cases": len(inside),
                    "said": round(sum(one.probability for one in inside) / len(inside), 3),
                    "right": round(sum(one.top1 for one in inside) / len(inside), 3),
                }
            )
    return rows


def _confusion(cases: Sequence[Marked]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for one in cases:
        table[one.cause_hop][one.answered[0]] += 1
    return {truth: dict(sorted(row.items())) for truth, row in sorted(table.items())}


def evaluation(path: Path) -> dict[str, Any]:
    """Return what `--evaluate` prints: figures of the shipped model, the cross-validated ones, and every case."""
    prepared = prepare(read_cases(path))
    cases = [marked(one, fitted()) for one in prepared]
    held = figures(cross_validated(prepared))
    return {
        **figures(cases),
        "cross_validated": {key: held[key] for key in ("top1", "top3", "calibration")},
        "per_case": [msgspec.to_builtins(one) for one in cases],
    }


def text(report: Mapping[str, Any]) -> str:
    """Return the evaluation for people."""
    lines = []
    for one in report["per_case"]:
        mark = "right" if one["top1"] == 1 else "near " if one["top3"] else "wrong"
        first, *others = one["answered"][:3]
        lines.append(
            f"{mark}  {one['id']:<32} {one['cause_hop']:<26} {first} {one['probability']:.0%}; {', '.join(others)}"
        )
    lines += ["", "calibration: how sure it said it was, and how often it was right"]
    lines += [
        f"  {one['said']:>5.0%} said  {one['right']:>5.0%} right  {one['cases']} cases" for one in report["calibration"]
    ]
    lines += ["", "answered instead of the truth"]
    for truth, row in report["confusion"].items():
        others = ", ".join(f"{word} {count}" for word, count in row.items() if word != truth)
        if others:
            lines.append(f"  {truth}: {others}")
    held = report["cross_validated"]
    own = f"{report['cases']} cases: top-1 {report['top1']:.1%}, top-3 {report['top3']:.1%}"
    unseen = f"fitted without each case's repository: top-1 {held['top1']:.1%}, top-3 {held['top3']:.1%}"
    return "\n".join([*lines, "", own, unseen])
