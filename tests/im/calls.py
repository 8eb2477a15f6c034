"""Calls of the REST API as the administrator, and for each command a world in which a healthy one succeeds."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from simulator.im.commands import SERVICES
from simulator.im.rest import HOST
from simulator.network.http import Request
from simulator.world.spec import AppSpec, GroupSpec, ImSpec, WorldSpec
from simulator.world.world import World
from tests.im.worlds import a_message, a_world

Answer = Mapping[str, Any]
Body = dict[str, Any]

OK = {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
TEXT = [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}]
PATHS = [f"/v4/{name}/{command}" for name, service in SERVICES.items() for command in service.commands]


def replayed(world: World, request: Request) -> Answer:
    """Hand *request* to IM, let what it set going begin, and return the answer."""
    response = world.hosts.handle(request)
    assert response.status == 200
    answer: Answer = json.loads(response.body)
    world.run_for(1)
    world.check_conservation()
    return answer


def call(world: World, path: str, body: object, **query: str | None) -> Answer:
    """Call as the administrator, with *query* in place of what would be right; `None` leaves a parameter out."""
    right = {
        "sdkappid": str(world.im.sdk_app_id),
        "identifier": "administrator",
        "usersig": world.customer.user_sig("administrator"),
        "contenttype": "json",
    }
    wanted = {name: value for name, value in {**right, **query}.items() if value is not None}
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return replayed(world, Request("POST", HOST, path, urlencode(wanted), (), data))


def a_chat(*users: str, waived: Iterable[str] = (), app: AppSpec | None = None, **im: Any) -> World:
    """Return a world that knows *users*, or bob alone; *im* are fields of its application in IM."""
    world = a_world(WorldSpec(im=ImSpec(**im), app=app or AppSpec()), waived=waived)
    for user in users or ("bob",):
        world.im.accounts.add(user)
    return world


def a_full_chat(*, waived: Iterable[str] = (), app: AppSpec | None = None, **im: Any) -> World:
    """Return a world with users, groups, tags, a push and a message of alice's to bob, whose key is `0_1_1000`."""
    groups = {
        "team": GroupSpec(type="Work", members=("alice", "bob", "carol")),
        "show": GroupSpec(type="AVChatRoom", members=("alice", "bob")),
        "club": GroupSpec(type="Public", members=("alice", "bob")),
    }
    world = a_chat("alice", "bob", "carol", "dave", waived=waived, app=app, **{"groups": groups, **im})
    world.im.tasks.audience.attribute_names["0"] = "city"
    world.im.tasks.audience.set_attributes("bob", {"city": "Beijing"})
    world.im.tasks.audience.add_tags("bob", ["new"])
    if not im and app is None:
        world.im.delivery.relations.befriend("bob", "carol")
        world.im.tasks.start("a push", a_message(), ["bob"], kept_ms=0)
        assert call(world, "/v4/openim/importmsg", HEALTHY["/v4/openim/importmsg"]) == OK
        assert call(world, "/v4/group_open_http_svc/send_group_msg", HEALTHY["/v4/group_open_http_svc/send_group_msg"])
        world.run_for(2_000)
    return world


_SENT = {"MsgRandom": 7, "MsgBody": TEXT}
_NAMED = {"UserID": "bob"}
_TEAM = {"GroupId": "team"}
_FRIEND = {"To_Account": "dave", "AddSource": "AddSource_Type_Android"}
_RELATED = {"From_Account": "bob", "To_Account": ["carol"]}
_PUSHED = {"From_Account": "administrator", "MsgRandom": 8, "OfflinePushInfo": {"Title": "t", "Desc": "d"}}

