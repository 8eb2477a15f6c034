import base64
import zlib
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.im.login_admission import LOGIN_ADMISSION
from simulator.im.token_report import TOKEN_REPORT
from simulator.kernel.trace import Outcome, Record
from simulator.network.faults import FaultKind
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.push.platform import Platform
from simulator.push.reason import Reason
from simulator.push.uplink import ChangeGround, ConnectionClosed, ImAnswer, LogIn, LogOut, ReportToken, SendMessage
from simulator.world.spec import AppSpec, AppVendorSpec, CertificateSpec, ImSpec, WorldSpec
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
)

TOKEN = "t" * 23


def a_login(world: World, user: str = "bob", phone: str = "bob_phone", **changes: object) -> LogIn:
    world.phone(phone)
    sig = world.customer.user_sig(user)
    question = LogIn(user, sig, world.im.sdk_app_id, phone, Platform.ANDROID, "4.9.1")
    return replace(question, **changes)


def ask(world: World, question: object) -> int:
    answer = world.im.answer(question)
    world.run_for(0)
    return answer.code


def packed(document: bytes) -> str:
    return base64.b64encode(zlib.compress(document)).decode().translate(str.maketrans("+/=", "*-_"))


def report(world: World, token: str = TOKEN, user: str = "bob") -> int:
    return ask(world, ReportToken(user, "bob_phone", 6666, token))


def token_hops(world: World) -> list[Record]:
    return records(world, Hop.TOKEN_BOUND, "bob_phone")


# -- logins -----------------------------------------------------------------------------------------------------------


def test_first_login_makes_the_account():
    world = a_world()
    assert "bob" not in world.im.accounts
    assert ask(world, a_login(world)) == 0
    assert "bob" in world.im.accounts


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: {"user_sig": ""}, 70002),
        (lambda _: {"user_sig": "x"}, 70003),
        (lambda _: {"user_sig": packed(b"{}")}, 70005),
        (lambda world: {"user_sig": world.customer.user_sig("alice")}, 70013),
    ],
)
def test_login_with_a_wrong_user_sig_is_refused_with_its_code(spoil: Callable[[World], dict[str, object]], code: int):
    world = a_world()
    assert ask(world, a_login(world, **spoil(world))) == code
    (session,) = records(world, "session")
    assert (session.outcome, session.reason) == (Outcome.REFUSED, Reason.LOGIN_FAILED)
    assert session.rule.startswith("im.user_sig.")
    assert "bob" not in world.im.accounts
    assert sent_once(world) == at_decision(Reason.LOGIN_FAILED)


def test_refused_login_leaves_the_session_before_it_as_it_was():
    world = a_world()
    kill(world, set_up(world))
    assert ask(world, a_login(world, user_sig="")) == 70002
    assert sent_once(world) == SHOWN


def test_login_elsewhere_is_refused_once_and_waived_it_is_not():
    for waived, codes in (((), [6208, 0]), (("im.kicked_while_away",), [0, 0])):
        world = a_world(waived=waived)
        ask(world, a_login(world))
        world.im.connection_closed(ConnectionClosed("bob_phone"))
        ask(world, a_login(world, phone="second_phone"))
        assert [ask(world, a_login(world)) for _ in range(2)] == codes
    assert [rule.name for rule in LOGIN_ADMISSION][-1:] == ["im.kicked_while_away"]


def test_logging_out_without_a_session_does_nothing():
    world = a_world()
    assert ask(world, LogOut("bob", "bob_phone")) == 0
    assert records(world, "session") == []


@pytest.mark.parametrize(
    "question",
    [
        ChangeGround("bob", "bob_phone", is_background=True),
        SendMessage("bob", "bob_phone", Message("bob", "alice", a_message().elements)),
    ],
)
def test_request_without_a_session_is_refused(question: object):
    world = a_world()
    world.im.accounts.add("alice")
    assert ask(world, question) == 20002
    ask(world, a_login(world))
    assert ask(world, question) == 0
    ask(world, LogOut("bob", "bob_phone"))
    assert ask(world, question) == 20002


def test_message_to_nobody_is_refused():
    world = a_world()
    ask(world, a_login(world))
    answer = world.im.answer(SendMessage("bob", "bob_phone", a_message(to="nobody404")))
    assert answer == ImAnswer(20003, "Invalid To_Account")


def test_what_no_im_sdk_asks_is_our_own_fault():
    with pytest.raises(AssertionError, match="no IM SDK sends"):
        a_world().im.answer("hello")


@pytest.mark.parametrize(
    "question",
    [
        ReportToken("bob", "bob_phone", 6666, TOKEN),
        ChangeGround("bob", "bob_phone", is_background=True),
        SendMessage("bob", "bob_phone", a_message(to="bob")),
    ],
)
def test_every_request_is_a_sign_of_life(question: object):
    world = a_world()
    ask(world, a_login(world))
    world.run_for(50_000)
    ask(world, question)
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    assert session.heard_ms == 50_000


