"""Accounts: importing, deleting and looking them up, and taking users offline."""

from collections.abc import Callable, Sequence

from simulator.im import codes
from simulator.im.backends import ACCOUNT_LISTS, ACCOUNTS, PROFILES, RELATIONS, Backend
from simulator.im.codes import ImCode
from simulator.im.profiles import IMAGE, NICK
from simulator.im.rest_command import (
    DOCUMENT,
    AdmissionCase,
    Answer,
    Call,
    Command,
    Service,
    admission,
    refusing,
    slow_command,
)
from simulator.im.rest_fields import Body, items, objects, size, text
from simulator.im.settings import TRIAL_ACCOUNTS_MAX
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source

ACCOUNTS_MAX = Fact("im.rest_accounts_max", 100, Source(DOCUMENT, "account_check"))
"""Of one call."""
USER_ID_BYTES_MAX = Fact("im.user_id_bytes_max", 32, Source(DOCUMENT, "account_import"))
PROFILE_BYTES_MAX = Fact("im.profile_bytes_max", 500, Source(DOCUMENT, "40601"))
"""Of a nickname or of the address of a picture."""


def _user(call: Call) -> object:
    """The one user that a call is about, under its name of today or the old one."""
    return call.body.get("UserID", call.body.get("Identifier"))


def _is_user_id(value: object) -> bool:
    return 0 < size(value) <= USER_ID_BYTES_MAX.value


def _is_profile_long(profile: Body) -> bool:
    return any(size(profile.get(name)) > PROFILE_BYTES_MAX.value for name in ("Nick", "FaceUrl"))


_USER_NOT_TEXT: Rule[Call] = refusing(
    "user_id_not_text", codes.BODY_ACCOUNT_INVALID, lambda call: not isinstance(_user(call), str | None)
)
_USER_WRONG: Rule[Call] = refusing("user_id_wrong", codes.PARAMETER_ILLEGAL, lambda call: not _is_user_id(_user(call)))


def _has_room_for(call: Call, newcomers: int) -> bool:
    """Return whether so many more accounts may be imported; a trial app has few."""
    accounts, settings = call.server.accounts, call.server.settings
    return not settings.is_trial or len(accounts) + newcomers <= TRIAL_ACCOUNTS_MAX.value


ACCOUNT_IMPORT: Decision[Call] = Decision(
    "im.rest.account_import",
    (
        _USER_NOT_TEXT,
        _USER_WRONG,
        refusing(
            "profile_too_long",
            codes.PROFILE_TOO_LONG,
            lambda call: _is_profile_long(call.body),
        ),
        refusing(
            "trial_full",
            codes.TRIAL_ACCOUNTS_FULL,
            lambda call: _user(call) not in call.server.accounts and not _has_room_for(call, 1),
        ),
    ),
)
KICK: Decision[Call] = Decision(
    "im.rest.kick",
    (
        _USER_NOT_TEXT,
        _USER_WRONG,
        refusing("user_unknown", codes.ACCOUNT_UNKNOWN, lambda call: _user(call) not in call.server.accounts),
    ),
)


def _named(call: Call, field: str) -> list[object]:
    """Return the `UserID`s of the items of *field*; `None` stands for an item that is none."""
    return [item.get("UserID") if isinstance(item, dict) else None for item in items(call.body.get(field))]


def _list_rules(command: str, users_of: Callable[[Call], list[object]]) -> tuple[Rule[Call], ...]:
    """Return what is asked of a list of users: there are some, not too many, and each is a text."""

    def rule(name: str, code: ImCode, says_no: Callable[[list[object]], bool]) -> Rule[Call]:
        return refusing(f"{command}.{name}", code, lambda call: says_no(users_of(call)))

    return (
        rule("no_users", codes.PARAMETER_ILLEGAL, lambda users: not users or None in users),
        rule("users_not_texts", codes.BODY_ACCOUNT_INVALID, lambda users: len(users) > len(_texts_of(users))),
        rule("too_many_users", codes.BATCH_COUNT_ILLEGAL, lambda users: len(users) > ACCOUNTS_MAX.value),
    )


