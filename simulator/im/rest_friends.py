"""Friend lists over REST: making friends, parting, and asking who is one."""

from collections.abc import Callable, Mapping

import msgspec

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.profiles import ADMIN_FORBID_TYPE, ALLOW_TYPE, DENY_ANY, FORBID_SEND_OUT, NEED_CONFIRM
from simulator.im.relations import FRIENDS_MAX, Friend, Relations
from simulator.im.rest_command import DOCUMENT, Answer, Call, Command, refusing
from simulator.im.rest_fields import Body, are_texts, is_uint32, items, objects, text, texts, whole
from simulator.im.rest_relations import (
    OWNER,
    PEERS,
    PEERS_MAX,
    answer_of,
    owner_of,
    page_of,
    peers_of,
    result_of,
    wrong,
)
from simulator.im.server import ImServer
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source

SOURCE_PREFIX = Fact("im.friend_source_prefix", "AddSource_Type_", Source(DOCUMENT, "friend_add AddSource"))
FRIENDS_PAGE = Fact("im.friends_page", 100, Source(DOCUMENT, "friend_get", grade=Grade.ASSUMED))
"""How many friends one answer has; no document says so."""
BOTH_WAYS, ONE_WAY = "Add_Type_Both", "Add_Type_Single"
DELETE_BOTH, DELETE_ONE = "Delete_Type_Both", "Delete_Type_Single"
CHECK_BOTH, CHECK_ONE = "CheckResult_Type_Both", "CheckResult_Type_Single"
REMARK, GROUP, ADD_SOURCE = "Tag_SNS_IM_Remark", "Tag_SNS_IM_Group", "Tag_SNS_IM_AddSource"
WORDING, ADD_TIME, OWN = "Tag_SNS_IM_AddWording", "Tag_SNS_IM_AddTime", "Tag_SNS_Custom_"


def _entries(call: Call) -> list[Body]:
    return objects(call.body.get("AddFriendItem"))


def _is_entry(item: object) -> bool:
    return isinstance(item, dict) and bool(text(item.get("To_Account")))


_NEW_FRIENDS: tuple[Rule[Call], ...] = (
    wrong(
        "new_friends_missing",
        lambda call: (
            not items(call.body.get("AddFriendItem")) or not all(map(_is_entry, items(call.body["AddFriendItem"])))
        ),
    ),
    wrong("too_many_new_friends", lambda call: len(_entries(call)) > PEERS_MAX.value, grade=Grade.ASSUMED),
    wrong(
        "source_wrong",
        lambda call: not all(text(entry.get("AddSource")).startswith(SOURCE_PREFIX.value) for entry in _entries(call)),
    ),
)

FRIEND_ADD: Decision[Call] = Decision(
    "im.rest.friend_add",
    (
        *OWNER,
        *_NEW_FRIENDS,
        wrong("add_type_wrong", lambda call: call.body.get("AddType") not in (None, "", BOTH_WAYS, ONE_WAY)),
    ),
)
FRIEND_IMPORT: Decision[Call] = Decision("im.rest.friend_import", (*OWNER, *_NEW_FRIENDS))


class NewFriend(msgspec.Struct, frozen=True):
    """One user who is to become another one's friend.

    Attributes:
        is_forced: Nobody is asked whether he wants that.
    """

    server: ImServer
    user: str
    peer: str
    is_mutual: bool = False
    is_forced: bool = True

    @property
    def relations(self) -> Relations:
        """All lists."""
        return self.server.delivery.relations

    def says(self, user: str, field: str) -> object:
        """Return what *user* says of himself."""
        return self.server.profiles.of(user).get(field)

    def has_many(self, user: str) -> bool:
        """Return whether the friend list of *user* is full."""
        return len(self.relations.friends(user)) >= FRIENDS_MAX.value


def _new(name: str, code: ImCode, says_no: Callable[[NewFriend], bool], grade: Grade | None = None) -> Rule[NewFriend]:
    return refusing(f"sns.{name}", code, says_no, grade=grade)


