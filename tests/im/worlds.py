"""A world with a chat app on vivo phones, from which each test spoils one thing, and what tests look at in it."""

from collections.abc import Iterable

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.permission_manager import Answer
from simulator.device.device import Device
from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Record
from simulator.push.journey import Hop
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.push.reason import Reason
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.verdicts import Verdict
from simulator.world.world import World

LOGIN_MS = 2_000
"""More than a login and the report of a token take."""
PUSH_MS = 10_000
"""More than a push takes to a phone that is there."""

SHOWN = ("posted", "")


def a_world(spec: WorldSpec | None = None, *, waived: Iterable[str] = (), seed: int = 1) -> World:
    waivers = frozenset(Waiver(what) for what in waived)
    return build(spec or WorldSpec(), "vivo", RunOptions(seed=seed, waivers=waivers))


def set_up(world: World, phone: str = "bob_phone", user: str = "bob") -> Device:
    device = world.phone(phone)
    device.app.launch()
    log_in(world, device, user)
    device.answer_permission(Answer.ALLOW)
    return device


def log_in(world: World, device: Device, user: str = "bob") -> None:
    assert device.app.process is not None
    device.app.process.log_in(user)
    world.run_for(LOGIN_MS)


def kill(world: World, device: Device) -> None:
    device.kill_app(KillCause.SWIPE)
    world.run_for(1_000)


def a_message(
    text: str = "lunch?",
    *,
    to: str = "bob",
    elements: tuple[Element, ...] | None = None,
    online_only: bool = False,
    push: OfflinePushInfo | None = None,
) -> Message:
    body = elements or (Element("TIMTextElem", {"Text": text}),)
    return Message("alice", to, body, online_only, push or OfflinePushInfo())


def send(world: World, message: Message | None = None) -> list[Verdict]:
    """Bring a message in, let it go its way, and tell how its pushes stand; none may be lost on the way."""
    begun = world.im.deliver(message or a_message())
    for _ in range(PUSH_MS // 100):
        world.run_for(100)
        world.check_conservation()
    return [world.verdict(push_id) for push_id in begun]


def ended(verdict: Verdict) -> tuple[str, str]:
    return str(verdict.hop), verdict.reason


def at_decision(reason: Reason) -> tuple[str, str]:
    return str(Hop.OFFLINE_DECIDED), reason


def sent_once(world: World, message: Message | None = None) -> tuple[str, str]:
    """Send to a user of one phone; return hop and reason of the one push."""
    (verdict,) = send(world, message)
    return ended(verdict)


def records(world: World, name: str, actor: str | None = None) -> list[Record]:
    return [record for record in world.trace if record.name == name and actor in {None, record.actor}]


def callbacks(world: World, phone: str = "bob_phone") -> list[tuple[str, object]]:
    """What the app was called back with: names, and codes where there are any."""
    return [
        (record.name, record.data.get("code"))
        for record in world.trace
        if record.kind is Kind.CALLBACK and record.actor == phone
    ]


def texts_in_app(device: Device) -> list[object]:
    """Texts of the messages that the running app has received."""
    process = device.app.process
    assert process is not None
    return [message.elements[0].content["Text"] for message in process.im.inbox]
