import pytest

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.im.sessions import HEARTBEAT_MS, PUSH_LIFE_MS, SILENCE_MS_MAX, Ended, Session, Sessions, State
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.platform import Platform
from simulator.push.reason import Reason
from simulator.world.spec import ImSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import (
    SHOWN,
    a_message,
    a_world,
    at_decision,
    callbacks,
    ended,
    kill,
    log_in,
    records,
    send,
    sent_once,
    set_up,
    texts_in_app,
)


def online(heard_ms: int) -> Session:
    return Session("bob", "bob_phone", connected=True, ended=Ended.NOT_YET, heard_ms=heard_ms)


def state_of(world: World, phone: str = "bob_phone") -> State:
    session = world.im.sessions.find("bob", phone)
    assert session is not None
    return session.state(world.scheduler.now_ms)


# -- arithmetic -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost_ms", "last_heartbeat_ms"),
    [
        (1_000, 1_000),
        (120_999, 1_000),
        (121_000, 121_000),
        (121_001, 121_000),
        (240_999, 121_000),
        (241_000, 241_000),
        (86_400_000, 86_281_000),
    ],
)
def test_silence_is_counted_from_the_last_heartbeat_before_the_link_died(lost_ms: int, last_heartbeat_ms: int):
    assert (HEARTBEAT_MS.value, SILENCE_MS_MAX.value) == (120 * SECOND_MS, 400 * SECOND_MS)
    assert online(heard_ms=1_000).silence_ends_ms(lost_ms) == last_heartbeat_ms + 400 * SECOND_MS


def test_phone_that_went_away_is_pushed_to_for_seven_days():
    session = Session("bob", "bob_phone", ended=Ended.NOT_YET, left_ms=5)
    assert PUSH_LIFE_MS.value == 7 * DAY_MS
    assert session.state(5 + 7 * DAY_MS - 1) is State.PUSH_ONLINE
    assert session.state(5 + 7 * DAY_MS) is State.PUSH_ONLINE
    assert session.state(5 + 7 * DAY_MS + 1) is State.OFFLINE
    assert session.state(5 + 70 * DAY_MS) is State.OFFLINE


@pytest.mark.parametrize("why", [Ended.NEVER_BEGAN, Ended.LOGGED_OUT, Ended.KICKED])
def test_session_that_ended_is_offline(why: Ended):
    session = online(0)
    session.end(why, now_ms=7)
    assert (session.connected, session.left_ms, session.state(7)) == (False, 7, State.OFFLINE)


def test_connected_session_is_online_however_long():
    assert online(0).state(100 * DAY_MS) is State.ONLINE


# -- who must go ------------------------------------------------------------------------------------------------------


def test_sessions_are_found_by_user_and_by_phone():
    sessions = Sessions()
    bob, carol = sessions.at("bob", "phone", Platform.ANDROID), sessions.at("carol", "phone", Platform.ANDROID)
    assert sessions.at("bob", "phone", Platform.ANDROID) is bob
    assert list(sessions.on_phone("phone")) == [bob, carol]
    assert list(sessions.of_user("carol")) == [carol]
    assert sessions.find("bob", "tablet") is None
    assert list(sessions.on_phone("tablet")) == list(sessions.of_user("dave")) == []


@pytest.mark.parametrize(
    ("platform", "state"),
    [
        (Platform.ANDROID, State.PUSH_ONLINE),
        (Platform.IPHONE, State.PUSH_ONLINE),
        (Platform.IPAD, State.PUSH_ONLINE),
        (Platform.WINDOWS, State.OFFLINE),
        (Platform.MAC, State.OFFLINE),
        (Platform.WEB, State.OFFLINE),
    ],
)
def test_only_phones_and_tablets_stay_reachable_by_push(platform: Platform, state: State):
    session = Session("bob", "a client", platform, ended=Ended.NOT_YET, left_ms=5)
    assert session.state(5) is state


@pytest.mark.parametrize(
    ("version", "pushes"), [("4.9.1", False), ("5.0.0", False), ("5.0.1", True), ("5.0.10", True), ("10.0", True)]
)
def test_sdk_is_pushed_to_in_the_background_from_5_0_1_on(version: str, pushes: bool):
    assert Session("bob", "bob_phone", sdk_version=version).pushes_in_background is pushes


