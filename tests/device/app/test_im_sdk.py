import pytest

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.app.im_sdk_rules import LOGIN, REPORT, SEND, LoginState
from simulator.device.app.process import AppProcess
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.push.reason import Reason
from simulator.world.spec import AppSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import (
    LOGIN_MS,
    SHOWN,
    a_message,
    a_world,
    at_decision,
    callbacks,
    kill,
    log_in,
    records,
    sent_once,
    set_up,
    texts_in_app,
)


def running(world: World) -> AppProcess:
    """Start the app; nobody is logged in."""
    world.phone("bob_phone").app.launch()
    process = world.phone("bob_phone").app.process
    assert process is not None
    return process


def logged_in(world: World) -> AppProcess:
    process = set_up(world).app.process
    assert process is not None
    return process


class Codes(list[int]):
    """A callback that notes its codes."""

    def __call__(self, code: int, _text: str) -> None:
        self.append(code)


def sig(world: World, user: str = "bob") -> str:
    return world.customer.user_sig(user)


def reports(world: World) -> list[Record]:
    return records(world, Hop.TOKEN_REPORTED, "bob_phone")


# -- login ------------------------------------------------------------------------------------------------------------


def test_login_goes_from_logging_in_to_logged_in():
    world = a_world()
    im = running(world).im
    codes = Codes()
    assert (im.state, im.is_connected, im.has_connection) == (LoginState.LOGGED_OUT, False, False)
    im.login("bob", sig(world), codes)
    assert (im.state, im.is_connected, im.has_connection) == (LoginState.LOGGING_IN, True, True)
    world.run_for(LOGIN_MS)
    assert (im.state, im.user, codes) == (LoginState.LOGGED_IN, "bob", [0])
    assert callbacks(world) == [("login", 0)]


def test_login_before_init_is_refused():
    world = a_world(WorldSpec(app=AppSpec(variant="without_im_init")))
    codes = Codes()
    running(world).im.login("bob", sig(world), codes)
    assert codes == [6017]
    (login,) = records(world, "login")
    assert (login.outcome, login.reason, login.rule) == (
        Outcome.REFUSED,
        Reason.IM_NOT_INITIALISED,
        "im_sdk.login_before_init",
    )


def test_login_with_a_wrong_user_sig_gets_the_servers_code_and_closes_its_connection():
    world = a_world()
    im = running(world).im
    codes = Codes()
    im.login("bob", "x", codes)
    world.run_for(LOGIN_MS)
    assert (codes, im.state) == ([70003], LoginState.LOGGED_OUT)
    assert callbacks(world) == [("login", 70003)]
    assert records(world, "login")[0].reason == Reason.LOGIN_FAILED


def test_login_without_network_times_out_and_a_later_one_succeeds():
    world = a_world()
    process = running(world)
    codes = Codes()
    process.device.set_network(NetworkKind.OFF)
    process.im.login("bob", sig(world), codes)
    world.run_for(10_000)
    process.device.set_network(NetworkKind.WIFI)
    process.im.login("bob", sig(world), codes)
    world.run_for(LOGIN_MS)
    assert codes == [6012, 0]


def test_second_login_while_one_is_running_is_refused():
    world = a_world()
    im = running(world).im
    first, second = Codes(), Codes()
    im.login("bob", sig(world), first)
    im.login("carol", sig(world, "carol"), second)
    world.run_for(LOGIN_MS)
    assert (first, second, im.user) == ([0], [7501], "bob")


def test_login_while_the_logout_is_running_is_refused_and_afterwards_it_is_not():
    world = a_world()
    im = logged_in(world).im
    out, into = Codes(), Codes()
    im.logout(out)
    im.login("bob", sig(world), into)
    world.run_for(LOGIN_MS)
    im.login("bob", sig(world), into)
    world.run_for(LOGIN_MS)
    assert (out, into, im.state) == ([0], [7502, 0], LoginState.LOGGED_IN)


def test_logout_during_login_ends_both_in_the_end():
    world = a_world()
    im = running(world).im
    into, out = Codes(), Codes()
    im.login("bob", sig(world), into)
    im.logout(out)
    assert im.state is LoginState.LOGGING_OUT
    world.run_for(LOGIN_MS)
    assert (into, out, im.state) == ([6023], [0], LoginState.LOGGED_OUT)


def test_logout_during_a_login_that_fails_does_not_ask_the_server():
    world = a_world()
    im = running(world).im
    into, out = Codes(), Codes()
    im.login("bob", "x", into)
    im.logout(out)
    world.run_for(LOGIN_MS)
    assert (into, out, im.state) == ([6023], [0], LoginState.LOGGED_OUT)
    assert [record for record in world.trace if record.data.get("message") == "LogOut"] == []