# -- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [[], [LogOut("bob", "bob_phone")]])
def test_token_reported_without_a_session_is_refused(before: list[object]):
    world = a_world()
    if before:
        ask(world, a_login(world))
    for question in before:
        ask(world, question)
    assert report(world) == 21005
    (hop,) = token_hops(world)
    assert (hop.outcome, hop.reason, hop.rule) == (Outcome.REFUSED, Reason.NOT_LOGGED_IN, "im.token_before_login")
    assert world.im.bindings.find("bob", "bob_phone") is None


@pytest.mark.parametrize(
    ("token", "code", "reason"),
    [
        ("", 22003, Reason.TOKEN_EMPTY),
        ("x", 0, ""),
        ("x" * 256, 0, ""),
        ("x" * 257, 22004, Reason.TOKEN_REFUSED),
        ("x" * 10_000, 22004, Reason.TOKEN_REFUSED),
        ("用" * 85, 0, ""),
        ("用" * 86, 22004, Reason.TOKEN_REFUSED),
    ],
)
def test_token_has_1_to_256_bytes(token: str, code: int, reason: str):
    world = a_world()
    ask(world, a_login(world))
    assert report(world, token) == code
    (hop,) = token_hops(world)
    assert (hop.name, hop.reason) == (Hop.TOKEN_BOUND, reason)


def test_token_is_refused_while_no_certificate_was_ever_uploaded():
    world = a_world(WorldSpec(certificates={"vivo": CertificateSpec(hosted=False)}))
    ask(world, a_login(world))
    assert report(world) == 22001
    (hop,) = token_hops(world)
    assert (hop.reason, hop.rule) == (Reason.TOKEN_REFUSED, "im.no_certificate_uploaded")
    world.im.console.host(Certificate(1, "oppo"))
    assert report(world) == 0


def test_certificate_id_that_nobody_knows_is_bound_and_fails_at_the_push():
    world = a_world(WorldSpec(app=AppSpec(vendors={"vivo": AppVendorSpec(certificate_id=31287)})))
    kill(world, set_up(world))
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    assert binding.certificate_id == 31287
    assert sent_once(world) == at_decision(Reason.CERTIFICATE_UNKNOWN)


@pytest.mark.parametrize("rule", [rule.name for rule in TOKEN_REPORT])
def test_waived_rule_lets_the_token_be_bound(rule: str):
    world = a_world(WorldSpec(certificates={"vivo": CertificateSpec(hosted=False)}), waived=[rule])
    if rule != "im.no_certificate_uploaded":
        world.im.console.host(Certificate(1, "oppo"))
    if rule != "im.token_before_login":
        ask(world, a_login(world))
    token = {"im.token_is_empty": "", "im.token_too_long": "x" * 257}.get(rule, TOKEN)
    assert report(world, token) == 0


# -- messages ---------------------------------------------------------------------------------------------------------


def test_message_to_a_user_without_phones_begins_no_push():
    world = a_world()
    assert send(world) == []
    assert world.ledger.opened == 0


def test_push_begins_for_every_phone_on_which_the_user_ever_tried_to_log_in():
    world = a_world(WorldSpec(im=ImSpec(phones_per_user=3)))
    for name in ("one", "two"):
        kill(world, set_up(world, name))
    ask(world, a_login(world, phone="three", user_sig=""))
    set_up(world, "carols_phone", "carol")
    verdicts = {verdict.phone: ended(verdict) for verdict in send(world)}
    assert verdicts == {"one": SHOWN, "two": SHOWN, "three": at_decision(Reason.LOGIN_FAILED)}


def test_conservation_holds_at_every_millisecond_of_a_push():
    world = a_world()
    kill(world, set_up(world))
    world.im.deliver(a_message())
    for _ in range(1_500):
        world.run_for(1)
        world.check_conservation()
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN


def test_push_whose_vendor_cannot_be_reached_ends_there():
    world = a_world()
    kill(world, set_up(world))
    link = world.network.find("im>vivo")
    assert link is not None
    link.cut(60_000)
    assert sent_once(world) == (Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE)
    world.run_for(60_000)
    link.fail_next(FaultKind.SERVER_ERROR, 1)
    assert sent_once(world) == (Hop.PUSH_REQUESTED, Reason.VENDOR_FAULT)
    assert sent_once(world) == SHOWN


def test_messages_in_a_row_reach_an_online_app_and_none_is_pushed():
    world = a_world()
    device = set_up(world)
    for number in range(5):
        assert sent_once(world, a_message(f"{number}")) == at_decision(Reason.ONLINE_INSTEAD)
    assert device.app.process is not None
    inbox = [message.elements[0].content["Text"] for message in device.app.process.im.inbox]
    assert inbox == ["0", "1", "2", "3", "4"]
    assert len(records(world, "message_received")) == 5
    assert device.notifications.shade == ()


def test_message_that_the_link_loses_is_kept_for_the_next_login():
    world = a_world()
    device = set_up(world)
    link = world.network.find("im>bob_phone")
    assert link is not None
    link.fail_next(FaultKind.LOST, 1)
    assert sent_once(world) == at_decision(Reason.ONLINE_INSTEAD)
    assert records(world, "message_received") == []
    log_in(world, device)
    assert len(records(world, "message_received")) == 1


