"""What the console lets nobody do: calls, logins and contents that it bars, and what an edition has no room for."""

import pytest

from simulator.push.message import Element
from simulator.push.platform import Platform
from simulator.push.uplink import LogIn
from simulator.world.spec import ImSpec, WorldSpec
from simulator.world.world import World
from tests.im.calls import HEALTHY, a_chat, a_full_chat, call, path_of, spoilt
from tests.im.worlds import a_message, a_world, callbacks, log_in, records

SEND, CREATE, ADD = map(path_of, ("sendmsg", "create_group", "add_group_member"))


def shown_login(user: str = "bob", **im: object) -> tuple[World, list[object]]:
    """Let *user* log in with the app and return what the app is told."""
    world = a_world(WorldSpec(im=ImSpec(**im)))
    device = world.phone("bob_phone")
    device.app.launch()
    log_in(world, device, user)
    return world, [code for name, code in callbacks(world) if name == "login"]


@pytest.mark.parametrize(
    ("im", "codes"),
    [({"blocklisted": ("bob",)}, [70051]), ({"restricted": ("bob",)}, [70114]), ({"blocklisted": ("carol",)}, [0])],
    ids=["blocklisted", "restricted", "somebody else"],
)
def test_user_whom_the_console_bars_hears_why_he_cannot_log_in(im: dict[str, object], codes: list[object]):
    world, told = shown_login(**im)
    assert told == codes
    assert bool(records(world, "token_bound")) is (codes == [0])


def test_trial_has_a_hundred_users_a_day():
    world = a_world(WorldSpec(im=ImSpec(edition="trial")))
    device = world.phone("bob_phone")
    for number in range(100):
        user = f"user{number}"
        sig = world.customer.user_sig(user)
        login = LogIn(user, sig, world.im.sdk_app_id, "bob_phone", Platform.ANDROID, "4.9.1")
        assert world.im.answer(login).code == 0
    device.app.launch()
    log_in(world, device, "user7")
    log_in(world, device, "bob")
    world.run_for(86_400_000)
    log_in(world, device, "bob")
    assert [code for name, code in callbacks(world) if name == "login"] == [0, 72000, 0]


def test_wrong_user_sigs_bar_only_their_user_and_only_for_a_minute():
    world = a_full_chat()
    tries = [call(world, SEND, spoilt("sendmsg"), usersig="x")["ErrorCode"] for _ in range(22)]
    assert tries == [70003] * 20 + [70050] * 2
    assert call(world, SEND, spoilt("sendmsg"))["ErrorCode"] == 70050
    assert world.im.check_sig("bob", world.customer.user_sig("bob")) is None
    world.run_for(60_000)
    assert call(world, SEND, spoilt("sendmsg"))["ErrorCode"] == 0


def test_calls_come_from_an_address_that_is_allowed():
    for allowed, code in (((), 0), (("192.0.2.1", "198.51.100.7"), 0), (("192.0.2.1",), 60021)):
        assert call(a_chat(allowed_addresses=allowed), SEND, spoilt("sendmsg"))["ErrorCode"] == code


def test_command_that_is_switched_off_leaves_the_others_alone():
    world = a_full_chat(disabled_commands=("openim/sendmsg", "group_open_http_svc/create_group"))
    found = {path: call(world, path, body)["ErrorCode"] for path, body in HEALTHY.items()}
    assert {path: code for path, code in found.items() if code in {60017, 10026}} == {SEND: 60017, CREATE: 10026}


def test_service_administrator_and_application_have_limits_of_their_own_for_a_second():
    world = a_full_chat(admins=("administrator", "second"))
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)

    def codes_of(command: str, times: int, user: str = "administrator") -> set[int]:
        caller = {"identifier": user, "usersig": world.customer.user_sig(user)}
        body = spoilt(command)
        return {call_at_once(world, path_of(command), body, caller) for _ in range(times)}

    assert codes_of("get_c2c_unread_msg_num", 200) == {0}
    assert codes_of("query_online_status", 100) == {0}
    assert codes_of("querystate", 1) == {60018}
    assert codes_of("set_unread_msg_num", 100) == {0}
    assert codes_of("set_unread_msg_num", 1) == {60019}
    assert codes_of("account_check", 100, "second") == {0}
    assert codes_of("kick", 1, "second") == {60011}
    world.run_for(1_000)
    assert codes_of("querystate", 1) == {0}


