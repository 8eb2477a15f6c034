"""The answer to a ticket as one HTML file that a support person sends on: offline, masked, in both languages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from simulator.causes import CAUSES
from simulator.causes.cause_hop import MEANINGS, CauseHop
from simulator.diagnose.answer import Answer, Ending, ToldCause
from simulator.diagnose.chain import Station
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.reply import reply_to
from simulator.report.html.assets import packed, script, style, write_page
from simulator.report.html.vocabulary import vocabulary

__all__ = ["write_answer"]

_FOLDER: Final = Path(__file__).parent / "page"
_STYLES: Final = ("base", "journey", "case", "print")


def write_answer(path: Path, answer: Answer) -> None:
    """Write *answer* to *path*.

    Args:
        path: Of the file.
        answer: Of which nothing secret is written.
    """
    page_style = style(_STYLES, _FOLDER / "diagnosis.css")
    write_page(path, page_style, script(_FOLDER / "diagnosis.mjs"), packed(_data(answer)))


def _data(answer: Answer) -> Mapping[str, Any]:
    if not answer.evidence:
        # Where nothing was said, what is most often wrong anywhere is no answer to send on.
        answer = msgspec.structs.replace(answer, causes=(), before=(), after=(), ending=None, scenario="", hop=None)
    stations = (*answer.before, *answer.after)
    ending = answer.ending
    words = {one.reason for one in stations} | ({ending.reason, ending.rule} if ending is not None else set())
    return {
        "vocabulary": vocabulary(words | {""}),
        "vendor": answer.vendor,
        "verdict": answer.verdict,
        "hop": answer.hop,
        "together": bool(answer.together),
        "causes": [_cause(one) for one in answer.causes],
        "before": [_station(one) for one in answer.before],
        "after": [_station(one) for one in answer.after],
        "ending": None if ending is None else _ending(ending),
        "asked": [{"question": one.question, "how": one.how, "gain": one.gain} for one in answer.ask_next],
        "evidence": _all_evidence(answer.evidence),
        "contradictions": _all_evidence(answer.contradictions),
        "reply": reply_to(answer),
        # It is made of the simulator's own values, and has to run.
        "scenario": answer.scenario.splitlines(),
        "unreadable": [{"file": one.file, "why": one.why} for one in answer.unreadable],
    }


def _cause(cause: ToldCause) -> Mapping[str, Any]:
    repair = cause.repair
    return {
        "id": cause.id,
        "about": cause.about,
        "stretch": MEANINGS[CauseHop(cause.cause_hop)],
        "hop": cause.hop,
        "probability": cause.probability,
        "also": [CAUSES[one].about for one in cause.also],
        "evidence": _all_evidence(cause.evidence),
        "against": _all_evidence(cause.contradicted_by),
        "repair": None if repair is None else {"text": repair.text, "told": repair.told},
    }


def _station(station: Station) -> Mapping[str, str]:
    return {"hop": station.hop, "outcome": station.outcome, "reason": station.reason}


def _ending(ending: Ending) -> Mapping[str, str]:
    return {"hop": ending.hop, "reason": ending.reason, "rule": ending.rule, "check": ending.check}


def _all_evidence(evidence: Sequence[Evidence]) -> list[Mapping[str, Any]]:
    return [
        {"file": one.file, "line": one.line, "text": one.text, "means": one.means, "good": one.good} for one in evidence
    ]
