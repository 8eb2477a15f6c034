"""Steps about the life of phones and apps: what they do, and what they say where they cannot."""

import pytest

from tests.scenario.playing import SEEN, UP, passes, told

GUEST = "phones:\n  bob_phone: {}\n  guest: {space_of: bob_phone, space: user}\n"


def test_owner_of_a_phone_cannot_be_stopped() -> None:
    assert passes(UP, "stop_user: guest", SEEN, top=GUEST)
    assert told(UP, "stop_user: bob_phone", SEEN, top=GUEST) == (
        "a_case.yaml:8: stop_user: bob_phone is the phone's owner, whom nobody can stop\n"
        "  next: list a further user under phones: {guest: {space_of: bob_phone}}"
    )


def test_phone_without_a_service_has_none_that_could_die() -> None:
    top = "phones:\n  pixel: Google Pixel 6\n"
    assert told("launch_app: pixel", "kill_push_service: pixel", SEEN, top=top) == (
        "a_case.yaml:7: kill_push_service: pixel has no vendor push service\n"
        "  next: give the phone a model of a vendor under phones:"
    )


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("set_autostart: {phone: bob_phone, to: off}", "{by: itself, to: off}"),
        ("set_autostart: {phone: bob_phone, to: on, by: other_app}", "{by: other_app, to: on}"),
    ],
)
def test_switch_of_autostart_is_recorded(step: str, data: str) -> None:
    assert passes(UP, step, f"must_record: {{actor: bob_phone, name: autostart, data: {data}}}")


@pytest.mark.parametrize(
    ("step", "name", "data"),
    [
        ("set_battery_use: {phone: bob_phone, to: unrestricted}", "battery_use", "{to: unrestricted}"),
        ("set_standby_bucket: {phone: bob_phone, to: restricted}", "standby_bucket", "{to: restricted}"),
        ("set_charging: {phone: bob_phone, to: on}", "power", "{is_charging: true}"),
        ("pin_app: bob_phone", "pinned", "{to: on}"),
        ("lock_phone: bob_phone", "keyguard", "{is_locked: true}"),
        ("reboot_phone: {phone: bob_phone, unlocked: false}", "keyguard", "{is_user_unlocked: false}"),
        ("reboot_phone: {phone: bob_phone, power_cut: true}", "power_cut", "{}"),
        ("set_network: {phone: bob_phone, to: mobile, nat_timeout: 1min}", "network", "{network: mobile}"),
    ],
)
def test_what_a_step_changes_is_recorded(step: str, name: str, data: str) -> None:
    assert passes(UP, step, f"must_record: {{actor: bob_phone, name: {name}, data: {data}}}")
    assert not passes(UP, f"must_record: {{actor: bob_phone, name: {name}, data: {data}}}")


@pytest.mark.parametrize(("to", "is_current"), [("guest", True), ("bob_phone", False)])
def test_switching_to_who_is_at_the_phone_already_changes_nothing(to: str, is_current: bool) -> None:
    wanted = "must_record: {name: user, data: {is_current: true}}"
    assert passes(UP, f"switch_user: {to}", wanted, top=GUEST) is is_current
