"""Causes that are one mistake in the app's own code: an app variant in place of the careful one."""

from collections.abc import Callable

from simulator.causes.cause import Ask, Cause, Repair, everywhere
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Put
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

_VARIANT = ("app", "variant")


def app_mistake(
    variant: str,
    *,
    about: Words,
    hop: Hop,
    cause_hop: CauseHop,
    reasons: tuple[Reason, ...],
    repair: Words,
    ask: tuple[Ask, ...],
    vendors: tuple[str, ...] = (),
    needs: Callable[[Setting], bool] = everywhere,
    prior: float = 1.0,
) -> Cause:
    """Return the cause that the app is *variant*; its *repair* makes it the careful one. The rest is as in `Cause`."""
    return Cause(
        about=about,
        hop=hop,
        cause_hop=cause_hop,
        reasons=reasons,
        inject=lambda _: (Put(_VARIANT, variant),),
        repairs=(Repair(text=repair, edits=lambda _: (Put(_VARIANT, "careful"),)),),
        ask=ask,
        vendors=vendors,
        needs=needs,
        prior=prior,
    )
