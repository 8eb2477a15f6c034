"""Muting users in all their chats (全局禁言)."""

from simulator.im import codes
from simulator.im.backends import MUTINGS
from simulator.im.muting import remaining_s
from simulator.im.rest_command import AdmissionCase, Answer, Call, Command, Service, admission, refusing
from simulator.im.rest_fields import is_uint32, text
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade

_TIMES = ("C2CmsgNospeakingTime", "GroupmsgNospeakingTime")

SET_NO_SPEAKING: Decision[Call] = Decision(
    "im.rest.setnospeaking",
    (
        refusing("mute.set_account_missing", codes.SET_ACCOUNT_MISSING, lambda call: "Set_Account" not in call.body),
        # Assumed: an account that nobody knows is as wrong as one that is no text.
        refusing("mute.set_account_wrong", codes.SET_ACCOUNT_WRONG, lambda call: not call.known("Set_Account")),
        refusing(
            "mute.no_time", codes.NO_SPEAKING_TIME, lambda call: all(call.body.get(name) is None for name in _TIMES)
        ),
        refusing(
            "mute.time_wrong",
            codes.NO_SPEAKING_TIME,
            lambda call: any(call.body.get(name) is not None and not is_uint32(call.body[name]) for name in _TIMES),
            grade=Grade.ASSUMED,
        ),
    ),
)
GET_NO_SPEAKING: Decision[Call] = Decision(
    "im.rest.getnospeaking",
    (
        refusing("mute.get_account_missing", codes.GET_ACCOUNT_MISSING, lambda call: "Get_Account" not in call.body),
        refusing("mute.get_account_wrong", codes.GET_ACCOUNT_WRONG, lambda call: not call.known("Get_Account")),
    ),
)


def _seconds(call: Call, name: str) -> int | None:
    value: object = call.body.get(name)
    return value if isinstance(value, int) and is_uint32(value) else None


def _set_no_speaking(call: Call) -> Answer:
    c2c, group = _TIMES
    call.server.intake.mutings.mute(
        text(call.body.get("Set_Account")), now_s=call.now_s, c2c_s=_seconds(call, c2c), group_s=_seconds(call, group)
    )
    return {}


def _get_no_speaking(call: Call) -> Answer:
    muting = call.server.intake.mutings.of(text(call.body.get("Get_Account")))
    until_s = (muting.c2c_until_s, muting.group_until_s)
    return {name: remaining_s(until, now_s=call.now_s) for name, until in zip(_TIMES, until_s, strict=True)}


ADMISSION: Decision[AdmissionCase] = admission("openconfigsvr", not_admin=codes.NOT_ADMIN, not_json=codes.MUTE_JSON)
SERVICE = Service(
    ADMISSION,
    {
        "setnospeaking": Command(SET_NO_SPEAKING, _set_no_speaking),
        "getnospeaking": Command(GET_NO_SPEAKING, _get_no_speaking),
    },
    (MUTINGS,),
)
