"""What does not fit among settings that were looked up: the names of the signs that they show.

Each check is a name and a question; what was not looked up shows nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from simulator.causes.setting import RECEIVER
from simulator.diagnose.settings import Looked
from simulator.im.receive_options import ReceiveOption
from simulator.push.click import ClickKind

_ANDROID_WITH_PERMISSION: Final = 13
_NOT_CREDENTIALS: Final = frozenset({"package", "state", "channels", "system_messages", "used_up", "knows_bound_token"})
_NOT_OF_THE_APP: Final = frozenset({"channel_id", "package"})
_TEXT_LENGTH: Final = 100
"""Characters beyond which a text is long for a notification."""


class _View:
    """Settings as the checks ask for them."""

    def __init__(self, settings: Looked, vendor: str) -> None:
        self.vendor = vendor
        self.console: Looked = settings.get("im_console") or {}
        self.device: Looked = self.console.get("device") or {}
        self.known: Looked = settings.get("vendor_console") or {}
        self.app: Looked = settings.get("app") or {}
        self.phone: Looked = settings.get("phone") or {}
        self.message: Looked = settings.get("message") or {}
        self.answers: Looked = settings.get("answers") or {}
        self.certificates: Sequence[Looked] = self.console.get("certificates") or ()
        self.has_certificates = "certificates" in self.console
        self.mine = [one for one in self.certificates if one.get("vendor") == vendor]
        self.certificate: Looked = self.mine[-1] if self.mine else {}
        self.click: Looked = self.certificate.get("on_click") or {}
        self.target = str(self.click.get("target", ""))

    @property
    def number(self) -> Any:
        """The certificate ID that was reported, or that the app has."""
        return self.device.get("certificate_id", self.app.get("certificate_id"))

    @property
    def is_foreign_number(self) -> bool:
        """Whether it is none of this vendor's."""
        is_known = self.has_certificates and self.number not in {None, 0}
        return is_known and self.number not in {one.get("id") for one in self.mine}

    @property
    def is_others_number(self) -> bool:
        """Whether it is another vendor's."""
        return self.number in {one.get("id") for one in self.certificates}

    @property
    def credentials(self) -> Mapping[str, Any]:
        """What the vendor's console shows."""
        return {name: value for name, value in self.known.items() if name not in _NOT_CREDENTIALS}

    def wrong_fields(self, *, secret: bool) -> bool:
        """Whether a field of the certificate is not the vendor's."""
        return any(
            ("secret" in name) is secret and self.certificate.get(name) not in {None, "", value}
            for name, value in self.credentials.items()
        )

    @property
    def wrong_constants(self) -> set[str]:
        """The app's constants that are not the vendor's."""
        constants = self.app.get("constants") or {}
        return {name for name, value in constants.items() if value and self.credentials.get(name, value) != value}

    @property
    def lacks_constants(self) -> bool:
        """Whether the app has nothing where an id or key belongs that the vendor gives."""
        constants = self.app.get("constants") or {}
        return any(not value and self.credentials.get(name) for name, value in constants.items())

    @property
    def is_certificate_of_other_app(self) -> bool:
        """Whether an id or key of the app is not the one in its certificate."""
        constants = self.app.get("constants") or {}
        return any(
            value and name in self.certificate and self.certificate[name] not in {None, "", value}
            for name, value in constants.items()
            if name.endswith(("_id", "_key")) and name not in _NOT_OF_THE_APP
        )

    @property
    def are_swapped(self) -> bool:
        """Whether those are the vendor's under other names."""
        values = set((self.app.get("constants") or {}).values())
        return bool(values & {self.credentials[name] for name in self.wrong_constants})

    @property
    def asks(self) -> bool:
        """Whether apps have to ask on this Android before they may notify."""
        return int(self.phone.get("android") or 0) >= _ANDROID_WITH_PERMISSION

    @property
    def channels(self) -> Mapping[str, str]:
        """The channels that the phone's settings list, with their importance."""
        return self.phone.get("channels") or {}

    @property
    def names_no_channel(self) -> bool:
        """Whether the message, or else the certificate, names a channel that the phone has not."""
        wanted = {str(one["channel_id"]) for one in self.certificates if one.get("channel_id")}
        if asked := self.message.get("channel_id"):
            wanted = {str(asked)}
        return bool(self.channels and wanted) and not wanted & set(self.channels)

    @property
    def receivers(self) -> Sequence[str]:
        """Class names of the receivers in the manifest."""
        return self.app.get("receivers") or ()

    @property
    def text_length(self) -> int:
        """Of the longer of title and text."""
        return max(int(self.message.get("title_length") or 0), int(self.message.get("text_length") or 0))


