import pytest

from simulator.im.login_policy import LoginPolicy
from simulator.im.sessions import Ended, Session, Sessions
from simulator.kernel.units import DAY_MS
from simulator.push.platform import Platform
from simulator.world.spec import ImSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import (
    LOGIN_MS,
    SHOWN,
    a_world,
    callbacks,
    ended,
    kill,
    log_in,
    records,
    send,
    set_up,
    texts_in_app,
)

MULTI = LoginPolicy("multi", 3)


def logged_in(sessions: Sessions, name: str, platform: Platform = Platform.ANDROID) -> Session:
    session = sessions.at("bob", name, platform)
    sessions.begin(session, now_ms=0)
    return session


def going(policy: LoginPolicy, sessions: Sessions, newcomer: Session, *, now_ms: int = 0) -> list[str]:
    return [gone.instance for gone in policy.surplus(newcomer, sessions.of_user("bob"), now_ms=now_ms)]


def a_newcomer(sessions: Sessions, platform: Platform = Platform.ANDROID) -> Session:
    return sessions.at("bob", "newcomer", platform)


# -- which go ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "newcomer", "gone"),
    [
        ("single", Platform.ANDROID, {"Android", "iPhone", "iPad", "Windows", "Mac", "Web"}),
        ("single", Platform.WEB, {"Android", "iPhone", "iPad", "Windows", "Mac", "Web"}),
        ("dual", Platform.ANDROID, {"Android", "iPhone", "iPad", "Windows", "Mac"}),
        ("dual", Platform.MAC, {"Android", "iPhone", "iPad", "Windows", "Mac"}),
        ("dual", Platform.WEB, {"Web"}),
        ("triple", Platform.IPAD, {"Android", "iPhone", "iPad"}),
        ("triple", Platform.WINDOWS, {"Windows", "Mac"}),
        ("triple", Platform.WEB, {"Web"}),
        *(("multi", platform, {platform}) for platform in Platform),
    ],
)
def test_newcomer_pushes_out_what_shares_its_group(policy: str, newcomer: Platform, gone: set[str]):
    sessions = Sessions()
    for platform in Platform:
        logged_in(sessions, platform, platform)
    assert set(going(LoginPolicy(policy), sessions, a_newcomer(sessions, newcomer))) == gone


@pytest.mark.parametrize(
    ("allowed", "gone"), [(4, []), (3, ["one"]), (2, ["one", "two"]), (1, ["one", "two", "three"])]
)
def test_oldest_logins_go_where_there_is_no_room(allowed: int, gone: list[str]):
    sessions = Sessions()
    for name in ("one", "two", "three"):
        logged_in(sessions, name)
    assert going(LoginPolicy("multi", allowed), sessions, a_newcomer(sessions)) == gone


def test_more_phones_make_no_room_for_a_second_client_elsewhere():
    sessions = Sessions()
    logged_in(sessions, "old tab", Platform.WEB)
    assert going(MULTI, sessions, a_newcomer(sessions, Platform.WEB)) == ["old tab"]


def test_phone_that_logged_in_again_is_not_the_oldest():
    sessions = Sessions()
    one, _, _ = (logged_in(sessions, name) for name in ("one", "two", "three"))
    sessions.begin(one, now_ms=1)
    assert going(MULTI, sessions, a_newcomer(sessions), now_ms=1) == ["two"]


def test_ended_and_expired_phones_take_no_room():
    sessions = Sessions()
    one, two, _ = (logged_in(sessions, name) for name in ("one", "two", "three"))
    one.end(Ended.LOGGED_OUT, now_ms=0)
    two.connected = False
    newcomer = a_newcomer(sessions)
    assert going(LoginPolicy("multi", 2), sessions, newcomer, now_ms=7 * DAY_MS) == ["two"]
    assert going(LoginPolicy("multi", 2), sessions, newcomer, now_ms=7 * DAY_MS + 1) == []


def test_computer_that_went_away_takes_no_room():
    sessions = Sessions()
    logged_in(sessions, "laptop", Platform.MAC).connected = False
    assert going(LoginPolicy("single"), sessions, a_newcomer(sessions)) == []


# -- in a world -------------------------------------------------------------------------------------------------------


def log_in_elsewhere(world: World, platform: Platform = Platform.WEB) -> None:
    world.other_client("bob", platform).log_in()
    world.run_for(LOGIN_MS)


