"""A reply to the customer, ready to paste, in each language."""

from collections.abc import Callable, Iterator

from simulator.causes.cause_hop import MEANINGS, CauseHop
from simulator.causes.words import Words
from simulator.diagnose.answer import Answer
from simulator.diagnose.conclude import Verdict

_ASKED = 2
_STRETCHES = 3
_TOLD_MIN = 1 / 2
"""As probable as a cause has to be to be told to a customer as the one."""


def reply_to(answer: Answer) -> Words:
    """Return what to write to the customer."""
    return Words("\n".join(_lines(answer, _english)), "\n".join(_lines(answer, _chinese)))


def _english(words: Words) -> str:
    return words.en


def _chinese(words: Words) -> str:
    return words.zh


def _lines(answer: Answer, say: Callable[[Words], str]) -> Iterator[str]:
    if answer.verdict is Verdict.HEALTHY:
        yield say(Words("Nothing in your report looks broken.", "从您提供的信息看，未发现异常。"))
    elif answer.verdict is Verdict.UNDECIDED or not answer.causes or answer.causes[0].probability < _TOLD_MIN:
        yield from _open(answer, say)
    else:
        number = 2 if answer.together else 1
        for cause in answer.causes[:number]:
            yield say(Words(f"It looks as if {cause.about.en}.", f"经分析，{cause.about.zh}。"))
        for cause in answer.causes[:number]:
            if cause.repair is not None:
                yield say(Words(f"Please {cause.repair.text.en}.", f"请{cause.repair.text.zh}。"))


def _open(answer: Answer, say: Callable[[Words], str]) -> Iterator[str]:
    """Walk a reply that names the stretches in question, since no single cause is probable enough to be told."""
    stretches = [MEANINGS[CauseHop(word)] for word in dict.fromkeys(cause.cause_hop for cause in answer.causes)]
    if stretches:
        yield say(Words("We cannot tell yet. What is left:", "目前还不能确定，剩下的可能："))
        yield from (f"  - {say(one)}" for one in stretches[:_STRETCHES])
    else:
        yield say(Words("We cannot tell anything from this yet.", "目前的信息还不足以判断。"))
    for one in answer.ask_next[:_ASKED]:
        yield say(
            Words(f"Please tell us: {one.question.en} ({one.how.en})", f"请补充：{one.question.zh}（{one.how.zh}）")
        )
