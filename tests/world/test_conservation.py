"""No push is lost at any instant of a real world's life, and one that is lost, doubled or kept is found out."""

from collections.abc import Callable

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import HOUR_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.vendors import VENDORS
from simulator.world.verdicts import ConservationBroken
from tests.world.plays import PHONE, Play

FAR_MS = 30 * HOUR_MS


def nothing(_: Play) -> None:
    pass


def vendor_refuses_the_connection(play: Play) -> None:
    play.step("fail_next", link="im>vendor", how=FaultKind.REFUSED, times=1)


def vendor_has_a_fault(play: Play) -> None:
    play.step("fail_next", link="im>vendor", how=FaultKind.SERVER_ERROR, times=1)


def vendor_does_not_answer(play: Play) -> None:
    play.step("cut_link", link="im>vendor", span=30 * SECOND_MS)


def answer_of_the_vendor_is_slow(play: Play) -> None:
    play.step("delay_link", link="im>vendor", by=10 * SECOND_MS)


def push_is_lost_on_its_way_down(play: Play) -> None:
    play.step("fail_next", link=f"vendor>{PHONE}", how=FaultKind.LOST, times=1)


def phone_is_away_for_an_hour(play: Play) -> None:
    play.step("cut_link", link=f"vendor>{PHONE}", span=HOUR_MS)


def phone_never_comes_back(play: Play) -> None:
    play.step("set_network", phone=PHONE, to=NetworkKind.OFF)


def vendor_does_not_know_the_credentials(play: Play) -> None:
    cloud = play.world.clouds[play.world.vendor]
    cloud.apps[0].values = {name: f"{value}x" for name, value in cloud.apps[0].values.items()}


def notifications_are_off(play: Play) -> None:
    play.step("switch_notifications", phone=PHONE, to="off")


def user_has_logged_out(play: Play) -> None:
    play.step("launch_app", phone=PHONE)
    play.step("wait", span=5 * SECOND_MS)
    play.step("log_out", phone=PHONE)


TROUBLES: list[Callable[[Play], None]] = [
    nothing,
    vendor_refuses_the_connection,
    vendor_has_a_fault,
    vendor_does_not_answer,
    answer_of_the_vendor_is_slow,
    push_is_lost_on_its_way_down,
    phone_is_away_for_an_hour,
    phone_never_comes_back,
    vendor_does_not_know_the_credentials,
    notifications_are_off,
    user_has_logged_out,
]


def instants(play: Play) -> int:
    """Run instant by instant, check the books at each, and return how many there were."""
    count = 0
    scheduler = play.world.scheduler
    while (next_ms := scheduler.next_ms) is not None and next_ms < FAR_MS:
        scheduler.run_until(next_ms)
        play.world.check_conservation()
        count += 1
    return count


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_push_is_in_one_pair_of_hands_or_has_ended_at_every_instant(vendor: str, trouble: Callable[[Play], None]):
    play = Play(vendor)
    play.set_up()
    trouble(play)
    for _ in range(2):
        play.send()
    assert instants(play) > 1
    ends = [verdict.end for verdict in play.world.verdicts()]
    assert len(ends) == play.world.ledger.opened == 2


def under_way(vendor: str = "vivo") -> Play:
    """A world in which one push waits at the vendor for its phone."""
    play = Play(vendor)
    play.set_up()
    phone_is_away_for_an_hour(play)
    play.send()
    play.step("wait", span=10 * SECOND_MS)
    play.world.check_conservation()
    return play


def test_cloud_that_forgets_a_push_is_found_out():
    play = under_way()
    port = play.world.clouds["vivo"].outbox._ports[PHONE]
    port.waiting.clear()
    with pytest.raises(ConservationBroken, match=r"push 1 stands at dispatched .* has 0 holders"):
        play.world.check_conservation()


def test_push_that_two_actors_hold_is_found_out():
    play = under_way()
    play.world.ledger.add_holder(play.world.clouds["vivo"].outbox.held)
    with pytest.raises(ConservationBroken, match="has 2 holders"):
        play.world.check_conservation()


def test_actor_that_holds_on_to_an_ended_push_is_found_out():
    play = under_way()
    play.step("wait", span=2 * HOUR_MS)
    assert [verdict.text for verdict in play.world.verdicts()] == ["shown"]
    play.world.check_conservation()
    play.world.ledger.add_holder(lambda: [1])
    with pytest.raises(ConservationBroken, match=r"push 1 stands at posted .* has 1 holders instead of 0"):
        play.world.check_conservation()


def test_push_that_is_opened_and_dropped_silently_is_found_out():
    play = under_way()
    play.world.ledger.open(PHONE)
    with pytest.raises(ConservationBroken, match="2 pushes were opened and 1 have a hop"):
        play.world.check_conservation()


@pytest.mark.parametrize("trouble", TROUBLES)
def test_lean_trace_gives_the_same_verdicts(trouble: Callable[[Play], None]):
    verdicts = []
    for verdicts_only in (False, True):
        play = Play(verdicts_only=verdicts_only)
        play.set_up()
        trouble(play)
        play.send()
        play.step("wait", span=HOUR_MS)
        play.world.check_conservation()
        verdicts.append(list(play.world.verdicts()))
    assert verdicts[0] == verdicts[1]