# -- losing the network -----------------------------------------------------------------------------------------------


def silence_begins(world: World) -> int:
    """Take bob's network away; return when the server will give up."""
    device = set_up(world)
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    device.set_network(NetworkKind.OFF)
    return session.silence_ends_ms(world.scheduler.now_ms)


def test_silent_death_is_noticed_400_seconds_after_the_last_heartbeat_and_not_before():
    world = a_world()
    deadline_ms = silence_begins(world)
    world.run_for(deadline_ms - 1 - world.scheduler.now_ms)
    assert state_of(world) is State.ONLINE
    world.run_for(1)
    assert state_of(world) is State.PUSH_ONLINE
    (lost,) = records(world, "connection_lost")
    assert (lost.at_ms, lost.data["why"], lost.rule) == (deadline_ms, "TimeOut", "im.silence_ms_max")


def test_network_back_before_the_deadline_keeps_the_phone_online():
    world = a_world()
    deadline_ms = silence_begins(world)
    world.run_for(deadline_ms - 200 - world.scheduler.now_ms)
    world.phone("bob_phone").set_network(NetworkKind.WIFI)
    world.run_for(10_000_000)
    assert state_of(world) is State.ONLINE
    assert records(world, "connection_lost") == []


def test_network_back_after_the_deadline_brings_the_phone_online_again():
    world = a_world()
    deadline_ms = silence_begins(world)
    world.run_for(deadline_ms - world.scheduler.now_ms)
    world.phone("bob_phone").set_network(NetworkKind.MOBILE)
    world.run_for(1_000)
    assert state_of(world) is State.ONLINE


def test_death_without_network_stays_unnoticed_until_the_silence_has_lasted():
    world = a_world()
    deadline_ms = silence_begins(world)
    device = world.phone("bob_phone")
    kill(world, device)
    device.set_network(NetworkKind.WIFI)
    world.run_for(deadline_ms - 1 - world.scheduler.now_ms)
    assert state_of(world) is State.ONLINE
    world.run_for(1)
    assert state_of(world) is State.PUSH_ONLINE


def test_app_started_again_before_the_deadline_is_online_beyond_it():
    world = a_world()
    deadline_ms = silence_begins(world)
    device = world.phone("bob_phone")
    kill(world, device)
    device.set_network(NetworkKind.WIFI)
    device.app.launch()
    world.run_for(deadline_ms + 1_000 - world.scheduler.now_ms)
    assert state_of(world) is State.ONLINE


def test_message_into_the_dead_link_is_dropped_and_is_in_the_app_when_the_network_is_back():
    world = a_world()
    silence_begins(world)
    assert sent_once(world) == at_decision(Reason.DEAD_LINK)
    device = world.phone("bob_phone")
    assert texts_in_app(device) == []
    device.set_network(NetworkKind.WIFI)
    world.run_for(2_000)
    assert texts_in_app(device) == ["lunch?"]
    assert ("message_received", None) in callbacks(world)


def test_login_that_was_under_way_when_the_network_went_is_given_up_like_any_other():
    world = a_world()
    device = world.phone("bob_phone")
    device.app.launch()
    assert device.app.process is not None
    device.app.process.log_in("bob")
    world.run_for(10)
    device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    assert state_of(world) is State.ONLINE
    world.run_for(400_000)
    assert state_of(world) is State.PUSH_ONLINE


def test_login_that_was_under_way_when_the_app_died_does_not_leave_a_phone_online():
    world = a_world()
    device = world.phone("bob_phone")
    device.app.launch()
    assert device.app.process is not None
    device.app.process.log_in("bob")
    world.run_for(10)
    kill(world, device)
    assert state_of(world) is State.PUSH_ONLINE


def test_end_of_the_old_connection_does_not_take_the_new_process_offline():
    for pause_ms in range(0, 100, 10):
        world = a_world()
        device = set_up(world)
        device.kill_app(KillCause.SWIPE)
        world.run_for(pause_ms)
        device.app.launch()
        world.run_for(5_000)
        assert state_of(world) is State.ONLINE


# -- a killed app -----------------------------------------------------------------------------------------------------


def test_kill_with_network_is_noticed_at_once():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    assert state_of(world) is State.PUSH_ONLINE
    (lost,) = records(world, "connection_lost")
    assert lost.data["why"] == "LinkClose"


