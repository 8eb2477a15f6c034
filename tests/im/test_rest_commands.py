"""What holds for every command of every service, whatever it does."""

import pytest

from simulator.im.commands import SERVICES
from simulator.im.rest_command import Command
from simulator.push.reason import Reason
from simulator.world.catalogue import catalogue
from tests.im.calls import HEALTHY, OK, PATHS, a_full_chat, call
from tests.im.worlds import records

commands = pytest.mark.parametrize("path", PATHS)

NOT_ADMIN = {
    "sns": 30004,
    "profile": 40004,
    "im_open_login_svc": 70403,
    "openconfigsvr": 60010,
    "group_open_http_svc": 10007,
}
NOT_JSON = {
    "sns": 30001,
    "profile": 40001,
    "im_open_login_svc": 60003,
    "openconfigsvr": 130001,
    "group_open_http_svc": 10011,
}
SPECIAL = {"/v4/timpush/push", "/v4/all_member_push/im_push", "/v4/openim/im_push"}
"""Pushes to all users, of which a second has at most one."""

ANSWERS: dict[str, set[str]] = {
    "multiaccount_import": {"FailAccounts"},
    "account_delete": {"ResultItem"},
    "account_check": {"ResultItem"},
    "sendmsg": {"MsgTime", "MsgKey"},
    "batchsendmsg": {"MsgKey"},
    "admin_getroammsg": {"Complete", "MsgCnt", "LastMsgTime", "LastMsgKey", "MsgList"},
    "get_c2c_unread_msg_num": {"AllC2CUnreadMsgNum"},
    "query_online_status": {"QueryResult"},
    "querystate": {"QueryResult"},
    "im_push": {"TaskId"},
    "push": {"TaskId"},
    "batch": {"TaskId"},
    "im_get_push_report": {"Reports"},
    "create_group": {"GroupId"},
    "add_group_member": {"MemberList"},
    "send_group_msg": {"MsgTime", "MsgSeq"},
    "group_msg_recall": {"RecallRetList"},
    "get_appid_group_list": {"TotalCount", "GroupIdList", "Next"},
    "get_group_info": {"GroupInfo"},
    "get_group_member_info": {"MemberNum", "MemberList"},
    "friend_add": {"ResultItem", "ErrorDisplay"},
    "friend_import": {"ResultItem", "ErrorDisplay"},
    "friend_update": {"ResultItem", "ErrorDisplay"},
    "friend_delete": {"ResultItem", "ErrorDisplay"},
    "friend_delete_all": {"ErrorDisplay"},
    "friend_check": {"InfoItem", "ErrorDisplay"},
    "friend_get_list": {"InfoItem", "ErrorDisplay"},
    "black_list_add": {"ResultItem", "ErrorDisplay"},
    "black_list_delete": {"ResultItem", "ErrorDisplay"},
    "portrait_set": {"ErrorDisplay"},
    "friend_get": {
        *("UserDataItem", "StandardSequence", "CustomSequence", "FriendNum", "CompleteFlag", "NextStartIndex"),
        "ErrorDisplay",
    },
    "black_list_get": {"BlackListItem", "StartIndex", "CurruentSequence", "ErrorDisplay"},
    "black_list_check": {"BlackListCheckItem", "ErrorDisplay"},
    "portrait_get": {"UserProfileItem", "ErrorDisplay"},
    "get_specified_group_member_info": {"GroupId", "MemberList"},
    "get_joined_group_list": {"TotalCount", "GroupIdList"},
    "get_role_in_group": {"UserIdList"},
    "get_group_muted_account": {"GroupId", "MutedAccountList"},
    "get_group_shutted_uin": {"GroupId", "ShuttedUinList"},
    "getnospeaking": {"C2CmsgNospeakingTime", "GroupmsgNospeakingTime"},
    "im_get_attr_name": {"AttrNames"},
    "im_get_attr": {"UserAttrs", "Attrs"},
    "im_get_tag": {"UserTags", "Tags"},
    "get_attr_name": {"AttrNames", "AttrTypes"},
    "get_attr": {"UserAttrs"},
    "get_tag": {"UserTags"},
    "normal_push_trace": {"InstanceTrace"},
    "all_member_push_trace": {"InstanceTrace"},
    "normal_push_loss": {
        *("ReadyToSendLoss", "PostSendDeliveredLoss", "PlatformReadyToSendLoss", "PlatformPostSendDeliveredLoss"),
    },
}


def service_of(path: str) -> str:
    return path.split("/")[2]


def command_of(path: str) -> Command:
    _, _, service, name = path.split("/")
    return SERVICES[service].commands[name]


def edition_of(path: str) -> dict[str, str]:
    """Only a trial application may delete accounts."""
    return {"edition": "trial"} if path.endswith("account_delete") else {}


def test_every_command_has_a_healthy_call():
    assert sorted(HEALTHY) == sorted(PATHS)


@commands
def test_healthy_call_is_answered_with_the_fields_of_its_command(path: str):
    answer = call(a_full_chat(**edition_of(path)), path, HEALTHY[path])
    assert {name: answer[name] for name in OK} == OK
    assert set(answer) - set(OK) == ANSWERS.get(path.rpartition("/")[2], set())


@commands
def test_call_of_somebody_who_is_no_administrator_is_refused_in_the_services_own_words(path: str):
    world = a_full_chat()
    answer = call(world, path, HEALTHY[path], identifier="bob", usersig=world.customer.user_sig("bob"))
    assert (answer["ActionStatus"], answer["ErrorCode"]) == ("FAIL", NOT_ADMIN.get(service_of(path), 90009))


@commands
def test_body_that_is_no_json_is_refused_in_the_services_own_words(path: str):
    answer = call(a_full_chat(), path, b"{")
    assert (answer["ActionStatus"], answer["ErrorCode"]) == ("FAIL", NOT_JSON.get(service_of(path), 90001))


@commands
def test_unknown_fields_and_null_where_nothing_is_said_are_ignored(path: str):
    body = {"Unheard_Of": {"x": [1]}, "OfflinePushInfo": None, "Condition": None, "Peer_Account": None} | HEALTHY[path]
    assert call(a_full_chat(**edition_of(path)), path, body)["ErrorCode"] == 0


@pytest.mark.parametrize("path", sorted(set(PATHS) - SPECIAL - {"/v4/timpush/batch"}))
def test_more_calls_in_a_second_than_the_command_allows_are_refused(path: str):
    world = a_full_chat()
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    limit = command_of(path).per_second_max.value
    assert limit in {1, 100, 200}
    codes = [call(world, path, HEALTHY[path])["ErrorCode"] for _ in range(limit + 2)]
    assert 60007 not in codes[:limit]
    assert codes[limit:] == [60007, 60007]
    assert records(world, "rest_refused")[-1].reason == Reason.FREQUENCY_CONTROL
    world.run_for(1_000)
    assert call(world, path, HEALTHY[path])["ErrorCode"] != 60007


@pytest.mark.parametrize("service", SERVICES)
def test_every_rule_of_a_service_can_be_looked_up(service: str):
    asked = [SERVICES[service].admission, *(command.decision for command in SERVICES[service].commands.values())]
    for decision in asked:
        assert decision.name in catalogue()
        assert [rule.name for rule in decision if rule.name not in catalogue()] == []
