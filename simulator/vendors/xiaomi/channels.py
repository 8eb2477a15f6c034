"""Message channels that an app asks for over the API, and pictures that it uploads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.cloud.registrations import PushApp
from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.network.http import Response
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.limits import CALLS, CHANNEL_CHANGES, UPLOADS
from simulator.vendors.xiaomi.message import Message, MessageClass
from simulator.vendors.xiaomi.rules import AUTH, NOTHING, needs, rule

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
"""What files of pictures begin with."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that was added over the API."""

    channel_id: str
    name: str
    description: str
    sound_url: str
    notify_type: str


def _text_is_wrong(text: str, *, may_be_empty: bool) -> bool:
    return len(text) > facts.CHANNEL_TEXT_LENGTH_MAX.value or not (may_be_empty or text.strip())


ADD_FIELDS = Decision(
    "xiaomi.channel_add_fields",
    (
        needs("channel_id_missing", rejections.PARAMETER_MISSING, "channel_id"),
        rule(
            "channel_name_wrong",
            rejections.CHANNEL_NAME_WRONG,
            lambda call: _text_is_wrong(call.value("channel_name"), may_be_empty=False),
            grade=Grade.ASSUMED,
        ),
        rule(
            "channel_description_wrong",
            rejections.CHANNEL_DESCRIPTION_WRONG,
            lambda call: _text_is_wrong(call.value("channel_description"), may_be_empty=True),
            grade=Grade.ASSUMED,
        ),
        rule(
            "channels_too_many",
            rejections.FORBIDDEN,
            lambda call: call.cloud.channels.count(call.push_app) >= facts.CHANNELS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)
DISCARD_FIELDS = Decision(
    "xiaomi.channel_discard_fields",
    (
        needs("discarded_channel_missing", rejections.PARAMETER_MISSING, "channel_id"),
        rule(
            "discarded_channel_unknown",
            rejections.CHANNEL_WRONG,
            lambda call: call.cloud.channels.class_of(call.push_app, call.value("channel_id")) is None,
            grade=Grade.ASSUMED,
        ),
    ),
)


def _is_no_picture(call: XiaomiCall) -> bool:
    """Return whether there is no picture in the body, neither as such nor as part of a form."""
    return not any(mark in call.request.body[:1_024] for mark in _PICTURES)


UPLOAD_FIELDS = Decision(
    "xiaomi.upload_fields",
    (
        rule("upload_empty", rejections.PARAMETER_MISSING, lambda call: not call.request.body),
        rule("upload_no_picture", rejections.MIME_TYPE_UNSUPPORTED, _is_no_picture, grade=Grade.ASSUMED),
    ),
)
ICON_FIELDS = Decision(
    "xiaomi.icon_fields",
    (
        needs("icon_app_missing", rejections.KEY_MISSING, "app_id"),
        rule(
            "icon_app_illegal",
            rejections.APP_ID_ILLEGAL,
            lambda call: not call.value("app_id").isdecimal(),
            grade=Grade.ASSUMED,
        ),
        rule(
            "icon_of_another_app",
            rejections.KEY_NOT_ENTITLED,
            lambda call: call.value("app_id") != call.app_id,
            grade=Grade.ASSUMED,
        ),
    ),
)


class Channels:
    """Channels of all apps beside those of their consoles, and their pictures."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._added: dict[tuple[str, str], Channel] = {}
        self._discarded: set[tuple[str, str]] = set()
        self._icons: dict[str, str] = {}

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Channels and uploads."""
        make = self._cloud.endpoint
        add = make(AUTH, ADD_FIELDS, CHANNEL_CHANGES, self._add)
        discard = make(AUTH, DISCARD_FIELDS, CHANNEL_CHANGES, self._discard)
        found = {(method, "/v1/channel/add"): add for method in ("GET", "POST")}
        found |= {(method, "/v1/channel/discard"): discard for method in ("GET", "POST")}
        return found | {
            ("GET", "/v1/channel/list"): make(AUTH, NOTHING, CALLS, self._list),
            ("POST", "/media/upload/image"): make(AUTH, UPLOAD_FIELDS, UPLOADS, self._upload),
            ("POST", "/media/upload/smallIcon"): make(AUTH, UPLOAD_FIELDS, UPLOADS, self._upload),
            ("GET", "/media/upload/smallIcon/query"): make(AUTH, ICON_FIELDS, CALLS, self._icon),
        }

    # -- what messages ask ------------------------------------------------------------------------------------------

    def class_of(self, app: PushApp, channel_id: str) -> MessageClass | None:
        """Return what a channel beside the certificate's makes of a message; `None` for one that is not approved."""
        key = (app.values["app_id"], channel_id)
        if key in self._discarded:
            return None
        if key in self._added:
            # Assumed: what an app adds by itself is public; private channels take a review in the console.
            return MessageClass.PUBLIC
        given = app.channels.get(channel_id)
        return None if given is None else MessageClass(given)

    def sound_of(self, app_id: str, message: Message) -> str:
        """Return the name of the sound that *message* asks for, if its channel has that one; else nothing."""
        wanted = message.extra("sound_uri")
        channel = self._added.get((app_id, message.extra("channel_id")))
        if not wanted or channel is None or channel.sound_url != wanted:
            return ""
        return wanted.rpartition("/")[2]

    def count(self, app: PushApp) -> int:
        """Return how many channels the app has."""
        return len(self._ids(app))

    def _ids(self, app: PushApp) -> list[str]:
        app_id = app.values["app_id"]
        ids = [*app.channels, *(channel_id for owner, channel_id in self._added if owner == app_id)]
        return [one for one in dict.fromkeys(ids) if (app_id, one) not in self._discarded]

    # -- answers ----------------------------------------------------------------------------------------------------

    def _add(self, call: XiaomiCall) -> Response:
        fields = ("channel_id", "channel_name", "channel_description", "sound_url", "notify_type")
        channel = Channel(*(call.value(field) for field in fields))
        key = (call.app_id, channel.channel_id)
        self._discarded.discard(key)
        self._added[key] = channel
        return self._cloud.ok({"channel_id": channel.channel_id})

    def _discard(self, call: XiaomiCall) -> Response:
        key = (call.app_id, call.value("channel_id"))
        self._added.pop(key, None)
        self._discarded.add(key)
        return self._cloud.ok(None)

    def _list(self, call: XiaomiCall) -> Response:
        # Assumed: the shape of what is answered; no example has been seen.
        listed = []
        for channel_id in self._ids(call.push_app):
            added = self._added.get((call.app_id, channel_id))
            name = channel_id if added is None else added.name
            listed.append({"channel_id": channel_id, "channel_name": name})
        return self._cloud.ok({"list": listed})

    def _upload(self, call: XiaomiCall) -> Response:
        # Assumed: what the address of an uploaded picture looks like.
        address = f"https://f6.market.xiaomi.com/download/{self._cloud.kit.stream.hex(32)}"
        if call.request.path.endswith("/smallIcon"):
            self._icons[call.app_id] = address
            return self._cloud.ok({"icon_url": address})
        is_icon = call.query.get("is_icon", "").lower() == "true"
        return self._cloud.ok({"icon_url" if is_icon else "pic_url": address})

    def _icon(self, call: XiaomiCall) -> Response:
        return self._cloud.ok({"icon_url": self._icons.get(call.app_id, "")})
