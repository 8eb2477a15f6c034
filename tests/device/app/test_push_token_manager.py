import pytest

from simulator.device.app.process import AppProcess
from simulator.device.app.push_token_manager import REPORT_GUARDS, RETRIES_MAX, RETRY_MS
from simulator.kernel.trace import Kind, Record
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import AppSpec, PhoneSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import SHOWN, a_world, kill, log_in, records, send, sent_once, set_up

LOGIN_MS = 2_000
TAG = "ThirdPushTokenMgr"


def running(world: World) -> AppProcess:
    world.phone("bob_phone").app.launch()
    process = world.phone("bob_phone").app.process
    assert process is not None
    return process


def logged_in(world: World) -> AppProcess:
    process = set_up(world).app.process
    assert process is not None
    return process


def with_variant(name: str, *waived: str) -> World:
    return a_world(WorldSpec(app=AppSpec(variant=name)), waived=waived)


def lines(world: World) -> list[tuple[object, object]]:
    """What the token manager has logged: level and text."""
    return [
        (record.data["level"], record.data["text"])
        for record in world.trace
        if record.kind is Kind.LOG and record.name == TAG
    ]


def reports(world: World) -> list[Record]:
    return records(world, Hop.TOKEN_REPORTED, "bob_phone")


def bound(world: World) -> list[Record]:
    return records(world, Hop.TOKEN_BOUND, "bob_phone")


# -- guards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_set", "token", "is_logged_in", "text", "reason"),
    [
        (True, "token", True, "setPushTokenToTIM mIsTokenSet true, ignore", Reason.ALREADY_REPORTED),
        (True, "token", False, "setPushTokenToTIM mIsTokenSet true, ignore", Reason.ALREADY_REPORTED),
        (True, "", False, "setPushTokenToTIM mIsTokenSet true, ignore", Reason.ALREADY_REPORTED),
        (False, "", True, "setPushTokenToTIM third token is empty", Reason.TOKEN_EMPTY),
        (False, "", False, "setPushTokenToTIM third token is empty", Reason.TOKEN_EMPTY),
        (False, "token", False, "setPushTokenToTIM not login, ignore", Reason.NOT_LOGGED_IN),
    ],
)
def test_guards_of_the_vivo_guide_are_asked_in_its_order(
    is_set: bool, token: str, is_logged_in: bool, text: str, reason: Reason
):
    world = with_variant("vivo_guide")
    tokens = running(world).tokens
    tokens.is_token_set, tokens.token, tokens.is_logged_in = is_set, token, is_logged_in
    tokens.set_push_token_to_tim()
    assert lines(world) == [("I", text)]
    assert reports(world)[-1].reason == reason


def test_no_guard_says_no_where_all_is_right():
    world = with_variant("vivo_guide")
    process = logged_in(world)
    assert lines(world) == [
        ("I", "setPushTokenToTIM third token is empty"),
        ("D", "setOfflinePushToken success"),
    ]
    assert process.tokens.is_token_set
    assert len(bound(world)) == 1


def test_brand_without_a_branch_stops_without_a_line():
    world = with_variant("report_misses_vivo")
    logged_in(world)
    assert lines(world) == [("I", "setPushTokenToTIM third token is empty")]
    assert reports(world)[-1].reason == Reason.WRONG_BRAND
    assert bound(world) == []


def test_branch_of_another_vendor_reports_that_vendors_certificate():
    world = with_variant("report_takes_vivo_for_oppo")
    process = logged_in(world)
    # The app of a world without OPPO has no constant for it.
    assert bound(world)[-1].data["certificate_id"] == process.app.certificate_id("oppo") == 0
    assert process.app.certificate_id("vivo") > 0


@pytest.mark.parametrize("rule", [rule.name for rule in REPORT_GUARDS])
def test_waived_guard_lets_the_report_go_on(rule: str):
    world = a_world(WorldSpec(app=AppSpec(variant="vivo_guide")), waived=[rule])
    process = logged_in(world)
    if rule == "app.already_reported":
        process.tokens.set_push_token_to_tim()
        world.run_for(1_000)
        assert len(bound(world)) == 2
    assert bound(world)[-1].reason == ""


# -- once, again, and for whom ----------------------------------------------------------------------------------------


def test_guide_never_reports_again_after_a_logout_and_a_careful_app_does():
    for variant, expected in (("vivo_guide", ("offline_decided", Reason.NO_TOKEN)), ("careful", SHOWN)):
        world = with_variant(variant)
        process = logged_in(world)
        process.log_out()
        world.run_for(1_000)
        log_in(world, process.device)
        kill(world, process.device)
        assert sent_once(world) == expected


def test_guide_reports_again_in_a_new_process():
    world = with_variant("vivo_guide")
    process = logged_in(world)
    process.log_out()
    world.run_for(1_000)
    kill(world, process.device)
    set_up(world)
    kill(world, process.device)
    assert sent_once(world) == SHOWN


