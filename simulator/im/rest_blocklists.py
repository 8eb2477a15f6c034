"""Blocklists over REST: from whom a user takes nothing."""

from collections.abc import Mapping

import msgspec

from simulator.im import codes
from simulator.im.relations import BLOCKED_MAX, Relations
from simulator.im.rest_command import Answer, Call, Command, refusing
from simulator.im.rest_fields import is_uint32, whole
from simulator.im.rest_relations import OWNER, PEERS, answer_of, owner_of, page_of, peers_of, result_of, wrong
from simulator.kernel.rule import Decision, Rule

CHECK_BOTH, CHECK_ONE = "BlackCheckResult_Type_Both", "BlackCheckResult_Type_Single"

BLACK_LIST_ADD: Decision[Call] = Decision("im.rest.black_list_add", (*OWNER, *PEERS))
BLACK_LIST_DELETE: Decision[Call] = Decision("im.rest.black_list_delete", (*OWNER, *PEERS))
BLACK_LIST_GET: Decision[Call] = Decision(
    "im.rest.black_list_get",
    (
        *OWNER,
        wrong(
            "blocked_page_wrong",
            lambda call: (
                not all(is_uint32(call.body.get(name, 0)) for name in ("StartIndex", "LastSequence"))
                or whole(call.body.get("MaxLimited"), 0) < 1
            ),
        ),
    ),
)
BLACK_LIST_CHECK: Decision[Call] = Decision(
    "im.rest.black_list_check",
    (
        *OWNER,
        *PEERS,
        wrong("blocked_check_type_wrong", lambda call: call.body.get("CheckType") not in (CHECK_BOTH, CHECK_ONE)),
    ),
)


class Blocking(msgspec.Struct, frozen=True):
    """One user who is to be put on another one's blocklist, or looked for there.

    Attributes:
        is_known: Whether there is such a user.
    """

    relations: Relations
    user: str
    peer: str
    is_known: bool


_KNOWN: Rule[Blocking] = refusing("sns.blocked_unknown", codes.RELATIONS_USER_UNKNOWN, lambda case: not case.is_known)
BLOCKED: Decision[Blocking] = Decision(
    "im.rest.user_blocked",
    (
        _KNOWN,
        refusing(
            "sns.blocked_already",
            codes.BLOCKED_ALREADY,
            lambda case: case.relations.has_blocked(case.user, case.peer),
        ),
        refusing(
            "sns.blocklist_full",
            codes.BLOCKLIST_FULL,
            lambda case: len(case.relations.blocked(case.user)) >= BLOCKED_MAX.value,
        ),
    ),
)
"""What is asked of each user who is to be blocked; one who is refused does not keep the others."""
KNOWN: Decision[Blocking] = Decision("im.rest.blocked_exists", (_KNOWN,))


def _case(call: Call, peer: str) -> Blocking:
    return Blocking(call.server.delivery.relations, owner_of(call), peer, peer in call.server.accounts)


def black_list_add(call: Call) -> Answer:
    """Block users, each with a result of his own."""
    results = []
    for peer in peers_of(call):
        case = _case(call, peer)
        code = call.refusal_of(BLOCKED, case)
        if code is None:
            case.relations.block(case.user, peer, now_s=call.now_s)
        results.append(result_of(peer, code))
    return answer_of("ResultItem", results)


def black_list_delete(call: Call) -> Answer:
    """Remove users from a blocklist; those who are not on it are ignored."""
    results = []
    for peer in peers_of(call):
        case = _case(call, peer)
        code = call.refusal_of(KNOWN, case)
        case.relations.unblock(case.user, peer)
        results.append(result_of(peer, code))
    return answer_of("ResultItem", results)


def black_list_get(call: Call) -> Answer:
    """List whom a user has blocked, page by page."""
    blocked = call.server.delivery.relations.blocked(owner_of(call))
    length = whole(call.body.get("MaxLimited"), 0)
    page, following = page_of(blocked, whole(call.body.get("StartIndex"), 0), length)
    return {
        "BlackListItem": [{"To_Account": peer, "AddBlackTimeStamp": blocked[peer]} for peer in page],
        "StartIndex": following,
        # The document's own spelling.
        "CurruentSequence": len(blocked),
        "ErrorDisplay": "",
    }


_RELATION: Mapping[tuple[bool, bool], str] = {
    (True, True): "BlackCheckResult_Type_BothWay",
    (True, False): "BlackCheckResult_Type_AWithB",
    (False, True): "BlackCheckResult_Type_BWithA",
    (False, False): "BlackCheckResult_Type_NO",
}


def black_list_check(call: Call) -> Answer:
    """Tell who of some users is blocked, on which side."""
    looks_back = call.body.get("CheckType") == CHECK_BOTH
    results = []
    for peer in peers_of(call):
        case = _case(call, peer)
        blocked = case.relations.has_blocked(case.user, peer)
        sides = blocked, looks_back and case.relations.has_blocked(peer, case.user)
        results.append(result_of(peer, call.refusal_of(KNOWN, case), Relation=_RELATION[sides]))
    return answer_of("BlackListCheckItem", results)


COMMANDS: Mapping[str, Command] = {
    "black_list_add": Command(BLACK_LIST_ADD, black_list_add),
    "black_list_delete": Command(BLACK_LIST_DELETE, black_list_delete),
    "black_list_get": Command(BLACK_LIST_GET, black_list_get),
    "black_list_check": Command(BLACK_LIST_CHECK, black_list_check),
}
