"""Causes that are one link down, from the kill of the app on."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason


def cut_link(link: str, *, about: Words, hop: Hop, reason: Reason, repair: Words, ask: Ask) -> Cause:
    """Return the cause that *link*, with `{vendor}` for the vendor, is down; the rest is as in `Cause`."""

    def named(setting: Setting) -> str:
        return link.format(vendor=setting.vendor)

    return Cause(
        about=about,
        hop=hop,
        cause_hop=CauseHop.NETWORK,
        reasons=(reason,),
        inject=lambda setting: (
            Insert("kill_app", ({"cut_link": {"link": named(setting), "for": "1h"}},), behind=True),
        ),
        repairs=(Repair(text=repair, edits=lambda setting: (Remove("cut_link", {"link": named(setting)}),)),),
        ask=(ask,),
    )