def test_kept_messages_come_in_once_however_often_the_user_logs_in():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    sent_once(world)
    for _ in range(3):
        device.app.launch()
        world.run_for(3_000)
        kill(world, device)
    assert len(records(world, "message_received")) == 1


def test_kept_messages_stay_for_a_phone_that_dies_before_it_gets_them():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    sent_once(world)
    for life_ms in (100, 300, 600, 680, 5_000):
        device.app.launch()
        world.run_for(life_ms)
        kill(world, device)
    assert len(records(world, "message_received")) == 1


def test_push_to_a_phone_without_network_waits_at_the_vendor_and_is_shown_later():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    device.set_network(NetworkKind.OFF)
    (verdict,) = send(world)
    assert (verdict.text, verdict.reason) == ("pending", Reason.DEVICE_OFFLINE)
    device.set_network(NetworkKind.WIFI)
    world.run_for(5_000)
    world.check_conservation()
    assert world.verdict(verdict.push_id).text == "shown"


def test_same_seed_gives_the_same_trace_and_another_seed_another_one():
    def played(seed: int) -> list[str]:
        world = a_world(seed=seed)
        kill(world, set_up(world))
        sent_once(world)
        return list(world.trace.to_json_lines())

    assert played(1) == played(1) != played(2)


# -- requests of a login ----------------------------------------------------------------------------------------------


def test_request_after_the_user_sig_ran_out_wants_a_new_login():
    world = a_world()
    world.im.accounts.add("alice")
    world.customer.sig_lifetime_s = 60
    ask(world, a_login(world))
    question = SendMessage("bob", "bob_phone", Message("bob", "alice", a_message().elements))
    world.run_for(59_000)
    assert [ask(world, question), report(world)] == [0, 0]
    world.run_for(1_000)
    assert [ask(world, question), report(world)] == [-10003, -10003]
    refused = [record.rule for record in world.trace if record.reason == Reason.NOT_LOGGED_IN]
    assert refused == ["im.ticket_expired", "im.token_ticket_expired"]
    world.customer.sig_lifetime_s = 60
    ask(world, a_login(world))
    assert [ask(world, question), report(world)] == [0, 0]


def test_app_is_told_that_its_user_sig_ran_out_and_logs_in_again():
    world = a_world()
    world.im.accounts.add("alice")
    world.customer.sig_lifetime_s = 60
    device = set_up(world)
    world.run_for(60_000)
    assert device.app.process is not None
    device.app.process.send(Message("bob", "alice", a_message().elements))
    world.run_for(1_000)
    told = [(name, code) for name, code in callbacks(world) if name in {"message_sent", "onUserSigExpired", "login"}]
    assert told == [("login", 0), ("message_sent", -10003), ("onUserSigExpired", -10003), ("login", 0)]


def test_user_sig_that_ran_out_ends_no_pushes():
    world = a_world()
    world.customer.sig_lifetime_s = 60
    kill(world, set_up(world))
    world.run_for(600_000)
    assert sent_once(world) == SHOWN


@pytest.mark.parametrize("times", [5, 6, 20])
def test_token_may_be_reported_five_times_a_second(times: int):
    world = a_world()
    ask(world, a_login(world))
    assert [report(world) for _ in range(times)] == [0] * 5 + [22006] * (times - 5)
    world.run_for(1_000)
    assert report(world) == 0


@pytest.mark.parametrize(("length", "code"), [(1_024, 0), (1_025, 22005), (3_000, 22005)])
def test_login_data_have_at_most_1024_bytes(length: int, code: int):
    world = a_world()
    ask(world, a_login(world))
    session = world.im.sessions.find("bob", "bob_phone")
    assert session is not None
    session.login_bytes = length
    assert report(world) == code


def test_login_data_are_user_id_and_user_sig():
    world = a_world()
    question = a_login(world, user="鲍勃")
    ask(world, question)
    session = world.im.sessions.find("鲍勃", "bob_phone")
    assert session is not None
    assert session.login_bytes == 6 + len(question.user_sig)


def test_token_that_another_user_had_is_taken_over_on_the_record():
    world = a_world()
    for user in ("bob", "carol"):
        ask(world, a_login(world, user))
        assert report(world, user=user) == 0
    assert [hop.data.get("facts") for hop in token_hops(world)] == [None, ("im.token_has_one_owner",)]


@pytest.mark.parametrize(("kind", "code"), [(FaultKind.SERVER_ERROR, 22002), (FaultKind.TIMEOUT, 6012)])
def test_report_that_meets_a_fault_is_told_otherwise_than_one_that_meets_silence(kind: FaultKind, code: int):
    world = a_world(WorldSpec(app=AppSpec(variant="without_retry")))
    device = set_up(world)
    link = world.network.find("im>bob_phone")
    assert link is not None
    link.fail_next(kind, 1)
    told: list[int] = []
    assert device.app.process is not None
    device.app.process.im.set_offline_push_token(6666, TOKEN, lambda code, _: told.append(code))
    world.run_for(10_000)
    assert told == [code]