def test_careful_app_reports_the_same_token_of_the_same_user_once():
    world = a_world()
    process = logged_in(world)
    for _ in range(3):
        process.tokens.set_push_token_to_tim()
        world.run_for(1_000)
    assert len(bound(world)) == 1


def test_careful_app_reports_another_token_and_for_another_user():
    world = a_world()
    process = logged_in(world)
    log_in(world, process.device, "carol")
    log_in(world, process.device, "bob")
    assert [record.data["user"] for record in bound(world)] == ["bob", "carol", "bob"]
    process.tokens.set_third_push_token("another")
    process.tokens.set_push_token_to_tim()
    world.run_for(1_000)
    assert len(bound(world)) == 4
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    assert binding.token == "another"


def test_kick_resets_a_careful_apps_flags():
    world = a_world()
    process = logged_in(world)
    world.im.kick_user("bob")
    world.run_for(2_000)
    assert (process.tokens.is_token_set, process.tokens.is_logged_in) == (False, False)
    log_in(world, process.device)
    kill(world, process.device)
    assert sent_once(world) == SHOWN


# -- failures ---------------------------------------------------------------------------------------------------------


def lose_reports(world: World, times: int) -> AppProcess:
    """Log in, and let the report after the login fail this many times."""
    process = running(world)
    link = world.network.find("im>bob_phone")
    assert link is not None
    process.log_in("bob")
    world.run_for(2_000, lambda: process.im.state == "logged_in")
    link.fail_next(FaultKind.TIMEOUT, times)
    return process


def test_failed_report_is_made_again_after_ten_seconds():
    world = a_world()
    lose_reports(world, 1)
    world.run_for(60_000)
    assert lines(world)[-2:] == [("D", "setOfflinePushToken err code = 6012"), ("D", "setOfflinePushToken success")]
    failed, again = [record for record in reports(world) if record.reason != Reason.TOKEN_EMPTY][-2:]
    assert (failed.reason, again.reason, again.at_ms - failed.at_ms) == (Reason.REPORT_FAILED, "", RETRY_MS)


def test_app_without_retries_stays_without_a_token():
    world = with_variant("without_retry")
    lose_reports(world, 1)
    world.run_for(600_000)
    assert lines(world)[-1] == ("D", "setOfflinePushToken err code = 6012")
    assert bound(world) == []


@pytest.mark.parametrize(
    ("failures", "is_bound"), [(RETRIES_MAX, True), (RETRIES_MAX + 1, False), (RETRIES_MAX * 10, False)]
)
def test_report_is_retried_ten_times(failures: int, is_bound: bool):
    world = a_world()
    lose_reports(world, failures)
    world.run_for(1_000_000)
    assert bool(bound(world)) == is_bound


def test_retry_ends_with_the_logout_and_with_the_process():
    for leave in ("log out", "kill"):
        world = a_world()
        process = lose_reports(world, 3)
        world.run_for(6_000)
        made = len(reports(world))
        if leave == "kill":
            kill(world, process.device)
        else:
            process.log_out()
        world.run_for(600_000)
        assert len(reports(world)) == made
        assert bound(world) == []


def test_later_report_takes_the_place_of_the_retry():
    world = a_world()
    process = lose_reports(world, 1)
    world.run_for(6_000)
    process.tokens.set_push_token_to_tim()
    world.run_for(60_000)
    assert len(bound(world)) == 1


def test_phone_of_no_brand_reports_nothing():
    world = a_world(WorldSpec(phones={"bob_phone": PhoneSpec(model="Samsung Galaxy S21")}))
    logged_in(world)
    assert bound(world) == []


# -- repeats ----------------------------------------------------------------------------------------------------------


def skipped(world: World) -> list[Record]:
    return [record for record in reports(world) if record.rule == "app.repeat_skipped"]


def test_same_token_of_the_same_user_is_skipped_on_the_record():
    world = a_world()
    process = logged_in(world)
    before = len(skipped(world))
    process.tokens.set_push_token_to_tim()
    world.run_for(LOGIN_MS)
    assert (len(bound(world)), len(skipped(world))) == (1, before + 1)
    assert skipped(world)[-1].reason == Reason.ALREADY_REPORTED
    process.tokens.set_third_push_token("another")
    process.tokens.set_push_token_to_tim()
    world.run_for(LOGIN_MS)
    assert (len(bound(world)), len(skipped(world))) == (2, before + 1)


def test_waived_the_same_token_is_reported_again():
    world = a_world(waived=["app.repeat_skipped"])
    process = logged_in(world)
    before = len(bound(world))
    process.tokens.set_push_token_to_tim()
    world.run_for(LOGIN_MS)
    assert len(bound(world)) == before + 1


def test_user_who_comes_back_unreported_has_the_skip_for_a_root():
    world = with_variant("flags_never_reset")
    process = logged_in(world)
    process.log_out()
    world.run_for(LOGIN_MS)
    log_in(world, process.device)
    world.run_for(LOGIN_MS)
    kill(world, process.device)
    assert [verdict.root for verdict in send(world)] == [Reason.ALREADY_REPORTED]