def test_logout_without_a_login_is_refused():
    world = a_world()
    out = Codes()
    running(world).im.logout(out)
    assert out == [6014]


def test_logout_that_the_server_never_hears_leaves_the_pushes_on():
    world = a_world()
    process = logged_in(world)
    link = world.network.find("im>bob_phone")
    assert link is not None
    link.fail_next(FaultKind.TIMEOUT, 1)
    out = Codes()
    process.im.logout(out)
    world.run_for(10_000)
    assert (out, process.im.state) == ([6012], LoginState.LOGGED_OUT)


def test_another_user_is_logged_in_after_the_one_before_is_logged_out():
    world = a_world()
    process = logged_in(world)
    codes = Codes()
    process.im.login("carol", sig(world, "carol"), codes)
    world.run_for(LOGIN_MS)
    assert (codes, process.im.user) == ([0], "carol")
    assert callbacks(world)[-2:] == [("logout", 0), ("login", 0)]


@pytest.mark.parametrize("name", [rule.name for rule in LOGIN])
def test_login_goes_on_where_a_rule_is_waived(name: str):
    variant = "without_im_init" if name == "im_sdk.login_before_init" else "careful"
    world = a_world(WorldSpec(app=AppSpec(variant=variant)), waived=[name])
    im = running(world).im
    codes = Codes()
    im.login("bob", sig(world), codes)
    if name == "im_sdk.login_running":
        im.login("bob", sig(world), codes)
    if name == "im_sdk.logout_running":
        world.run_for(LOGIN_MS)
        im.logout(Codes())
        im.login("bob", sig(world), codes)
    world.run_for(LOGIN_MS)
    assert 0 in codes
    assert im.state is LoginState.LOGGED_IN


# -- token report -----------------------------------------------------------------------------------------------------


def test_report_after_login_succeeds():
    world = a_world()
    process = logged_in(world)
    codes = Codes()
    process.im.set_offline_push_token(6666, "token", codes)
    world.run_for(LOGIN_MS)
    assert codes == [0]
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    assert (binding.certificate_id, binding.token) == (6666, "token")


def before_init(world: World) -> AppProcess:
    return running(world)


def while_logging_in(world: World) -> AppProcess:
    process = running(world)
    process.im.login("bob", sig(world), Codes())
    return process


def while_logging_out(world: World) -> AppProcess:
    process = logged_in(world)
    process.im.logout(Codes())
    return process


def after_a_kick(world: World) -> AppProcess:
    process = logged_in(world)
    world.im.kick_user("bob")
    world.run_for(1_000)
    return process


@pytest.mark.parametrize(
    ("prepare", "variant", "code", "rule"),
    [
        (before_init, "without_im_init", 6013, "im_sdk.report_before_init"),
        (running, "careful", 6014, "im_sdk.report_before_login"),
        (while_logging_in, "careful", -10005, "im_sdk.report_while_logging_in"),
        (while_logging_out, "careful", 6014, "im_sdk.report_before_login"),
        (after_a_kick, "careful", 6014, "im_sdk.report_before_login"),
    ],
)
def test_report_at_the_wrong_time_is_refused_on_the_phone(prepare, variant: str, code: int, rule: str):
    world = a_world(WorldSpec(app=AppSpec(variant=variant)))
    codes = Codes()
    prepare(world).im.set_offline_push_token(6666, "token", codes)
    assert codes == [code]
    hop = reports(world)[-1]
    assert (hop.outcome, hop.rule, hop.data["code"]) == (Outcome.REFUSED, rule, code)


def test_report_that_gets_no_answer_fails_and_is_recorded():
    world = a_world()
    process = logged_in(world)
    process.device.set_network(NetworkKind.OFF)
    codes = Codes()
    process.im.set_offline_push_token(6666, "token", codes)
    world.run_for(10_000)
    assert codes == [6012]
    assert (reports(world)[-1].reason, reports(world)[-1].data["code"]) == (Reason.REPORT_FAILED, 6012)


@pytest.mark.parametrize("name", [rule.name for rule in REPORT])
def test_report_that_a_waiver_lets_through_waits_for_the_login(name: str):
    waived = [name, "im_sdk.login_before_init"]
    world = a_world(WorldSpec(app=AppSpec(variant="without_im_init")), waived=[*waived, "im_not_initialised"])
    im = running(world).im
    codes = Codes()
    if name == "im_sdk.report_while_logging_in":
        im.login("bob", sig(world), Codes())
        im.set_offline_push_token(6666, "token", codes)
    elif name == "im_sdk.report_before_login":
        im.set_offline_push_token(6666, "token", codes)
        im.login("bob", sig(world), Codes())
    else:
        im.login("bob", sig(world), Codes())
        world.run_for(LOGIN_MS)
        im.set_offline_push_token(6666, "token", codes)
    world.run_for(LOGIN_MS)
    assert codes == [0]
    assert world.im.bindings.find("bob", "bob_phone") is not None


