import pytest

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.app.process import AppProcess
from simulator.device.app.process_rules import OPEN, START
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import LogIn, Register, ReportToken
from simulator.world.spec import AppSpec, AppVendorSpec, PhoneSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import LOGIN_MS, SHOWN, a_world, callbacks, kill, log_in, records, send, sent_once, set_up


def with_app(**fields: object) -> World:
    return a_world(WorldSpec(app=AppSpec(**fields)))


def process_of(world: World) -> AppProcess:
    process = world.phone("bob_phone").app.process
    assert process is not None
    return process


def started(world: World) -> list[Record]:
    return records(world, Hop.SDK_STARTED, "bob_phone")


# -- processes --------------------------------------------------------------------------------------------------------


def test_launch_starts_one_process_and_brings_it_to_the_front_again():
    world = a_world()
    app = world.phone("bob_phone").app
    assert (app.is_running, app.state) == (False, ProcessState.DEAD)
    app.launch()
    first = app.process
    process_of(world).to_background()
    assert app.state is ProcessState.BACKGROUND
    app.launch()
    assert (app.is_running, app.state, app.process) == (True, ProcessState.FOREGROUND, first)
    assert app.start() is first


@pytest.mark.parametrize("by", list(KillCause))
def test_killed_process_is_not_alive_and_the_next_one_is_another(by: KillCause):
    world = a_world()
    device = set_up(world)
    process = process_of(world)
    process.to_background()
    device.kill_app(by)
    assert not process.is_alive
    assert not device.app.is_running
    device.app.launch()
    assert device.app.process is not process
    assert process_of(world).is_alive


def test_what_a_process_wanted_to_do_later_dies_with_it():
    world = a_world()
    device = set_up(world)
    done: list[str] = []
    process_of(world).later(1_000, lambda: done.append("dead"))
    kill(world, device)
    device.app.launch()
    process_of(world).later(1_000, lambda: done.append("alive"))
    world.run_for(5_000)
    assert done == ["alive"]


def test_im_is_initialised_before_the_vendors_sdk():
    world = a_world()
    world.phone("bob_phone").app.launch()
    kinds = [
        record.name
        for record in world.trace
        if (record.kind, record.name) in {(Kind.LOG, "System.out"), (Kind.HOP, Hop.SDK_STARTED)}
    ]
    assert kinds == ["System.out", "System.out", Hop.SDK_STARTED]


# -- starting a vendor's SDK ------------------------------------------------------------------------------------------


def test_sdk_is_started_once_per_process():
    world = a_world()
    device = set_up(world)
    device.app.launch()
    assert [record.outcome for record in started(world)] == [Outcome.OK]


@pytest.mark.parametrize(
    ("spec", "rule", "reason"),
    [
        (
            WorldSpec(phones={"bob_phone": PhoneSpec(model="Samsung Galaxy S21")}),
            "app.brand_unknown",
            Reason.WRONG_BRAND,
        ),
        (
            WorldSpec(app=AppSpec(vendors={"vivo": AppVendorSpec(sdk="none")})),
            "app.sdk_missing",
            Reason.SDK_MISSING,
        ),
        (WorldSpec(app=AppSpec(variant="without_sdk_init")), "app.sdk_never_started", Reason.SDK_NOT_INITIALISED),
    ],
)
def test_sdk_that_is_not_started_says_why(spec: WorldSpec, rule: str, reason: Reason):
    world = a_world(spec)
    world.phone("bob_phone").app.launch()
    (hop,) = started(world)
    assert (hop.outcome, hop.rule, hop.reason) == (Outcome.REFUSED, rule, reason)
    assert rule in {one.name for one in START}


def test_sdk_initialised_on_the_main_page_is_started_after_the_login():
    world = with_app(variant="sdk_init_on_main_page")
    device = world.phone("bob_phone")
    device.app.launch()
    assert started(world) == []
    log_in(world, device)
    assert [record.outcome for record in started(world)] == [Outcome.OK]


def test_push_that_is_never_opened_says_so():
    world = with_app(variant="push_never_opened")
    set_up(world)
    hop = started(world)[-1]
    assert (hop.rule, hop.reason) == ("app.push_never_opened", Reason.PUSH_NOT_OPENED)
    assert [rule.name for rule in OPEN] == ["app.push_never_opened"]


