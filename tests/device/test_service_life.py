"""When the vendor's push service runs, and what becomes of messages that find it gone."""

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.service_life import RESTART_MS
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.vendors import VENDORS
from simulator.world.spec import PhoneSpec, RomSpec
from tests.factories import BOB_PHONE, healthy_world, killed, send


@pytest.mark.parametrize("vendor", list(VENDORS))
def test_service_that_died_is_back_and_has_lost_nothing(vendor: str):
    world = healthy_world(vendor)
    phone = killed(world)
    phone.push_service.life.die()
    world.run_for(SECOND_MS)
    assert not world.clouds[vendor].outbox.is_connected(BOB_PHONE)
    send(world, within_ms=1)
    world.run_for(RESTART_MS.value + 2 * SECOND_MS)
    assert world.clouds[vendor].outbox.is_connected(BOB_PHONE)
    assert len(phone.notifications.shade) == 1


def test_message_under_way_while_the_service_dies_waits_for_it():
    world = healthy_world("vivo")
    phone = killed(world)
    send(world, within_ms=1)
    dispatched = world.run_for(MINUTE_MS, lambda: bool(world.network.in_flight))
    assert dispatched
    phone.push_service.life.die()
    world.run_for(SECOND_MS)
    [verdict] = world.verdicts()
    assert (verdict.text, verdict.rule) == ("pending", "device.service_away")
    world.check_conservation()
    world.run_for(RESTART_MS.value)
    assert len(phone.notifications.shade) == 1


def test_service_that_dies_without_network_is_away_until_it_is_back_however_early_the_network_is():
    world = healthy_world("vivo")
    phone = killed(world)
    phone.reboot(is_unlocked=False)
    world.run_for(SECOND_MS)
    for kind in (NetworkKind.OFF, NetworkKind.WIFI):
        phone.set_network(kind)
    assert not world.clouds["vivo"].outbox.is_connected(BOB_PHONE)
    phone.unlock()
    world.run_for(SECOND_MS)
    assert world.clouds["vivo"].outbox.is_connected(BOB_PHONE)


@pytest.mark.parametrize("shows", [True, False])
def test_what_a_stopped_app_gets(shows: bool):
    phones = {BOB_PHONE: PhoneSpec(rom=RomSpec(shows_stopped_apps=shows))}
    world = healthy_world("vivo", phones=phones)
    phone = killed(world)
    phone.packages.set_stopped(phone.app.package, stopped=True)
    assert send(world).text == ("shown" if shows else "app_stopped")