def call_at_once(world: World, path: str, body: object, caller: dict[str, str]) -> int:
    at_ms = world.scheduler.now_ms
    code = int(call(world, path, body, **caller)["ErrorCode"])
    assert world.scheduler.now_ms - at_ms <= 1
    return code


def test_image_that_the_review_stops_is_refused_from_an_app_and_over_rest():
    world = a_full_chat(forbidden_images=("7",))
    stopped, fine = ([{"MsgType": "TIMImageElem", "MsgContent": {"UUID": uuid}}] for uuid in ("7", "8"))
    assert call(world, SEND, spoilt("sendmsg", MsgBody=stopped))["ErrorCode"] == 80004
    assert call(world, SEND, spoilt("sendmsg", MsgBody=fine))["ErrorCode"] == 0
    message = a_message(elements=(Element("TIMImageElem", {"UUID": "7"}),))
    assert world.im.intake.take_from_client(message, "").code == 80004


# -- quotas of the edition --------------------------------------------------------------------------------------------


def test_edition_limits_the_members_of_a_group_but_not_of_a_community():
    users = [f"user{number}" for number in range(21)]
    world = a_chat(*users, edition="trial")
    everybody = [{"Member_Account": user} for user in users]
    assert call(world, CREATE, spoilt("create_group", MemberList=everybody))["ErrorCode"] == 10038
    assert call(world, CREATE, spoilt("create_group", MaxMemberCount=21))["ErrorCode"] == 10038
    assert call(world, CREATE, spoilt("create_group", MemberList=everybody[:20]))["ErrorCode"] == 0
    assert call(world, ADD, {"GroupId": "chess", "MemberList": everybody[19:]})["ErrorCode"] == 10038
    assert call(world, ADD, {"GroupId": "chess", "MemberList": everybody[:20]})["ErrorCode"] == 0
    community = spoilt("create_group", GroupId="town", Type="Community", MemberList=everybody)
    assert call(world, CREATE, community)["ErrorCode"] == 0


def test_user_who_is_in_as_many_groups_as_the_edition_has_joins_no_other():
    world = a_chat("dave", edition="trial")
    dave = [{"Member_Account": "dave"}]
    for number in range(50):
        body = spoilt("create_group", GroupId=f"g{number}", MemberList=dave)
        assert call(world, CREATE, body)["ErrorCode"] == 0
    assert call(world, CREATE, spoilt("create_group", GroupId="more", MemberList=dave))["ErrorCode"] == 10037
    assert call(world, CREATE, spoilt("create_group", GroupId="empty"))["ErrorCode"] == 0
    assert call(world, ADD, {"GroupId": "empty", "MemberList": dave})["ErrorCode"] == 10037
    assert call(world, ADD, {"GroupId": "g1", "MemberList": dave})["MemberList"][0]["Result"] == 2


def test_unknown_command_of_groups_is_told_by_their_service_and_any_other_by_the_gateway():
    world = a_chat()
    assert call(world, "/v4/group_open_http_svc/send_group_message", {})["ErrorCode"] == 10003
    assert call(world, "/v4/group_svc/send_group_msg", {})["ErrorCode"] == 60009
    (group, other) = records(world, "rest_refused")
    assert (group.rule, other.rule) == ("im.rest.group_command_unknown", "im.rest.path_unknown")
    assert path_of("send_group_msg") in group.data["nearest"]


@pytest.mark.parametrize("rule", ["im.login.blocklisted", "im.login.restricted"])
def test_barred_user_is_let_in_where_the_rule_against_him_is_waived(rule: str):
    world = a_world(WorldSpec(im=ImSpec(**{rule.rpartition(".")[2]: ("bob",)})), waived=[rule])
    device = world.phone("bob_phone")
    device.app.launch()
    log_in(world, device)
    assert [code for name, code in callbacks(world) if name == "login"] == [0]
