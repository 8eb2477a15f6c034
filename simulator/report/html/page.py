"""Writes the page: the table of all cases, and as many traces as fit, those of failures first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from simulator.report.case_report import CaseReport, FailureReport, ProofReport, RootCause
from simulator.report.html.assets import packed, script, style, write_page
from simulator.report.html.masking import masked_text
from simulator.report.html.records import kept, records_of, rows
from simulator.report.html.vocabulary import vocabulary
from simulator.runner.result import CaseOutcome

PAGE_BYTES_MAX = 3_000_000
INDEX_BYTES_SPARED = 60_000
"""For what the rules of the traces add to the vocabulary, which is written last."""
CASES_A_BLOCK = 16
"""What is unpacked at once when a case is opened: alike cases share a block, which makes it a fifth of the size."""
CASES_AT_ONCE = 192
"""Taken in together, to be sorted into blocks of alike ones."""
VERDICTS_MAX = 500
"""Of one trace, the newest."""
_SPREAD = 2_654_435_761
"""Odd, and far from a fraction with a small divisor of 2^32: its multiples spread evenly."""


class Cases(Protocol):
    """Results that can be walked more than once, and asked for one case."""

    def __iter__(self) -> Iterator[CaseReport]:
        """Walk the cases, sorted by name."""

    def __getitem__(self, case: str) -> CaseReport:
        """Return what there is to tell of one."""


def write_html(
    path: Path, cases: Cases, seed: int, size_max: int = PAGE_BYTES_MAX, excused: Mapping[str, str] = {}
) -> None:
    """Write *cases*, which played with *seed*, to *path*.

    Args:
        path: Of the file.
        cases: With their traces; of one without any the page says how to make it.
        seed: What everything drawn repeats from.
        size_max: In bytes. All cases are listed in any case; traces fill what is left.
        excused: Why a failed case is in quarantine, by its name.
    """
    table = _Table(cases, excused)
    own = len(style()) + len(script()) + INDEX_BYTES_SPARED
    blocks = table.add_traces(cases, size_max - own - len(packed(table.data(seed))))
    write_page(path, style(), script(), packed(table.data(seed)), blocks)


class _Table:
    """All cases, a short row each, and the words that they and their traces use."""

    def __init__(self, cases: Iterable[CaseReport], excused: Mapping[str, str]) -> None:
        self._excused = excused
        self._files: dict[str, tuple[int, str, tuple[str, ...]]] = {}
        self._rows: dict[str, list[Any]] = {}
        self._order: list[tuple[tuple[int, int, int], str]] = []
        self._ranks: Counter[RootCause] = Counter()
        self._words: set[str] = set()
        self._sentences: set[str] = set()
        self._labels: set[str] = set()
        for case in cases:
            self._add(case)

    def _add(self, case: CaseReport) -> None:
        self._order.append((self._need(case), case.case))
        file, _, _ = self._files.setdefault(case.file, (len(self._files), case.name, case.tags))
        failed = case.outcome is CaseOutcome.FAILED
        cause = case.root_cause if failed else RootCause("")
        title = masked_text(cause.reason)
        what = masked_text(case.failures[0].what) if failed else ""
        excuse = self._excused.get(case.case, "")
        self._sentences |= {title, what, excuse, cause.fault}
        pushes = Counter((one.phone, one.end, one.hop, one.reason, one.root, one.rule) for one in case.verdicts)
        for _, _, _, reason, root, rule in pushes:
            self._words |= {reason, root, rule}
        self._words |= {cause.reason, cause.rule}
        self._rows[case.case] = [
            file,
            case.case_id,
            case.vendor,
            case.values,
            int(failed),
            excuse,
            case.line,
            (title, cause.hop, cause.rule, cause.fault),
            what,
            [(*push, count) for push, count in pushes.items()],
            round(case.wall_ms, 1),
            case.again,
            -1,
            0,
        ]

    def _need(self, case: CaseReport) -> tuple[int, int, int]:
        """Return what sorts it among those whose traces are wanted.

        Failures come first, those in quarantine behind the others, and of these the first of each root cause; then one
        case of each file that passed, then the others, both evenly from the whole suite.
        """
        number = len(self._order)
        if case.outcome is CaseOutcome.FAILED:
            self._ranks[case.root_cause] += 1
            return int(case.case in self._excused), self._ranks[case.root_cause], number
        return 2 + (case.file in self._files), number * _SPREAD % 2**32, number

    def add_traces(self, cases: Cases, bytes_max: int) -> list[str]:
        """Return blocks of traces, of as many *cases* as fit into *bytes_max*."""
        blocks: list[str] = []
        names = [name for _, name in sorted(self._order)]
        for start in range(0, len(names), CASES_AT_ONCE):
            reports = (cases[name] for name in names[start : start + CASES_AT_ONCE])
            traces = sorted(
                ((one.vendor, one.case, self._trace(one)) for one in reports if len(one.trace) > len(b"[]")),
                key=lambda trace: trace[:2],
            )
            for begin in range(0, len(traces), CASES_A_BLOCK):
                together = traces[begin : begin + CASES_A_BLOCK]
                block = packed([trace for _, _, trace in together])
                bytes_max -= len(block)
                if bytes_max < 0:
                    return blocks
                for position, (_, name, _) in enumerate(together):
                    self._rows[name][-2:] = len(blocks), position
                blocks.append(block)
        return blocks

    def data(self, seed: int) -> Mapping[str, Any]:
        """Return all of it, as `data.mjs` reads it."""
        return {
            "seed": seed,
            "kept": sum(row[-2] >= 0 for row in self._rows.values()),
            "files": [(path, name, tags) for path, (_, name, tags) in self._files.items()],
            "cases": list(self._rows.values()),
            "vocabulary": vocabulary(self._words, self._sentences, self._labels),
        }

    def _trace(self, case: CaseReport) -> Mapping[str, Any]:
        """Return what the page has of one case, and keep the words and sentences that it needs said."""
        records = records_of(case.trace)
        shown = kept(records)
        for one in shown:
            self._words.update(one.words())
        return {
            "source": [masked_text(line) for line in case.source],
            "start": case.start,
            "phones": case.phones,
            "verdicts": _verdicts(case),
            "failures": [self._failure(one) for one in case.failures],
            "proof": [self._proof(one) for one in case.proof],
            "rows": rows(shown),
            "of": len(records),
        }

    def _failure(self, failure: FailureReport) -> Mapping[str, Any]:
        details: Sequence[tuple[str, str]] = [(label, masked_text(told)) for label, told in failure.details]
        what = masked_text(failure.what)
        self._sentences |= {what, *(told for _, told in details)}
        self._labels |= {label for label, _ in details}
        if failure.stop is not None:
            self._words |= {failure.stop.reason, failure.stop.rule}
        return {
            "line": failure.line,
            "step": failure.step,
            "what": what,
            "details": details,
            "push": failure.push_id or 0,
            "stop": failure.stop,
        }

    def _proof(self, proof: ProofReport) -> Mapping[str, Any]:
        shown = kept(records_of(proof.trace))
        for one in shown:
            self._words.update(one.words())
        what = "" if proof.failure is None else masked_text(proof.failure.what)
        self._sentences.add(what)
        return {
            "line": proof.line,
            "because": proof.because,
            "phone": proof.phone,
            "what": what,
            "rows": rows(shown),
        }


def _verdicts(case: CaseReport) -> Mapping[int, Any]:
    return {
        one.push_id: (one.phone, one.end, one.hop, one.reason, one.root, one.rule)
        for one in case.verdicts[-VERDICTS_MAX:]
    }