_KNOWN = _new("friend_unknown", codes.RELATIONS_USER_UNKNOWN, lambda case: case.peer not in case.server.accounts)
_ROOM = (
    _new("friends_full", codes.FRIENDS_FULL, lambda case: case.has_many(case.user)),
    _new(
        "peers_friends_full",
        codes.PEERS_FRIENDS_FULL,
        lambda case: case.is_mutual and case.has_many(case.peer),
    ),
)
_NEW_ONE = _new("friend_already", codes.FRIEND_ALREADY, lambda case: case.relations.has_friend(case.user, case.peer))

ADDED: Decision[NewFriend] = Decision(
    "im.rest.friend_added",
    (
        _KNOWN,
        _new(
            "barred_from_adding",
            codes.ADDING_BARRED,
            lambda case: not case.is_forced and case.says(case.user, ADMIN_FORBID_TYPE) == FORBID_SEND_OUT,
        ),
        _NEW_ONE,
        _new("peer_blocked", codes.PEER_IS_BLOCKED, lambda case: case.relations.has_blocked(case.user, case.peer)),
        _new(
            "blocked_by_peer",
            codes.BLOCKED_BY_NEW_FRIEND,
            lambda case: case.relations.has_blocked(case.peer, case.user),
        ),
        *_ROOM,
        _new(
            "nobody_may_add",
            codes.FRIEND_DENIES_ALL,
            lambda case: not case.is_forced and case.says(case.peer, ALLOW_TYPE) == DENY_ANY,
        ),
        # Differs: the request waits for its answer at Tencent; here no app has a step to give one.
        _new(
            "friend_to_confirm",
            codes.FRIEND_TO_CONFIRM,
            lambda case: not case.is_forced and case.says(case.peer, ALLOW_TYPE) == NEED_CONFIRM,
        ),
    ),
)
"""What is asked of each new friend, in an assumed order; one who is refused does not keep the others."""
IMPORTED: Decision[NewFriend] = Decision("im.rest.friend_imported", (_KNOWN, _NEW_ONE, *_ROOM))


def friend_add(call: Call) -> Answer:
    """Make friends of users, each with a result of his own."""
    is_mutual, is_forced = call.body.get("AddType") != ONE_WAY, call.body.get("ForceAddFlags") == 1
    return _added(call, ADDED, is_mutual=is_mutual, is_forced=is_forced)


def friend_import(call: Call) -> Answer:
    """Import friends from another system: one-sided, without confirmation."""
    return _added(call, IMPORTED, is_mutual=False, is_forced=True)


def _added(call: Call, decision: Decision[NewFriend], *, is_mutual: bool, is_forced: bool) -> Answer:
    user, results = owner_of(call), []
    for entry in _entries(call):
        case = NewFriend(call.server, user, text(entry.get("To_Account")), is_mutual, is_forced)
        code = call.refusal_of(decision, case)
        if code is None:
            case.relations.befriend(user, case.peer, _friend(entry, call.now_s))
            if is_mutual and not case.relations.has_friend(case.peer, user):
                case.relations.befriend(case.peer, user, Friend(call.now_s, text(entry.get("AddSource"))))
        results.append(result_of(case.peer, code))
    return answer_of("ResultItem", results)


def _friend(entry: Body, now_s: int) -> Friend:
    """Return what is noted of a new friend; one call has one list for him, the other has several."""
    group = entry.get("GroupName")
    return Friend(
        whole(entry.get("AddTime"), now_s) or now_s,
        text(entry.get("AddSource")),
        text(entry.get("Remark")),
        text(entry.get("AddWording")),
        [group] if isinstance(group, str) and group else texts(group),
        {text(item.get("Tag")): item.get("Value") for item in objects(entry.get("CustomItem"))},
    )


# -- changing and parting ---------------------------------------------------------------------------------------------

