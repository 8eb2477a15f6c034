"""What arrives in every order of registration, login, token report, kill and message, for each app."""

from collections.abc import Callable, Mapping
from functools import cache
from textwrap import wrap

import pytest

from simulator.device.app.variants import VARIANTS
from simulator.push.reason import Reason
from simulator.runner.orders import Arrival, Event, orders
from simulator.vendors import VENDORS
from simulator.world.verdicts import End

TABLES_OF = ("vivo", "xiaomi")
"""One whose push the main page switches on, after the login, and one whose SDK registers in `onCreate`."""

SOUND = ("careful", "huawei_guide", "oppo_guide", "vivo_guide", "xiaomi_guide")
"""Apps whose reported token is right: what arrives depends on the order of events alone."""


@cache
def arrivals(vendor: str) -> Mapping[str, tuple[Arrival, ...]]:
    """Return what arrives in every order, by app."""
    return {variant: tuple(orders(variant, vendor)) for variant in VARIANTS}


def table(vendor: str) -> str:
    """Return a section for each set of apps with which the same arrives."""
    sections: dict[str, list[str]] = {}
    for variant, found in arrivals(vendor).items():
        sections.setdefault("\n".join(one.text for one in found), []).append(variant)
    return "\n\n".join(
        "\n".join([*wrap(", ".join(variants), 118, initial_indent="# ", subsequent_indent="# "), lines])
        for lines, variants in sections.items()
    )


@pytest.mark.parametrize("vendor", TABLES_OF)
def test_what_arrives_is_what_the_table_says(vendor: str, must_be_the_table: Callable[[str, str], None]) -> None:
    must_be_the_table(f"orders_{vendor}.txt", f"{table(vendor)}\n")


@pytest.mark.parametrize("vendor", TABLES_OF)
def test_there_is_exactly_one_verdict_where_im_knew_the_phone_and_none_where_not(vendor: str) -> None:
    for variant, found in arrivals(vendor).items():
        for one in found:
            is_known = one.comes_before(Event.LOGIN, Event.MESSAGE)
            assert (one.verdict is not None) is is_known, (variant, one.text)
            assert one.verdict is None or one.verdict.end is not End.PENDING, (variant, one.text)


@pytest.mark.parametrize("vendor", TABLES_OF)
def test_the_app_gets_the_message_itself_where_it_lives_longer_than_login_and_message(vendor: str) -> None:
    for variant, found in arrivals(vendor).items():
        for one in found:
            lives = one.comes_before(Event.LOGIN, Event.KILL) and one.comes_before(Event.MESSAGE, Event.KILL)
            assert one.is_in_app is lives, (variant, one.text)
            is_online = lives and one.comes_before(Event.LOGIN, Event.MESSAGE)
            assert (one.reason == Reason.ONLINE_INSTEAD) is is_online, (variant, one.text)


def has_all(one: Arrival) -> bool:
    """Return whether the message came when the token was bound and the app was dead."""
    wanted = (Event.LOGIN, Event.REPORT, Event.KILL)
    return all(one.comes_before(event, Event.MESSAGE) for event in wanted)


@pytest.mark.parametrize("vendor", TABLES_OF)
def test_it_is_shown_only_behind_login_report_and_kill_whatever_the_app(vendor: str) -> None:
    for variant, found in arrivals(vendor).items():
        ready = [one for one in found if has_all(one)]
        assert all(has_all(one) for one in found if one.is_shown), variant
        assert len({one.text.rpartition(": ")[2] for one in ready}) <= 1, variant


@pytest.mark.parametrize("vendor", TABLES_OF)
@pytest.mark.parametrize("variant", SOUND)
def test_it_is_always_shown_behind_login_report_and_kill_with_a_sound_app(vendor: str, variant: str) -> None:
    assert all(one.is_shown for one in arrivals(vendor)[variant] if has_all(one))


@pytest.mark.parametrize("vendor", list(VENDORS))
def test_the_careful_app_loses_nothing_in_any_order_at_any_vendor(vendor: str) -> None:
    found = list(orders("careful", vendor))
    assert all(one.is_shown is has_all(one) for one in found)
    assert any(Event.REGISTRATION in one.events for one in found)
    assert any(one.is_shown and one.comes_before(Event.KILL, Event.REPORT) for one in found)


def test_every_order_of_the_careful_app_is_there_once() -> None:
    found = [one.events for one in arrivals("xiaomi")["careful"]]
    assert len(found) == len(set(found)) == 36
    assert {events[0] for events in found} == {Event.REGISTRATION, Event.LOGIN, Event.KILL, Event.MESSAGE}
    reported = [events for events in found if Event.REPORT in events]
    assert all(
        events.index(Event.REPORT) > max(events.index(Event.REGISTRATION), events.index(Event.LOGIN))
        for events in reported
    )


def test_a_result_before_the_login_is_reported_by_the_careful_app_alone() -> None:
    order = (Event.REGISTRATION, Event.LOGIN, Event.REPORT, Event.KILL, Event.MESSAGE)
    by_events = {one.events: one for one in arrivals("xiaomi")["careful"]}
    assert by_events[order].is_shown
    without_report = tuple(event for event in order if event is not Event.REPORT)
    by_events = {one.events: one for one in arrivals("xiaomi")["xiaomi_guide"]}
    assert by_events[without_report].reason == Reason.NOT_LOGGED_IN
    assert order not in by_events


def test_another_seed_changes_no_arrival() -> None:
    assert [one.text for one in orders("careful", "xiaomi", seed=7)] == [
        one.text for one in arrivals("xiaomi")["careful"]
    ]