def _many(call: Call) -> list[object]:
    """Return the users to import: their IDs alone, or in the newer form with what their profiles say."""
    return _named(call, "AccountList") or items(call.body.get("Accounts"))


def _texts_of(users: list[object]) -> list[str]:
    return [user for user in users if isinstance(user, str)]


MULTIACCOUNT_IMPORT: Decision[Call] = Decision(
    "im.rest.multiaccount_import",
    (
        *_list_rules("multiaccount_import", _many),
        refusing(
            "multiaccount_import.trial_full",
            codes.TRIAL_ACCOUNTS_FULL,
            lambda call: (
                not _has_room_for(call, sum(user not in call.server.accounts for user in _texts_of(_many(call))))
            ),
        ),
    ),
)
ACCOUNT_CHECK: Decision[Call] = Decision(
    "im.rest.account_check", _list_rules("account_check", lambda call: _named(call, "CheckItem"))
)
ACCOUNT_DELETE: Decision[Call] = Decision(
    "im.rest.account_delete",
    (
        refusing("delete_not_trial", codes.DELETE_ONLY_TRIAL, lambda call: not call.server.settings.is_trial),
        *_list_rules("account_delete", lambda call: _named(call, "DeleteItem")),
    ),
)


def _import(call: Call, user: str, profile: Body) -> None:
    said = {NICK: profile.get("Nick"), IMAGE: profile.get("FaceUrl")}
    call.server.accounts.add(user)
    call.server.profiles.write(user, {name: value for name, value in said.items() if text(value)})


def _account_import(call: Call) -> Answer:
    _import(call, str(_user(call)), call.body)
    return {}


def _multiaccount_import(call: Call) -> Answer:
    # Assumed: who has a nickname or a picture that is too long fails as one does whose ID is.
    profiles: Sequence[Body] = objects(call.body.get("AccountList")) or [{}] * ACCOUNTS_MAX.value
    failed = []
    for user, profile in zip(_texts_of(_many(call)), profiles, strict=False):
        if _is_user_id(user) and not _is_profile_long(profile):
            _import(call, user, profile)
        else:
            failed.append(user)
    return {"FailAccounts": failed}


def _account_check(call: Call) -> Answer:
    found = [
        {
            "UserID": user,
            "ResultCode": 0,
            "ResultInfo": "",
            "AccountStatus": "Imported" if user in call.server.accounts else "NotImported",
        }
        for user in _texts_of(_named(call, "CheckItem"))
    ]
    return {"ResultItem": found}


def _account_delete(call: Call) -> Answer:
    return {"ResultItem": [_deleted(call, user) for user in _texts_of(_named(call, "DeleteItem"))]}


def _deleted(call: Call, user: str) -> Answer:
    code = codes.OK if user in call.server.accounts else codes.ACCOUNT_UNKNOWN
    if code is codes.OK:
        call.server.delete_user(user)
    return {"ResultCode": code.code, "ResultInfo": code.text, "UserID": user}


def _kick(call: Call) -> Answer:
    user = str(_user(call))
    call.scheduler.after(0, lambda: call.server.kick_user(user))
    return {}


def _of_many(decision: Decision[Call], run: Callable[[Call], Answer], *leans_on: Backend) -> Command:
    return slow_command(decision, run, ACCOUNT_LISTS, *leans_on)


ADMISSION: Decision[AdmissionCase] = admission(
    "im_open_login_svc", not_admin=codes.LOGIN_NEEDS_ADMIN, not_json=codes.BODY_NOT_JSON
)
SERVICE = Service(
    ADMISSION,
    {
        "account_import": Command(ACCOUNT_IMPORT, _account_import, leans_on=(PROFILES,)),
        "multiaccount_import": _of_many(MULTIACCOUNT_IMPORT, _multiaccount_import, PROFILES),
        "account_delete": _of_many(ACCOUNT_DELETE, _account_delete, PROFILES, RELATIONS),
        "account_check": _of_many(ACCOUNT_CHECK, _account_check),
        "kick": Command(KICK, _kick),
    },
    (ACCOUNTS,),
)