_WRITABLE: Mapping[str, type] = {REMARK: str, GROUP: list}


def _is_note(item: object) -> bool:
    if not isinstance(item, dict):
        return False
    tag: object = item.get("Tag")
    return isinstance(tag, str) and (
        isinstance(item.get("Value"), _WRITABLE[tag]) if tag in _WRITABLE else tag.startswith(OWN)
    )


FRIEND_UPDATE: Decision[Call] = Decision(
    "im.rest.friend_update",
    (
        *OWNER,
        wrong(
            "changes_missing",
            lambda call: (
                not items(call.body.get("UpdateItem")) or not all(map(_is_entry, items(call.body["UpdateItem"])))
            ),
        ),
        wrong(
            "change_wrong",
            lambda call: (
                not all(
                    items(entry.get("SnsItem")) and all(map(_is_note, items(entry["SnsItem"])))
                    for entry in objects(call.body.get("UpdateItem"))
                )
            ),
        ),
    ),
)
_FRIEND_MISSING = _new(
    "friend_missing", codes.FRIEND_MISSING, lambda case: not case.relations.has_friend(case.user, case.peer)
)
CHANGED: Decision[NewFriend] = Decision("im.rest.friend_changed", (_FRIEND_MISSING,))
PARTED: Decision[NewFriend] = Decision(
    "im.rest.friend_parted",
    (_new("no_friend", codes.NO_FRIEND, lambda case: not case.relations.has_friend(case.user, case.peer)),),
)


def friend_update(call: Call) -> Answer:
    """Change what a user notes about his friends."""
    user, results = owner_of(call), []
    for entry in objects(call.body.get("UpdateItem")):
        peer = text(entry.get("To_Account"))
        code = call.refusal_of(CHANGED, NewFriend(call.server, user, peer))
        friend = call.server.delivery.relations.friends(user).get(peer)
        if friend is not None:
            for item in objects(entry.get("SnsItem")):
                _note(friend, text(item.get("Tag")), item.get("Value"))
        results.append(result_of(peer, code))
    return answer_of("ResultItem", results)


def _note(friend: Friend, tag: str, value: object) -> None:
    if tag == REMARK:
        friend.remark = text(value)
    elif tag == GROUP:
        friend.groups = texts(value)
    else:
        friend.own_fields[tag] = value


_DELETE_TYPE: Rule[Call] = wrong(
    "delete_type_wrong", lambda call: call.body.get("DeleteType") not in (None, "", DELETE_BOTH, DELETE_ONE)
)
FRIEND_DELETE: Decision[Call] = Decision("im.rest.friend_delete", (*OWNER, *PEERS, _DELETE_TYPE))
FRIEND_DELETE_ALL: Decision[Call] = Decision("im.rest.friend_delete_all", (*OWNER, _DELETE_TYPE))


def _part(call: Call, peer: str) -> None:
    relations = call.server.delivery.relations
    relations.part(owner_of(call), peer)
    if call.body.get("DeleteType") == DELETE_BOTH:
        relations.part(peer, owner_of(call))


def friend_delete(call: Call) -> Answer:
    """Remove users from a friend list, and on request its owner from theirs."""
    results = []
    for peer in peers_of(call):
        code = call.refusal_of(PARTED, NewFriend(call.server, owner_of(call), peer))
        # Assumed: whom the owner does not have still loses the owner, where both sides are wanted.
        _part(call, peer)
        results.append(result_of(peer, code))
    return answer_of("ResultItem", results)


def friend_delete_all(call: Call) -> Answer:
    """Empty a friend list."""
    for peer in list(call.server.delivery.relations.friends(owner_of(call))):
        _part(call, peer)
    return {"ErrorDisplay": ""}


# -- asking -----------------------------------------------------------------------------------------------------------