def test_killed_phone_is_pushed_to_for_seven_days_and_not_longer():
    for late_ms, expected in ((0, SHOWN), (60_000, at_decision(Reason.SESSION_EXPIRED))):
        world = a_world()
        device = set_up(world)
        kill(world, device)
        (lost,) = records(world, "connection_lost")
        world.run_for(lost.at_ms + 7 * DAY_MS - 100 + late_ms - world.scheduler.now_ms)
        assert sent_once(world) == expected


def test_kept_messages_are_in_the_app_after_the_next_start():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    assert sent_once(world, a_message("one")) == SHOWN
    assert sent_once(world, a_message("two", online_only=True)) == at_decision(Reason.SENT_TO_ONLINE_ONLY)
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == ["one"]


def test_message_older_than_its_life_is_not_in_the_app_after_the_next_start():
    for kept_ms, expected in ((20_000, ["lunch?"]), (5_000, [])):
        world = a_world()
        device = set_up(world)
        kill(world, device)
        world.im.deliver(a_message(), kept_ms=kept_ms)
        world.run_for(10_000)
        device.app.launch()
        world.run_for(3_000)
        assert texts_in_app(device) == expected


def test_message_that_died_on_the_way_into_the_app_is_in_it_after_the_next_start():
    for delay_ms in range(0, 120, 10):
        world = a_world()
        device = set_up(world)
        world.im.deliver(a_message())
        world.run_for(delay_ms)
        kill(world, device)
        device.app.launch()
        world.run_for(3_000)
        world.check_conservation()
        assert len(records(world, "message_received")) == 1, delay_ms


def test_first_login_of_a_user_brings_what_was_sent_before():
    world = a_world()
    assert send(world) == []
    assert texts_in_app(set_up(world)) == ["lunch?"]


# -- logout -----------------------------------------------------------------------------------------------------------


def test_after_logout_nothing_is_pushed_and_after_login_and_report_it_is_again():
    world = a_world()
    device = set_up(world)
    assert device.app.process is not None
    device.app.process.log_out()
    world.run_for(1_000)
    assert state_of(world) is State.OFFLINE
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)
    kill(world, device)
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)
    device.app.launch()
    log_in(world, device)
    kill(world, device)
    assert sent_once(world) == SHOWN


def test_logout_during_login_ends_the_session_that_the_login_began():
    world = a_world()
    device = world.phone("bob_phone")
    device.app.launch()
    process = device.app.process
    assert process is not None
    process.log_in("bob")
    world.run_for(10)
    process.log_out()
    world.run_for(2_000)
    assert callbacks(world)[-2:] == [("login", 6023), ("logout", 0)]
    assert state_of(world) is State.OFFLINE
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)


# -- logins elsewhere -------------------------------------------------------------------------------------------------


def test_login_elsewhere_kicks_the_first_phone_and_the_second_one_gets_the_push():
    world = a_world()
    first = set_up(world)
    second = set_up(world, "second_phone")
    world.run_for(1_000)
    assert ("onForceOffline", None) in callbacks(world)
    kill(world, first)
    kill(world, second)
    verdicts = {verdict.phone: ended(verdict) for verdict in send(world)}
    assert verdicts == {"bob_phone": at_decision(Reason.KICKED), "second_phone": SHOWN}


def test_three_phones_of_one_user_get_a_push_each_where_three_are_allowed_and_a_fourth_kicks_the_first():
    world = a_world(WorldSpec(im=ImSpec(phones_per_user=3)))
    phones = [set_up(world, name) for name in ("one", "two", "three")]
    for phone in phones:
        kill(world, phone)
    assert [ended(verdict) for verdict in send(world)] == [SHOWN] * 3
    kill(world, set_up(world, "four"))
    assert [ended(verdict) for verdict in send(world)] == [at_decision(Reason.KICKED), SHOWN, SHOWN, SHOWN]


def test_phone_kicked_while_away_is_told_so_once_and_then_logs_in():
    world = a_world()
    first = set_up(world)
    kill(world, first)
    set_up(world, "second_phone")
    first.app.launch()
    world.run_for(2_000)
    assert callbacks(world)[-1] == ("login", 6208)
    assert state_of(world) is State.OFFLINE
    (refused,) = [record for record in records(world, "session") if record.rule == "im.kicked_while_away"]
    assert refused.reason == Reason.KICKED
    log_in(world, first)
    assert ("login", 0) in callbacks(world)[-5:]
    assert state_of(world) is State.ONLINE
    assert state_of(world, "second_phone") is State.OFFLINE


