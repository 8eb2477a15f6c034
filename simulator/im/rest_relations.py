"""What REST calls about friends, blocklists and profiles share: whose list, whom on it, and a result for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.rest_command import DOCUMENT, Answer, Call, refusing
from simulator.im.rest_fields import are_texts, items, text, texts
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source

PEERS_MAX = Fact("im.relations_asked_max", 1_000, Source(DOCUMENT, "friend_delete To_Account"))
"""Of one call."""


def wrong(name: str, says_no: Callable[[Call], bool], *, grade: Grade | None = None) -> Rule[Call]:
    """Return the rule `sns.`*name* about the fields of a call."""
    return refusing(f"sns.{name}", codes.RELATIONS_BAD_PARAMETER, says_no, grade=grade)


OWNER: tuple[Rule[Call], ...] = (
    wrong("from_account_missing", lambda call: not text(call.body.get("From_Account"))),
    refusing("sns.from_account_unknown", codes.RELATIONS_USER_UNKNOWN, lambda call: not call.known("From_Account")),
)
"""What is asked of the user whose list it is."""
PEERS: tuple[Rule[Call], ...] = (
    wrong("peers_missing", lambda call: not are_texts(call.body.get("To_Account"))),
    wrong("too_many_peers", lambda call: len(items(call.body.get("To_Account"))) > PEERS_MAX.value),
)
"""What is asked of the users that it is about."""


def owner_of(call: Call) -> str:
    """Return the user whose list it is."""
    return text(call.body.get("From_Account"))


def peers_of(call: Call) -> list[str]:
    """Return the users that a call is about, each once."""
    return texts(call.body.get("To_Account"))


def answer_of(name: str, results: Sequence[Mapping[str, object]]) -> Answer:
    """Return the answer with *results* under *name*; those that are none of success are listed once more."""
    failing = [result["To_Account"] for result in results if result["ResultCode"]]
    return {name: results, **({"Fail_Account": failing} if failing else {}), "ErrorDisplay": ""}


def result_of(peer: str, code: ImCode | None, **fields: object) -> Mapping[str, object]:
    """Return what is told of *peer*: success where *code* is `None`."""
    told = codes.OK if code is None else code
    return {"To_Account": peer, **fields, "ResultCode": told.code, "ResultInfo": told.text}


def page_of(found: Iterable[str], start: int, length: int) -> tuple[list[str], int]:
    """Return one page of *found*, and where the next one begins; 0 where there is none."""
    known = list(found)
    end = start + length
    return known[start:end], end if end < len(known) else 0