FRIEND_CHECK: Decision[Call] = Decision(
    "im.rest.friend_check",
    (*OWNER, *PEERS, wrong("check_type_wrong", lambda call: call.body.get("CheckType") not in (CHECK_BOTH, CHECK_ONE))),
)
EXISTS: Decision[NewFriend] = Decision("im.rest.friend_exists", (_KNOWN,))
_RELATION: Mapping[tuple[bool, bool], str] = {
    (True, True): "CheckResult_Type_BothWay",
    (True, False): "CheckResult_Type_AWithB",
    (False, True): "CheckResult_Type_BWithA",
    (False, False): "CheckResult_Type_NoRelation",
}


def friend_check(call: Call) -> Answer:
    """Tell who of some users is a friend, on which side."""
    user, relations = owner_of(call), call.server.delivery.relations
    looks_back = call.body.get("CheckType") == CHECK_BOTH
    results = []
    for peer in peers_of(call):
        sides = relations.has_friend(user, peer), looks_back and relations.has_friend(peer, user)
        code = call.refusal_of(EXISTS, NewFriend(call.server, user, peer))
        results.append(result_of(peer, code, Relation=_RELATION[sides]))
    return answer_of("InfoItem", results)


FRIEND_GET: Decision[Call] = Decision(
    "im.rest.friend_get",
    (*OWNER, wrong("start_wrong", lambda call: not is_uint32(call.body.get("StartIndex", 0)))),
)
FRIEND_GET_LIST: Decision[Call] = Decision(
    "im.rest.friend_get_list",
    (*OWNER, *PEERS, wrong("tags_missing", lambda call: not are_texts(call.body.get("TagList")))),
)


def _notes(friend: Friend) -> Mapping[str, object]:
    return {
        ADD_SOURCE: friend.source,
        REMARK: friend.remark,
        GROUP: friend.groups,
        ADD_TIME: friend.added_s,
        WORDING: friend.wording,
        **friend.own_fields,
    }


def _pairs(fields: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return *fields* as answers have them; what is empty is left out."""
    return [{"Tag": tag, "Value": value} for tag, value in fields.items() if value]


def friend_get(call: Call) -> Answer:
    """List a user's friends, page by page."""
    friends = call.server.delivery.relations.friends(owner_of(call))
    page, following = page_of(friends, whole(call.body.get("StartIndex"), 0), FRIENDS_PAGE.value)
    return {
        "UserDataItem": [{"To_Account": peer, "ValueItem": _pairs(_notes(friends[peer]))} for peer in page],
        "StandardSequence": len(friends),
        "CustomSequence": len(friends),
        "FriendNum": len(friends),
        "CompleteFlag": 0 if following else 1,
        "NextStartIndex": following,
        "ErrorDisplay": "",
    }


def friend_get_list(call: Call) -> Answer:
    """Tell what a user notes about some of his friends, and what they say of themselves."""
    user, wanted, results = owner_of(call), texts(call.body.get("TagList")), []
    for peer in peers_of(call):
        code = call.refusal_of(CHANGED, NewFriend(call.server, user, peer))
        friend = call.server.delivery.relations.friends(user).get(peer)
        known = {} if friend is None else {**_notes(friend), **call.server.profiles.of(peer)}
        fields = {tag: known[tag] for tag in wanted if tag in known}
        results.append(result_of(peer, code, **({} if friend is None else {"SnsProfileItem": _pairs(fields)})))
    return answer_of("InfoItem", results)


COMMANDS: Mapping[str, Command] = {
    "friend_add": Command(FRIEND_ADD, friend_add),
    "friend_import": Command(FRIEND_IMPORT, friend_import),
    "friend_update": Command(FRIEND_UPDATE, friend_update),
    "friend_delete": Command(FRIEND_DELETE, friend_delete),
    "friend_delete_all": Command(FRIEND_DELETE_ALL, friend_delete_all),
    "friend_check": Command(FRIEND_CHECK, friend_check),
    "friend_get": Command(FRIEND_GET, friend_get),
    "friend_get_list": Command(FRIEND_GET_LIST, friend_get_list),
}