def test_app_that_was_told_so_does_not_log_in_by_itself_at_the_next_start():
    world = a_world()
    first = set_up(world)
    kill(world, first)
    set_up(world, "second_phone")
    first.app.launch()
    world.run_for(2_000)
    kill(world, first)
    first.app.launch()
    world.run_for(2_000)
    assert state_of(world) is State.OFFLINE
    assert state_of(world, "second_phone") is State.ONLINE


def test_phone_kicked_without_network_hears_of_it_when_the_network_is_back_and_kicks_nobody():
    world = a_world()
    first = set_up(world)
    first.set_network(NetworkKind.OFF)
    set_up(world, "second_phone")
    assert ("onForceOffline", None) not in callbacks(world)
    first.set_network(NetworkKind.WIFI)
    world.run_for(2_000)
    assert callbacks(world)[-1] == ("onForceOffline", None)
    assert state_of(world) is State.OFFLINE
    assert state_of(world, "second_phone") is State.ONLINE


# -- the administrator's kick -----------------------------------------------------------------------------------------


def test_kick_by_rest_takes_the_phone_offline_and_a_new_user_sig_brings_it_back():
    world = a_world()
    device = set_up(world)
    world.im.kick_user("bob")
    world.run_for(1_000)
    assert callbacks(world)[-1] == ("onForceOffline", None)
    assert sent_once(world) == at_decision(Reason.KICKED)
    log_in(world, device)
    kill(world, device)
    assert sent_once(world) == SHOWN


def test_kick_by_rest_makes_older_user_sigs_worthless_to_the_second():
    world = a_world()
    device = set_up(world)
    process = device.app.process
    assert process is not None
    codes: list[int] = []
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    old = world.customer.user_sig("bob")
    world.im.kick_user("bob")
    world.run_for(1_000)
    process.im.login("bob", old, lambda code, _: codes.append(code))
    world.run_for(1_000)
    process.im.login("bob", world.customer.user_sig("bob"), lambda code, _: codes.append(code))
    world.run_for(1_000)
    assert codes == [70052, 0]


def test_phone_without_network_during_the_kick_logs_in_with_a_new_user_sig_afterwards():
    world = a_world()
    device = set_up(world)
    device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    world.im.kick_user("bob")
    world.run_for(2_000)
    device.set_network(NetworkKind.WIFI)
    world.run_for(2_000)
    assert ("onUserSigExpired", 70052) in callbacks(world)
    assert state_of(world) is State.ONLINE
    kill(world, device)
    assert sent_once(world) == SHOWN


# -- two users, one phone ---------------------------------------------------------------------------------------------


def test_second_user_on_the_phone_logs_the_first_one_out():
    world = a_world()
    device = set_up(world)
    log_in(world, device, "carol")
    kill(world, device)
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)
    assert sent_once(world, a_message(to="carol")) == SHOWN


def test_user_who_never_logged_out_loses_the_token_to_the_next_one():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    device.app.clear_storage()
    set_up(world, user="carol")
    kill(world, device)
    assert sent_once(world) == at_decision(Reason.TOKEN_TAKEN_OVER)
    assert sent_once(world, a_message(to="carol")) == SHOWN
    device.app.clear_storage()
    set_up(world, user="bob")
    kill(world, device)
    assert sent_once(world) == SHOWN
    assert sent_once(world, a_message(to="carol")) == at_decision(Reason.TOKEN_TAKEN_OVER)


def test_message_for_the_user_before_does_not_get_into_the_next_ones_app():
    world = a_world()
    device = set_up(world)
    world.im.deliver(a_message())
    process = device.app.process
    assert process is not None
    world.run_for(30)
    process.log_in("carol")
    world.run_for(5_000)
    assert texts_in_app(device) == []
    log_in(world, device)
    assert texts_in_app(device) == ["lunch?"]
    assert [record.data["user"] for record in records(world, "message_received")] == ["bob"]


def test_same_user_logging_in_again_keeps_the_binding():
    world = a_world()
    device = set_up(world)
    log_in(world, device)
    kill(world, device)
    assert sent_once(world) == SHOWN
