"""An answer for people: the cause, its evidence line by line, the repair, what to ask, and a reply to paste."""

from collections.abc import Iterator

from simulator.diagnose.answer import Answer, Ending, ToldCause
from simulator.diagnose.conclude import Verdict
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.reply import reply_to
from simulator.diagnose.sign import UNDECIDED

_HEADS = {
    Verdict.BROKEN: "broken at",
    Verdict.UNDECIDED: "undecided; most likely at",
    Verdict.HEALTHY: "nothing broken was found",
    Verdict.EXPECTED_BEHAVIOUR: "this is expected behaviour",
}
_EVIDENCE_MAX = 8
_LIKELY_MIN = 1 / 2
_OPEN_MIN = 0.2


def answer_text(answer: Answer) -> str:
    """Return *answer* as it is printed."""
    return "\n".join(_lines(answer))


def _lines(answer: Answer) -> Iterator[str]:
    if not answer.evidence and answer.verdict is Verdict.UNDECIDED:
        yield from _nothing_said(answer)
        return
    head = _HEADS[answer.verdict]
    if answer.verdict is Verdict.BROKEN and answer.causes[0].probability < _LIKELY_MIN:
        head = f"not sure, but most likely {head}"
    yield f"{head}: {answer.hop}" if answer.hop else head
    open_share = answer.words.get(UNDECIDED, 0.0)
    if answer.verdict is Verdict.BROKEN and open_share >= _OPEN_MIN:
        yield f"that the report does not suffice to tell: {open_share:.0%} / 信息不足以判断的可能：{open_share:.0%}"
    if answer.together:
        yield "two causes at once: both repairs are needed / 同时存在两个原因，需要一起修复"
    for number, cause in enumerate(answer.causes, start=1):
        yield ""
        yield from _cause_lines(number, cause)
        if number == 1 and answer.ending is not None:
            yield from _ending_lines(answer.ending)
    if not answer.causes:
        yield from (f"  {_place(one)}: {one.means.en} / {one.means.zh}" for one in answer.evidence[:_EVIDENCE_MAX])
    yield from _rest(answer)
    if answer.causes:
        yield ""
        reply = reply_to(answer)
        yield "reply:"
        yield from (f"  {line}" for line in (*reply.en.splitlines(), *reply.zh.splitlines()))


def _nothing_said(answer: Answer) -> Iterator[str]:
    """Walk what is left where nothing in the ticket means anything here."""
    yield "undecided: nothing in this ticket says where it breaks"
    yield from _rest(answer)


def _rest(answer: Answer) -> Iterator[str]:
    """Walk what does not fit together, what to ask and what was left out."""
    if answer.contradictions:
        yield ""
        yield "parts of the ticket that differ / 报告中不一致之处:"
        yield from (f"  ! {_place(one)}: {one.means.en} / {one.means.zh}" for one in answer.contradictions)
    if answer.ask_next:
        yield ""
        yield "ask next:"
        for asked in answer.ask_next:
            yield f"  - {asked.question.en}"
            yield f"    {asked.question.zh}"
            yield f"    how: {asked.how.en}"
            if asked.how.zh != asked.how.en:
                yield f"    方法：{asked.how.zh}"
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


def _ending_lines(ending: Ending) -> Iterator[str]:
    yield f"     point of no return: {ending.hop}: {ending.reason}"
    if ending.check:
        yield f"     the guides' order of checks stops at: {ending.check}"
    if ending.rule:
        yield f"     rule: {ending.rule}: {ending.source}"


def _place(one: Evidence) -> str:
    return f"{one.file}:{one.line} {one.text[:80]}"
