"""Commands of the REST API that Tencent IM has and this simulation has not, so that a call of one is told so plainly.

A command that is simulated is a module's of `commands/` and no more listed here.
"""

from collections.abc import Mapping

from simulator.kernel.source import Fact, Source

_LIST = Source("Tencent IM REST API", "list of commands")

LEFT_OUT: Fact[Mapping[str, frozenset[str]]] = Fact(
    "im.rest_commands_left_out",
    {
        "openim": frozenset(
            {
                *("clear_c2c_msg", "delete_c2c_msg_ramble", "get_c2c_msg_read_receipt", "modify_c2c_msg"),
                *("modify_group_msg",),
            }
        ),
        "openim_msg_ext_http_svc": frozenset(
            {"get_key_values", "set_key_values", "group_get_key_values", "group_set_key_values"}
        ),
        "group_open_http_svc": frozenset(
            {
                *("ban_group_member", "clear_group_attr", "clear_group_msg", "delete_group_counter"),
                *("delete_group_msg_by_sender", "get_group_ban_member", "get_group_counter", "get_group_msg_receipt"),
                *("get_group_msg_receipt_detail", "get_online_member_num", "get_permission_group_member_list"),
                *("group_msg_get_simple", "import_group", "import_group_member", "import_group_msg", "import_topic"),
                *("modify_group_attr", "search_group", "send_broadcast_msg", "set_group_attr"),
                *("unban_group_member", "update_group_counter"),
            }
        ),
        "group_open_attr_http_svc": frozenset({"get_group_attr"}),
        "group_open_avchatroom_http_svc": frozenset({"check_members", "get_members", "modify_user_info"}),
        "million_group_open_http_svc": frozenset({"create_topic", "destroy_topic", "get_topic", "modify_topic"}),
        "official_account_open_http_svc": frozenset(
            {
                *("add_subscriber", "create_official_account", "delete_subscriber", "destroy_official_account"),
                *("get_official_account_info", "get_subscribed_official_account_list", "get_subscriber_info"),
                *("modify_official_account_base_info", "modify_subscriber_info", "official_account_msg_get_simple"),
                *("official_account_msg_recall", "send_official_account_msg"),
            }
        ),
        "sns": frozenset({"friend_get_all", "group_add", "group_delete", "group_get"}),
        "recentcontact": frozenset(
            {
                *("create_contact_group", "del_contact_group", "delete", "get_contact_group", "get_list"),
                *("mark_contact", "search_contact_group", "update_contact_group"),
            }
        ),
        "openconfigsvr": frozenset({"getappinfo"}),
        "registration_service": frozenset({"register_account_v1"}),
        "im_msg_audit": frozenset({"content_moderation"}),
        "im_msg_audit_mgr": frozenset({"add_cloud_audit_keywords", "delete_cloud_audit_keywords"}),
        "openpic": frozenset({"pic_up"}),
        "open_msg_svc": frozenset({"get_history"}),
        "ConfigSvc": frozenset({"GetIPList"}),
        "openim_robot_http_svc": frozenset({"create_robot", "delete_robot", "get_all_robots"}),
    },
    _LIST,
)
"""By service."""


def is_left_out(path: str) -> bool:
    """Return whether *path* is that of a command that Tencent IM has and nothing here answers."""
    service, _, command = path.removeprefix("/v4/").partition("/")
    return path.startswith("/v4/") and command in LEFT_OUT.value.get(service, ())