def test_answer_for_a_process_that_died_reaches_nobody():
    world = a_world()
    process = logged_in(world)
    codes = Codes()
    process.im.set_offline_push_token(6666, "token", codes)
    world.run_for(10)
    process.device.kill_app(KillCause.CRASH)
    world.run_for(LOGIN_MS)
    assert codes == []
    assert sent_once(world) != SHOWN


# -- messages ---------------------------------------------------------------------------------------------------------


def sent(world: World) -> Record:
    return records(world, "message_sent")[-1]


def test_message_to_a_user_is_sent_and_received():
    world = a_world()
    process = logged_in(world)
    carol = set_up(world, "carol_phone", "carol")
    process.send(Message("bob", "carol", a_message().elements))
    world.run_for(1_000)
    assert (sent(world).outcome, sent(world).data["code"]) == (Outcome.OK, 0)
    assert texts_in_app(carol) == ["lunch?"]
    (received,) = records(world, "message_received")
    assert (received.actor, received.kind, received.data) == (
        "carol_phone",
        Kind.CALLBACK,
        {"from": "bob", "user": "carol"},
    )


def test_message_to_nobody_is_refused_by_the_server():
    world = a_world()
    logged_in(world).send(Message("bob", "nobody404", a_message().elements))
    world.run_for(1_000)
    assert (sent(world).reason, sent(world).data["code"]) == (Reason.CALL_REFUSED, 20003)


@pytest.mark.parametrize("prepare", [running, while_logging_in, while_logging_out, after_a_kick])
def test_message_without_a_login_is_refused_on_the_phone(prepare):
    world = a_world()
    prepare(world).send(Message("bob", "bob", a_message().elements))
    assert (sent(world).rule, sent(world).data["code"]) == ("im_sdk.send_before_login", 6014)
    assert [rule.name for rule in SEND] == ["im_sdk.send_before_login"]


def test_message_that_gets_no_answer_is_not_sent():
    world = a_world()
    process = logged_in(world)
    process.device.set_network(NetworkKind.OFF)
    process.send(Message("bob", "bob", a_message().elements))
    world.run_for(10_000)
    assert sent(world).data["code"] == 6012


def test_message_that_comes_in_after_the_logout_is_not_for_this_process():
    world = a_world()
    process = logged_in(world)
    process.im.logout(Codes())
    process.im.receive(a_message())
    assert process.im.inbox == []


# -- background -------------------------------------------------------------------------------------------------------


def grounds(world: World) -> list[bool]:
    """What the server was told, in order."""
    return [
        record.data["fields"].is_background
        for record in world.trace
        if record.kind is Kind.WIRE and record.data.get("message") == "ChangeGround"
    ]


def in_new_app() -> World:
    return a_world(WorldSpec(app=AppSpec(variant="pushed_in_background")))


def test_server_is_told_once_of_each_change():
    world = in_new_app()
    process = logged_in(world)
    for is_background in (False, True, True, False, False):
        process.im.change_ground(is_background=is_background)
        world.run_for(1_000)
    assert grounds(world) == [True, False]


def test_changes_faster_than_the_server_answers_end_in_what_is_true():
    world = in_new_app()
    process = logged_in(world)
    for is_background in (True, False, True, False):
        process.im.change_ground(is_background=is_background)
        world.run_for(1)
    world.run_for(1_000)
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    assert not session.is_background
    assert grounds(world) == [True, False]


def test_app_that_logs_in_from_the_background_says_so():
    world = in_new_app()
    process = running(world)
    process.to_background()
    assert grounds(world) == []
    log_in(world, process.device)
    assert grounds(world) == [True]


def test_app_without_background_calls_tells_nothing():
    world = a_world()
    process = logged_in(world)
    process.to_background()
    process.to_foreground()
    world.run_for(1_000)
    assert grounds(world) == []


# -- reconnecting -----------------------------------------------------------------------------------------------------


def test_connection_comes_back_with_the_network_and_the_app_is_not_told():
    world = a_world()
    process = logged_in(world)
    told = callbacks(world)
    process.device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    process.device.set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert callbacks(world) == told
    assert process.im.state is LoginState.LOGGED_IN