_CHECKS: Final[Mapping[str, Callable[[_View], Any]]] = {
    # The IM console.
    "set.certificate_none": lambda see: see.has_certificates and not see.mine,
    "set.certificate_id_unset": lambda see: see.number == 0,
    "set.certificate_of_other_vendor": lambda see: see.is_foreign_number and see.is_others_number,
    "set.certificate_id_unknown": lambda see: see.is_foreign_number and not see.is_others_number,
    "set.reported_other_than_constant": lambda see: (
        see.app.get("certificate_id") and see.device.get("certificate_id") not in {None, see.app["certificate_id"]}
    ),
    "set.constant_names_no_certificate": lambda see: (
        see.mine
        and see.app.get("certificate_id")
        and see.app["certificate_id"] not in {one.get("id") for one in see.certificates}
    ),
    "set.user_offline": lambda see: see.device.get("state") in {"Offline", "none"},
    "set.user_online": lambda see: see.device.get("state") == "Online",
    "set.no_token_bound": lambda see: see.device.get("has_token") is False,
    "set.binding_ended": lambda see: see.device.get("binding_ended"),
    # The vendor's console.
    "set.secret_differs": lambda see: see.wrong_fields(secret=True),
    "set.certificate_field_differs": lambda see: see.wrong_fields(secret=False),
    "set.constants_swapped": lambda see: see.wrong_constants and see.are_swapped,
    "set.constants_differ": lambda see: see.wrong_constants and not see.are_swapped,
    "set.constants_missing": lambda see: see.lacks_constants,
    "set.package_differs": lambda see: (
        see.app.get("package") and see.known.get("package") not in {None, see.app["package"]}
    ),
    "set.certificate_of_another_package": lambda see: (
        see.app.get("package") and see.certificate.get("package") not in {None, "", see.app["package"]}
    ),
    "set.certificate_of_another_app": lambda see: see.is_certificate_of_other_app,
    "set.vendor_app_closed": lambda see: see.known.get("state") == "closed",
    "set.vendor_app_under_review": lambda see: see.known.get("state") == "under_review",
    "set.no_right_to_system_messages": lambda see: see.known.get("system_messages") is False,
    "set.quota_used_up": lambda see: see.known.get("used_up"),
    "set.token_not_known": lambda see: see.known.get("knows_bound_token") is False,
    # The phone.
    "set.not_installed": lambda see: see.phone.get("installed") is False,
    "set.notifications_off": lambda see: see.phone.get("notifications") is False,
    "set.phone_offline": lambda see: see.phone.get("online") is False,
    "set.nobody_logged_in": lambda see: see.phone.get("user") == "",
    "set.another_user": lambda see: see.phone.get("user") not in {None, "", RECEIVER},
    "login.kicked": lambda see: see.phone.get("told_of_kick"),
    "set.permission_not_granted": lambda see: see.asks and see.phone.get("permission") is False,
    "set.permission_undeclared": lambda see: see.asks and see.app.get("declares_notification_permission") is False,
    "set.token_not_current": lambda see: see.phone.get("reg_id_is_bound_one") is False,
    "set.app_running": lambda see: see.phone.get("app_running"),
    "set.app_in_front": lambda see: see.phone.get("app_in_front"),
    "set.sub_brand": lambda see: see.phone.get("brand") and str(see.phone["brand"]).lower() != see.vendor,
    "set.no_channel": lambda see: see.phone.get("channels") == {},
    "set.channel_off": lambda see: "none" in see.channels.values(),
    "set.several_channels": lambda see: len(see.channels) > 1,
    "set.channel_of_another_name": lambda see: see.names_no_channel,
    # The app.
    "set.sdk_absent": lambda see: see.app.get("has_sdk") is False,
    "set.other_push_sdk": lambda see: see.app.get("other_push_sdk"),
    "set.receiver_not_exported": lambda see: see.app.get("receiver_exported") is False,
    "set.receiver_renamed": lambda see: see.app.get("receiver_keeps_its_name") is False,
    "set.receiver_of_the_sample": lambda see: any("demo" in name for name in see.receivers),
    "set.no_own_receiver": lambda see: (
        "receivers" in see.app and not any(name.startswith(f"{see.app.get('package')}.") for name in see.receivers)
    ),
    "set.shrinks": lambda see: see.app.get("shrinks"),
    # What a tap is to do.
    "set.page_not_in_manifest": lambda see: (
        see.click.get("kind") == ClickKind.ACTIVITY and see.target not in see.app.get("activities", (see.target,))
    ),
    "set.opens_web_page": lambda see: see.click.get("kind") == ClickKind.URL,
    "set.address_without_scheme": lambda see: (
        see.click.get("kind") == ClickKind.URL and not see.target.startswith(("http://", "https://"))
    ),
    "set.opens_intent": lambda see: see.click.get("kind") == ClickKind.INTENT and see.target.rstrip().endswith("end"),
    "set.intent_malformed": lambda see: (
        see.click.get("kind") == ClickKind.INTENT and not see.target.rstrip().endswith("end")
    ),
    # The message, and what was answered to it.
    "set.push_flag_1": lambda see: see.message.get("push_flag"),
    "set.online_only": lambda see: see.message.get("online_only"),
    "set.custom_without_desc": lambda see: see.message.get("is_custom") and see.message.get("has_desc") is False,
    "set.text_long": lambda see: see.text_length > _TEXT_LENGTH,
    "set.text_is_a_test": lambda see: see.message.get("text_is_a_test"),
    "set.group_without_push": lambda see: see.message.get("group_type") in {"AVChatRoom", "Meeting"},
    "set.muted": lambda see: see.answers.get("receive_option") not in {None, ReceiveOption.NOTIFY},
    "trace.vendor_took_it": lambda see: see.answers.get("vendor_asked") and not see.answers.get("trace_code"),
}
"""By the name of the sign: whether it shows."""


def misfits(settings: Looked, vendor: str) -> Iterator[str]:
    """Walk the names of the signs that *settings* show for a phone of *vendor*."""
    see = _View(settings, vendor)
    yield from (name for name, shows in _CHECKS.items() if shows(see))
    if reason := see.answers.get("send_refused_because"):
        yield f"set.send_refused_{reason}"
    if code := see.answers.get("trace_code"):
        yield f"trace.{code}"
    if code := str(see.answers.get("vendor_code") or ""):
        yield f"code.{vendor}.{code}"