@pytest.mark.parametrize(
    ("variant", "reason"),
    [("without_sdk_init", Reason.SDK_NOT_INITIALISED), ("push_never_opened", Reason.PUSH_NOT_OPENED)],
)
def test_waived_the_sdk_is_started_and_opened_and_the_push_arrives(variant: str, reason: Reason):
    world = a_world(WorldSpec(app=AppSpec(variant=variant)), waived=[reason])
    kill(world, set_up(world))
    assert sent_once(world) == SHOWN


# -- who is logged in -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("variant", "logins"), [("careful", 2), ("login_forgotten", 1)])
def test_next_start_logs_the_same_user_in_where_the_app_remembers_him(variant: str, logins: int):
    world = with_app(variant=variant)
    device = set_up(world)
    kill(world, device)
    device.app.launch()
    world.run_for(LOGIN_MS)
    assert callbacks(world).count(("login", 0)) == logins


@pytest.mark.parametrize("leave", ["log_out", "kicked", "clear_data"])
def test_user_who_left_is_not_logged_in_at_the_next_start(leave: str):
    world = a_world()
    device = set_up(world)
    if leave == "log_out":
        process_of(world).log_out()
    elif leave == "kicked":
        world.im.kick_user("bob")
    else:
        device.clear_data()
    world.run_for(LOGIN_MS)
    kill(world, device)
    device.app.launch()
    world.run_for(LOGIN_MS)
    assert callbacks(world).count(("login", 0)) == 1


def test_login_that_fails_leads_to_no_main_page():
    world = a_world()
    device = world.phone("bob_phone")
    device.app.launch()
    world.customer.sig_lifetime_s = 0
    log_in(world, device)
    assert callbacks(world) == [("login", 70001)]
    assert "user" not in device.app.storage
    assert records(world, Hop.REG_ID_ISSUED) == []


def test_certificate_id_of_a_vendor_that_the_app_does_not_know_is_0():
    app = a_world().phone("bob_phone").app
    assert app.certificate_id("vivo") > 0
    assert app.certificate_id("nobody") == 0


def test_kill_before_any_login_closes_no_connection():
    world = a_world()
    device = world.phone("bob_phone")
    device.app.launch()
    kill(world, device)
    assert [record for record in world.trace if record.data.get("message") == "ConnectionClosed"] == []


# -- what its end leaves undone ---------------------------------------------------------------------------------------

HELD = {
    Reason.ENDED_BEFORE_REG_ID: ("vivo>bob_phone", Register),
    Reason.ENDED_BEFORE_LOGIN: ("im>bob_phone", LogIn),
    Reason.ENDED_BEFORE_REPORT: ("im>bob_phone", ReportToken),
}


def ended_while(reason: Reason, *waived: str) -> World:
    """Kill the app while what *reason* speaks of is on its way, send a message, and only then let it arrive."""
    world = a_world(waived=waived)
    phone = world.phone("bob_phone")
    name, kind = HELD[reason]
    link = world.network.find(name)
    assert link is not None
    link.hold(kind)
    phone.app.launch()
    log_in(world, phone)
    world.run_for(10_000)
    kill(world, phone)
    # A push to somebody of whom IM has not heard is none: the login gets there in any case.
    if reason is Reason.ENDED_BEFORE_LOGIN or (reason is Reason.ENDED_BEFORE_REG_ID and waived):
        link.release(kind)
        world.run_for(10_000)
    return world


@pytest.mark.parametrize("reason", HELD)
def test_end_of_the_app_is_the_root_of_what_it_leaves_undone(reason: Reason):
    world = ended_while(reason)
    (verdict,) = send(world)
    assert (verdict.reason, verdict.root) == (Reason.NO_TOKEN, reason)
    link = world.network.find(HELD[reason][0])
    assert link is not None
    link.release(HELD[reason][1])
    world.run_for(10_000)
    assert bool(records(world, Hop.TOKEN_BOUND, "bob_phone")) is (reason is Reason.ENDED_BEFORE_REPORT)
    # What is bound afterwards changes nothing about the push that had no token.
    assert next(world.verdicts()).root == reason


@pytest.mark.parametrize("reason", HELD)
def test_waived_the_end_leaves_nothing_undone(reason: Reason):
    world = ended_while(reason, reason)
    assert sent_once(world) == SHOWN


def test_end_of_an_app_whose_token_is_bound_leaves_nothing_undone():
    world = a_world()
    kill(world, set_up(world))
    assert not [one for one in world.trace if one.reason in HELD]
