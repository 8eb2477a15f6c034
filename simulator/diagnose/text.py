"""An answer for people: the cause, its evidence line by line, the repair, what to ask, and a reply to paste."""

from collections.abc import Iterator

from simulator.causes.cause_hop import MEANINGS, CauseHop
from simulator.diagnose.answer import Answer, ToldCause
from simulator.diagnose.conclude import Verdict
from simulator.diagnose.evidence import Evidence

_HEADS = {
    Verdict.BROKEN: "broken at",
    Verdict.UNDECIDED: "undecided; most likely at",
    Verdict.HEALTHY: "nothing broken was found",
    Verdict.EXPECTED_BEHAVIOUR: "this is expected behaviour",
}
_EVIDENCE_MAX = 8
_ASKED_IN_REPLY = 2
_STRETCHES_IN_REPLY = 3


def answer_text(answer: Answer) -> str:
    """Return *answer* as it is printed."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    if not answer.evidence and answer.verdict is Verdict.UNDECIDED:
        yield from _nothing_said(answer)
        return
    head = _HEADS[answer.verdict]
    yield f"{head}: {answer.hop or answer.causes[0].cause_hop}" if answer.causes and answer.hop else head
    for number, cause in enumerate(answer.causes, start=1):
        yield ""
        yield from _cause_lines(number, cause)
        if number == 1 and answer.ending is not None:
            ending = answer.ending
            yield f"     point of no return: {ending.hop}: {ending.reason}"
            if ending.check:
                yield f"     the guides' order of checks stops at: {ending.check}"
            if ending.rule:
                yield f"     rule: {ending.rule}: {ending.source}"
    if not answer.causes:
        yield from (f"  {_place(one)}: {one.means.en} / {one.means.zh}" for one in answer.evidence[:_EVIDENCE_MAX])
    yield from _rest(answer)
    if answer.causes:
        yield ""
        yield from _reply(answer)


def _nothing_said(answer: Answer) -> Iterator[str]:
    """Walk what is left where nothing in the ticket means anything here."""
    yield "undecided: nothing in this ticket says where it breaks"
    yield from _rest(answer)


def _rest(answer: Answer) -> Iterator[str]:
    """Walk what to ask and what was left out."""
    if answer.ask_next:
        yield ""
        yield "ask next:"
        for asked in answer.ask_next:
            yield f"  - {asked.question.en}"
            yield f"    {asked.question.zh}"
            yield f"    how: {asked.how}"
    for one in answer.unreadable:
        yield f"left out: {one.file}: {one.why}"


def _cause_lines(number: int, cause: ToldCause) -> Iterator[str]:
    yield f"{number:>2}.  {cause.probability:>4.0%}  {cause.about.en}"
    yield f"          {cause.about.zh}"
    also = f", not told apart from {', '.join(cause.also)}" if cause.also else ""
    yield f"     {cause.cause_hop}: {cause.id}{also}"
    yield from (f"     + {_place(one)}: {one.means.en}" for one in cause.evidence[:_EVIDENCE_MAX])
    yield from (f"     - {_place(one)}: {one.means.en}" for one in cause.contradicted_by[:_EVIDENCE_MAX])
    if cause.repair is not None:
        yield f"     repair (verified by a rerun): {cause.repair.text.en}"
        yield f"     修复（已复现验证）：{cause.repair.text.zh}"


def _place(one: Evidence) -> str:
    return f"{one.file}:{one.line} {one.text[:80]}"


def _reply(answer: Answer) -> Iterator[str]:
    yield "reply:"
    if answer.verdict is Verdict.UNDECIDED:
        yield from _open_reply(answer)
        return
    cause = answer.causes[0]
    yield f"  It looks as if {cause.about.en}."
    if cause.repair is not None:
        yield f"  Please {cause.repair.text.en}."
    yield f"  经分析，{cause.about.zh}。"
    if cause.repair is not None:
        yield f"  请{cause.repair.text.zh}。"


def _open_reply(answer: Answer) -> Iterator[str]:
    """Walk a reply that names the stretches in question, since no single cause is probable enough to be told."""
    stretches = [MEANINGS[CauseHop(word)] for word in dict.fromkeys(cause.cause_hop for cause in answer.causes)]
    asked = answer.ask_next[:_ASKED_IN_REPLY]
    yield "  We cannot tell yet. What is left:"
    yield from (f"    - {one.en}" for one in stretches[:_STRETCHES_IN_REPLY])
    yield from (f"  Please tell us: {one.question.en} ({one.how})" for one in asked)
    yield "  目前还不能确定，剩下的可能："
    yield from (f"    - {one.zh}" for one in stretches[:_STRETCHES_IN_REPLY])
    yield from (f"  请补充：{one.question.zh}（{one.how}）" for one in asked)
