"""Plain builders: a healthy world, a phone with a bound token, a message. Each test spoils one thing of it."""

from collections.abc import Iterator
from typing import Any

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.permission_manager import Answer
from simulator.device.device import Device
from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Record
from simulator.kernel.units import MINUTE_MS
from simulator.network.direct import DirectAdapter
from simulator.push.journey import Hop
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.verdicts import Verdict
from simulator.world.world import World

BOB_PHONE = "bob_phone"


def new_world(vendor: str = "vivo", *, seed: int = 1, waived: str = "", **spec: Any) -> World:
    """Return a world of *spec* at its start, in which nobody has done anything; *waived* is a reason or a rule."""
    waivers = frozenset({Waiver(waived)}) if waived else frozenset()
    return build(WorldSpec(**spec), vendor, RunOptions(seed, DirectAdapter, waivers))


def healthy_world(vendor: str = "vivo", *, seed: int = 1, waived: str = "", **spec: Any) -> World:
    """Return a world in which bob has logged in on bob_phone and his token is bound."""
    world = new_world(vendor, seed=seed, waived=waived, **spec)
    bound_phone(world)
    return world


def started_phone(world: World, name: str = BOB_PHONE, user: str = "bob") -> Device:
    """Launch the app, log *user* in, allow notifications, and let a minute pass, whatever comes of it."""
    phone = world.phone(name)
    phone.app.launch()
    phone.app.start().log_in(user)
    world.run_for(MINUTE_MS, lambda: _is_bound(world, name, user))
    world.run_for(1_000)  # a phone that was bound before is bound at once
    phone.answer_permission(Answer.ALLOW)
    return phone


def bound_phone(world: World, name: str = BOB_PHONE, user: str = "bob") -> Device:
    """Do the same, and see that the token is bound."""
    phone = started_phone(world, name, user)
    assert _is_bound(world, name, user)
    return phone


def _is_bound(world: World, name: str, user: str) -> bool:
    binding = world.im.bindings.find(user, name)
    return binding is not None and not binding.ended


def killed(world: World, name: str = BOB_PHONE) -> Device:
    """Swipe the app away, and let IM hear of it."""
    phone = world.phone(name)
    phone.kill_app(KillCause.SWIPE)
    world.run_for(1_000)
    return phone


def a_message(
    text: str = "lunch?", *, title: str = "", ext: str | None = None, to: str = "bob", **android: object
) -> Message:
    """Return a message of alice's; *android* are fields of `AndroidInfo`, as on the wire."""
    return Message(
        "alice", to, (Element("TIMTextElem", {"Text": text}),), offline_push=OfflinePushInfo(0, title, "", ext, android)
    )


def send(world: World, message: Message | None = None, *, within_ms: int = MINUTE_MS) -> Verdict:
    """Send a message by IM to a receiver with one phone, let time pass, and return how its push stands."""
    world.scheduler.context = None
    [push_id] = world.im.deliver(message or a_message())
    world.run_for(within_ms)
    return world.verdict(push_id)


def reg_id_of(world: World, name: str = BOB_PHONE) -> str:
    """Return the regId that the phone's vendor has given to the app there."""
    phone = world.phone(name)
    registration = world.clouds[phone.push_vendor].registrations.current(name, phone.app.package)
    assert registration is not None
    return registration.reg_id


def end_tokens(world: World) -> None:
    """Let each cloud forget the access tokens that it gave out, as a vendor does when it rotates its keys."""
    for cloud in world.clouds.values():
        vars(cloud.tokens)["_tokens"].clear()


def tap(world: World, name: str = BOB_PHONE) -> Record:
    """Tap the newest notification, let a second pass, and return what came of it."""
    phone = world.phone(name)
    phone.tap(phone.notifications.shade[-1])
    world.run_for(1_000)
    return hops(world, Hop.HANDLED)[-1]


def hops(world: World, hop: Hop, name: str = "") -> list[Record]:
    """Return the records of one station, of one actor where *name* is given."""
    return [one for one in records(world, Kind.HOP) if one.name == hop and name in {"", one.actor}]


def records(world: World, kind: Kind, name: str = "") -> list[Record]:
    """Return the records of one kind, and of one name where it is given."""
    return [one for one in world.trace if one.kind is kind and name in {"", one.name}]


def logcat(world: World, name: str = BOB_PHONE) -> list[str]:
    """Return the texts of a phone's logcat."""
    return [one.data["text"] for one in _of(world, name) if one.kind is Kind.LOG]


def callbacks(world: World, called: str, name: str = BOB_PHONE) -> list[Record]:
    """Return how often, and with what, the app's code on a phone was called back."""
    return [one for one in _of(world, name) if one.kind is Kind.CALLBACK and one.name == called]


def _of(world: World, actor: str) -> Iterator[Record]:
    return (one for one in world.trace if one.actor == actor)
