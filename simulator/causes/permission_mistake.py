"""Causes that are one mistake with the permission to notify, which Android asks for from version 13 on."""

from simulator.causes.app_mistake import made, mended
from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason


def permission_mistake(variant: str, *, about: Words, repair: Words, ask: tuple[Ask, ...]) -> Cause:
    """Return the cause that the app makes the mistake of *variant*: no dialogue comes up before its *repair*."""
    allowed = {"answer_permission": {"phone": PHONE, "answer": "allow"}}
    return Cause(
        about=about,
        hop=Hop.POSTED,
        cause_hop=CauseHop.OS_NOTIFICATION_PERMISSION,
        reasons=(Reason.PERMISSION_MISSING,),
        inject=lambda _: (made(variant), Remove("answer_permission")),
        repairs=(Repair(text=repair, edits=lambda _: (mended(variant), Insert("kill_app", (allowed,)))),),
        ask=ask,
        needs=lambda setting: setting.asks_for_permission,
    )
