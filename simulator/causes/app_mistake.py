"""Causes that are one mistake in the app's own code: the careful app with what one variant has otherwise."""

from collections.abc import Callable

from simulator.causes.cause import Ask, Cause, Repair, everywhere
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Add, TakeOut
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

_MISTAKES = ("app", "mistakes")


def made(variant: str) -> Add:
    """Return the edit after which the app makes the mistake of *variant*."""
    return Add(_MISTAKES, variant)


def mended(variant: str) -> TakeOut:
    """Return the edit after which it makes it no longer, and every other one as before."""
    return TakeOut(_MISTAKES, variant)


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
    """Return the cause that the app makes the mistake of *variant*, which *repair* mends; the rest is as in `Cause`."""
    return Cause(
        about=about,
        hop=hop,
        cause_hop=cause_hop,
        reasons=reasons,
        inject=lambda _: (made(variant),),
        repairs=(Repair(text=repair, edits=lambda _: (mended(variant),)),),
        ask=ask,
        vendors=vendors,
        needs=needs,
        prior=prior,
    )