HEALTHY: Mapping[str, Body] = {
    "/v4/im_open_login_svc/account_import": {"UserID": "erin", "Nick": "Erin"},
    "/v4/im_open_login_svc/multiaccount_import": {"Accounts": ["erin", "frank"]},
    "/v4/im_open_login_svc/account_delete": {"DeleteItem": [{"UserID": "dave"}]},
    "/v4/im_open_login_svc/account_check": {"CheckItem": [_NAMED]},
    "/v4/im_open_login_svc/kick": _NAMED,
    "/v4/openim/sendmsg": {"To_Account": "bob", **_SENT},
    "/v4/openim/batchsendmsg": {"To_Account": ["bob", "carol"], **_SENT},
    "/v4/openim/importmsg": {
        "SyncFromOldSystem": 5,
        "From_Account": "alice",
        "To_Account": "bob",
        "MsgRandom": 1,
        "MsgTimeStamp": 1000,
        "MsgBody": TEXT,
    },
    "/v4/openim/admin_msgwithdraw": {"From_Account": "alice", "To_Account": "bob", "MsgKey": "0_1_1000"},
    "/v4/openim/admin_getroammsg": {
        "From_Account": "alice",
        "To_Account": "bob",
        "MaxCnt": 20,
        "MinTime": 0,
        "MaxTime": 2_000_000_000,
    },
    "/v4/openim/admin_set_msg_read": {"Report_Account": "bob", "Peer_Account": "alice"},
    "/v4/openim/get_c2c_unread_msg_num": {"To_Account": "bob"},
    "/v4/openim/query_online_status": {"To_Account": ["bob"]},
    "/v4/openim/querystate": {"To_Account": ["bob"]},
    "/v4/openim/im_push": {"MsgRandom": 8, "MsgBody": TEXT},
    "/v4/openim/im_set_attr_name": {"AttrNames": {"1": "team"}},
    "/v4/openim/im_get_attr_name": {},
    "/v4/openim/im_set_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": {"city": "Beijing"}}]},
    "/v4/openim/im_get_attr": {"To_Account": ["bob"]},
    "/v4/openim/im_remove_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": ["city"]}]},
    "/v4/openim/im_add_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["vip"]}]},
    "/v4/openim/im_remove_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["new"]}]},
    "/v4/openim/im_get_tag": {"To_Account": ["bob"]},
    "/v4/openim/im_remove_all_tags": {"To_Account": ["bob"]},
    "/v4/openim/im_get_push_report": {"TaskIds": ["none"]},
    "/v4/group_open_http_svc/create_group": {"Type": "Public", "Name": "Chess", "GroupId": "chess"},
    "/v4/group_open_http_svc/add_group_member": {**_TEAM, "MemberList": [{"Member_Account": "dave"}]},
    "/v4/group_open_http_svc/modify_group_member_info": {**_TEAM, "Member_Account": "bob", "MsgFlag": "Discard"},
    "/v4/group_open_http_svc/modify_group_base_info": {**_TEAM, "Name": "Chess", "MaxMemberNum": 20},
    "/v4/group_open_http_svc/change_group_owner": {**_TEAM, "NewOwner_Account": "bob"},
    "/v4/group_open_http_svc/destroy_group": _TEAM,
    "/v4/group_open_http_svc/delete_group_member": {**_TEAM, "MemberToDel_Account": ["bob"]},
    "/v4/group_open_http_svc/forbid_send_msg": {"GroupId": "club", "Members_Account": ["bob"], "MuteTime": 60},
    "/v4/group_open_http_svc/get_appid_group_list": {},
    "/v4/group_open_http_svc/get_group_info": {"GroupIdList": ["team"]},
    "/v4/group_open_http_svc/get_group_member_info": _TEAM,
    "/v4/group_open_http_svc/get_specified_group_member_info": {**_TEAM, "Member_List_Account": ["bob"]},
    "/v4/group_open_http_svc/get_joined_group_list": {"Member_Account": "bob"},
    "/v4/group_open_http_svc/get_role_in_group": {**_TEAM, "User_Account": ["bob", "dave"]},
    "/v4/group_open_http_svc/get_group_muted_account": _TEAM,
    "/v4/group_open_http_svc/get_group_shutted_uin": _TEAM,
    "/v4/group_open_http_svc/set_unread_msg_num": {**_TEAM, "Member_Account": "bob", "UnreadMsgNum": 3},
    "/v4/group_open_http_svc/send_group_msg": {**_TEAM, "Random": 7, "MsgBody": TEXT},
    "/v4/group_open_http_svc/send_group_system_notification": {**_TEAM, "Content": "hello"},
    "/v4/group_open_http_svc/group_msg_recall": {**_TEAM, "MsgSeqList": [{"MsgSeq": 1}]},
    "/v4/openconfigsvr/setnospeaking": {"Set_Account": "bob", "C2CmsgNospeakingTime": 60},
    "/v4/openconfigsvr/getnospeaking": {"Get_Account": "bob"},
    "/v4/sns/friend_add": {"From_Account": "bob", "AddFriendItem": [_FRIEND]},
    "/v4/sns/friend_import": {"From_Account": "bob", "AddFriendItem": [_FRIEND]},
    "/v4/sns/friend_update": {
        "From_Account": "bob",
        "UpdateItem": [{"To_Account": "carol", "SnsItem": [{"Tag": "Tag_SNS_IM_Remark", "Value": "C."}]}],
    },
    "/v4/sns/friend_delete": {**_RELATED, "DeleteType": "Delete_Type_Both"},
    "/v4/sns/friend_delete_all": {"From_Account": "bob"},
    "/v4/sns/friend_check": {**_RELATED, "CheckType": "CheckResult_Type_Both"},
    "/v4/sns/friend_get": {"From_Account": "bob", "StartIndex": 0},
    "/v4/sns/friend_get_list": {**_RELATED, "TagList": ["Tag_SNS_IM_Remark", "Tag_Profile_IM_Nick"]},
    "/v4/sns/black_list_add": _RELATED,
    "/v4/sns/black_list_delete": _RELATED,
    "/v4/sns/black_list_get": {"From_Account": "bob", "StartIndex": 0, "MaxLimited": 30, "LastSequence": 0},
    "/v4/sns/black_list_check": {**_RELATED, "CheckType": "BlackCheckResult_Type_Both"},
    "/v4/profile/portrait_set": {
        "From_Account": "bob",
        "ProfileItem": [{"Tag": "Tag_Profile_IM_Nick", "Value": "Bobby"}],
    },
    "/v4/profile/portrait_get": {"To_Account": ["bob"], "TagList": ["Tag_Profile_IM_Nick"]},
    "/v4/all_member_push/im_push": {"MsgRandom": 8, "MsgBody": TEXT},
    "/v4/all_member_push/im_set_attr_name": {"AttrNames": {"1": "team"}},
    "/v4/all_member_push/im_get_attr_name": {},
    "/v4/all_member_push/im_set_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": {"city": "Beijing"}}]},
    "/v4/all_member_push/im_get_attr": {"To_Account": ["bob"]},
    "/v4/all_member_push/im_remove_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": ["city"]}]},
    "/v4/all_member_push/im_add_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["vip"]}]},
    "/v4/all_member_push/im_remove_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["new"]}]},
    "/v4/all_member_push/im_get_tag": {"To_Account": ["bob"]},
    "/v4/all_member_push/im_remove_all_tags": {"To_Account": ["bob"]},
    "/v4/timpush/set_attr_name": {"AttrNames": {"1": "team"}, "AttrTypes": {"1": 0}},
    "/v4/timpush/get_attr_name": {},
    "/v4/timpush/set_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": {"city": "Beijing"}}]},
    "/v4/timpush/get_attr": {"To_Account": ["bob"]},
    "/v4/timpush/remove_attr": {"UserAttrs": [{"To_Account": "bob", "Attrs": ["city"]}]},
    "/v4/timpush/add_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["vip"]}]},
    "/v4/timpush/remove_tag": {"UserTags": [{"To_Account": "bob", "Tags": ["new"]}]},
    "/v4/timpush/get_tag": {"To_Account": ["bob"]},
    "/v4/timpush/clear_all_tags": {"To_Account": ["bob"]},
    "/v4/timpush/push": _PUSHED,
    "/v4/timpush/batch": {**_PUSHED, "To_Account": ["bob"]},
    "/v4/timpush/revoke": {"TaskId": "a push", "OfflinePushInfo": {"Desc": "withdrawn"}},
    "/v4/timpush/normal_push_trace": {"PushID": "none"},
    "/v4/timpush/all_member_push_trace": {"TaskID": "none", "UserID": "bob"},
    "/v4/timpush/normal_push_loss": {"StartTime": 1000, "EndTime": 2000},
}
"""Of each command a body with which it succeeds in a full chat."""


def path_of(command: str) -> str:
    """Return the path of *command*, which `HEALTHY` has once, or first under its newer service."""
    return next(path for path in reversed(HEALTHY) if path.endswith(f"/{command}"))


def spoilt(command: str, **fields: object) -> Body:
    """Return the healthy body of *command* with *fields* in place of its own; `None` leaves one out."""
    body = {**HEALTHY[path_of(command)], **fields}
    return {name: value for name, value in body.items() if value is not None}