@pytest.mark.parametrize(
    ("spec", "facts"),
    [
        (ImSpec(), ["im.login_policy.dual"]),
        (ImSpec(login_policy="single"), ["im.login_policy.single"]),
        (ImSpec(login_policy="multi"), ["im.login_policy.multi"]),
        (ImSpec(phones_per_user=2), []),
    ],
)
def test_usual_policy_is_dual_and_more_phones_mean_multi(spec: ImSpec, facts: list[str]):
    world = a_world(WorldSpec(im=spec))
    set_up(world)
    set_up(world, "second_phone")
    assert [fact for record in records(world, "session", "im") for fact in record.data["facts"]] == facts


def test_kick_by_a_third_phone_leans_on_the_oldest_login_going():
    world = a_world(WorldSpec(im=ImSpec(phones_per_user=2)))
    for name in ("one", "two", "three"):
        set_up(world, name)
    [kick] = [record for record in records(world, "session", "im") if record.data["ended"] == "kicked"]
    assert (kick.data["phone"], kick.data["facts"]) == ("one", ("im.login_policy.multi", "im.oldest_login_goes"))


def test_web_login_leaves_the_phone_alone_and_both_get_the_message():
    world = a_world()
    device = set_up(world)
    log_in_elsewhere(world)
    send(world)
    assert texts_in_app(device) == ["lunch?"]
    assert callbacks(world, "bob@Web") == [("login", 0), ("message_received", None)]


def test_message_read_on_the_web_is_pushed_to_the_phone_that_is_away():
    world = a_world()
    kill(world, set_up(world))
    log_in_elsewhere(world)
    (verdict,) = send(world)
    assert ended(verdict) == SHOWN
    assert ("message_received", None) in callbacks(world, "bob@Web")


def test_login_on_a_computer_kicks_the_phone_under_the_usual_policy():
    world = a_world()
    device = set_up(world)
    log_in_elsewhere(world, Platform.MAC)
    assert callbacks(world)[-1] == ("onForceOffline", None)
    log_in(world, device)
    assert callbacks(world, "bob@Mac")[-1] == ("onKickedOffline", None)
    kicks = [record.data["facts"] for record in records(world, "session", "im") if record.data["ended"] == "kicked"]
    assert kicks == [("im.login_policy.dual",)] * 2


def test_client_that_was_kicked_while_away_hears_it_at_its_next_login_once():
    world = a_world()
    log_in_elsewhere(world, Platform.IPHONE)
    world.other_client("bob", Platform.IPHONE).close()
    world.run_for(1_000)
    set_up(world)
    log_in_elsewhere(world, Platform.IPHONE)
    log_in_elsewhere(world, Platform.IPHONE)
    assert callbacks(world, "bob@iPhone") == [("login", 0), ("login", 6208), ("login", 0)]


def test_page_without_network_is_given_up_after_a_minute_and_a_phone_after_400_seconds():
    world = a_world()
    set_up(world)
    log_in_elsewhere(world)
    lost_ms = world.scheduler.now_ms
    for name in ("bob@Web", "bob_phone"):
        world.network.set_reachable(name, reachable=False)
    world.run_for(600_000)
    gone = {record.data["phone"]: record for record in records(world, "connection_lost", "im")}
    assert gone["bob@Web"].at_ms - lost_ms <= 60_000
    assert 280_000 <= gone["bob_phone"].at_ms - lost_ms <= 400_000
    told = {name: (one.data["why"], one.data["state"], one.rule) for name, one in gone.items()}
    assert told == {
        "bob@Web": ("TimeOut", "Offline", "im.web_silence_ms_max"),
        "bob_phone": ("TimeOut", "PushOnline", "im.silence_ms_max"),
    }


def test_message_that_came_while_the_page_was_closed_is_there_at_the_next_login():
    world = a_world()
    log_in_elsewhere(world)
    world.other_client("bob", Platform.WEB).close()
    world.run_for(1_000)
    assert send(world) == []
    log_in_elsewhere(world)
    assert callbacks(world, "bob@Web")[-1] == ("message_received", None)


def test_state_of_each_client_can_be_asked_for_by_platform():
    world = a_world(WorldSpec(im=ImSpec(login_policy="triple")))
    kill(world, set_up(world))
    for platform in (Platform.WINDOWS, Platform.WEB):
        log_in_elsewhere(world, platform)
    world.customer.call_rest("/v4/openim/query_online_status", b'{"To_Account": ["bob"], "IsNeedDetail": 1}')
    world.run_for(1_000)
    answer = world.customer.last_answer
    assert answer is not None
    [result] = answer["QueryResult"]
    assert (result["Status"], result["Detail"]) == (
        "Online",
        [
            {"Platform": "Android", "Status": "PushOnline"},
            {"Platform": "PC", "Status": "Online"},
            {"Platform": "Web", "Status": "Online"},
        ],
    )
