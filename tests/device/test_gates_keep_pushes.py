"""No push is lost among Android's gates, whatever the user and the system do meanwhile."""

from collections.abc import Callable, Mapping

import pytest

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.zen import Effect, InterruptionFilter, Zen
from simulator.device.device import Device
from simulator.kernel.randomness import Streams
from simulator.kernel.units import DAY_MS, MINUTE_MS
from simulator.world.spec import PhoneSpec
from simulator.world.world import World
from tests.factories import a_message, healthy_world

UNSEEN = Zen(InterruptionFilter.PRIORITY, frozenset({Effect.LIST}))


def send(world: World, _: Device) -> None:
    world.scheduler.context = None
    world.im.deliver(a_message())
    world.run_for(60)


def suspend(phone: Device, *, suspended: bool) -> None:
    phone.packages.set_suspended(phone.app.package, suspended=suspended)
    phone.notifications.review()


def snooze(phone: Device) -> None:
    for one in phone.notifications.shade[-1:]:
        phone.notifications.snooze(one.key, MINUTE_MS)


def switch(phone: Device, *, enabled: bool) -> None:
    phone.notifications.set_notifications_enabled(phone.app.package, enabled=enabled)


ACTIONS: Mapping[str, Callable[[World, Device], object]] = {
    "send": send,
    "send again": send,
    "wait": lambda world, _: world.run_for(MINUTE_MS),
    "suspend": lambda _, phone: suspend(phone, suspended=True),
    "unsuspend": lambda _, phone: suspend(phone, suspended=False),
    "do not disturb": lambda _, phone: phone.notifications.set_zen(UNSEEN),
    "disturb": lambda _, phone: phone.notifications.set_zen(Zen()),
    "snooze": lambda _, phone: snooze(phone),
    "switch off": lambda _, phone: switch(phone, enabled=False),
    "switch on": lambda _, phone: switch(phone, enabled=True),
    "reboot": lambda _, phone: phone.reboot(),
    "force stop": lambda _, phone: phone.kill_app(KillCause.FORCE_STOP),
    "clear data": lambda _, phone: phone.clear_data(),
    "upgrade": lambda _, phone: phone.upgrade(15),
}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("vendor", ["vivo", "oppo", "xiaomi"])
def test_every_push_is_shown_dropped_or_held(vendor, seed):
    world = healthy_world(vendor, phones={"bob_phone": PhoneSpec(android=12)})
    phone = world.phone("bob_phone")
    phone.kill_app(KillCause.SWIPE)
    world.run_for(1_000)
    stream, names = Streams(seed).named("actions"), list(ACTIONS)
    for _ in range(30):
        ACTIONS[names[stream.between(0, len(names) - 1)]](world, phone)
        world.check_conservation()
    world.run_for(4 * DAY_MS)
    world.check_conservation()
