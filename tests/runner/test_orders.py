"""What arrives in every order of registration, login, token report, kill and message, for each app at each vendor."""

from collections.abc import Callable
from textwrap import wrap

import pytest

from simulator.device.app.variant import Guard
from simulator.device.app.variants import VARIANTS
from simulator.kernel.rule import Waiver
from simulator.push.reason import Reason
from simulator.runner.orders import (
    KILL,
    LOGIN,
    MESSAGE,
    REGISTRATION,
    REPORT,
    TOKEN_EVENTS,
    Event,
    Order,
    all_orders,
    app_runs,
    must_hold,
    token_orders,
)
from simulator.scenario.steps.launch_app import LaunchApp
from simulator.scenario.steps.log_in import LogIn
from simulator.scenario.steps.log_out import LogOut
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.world import World

OWN_GUIDE = {"vivo": "vivo_guide", "xiaomi": "xiaomi_guide", "oppo": "oppo_guide", "huawei": "huawei_guide"}
"""Apps whose reported token is right at their vendor: what arrives depends on the order of events alone."""


def has_all(one: Order) -> bool:
    """Return whether the message came when the token was bound and the app was dead."""
    return all(one.comes_before(event, MESSAGE) for event in (LOGIN, REPORT, KILL))


def holds_for_any_app(one: Order, world: World) -> None:
    """Check what no app's code changes."""
    must_hold(one, world)
    is_known = one.comes_before(LOGIN, MESSAGE)
    assert len(one.verdicts) == is_known, one.text
    lives = one.comes_before(LOGIN, KILL) and one.comes_before(MESSAGE, KILL)
    assert one.in_app == lives, one.text
    assert (one.reason == Reason.ONLINE_INSTEAD) is (lives and is_known), one.text
    assert has_all(one) or not one.is_shown, one.text


def holds_for_a_sound_app(one: Order, world: World) -> None:
    """Check what else an app shows whose token is right."""
    holds_for_any_app(one, world)
    assert one.is_shown is has_all(one), one.text
    assert all(verdict.root != Reason.NO_TOKEN for verdict in one.verdicts), one.text


@pytest.mark.parametrize("vendor", list(VENDORS))
def test_what_arrives_is_what_the_table_says(vendor: str, must_be_the_table: Callable[[str, str], None]) -> None:
    sections: dict[str, list[str]] = {}
    for variant in VARIANTS:
        found = list(token_orders(variant, vendor, check=holds_for_any_app))
        # Whatever else an app does, it does the same to every message that comes when all is in place, unless what it
        # has reported is no token yet.
        is_one_report = Guard.EMPTY in VARIANTS[variant].guards
        assert len({one.reason for one in found if has_all(one)}) <= 1 or not is_one_report, variant
        sections.setdefault("\n".join(one.text for one in found), []).append(variant)
    table = "\n\n".join(
        "\n".join([*wrap(", ".join(variants), 118, initial_indent="# ", subsequent_indent="# "), lines])
        for lines, variants in sections.items()
    )
    must_be_the_table(f"orders_{vendor}.txt", f"{table}\n")


@pytest.mark.parametrize(("vendor", "variant"), [*((one, "careful") for one in VENDORS), *OWN_GUIDE.items()])
def test_a_sound_app_loses_nothing_but_what_came_too_early(vendor: str, variant: str) -> None:
    found = list(token_orders(variant, vendor, check=holds_for_a_sound_app))
    assert any(REGISTRATION.name in one.events for one in found)
    assert any(one.is_shown and one.comes_before(KILL, REPORT) for one in found)
    assert Reason.ENDED_BEFORE_REPORT in {one.reason for one in found}


def test_every_order_of_the_careful_app_is_there_once() -> None:
    found = [one.events for one in token_orders("careful", "xiaomi")]
    assert len(found) == len(set(found)) == 36
    assert {events[0] for events in found} == {event.name for event in TOKEN_EVENTS if event is not REPORT}
    reported = [events for events in found if REPORT.name in events]
    assert all(
        events.index(REPORT.name) > max(events.index(REGISTRATION.name), events.index(LOGIN.name))
        for events in reported
    )


def test_a_result_before_the_login_is_reported_by_the_careful_app_alone() -> None:
    order = tuple(event.name for event in (REGISTRATION, LOGIN, REPORT, KILL, MESSAGE))
    by_events = {one.events: one for one in token_orders("careful", "xiaomi")}
    assert by_events[order].is_shown
    without_report = tuple(name for name in order if name != REPORT.name)
    by_events = {one.events: one for one in token_orders("xiaomi_guide", "xiaomi")}
    assert by_events[without_report].reason == Reason.NOT_LOGGED_IN
    assert order not in by_events


def test_another_seed_changes_no_arrival() -> None:
    one, other = (
        [order.text for order in token_orders("careful", "xiaomi", options=RunOptions(seed=seed))] for seed in (1, 7)
    )
    assert one == other


# -- of any events ----------------------------------------------------------------------------------------------------

BEGIN = (LaunchApp(phone="bob_phone"), LogIn(phone="bob_phone", user="bob"))


def test_events_without_a_condition_come_in_every_order() -> None:
    events = [Event(f"message {n}", MESSAGE.steps) for n in range(3)]
    found = list(all_orders(events, "vivo", begin=BEGIN))
    assert len({one.events for one in found}) == len(found) == 6
    assert {one.text.partition(": ")[2] for one in found} == {
        "online_instead, then online_instead, then online_instead and 3 got by the app"
    }


def test_what_a_check_says_does_not_hold_stops_the_walk() -> None:
    def shown_before_the_kill(one: Order, _: World) -> None:
        assert one.comes_before(KILL, MESSAGE), one.text

    with pytest.raises(AssertionError, match="message, kill: online_instead and got by the app"):
        list(all_orders((KILL, MESSAGE), "vivo", begin=BEGIN, check=shown_before_the_kill))


LOGOUT = Event("logout", (LogOut(phone="bob_phone"),), is_possible=app_runs)


def test_a_logout_anywhere_ends_what_is_shown() -> None:
    found = {one.text for one in all_orders((LOGOUT, KILL, MESSAGE), "vivo", begin=BEGIN)}
    assert found == {
        "logout, kill, message: logged_out",
        "logout, message, kill: logged_out",
        "kill, message: shown",
        "message, logout, kill: online_instead and got by the app",
        "message, kill: online_instead and got by the app",
    }


def test_push_shown_to_somebody_who_had_left_does_not_hold() -> None:
    waived = RunOptions(waivers=frozenset({Waiver(Reason.LOGGED_OUT)}))
    with pytest.raises(AssertionError, match="logout, kill, message: shown"):
        list(all_orders((LOGOUT, KILL, MESSAGE), "vivo", begin=BEGIN, options=waived))