@pytest.mark.parametrize(("away_ms", "expected"), [(50_000, []), (70_000, [("onUserSigExpired", 70001), ("login", 0)])])
def test_user_sig_that_expired_meanwhile_is_told_and_a_careful_app_logs_in_with_a_new_one(
    away_ms: int, expected: list[tuple[str, object]]
):
    world = a_world()
    world.customer.sig_lifetime_s = 60
    process = logged_in(world)
    told = len(callbacks(world))
    process.device.set_network(NetworkKind.OFF)
    world.run_for(away_ms)
    process.device.set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert [callback for callback in callbacks(world)[told:] if callback[0] != "onReceiveRegId"][:2] == expected
    assert process.im.state is LoginState.LOGGED_IN


def test_app_that_forgets_its_user_stays_out_when_the_user_sig_has_expired():
    world = a_world(WorldSpec(app=AppSpec(variant="login_forgotten")))
    world.customer.sig_lifetime_s = 60
    process = logged_in(world)
    process.device.set_network(NetworkKind.OFF)
    world.run_for(70_000)
    process.device.set_network(NetworkKind.WIFI)
    world.run_for(5_000)
    assert callbacks(world)[-1] == ("onUserSigExpired", 70001)
    assert process.im.state is LoginState.LOGGED_OUT


@pytest.mark.parametrize("seed", range(10))
def test_logout_while_the_connection_comes_back_ends_the_session(seed: int):
    world = a_world(seed=seed)
    process = logged_in(world)
    process.device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    process.device.set_network(NetworkKind.WIFI)
    codes = Codes()
    process.im.logout(codes)
    world.run_for(1_000)
    assert (codes, process.im.state) == ([0], LoginState.LOGGED_OUT)
    assert sent_once(world) == at_decision(Reason.LOGGED_OUT)


def test_kick_while_the_connection_comes_back_is_heard_once():
    world = a_world()
    process = logged_in(world)
    process.device.set_network(NetworkKind.OFF)
    world.run_for(1_000)
    process.device.set_network(NetworkKind.WIFI)
    process.kicked()
    world.run_for(1_000)
    assert process.im.state is LoginState.LOGGED_OUT
    assert callbacks(world).count(("onForceOffline", None)) == 1


def test_reconnecting_a_phone_that_nobody_is_logged_in_on_does_nothing():
    world = a_world()
    process = running(world)
    process.device.set_network(NetworkKind.OFF)
    process.device.set_network(NetworkKind.WIFI)
    world.run_for(1_000)
    assert callbacks(world) == []


def test_app_killed_while_logged_in_is_pushed_to_after_a_night_and_many_changes_of_network():
    world = a_world()
    process = logged_in(world)
    device = process.device
    for _ in range(5):
        device.set_network(NetworkKind.OFF)
        world.run_for(30_000)
        device.set_network(NetworkKind.MOBILE)
        world.run_for(200_000)
        device.set_network(NetworkKind.WIFI)
        world.run_for(1_000)
    kill(world, device)
    assert sent_once(world) == SHOWN


# -- background -------------------------------------------------------------------------------------------------------


def test_background_is_told_with_the_unread_messages_and_its_callback_has_the_code():
    world = a_world(WorldSpec(app=AppSpec(variant="pushed_in_background")))
    device = set_up(world)
    assert device.app.process is not None
    device.app.process.to_background(unread=4)
    world.run_for(1_000)
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    assert (session.is_background, session.unread) == (True, 4)
    device.app.process.to_foreground()
    world.run_for(1_000)
    assert (session.is_background, session.unread) == (False, 0)
    assert callbacks(world)[-2:] == [("doBackground", 0), ("doForeground", 0)]


def test_messages_in_the_background_are_unread():
    world = a_world(WorldSpec(app=AppSpec(variant="pushed_in_background")))
    device = set_up(world)
    assert device.app.process is not None
    device.app.process.to_background(unread=1)
    world.run_for(1_000)
    world.im.deliver(a_message())
    world.run_for(1_000)
    assert device.app.process.im.unread == 2


def test_background_without_a_login_is_refused_here_and_told_behind_the_login():
    world = a_world(WorldSpec(app=AppSpec(variant="pushed_in_background")))
    device = world.phone("bob_phone")
    device.app.launch()
    assert device.app.process is not None
    device.app.process.to_background()
    assert callbacks(world)[-1] == ("doBackground", 6014)
    log_in(world, device)
    assert [found for found in callbacks(world) if found[0] == "doBackground"] == [
        ("doBackground", 6014),
        ("doBackground", 0),
    ]
