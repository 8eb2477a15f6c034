"""What a change of network does to the app's connection and to the vendor's, and what a network forgets."""

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.nat_mapping import HEARTBEAT_MS
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.world.world import World
from tests.factories import BOB_PHONE, callbacks, healthy_world, killed


def reaches(world: World) -> tuple[bool, bool]:
    """Return whether IM, and the vendor, reach the phone."""
    return world.phone(BOB_PHONE).im_link.is_up, world.network.link("vivo", BOB_PHONE).is_up


@pytest.mark.parametrize(
    ("kind", "reached"),
    [
        (NetworkKind.WIFI, (True, True)),
        (NetworkKind.MOBILE, (True, True)),
        (NetworkKind.FIREWALLED, (True, False)),
        (NetworkKind.CAPTIVE, (False, False)),
        (NetworkKind.AIRPLANE, (False, False)),
        (NetworkKind.OFF, (False, False)),
    ],
)
def test_who_reaches_the_phone(kind: NetworkKind, reached: tuple[bool, bool]):
    world = healthy_world("vivo")
    phone = world.phone(BOB_PHONE)
    phone.set_network(kind)
    assert reaches(world) == reached
    phone.set_network(NetworkKind.WIFI)
    assert reaches(world) == (True, True)


def test_firewall_stops_a_firewalled_service_no_more_when_its_rule_is_waived():
    world = healthy_world("vivo", waived="device.firewalled")
    world.phone(BOB_PHONE).set_network(NetworkKind.FIREWALLED)
    assert reaches(world) == (True, True)


def logins(world: World) -> int:
    return sum(
        record.data.get("message") == "LogIn" for record in world.trace if record.actor == BOB_PHONE and record.data
    )


@pytest.mark.parametrize(("kind", "again"), [(NetworkKind.MOBILE, 1), (NetworkKind.OFF, 0), (NetworkKind.WIFI, 0)])
def test_living_app_connects_again_over_another_network(kind: NetworkKind, again: int):
    world = healthy_world("vivo")
    before = logins(world)
    world.phone(BOB_PHONE).set_network(kind)
    world.run_for(SECOND_MS)
    assert logins(world) - before == again


def test_dead_app_connects_over_no_network():
    world = healthy_world("vivo")
    before = logins(world)
    killed(world).set_network(NetworkKind.MOBILE)
    world.run_for(SECOND_MS)
    assert logins(world) == before


def test_portal_is_told_to_who_is_logged_in_alone():
    world = healthy_world("vivo")
    phone = world.phone(BOB_PHONE)
    phone.set_network(NetworkKind.CAPTIVE)
    assert len(callbacks(world, "onWifiNeedAuth")) == 1
    phone.set_network(NetworkKind.WIFI)
    phone.app.process.log_out()
    world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.CAPTIVE)
    assert len(callbacks(world, "onWifiNeedAuth")) == 1


@pytest.mark.parametrize(
    ("timeout_ms", "is_forgotten"),
    [(MINUTE_MS, True), (HEARTBEAT_MS.value - 1, True), (HEARTBEAT_MS.value, False), (10 * MINUTE_MS, False)],
)
def test_connection_is_forgotten_before_the_heartbeat_or_not_at_all(timeout_ms: int, is_forgotten: bool):
    world = healthy_world("vivo")
    phone = world.phone(BOB_PHONE)
    phone.set_network(NetworkKind.MOBILE, timeout_ms)
    world.run_for(timeout_ms - 1)
    assert phone.im_link.is_up
    world.run_for(1)
    assert phone.im_link.is_up is not is_forgotten


def test_heartbeat_finds_the_connection_gone_and_the_next_one_is_remembered_again():
    world = healthy_world("vivo")
    phone = world.phone(BOB_PHONE)
    phone.set_network(NetworkKind.MOBILE, MINUTE_MS)
    world.run_for(HEARTBEAT_MS.value - 1)
    before = logins(world)
    assert not phone.im_link.is_up
    world.run_for(1)
    assert phone.im_link.is_up
    assert logins(world) == before + 1
    world.run_for(MINUTE_MS - 1)
    assert phone.im_link.is_up
    world.run_for(1)
    assert not phone.im_link.is_up


def test_dead_app_has_no_connection_that_could_be_forgotten():
    world = healthy_world("vivo")
    phone = world.phone(BOB_PHONE)
    phone.set_network(NetworkKind.MOBILE, MINUTE_MS)
    killed(world)
    world.run_for(5 * MINUTE_MS)
    assert not phone.life.nat.is_lost
