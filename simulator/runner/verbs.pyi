"""Made from the shelf of steps by `make tables`; see verbs.py."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.permission_manager import Answer
from simulator.device.android.power_manager import BatteryUse, StandbyBucket
from simulator.device.android.presentation import LockScreen
from simulator.device.android.zen import Effect
from simulator.device.rom import Swipe
from simulator.device.users import Space
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import Duration
from simulator.network.faults import FaultKind
from simulator.push.reason import Reason

AnswerWord = Literal["allow", "deny", "dismiss"]
BatteryUseWord = Literal["unrestricted", "optimised"]
EffectWord = Literal["peek", "status_bar", "badge", "list"]
FaultKindWord = Literal["refused", "timeout", "server_error", "lost", "duplicated"]
KindWord = Literal["step", "hop", "state", "wire", "callback", "log", "fault"]
LockScreenWord = Literal["full", "content_hidden", "nothing"]
NetworkKindWord = Literal["wifi", "mobile", "firewalled", "captive", "airplane", "off"]
OutcomeWord = Literal["ok", "refused", "waiting", "failed"]
ReasonWord = Literal[
    "sdk_missing",
    "autostart_off",
    "before_first_unlock",
    "wrong_brand",
    "im_not_initialised",
    "sdk_not_initialised",
    "manifest_incomplete",
    "push_not_opened",
    "model_unsupported",
    "registration_too_frequent",
    "registration_timeout",
    "registration_refused",
    "receiver_missing",
    "receiver_renamed",
    "callback_ignored",
    "token_empty",
    "not_logged_in",
    "already_reported",
    "report_failed",
    "ended_before_reg_id",
    "ended_before_login",
    "ended_before_report",
    "token_refused",
    "call_refused",
    "not_in_group",
    "sender_muted",
    "sender_blocked",
    "stopped_by_webhook",
    "not_friends",
    "group_too_fast",
    "text_stopped",
    "system_message",
    "history_imported",
    "own_message",
    "sent_to_online_only",
    "push_switched_off",
    "no_push_text",
    "recalled",
    "message_discarded",
    "not_notified",
    "login_failed",
    "logged_out",
    "kicked",
    "session_expired",
    "dead_link",
    "ended_by_rom",
    "doze",
    "app_standby",
    "process_frozen",
    "connection_forgotten",
    "online_instead",
    "no_token",
    "token_taken_over",
    "certificate_refused",
    "certificate_unknown",
    "certificate_of_other_vendor",
    "certificate_not_in_effect",
    "vendor_unreachable",
    "vendor_fault",
    "auth_refused",
    "app_not_open",
    "invalid_request",
    "content_refused",
    "message_class_limited",
    "quiet_hours",
    "frequency_control",
    "quota_used",
    "reg_id_invalid",
    "not_a_test_device",
    "device_offline",
    "device_inactive",
    "ttl_expired",
    "collapsed",
    "duplicate_content",
    "withdrawn",
    "push_disabled",
    "lost_on_link",
    "network_type",
    "filtered",
    "outside_accept_time",
    "app_not_installed",
    "app_stopped",
    "foreground_hidden",
    "pass_through",
    "channel_missing",
    "channel_refused",
    "channel_blocked",
    "channel_group_blocked",
    "notifications_disabled",
    "permission_missing",
    "too_many_notifications",
    "posted_too_fast",
    "mutability_missing",
    "snoozed",
    "notification_too_old",
    "app_paused",
    "icon_missing",
    "do_not_disturb",
    "gone_unseen",
    "alerted_before",
    "screen_locked",
    "badge_switched_off",
    "not_on_lock_screen",
    "url_not_legal",
    "intent_malformed",
    "other_package",
    "no_activity",
    "activity_not_exported",
    "activity_guarded",
    "trampoline_blocked",
    "background_popup_off",
    "nothing_to_open",
    "ext_not_passed",
    "app_crashed",
]
SpaceWord = Literal["dual_app", "work_profile", "user"]
StandbyBucketWord = Literal["active", "working_set", "frequent", "rare", "restricted"]
SwipeWord = Literal["keep", "kill", "stop"]

AppSpecFields = TypedDict(
    "AppSpecFields",
    {
        "variant": NotRequired[str],
        "mistakes": NotRequired[Sequence[str]],
        "package": NotRequired[str],
        "im_sdk": NotRequired[str | None],
        "manifest": NotRequired[str | None],
        "proguard": NotRequired[str | None],
        "vendors": NotRequired[Mapping[str, AppVendorSpecFields]],
        "without": NotRequired[Sequence[str]],
        "target_sdk": NotRequired[int | None],
        "rename": NotRequired[Mapping[str, str]],
        "not_exported": NotRequired[Sequence[str]],
        "starts_itself": NotRequired[bool],
    },
)
AppVendorSpecFields = Mapping[str, Any]
CertificateSpecFields = Mapping[str, Any]
ClickSpecFields = TypedDict(
    "ClickSpecFields",
    {
        "kind": NotRequired[Literal["open_app"] | None],
        "url": NotRequired[str | None],
        "intent": NotRequired[str | None],
        "activity": NotRequired[str | None],
        "action": NotRequired[str | None],
    },
)
GroupSpecFields = TypedDict(
    "GroupSpecFields",
    {
        "type": NotRequired[Literal["AVChatRoom", "Community", "Meeting", "Public", "Work"]],
        "members": NotRequired[Sequence[str]],
    },
)
ImSpecFields = TypedDict(
    "ImSpecFields",
    {
        "sdk_app_id": NotRequired[int],
        "secret_key": NotRequired[str],
        "admins": NotRequired[Sequence[str]],
        "login_policy": NotRequired[Literal["dual", "multi", "single", "triple"] | None],
        "phones_per_user": NotRequired[int],
        "edition": NotRequired[Literal["premium", "standard", "trial"]],
        "state": NotRequired[Literal["disabled", "expired", "open"]],
        "all_member_push": NotRequired[bool],
        "status_query": NotRequired[bool],
        "group_recall": NotRequired[bool],
        "friends_only": NotRequired[bool],
        "friends": NotRequired[Mapping[str, Sequence[str]]],
        "forbidden_words": NotRequired[Sequence[str]],
        "forbidden_images": NotRequired[Sequence[str]],
        "disabled_commands": NotRequired[Sequence[str]],
        "server_address": NotRequired[str],
        "allowed_addresses": NotRequired[Sequence[str]],
        "blocklisted": NotRequired[Sequence[str]],
        "restricted": NotRequired[Sequence[str]],
        "users_today": NotRequired[int],
        "groups": NotRequired[Mapping[str, GroupSpecFields]],
        "webhooks": NotRequired[WebhooksSpecFields | None],
    },
)
NextRecordFields = TypedDict(
    "NextRecordFields",
    {
        "actor": NotRequired[str | None],
        "kind": NotRequired[Kind | KindWord | None],
        "name": NotRequired[str | None],
        "outcome": NotRequired[Outcome | OutcomeWord | None],
        "reason": NotRequired[Reason | ReasonWord | None],
        "rule": NotRequired[str | None],
        "push_id": NotRequired[int | None],
        "data": NotRequired[Mapping[str, str]],
    },
)
OfflinePushFields = TypedDict(
    "OfflinePushFields",
    {
        "push": NotRequired[Literal["off", "on"]],
        "title": NotRequired[str],
        "desc": NotRequired[str],
        "ext": NotRequired[str | None],
        "sound": NotRequired[str | None],
        "android": NotRequired[Mapping[str, Any]],
        "apns": NotRequired[Mapping[str, Any]],
    },
)
PhoneSpecFields = TypedDict(
    "PhoneSpecFields",
    {
        "model": NotRequired[str | None],
        "android": NotRequired[int | None],
        "app": NotRequired[AppSpecFields | str | None],
        "user": NotRequired[str | None],
        "reg_id": NotRequired[str | None],
        "push_service": NotRequired[int | None],
        "rom": NotRequired[RomSpecFields | Literal["as_sold", "relaxed"] | None],
        "space_of": NotRequired[str | None],
        "space": NotRequired[Space | SpaceWord],
    },
)
RomSpecFields = TypedDict(
    "RomSpecFields",
    {
        "profile": NotRequired[Literal["as_sold", "relaxed"]],
        "autostart": NotRequired[bool | None],
        "associated_start": NotRequired[bool | None],
        "cleans_on_lock": NotRequired[bool | None],
        "clean_after_lock": NotRequired[Duration | str | None],
        "kills_in_background": NotRequired[bool | None],
        "background_life": NotRequired[Duration | str | None],
        "freezes": NotRequired[bool | None],
        "swipe": NotRequired[Swipe | SwipeWord | None],
        "batches_in_doze": NotRequired[bool | None],
        "background_popup": NotRequired[bool | None],
        "shows_stopped_apps": NotRequired[bool | None],
    },
)
UploadedFileFields = TypedDict(
    "UploadedFileFields",
    {
        "begins": NotRequired[str],
        "length": NotRequired[int],
    },
)
VendorAppSpecFields = Mapping[str, Any]
WebhooksSpecFields = TypedDict(
    "WebhooksSpecFields",
    {
        "url": NotRequired[str],
        "events": NotRequired[
            Sequence[
                Literal[
                    "C2C.CallbackAfterSendMsg",
                    "C2C.CallbackBeforeSendMsg",
                    "Group.CallbackAfterSendMsg",
                    "Group.CallbackBeforeSendMsg",
                    "Push.AllMemberPush",
                    "Push.OfflinePush",
                    "State.StateChange",
                ]
            ]
        ],
        "token": NotRequired[str],
        "on_timeout": NotRequired[Literal["block", "deliver"]],
        "retry": NotRequired[bool],
    },
)

WorldFields = TypedDict(
    "WorldFields",
    {
        "start": NotRequired[str],
        "timezone": NotRequired[str],
        "pause": NotRequired[Duration | str],
        "im": NotRequired[ImSpecFields],
        "certificates": NotRequired[Mapping[str, CertificateSpecFields]],
        "vendor_apps": NotRequired[Mapping[str, VendorAppSpecFields]],
        "app": NotRequired[AppSpecFields | str],
        "phones": NotRequired[Mapping[str, PhoneSpecFields | str | None]],
    },
)

class Verbs:
    """Steps as methods."""

    def step(self, verb: str, /, *short: object, **fields: object) -> list[Record]:
        """Play the step called *verb*, be it of this package or of another one."""

    def answer_permission(
        self, *, phone: str, answer: Answer | AnswerWord, pause: Duration | str = ...
    ) -> list[Record]:
        """Answer Android 13's dialog that asks whether the app may show notifications."""

    def answer_webhook(
        self,
        *,
        event: Literal[
            "C2C.CallbackAfterSendMsg",
            "C2C.CallbackBeforeSendMsg",
            "Group.CallbackAfterSendMsg",
            "Group.CallbackBeforeSendMsg",
            "Push.AllMemberPush",
            "Push.OfflinePush",
            "State.StateChange",
        ],
        code: int = ...,
        info: str = ...,
        status: int = ...,
        fields: Mapping[str, Any] = ...,
        times: int | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Have the customer's server answer a kind of webhook otherwise than with the usual yes, from now on.

        Attributes:
            code: `ErrorCode`: 1 rejects a message, 2 drops it silently, 120001 to 130000 are told to its sender.
            status: HTTP status; IM takes nothing but 200 for an answer.
            fields: Of the answer, such as a `MsgBody` that is to be sent instead.
            times: Only the next ones.
        """

    def at(self, time: str, *, pause: Duration | str = ...) -> list[Record]:
        """Let time pass until clocks show this: a time of day, the next time, or a calendar date."""

    def block_user(
        self, *, phone: str, user: str, to: Literal["off", "on"] = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Put a user on the blocklist in the running app, or take him off it; IM takes no messages from there.

        Attributes:
            to: `off` takes him off it.
        """

    def call_rest(
        self,
        *,
        path: str,
        body: Any = ...,
        query: Mapping[str, str] = ...,
        without: Sequence[str] = ...,
        caller: str | None = ...,
        method: str = ...,
        from_answer: Sequence[str] | Mapping[str, str] = ...,
        times: int = ...,
        each: Mapping[str, Sequence[Any]] = ...,
        every: Duration | str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """POST a body to the IM REST API as its administrator; look at the answer with `must_answer`.

        Attributes:
            body: What is sent as JSON; a text is sent as it is written, be it JSON or not.
            query: Parameters of the URL that are to be other than right.
            without: Parameters of the URL that are left out.
            caller: Who calls in the administrator's place, with a UserSig of their own.
            method: Other than POST.
        """

    def call_sdk(
        self,
        *,
        phone: str,
        method: str,
        arguments: Sequence[str] = ...,
        times: int = ...,
        every: Duration | str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Call a method of the vendor's SDK in the running app, by the SDK's own name, beside what the guide's code calls.

        Attributes:
            arguments: Without the context.
        """

    def call_vendor(
        self,
        *,
        path: str,
        vendor: str | None = ...,
        app: str | None = ...,
        body: Any = ...,
        body_hex: str | None = ...,
        files: Mapping[str, UploadedFileFields | str] = ...,
        method: str | None = ...,
        host: str | None = ...,
        query: Mapping[str, str] = ...,
        headers: Mapping[str, str] = ...,
        credentials: Mapping[str, str] = ...,
        from_answer: Sequence[str] | Mapping[str, str] = ...,
        reg_ids: Mapping[str, str | Sequence[str]] = ...,
        times: int = ...,
        each: Mapping[str, Sequence[Any]] = ...,
        every: Duration | str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """POST to the vendor's HTTP API, authenticated: for tags, broadcasts, and whatever else has a path of its own.

        Attributes:
            vendor: The case's where it is left out.
            app: Whose credentials it has, one of `other_apps:`; the push app's own where it is left out.
            path: From `/` on; `{app_id}` stands for that of the push app, and so do names of other fields, where the
                vendor has them in its paths.
            body: Fields of the request, by the vendor's own names; a text is sent as it is written.
            body_hex: What is sent instead, byte for byte, where it is no text.
            files: What is uploaded as parts of a form, by their names, beside the fields of the body.
            method: Where it is not the one that the call has.
            host: Another one of the vendor's hosts.
            query: Parameters of the URL that are to be other than right.
            headers: Those that are to be other than right; one of an empty text is left out, and its own name in braces
                stands for what would be right.
            credentials: Those that are to be other than right, by the names of the certificate form.
            reg_ids: Fields that are a regId or a list of them, with the phones whose regIds they are.
        """

    def clear_data(self, phone: str, *, quietly: bool = ..., pause: Duration | str = ...) -> list[Record]:
        """Clear the app's data in the system settings: login, regId, channels and permission are gone.

        Attributes:
            quietly: The vendor's cloud has not heard of it yet.
        """

    def create_channel(
        self,
        *,
        phone: str,
        channel: str,
        name: str = ...,
        importance: Literal["default", "high", "low", "min", "none"] = ...,
        times: int = ...,
        group: str = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Let the running app create a notification channel; where Android refuses it the app crashes."""

    def create_channel_group(self, *, phone: str, group: str, pause: Duration | str = ...) -> list[Record]:
        """Let the running app create a group for its notification channels; nothing happens below Android 8.0."""

    def cut_link(self, *, link: str, span: Duration | str, pause: Duration | str = ...) -> list[Record]:
        """Let a link carry nothing for some time."""

    def delay_link(
        self, *, link: str, by: Duration | str, span: Duration | str | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Let every message over a link take longer, each way.

        Attributes:
            by: By how much; `0ms` ends an earlier delay.
            span: For how long; from now on where it is left out.
        """

    def delete_certificate(
        self, vendor: str | None = ..., *, id: int | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Delete a certificate: pushes with its ID stop at once.

        Attributes:
            id: Certificate ID; the vendor's first where it is left out.
        """

    def delete_channel(self, *, phone: str, channel: str, pause: Duration | str = ...) -> list[Record]:
        """Let the app delete one of its notification channels."""

    def edit_certificate(
        self,
        *,
        vendor: str | None = ...,
        id: int | None = ...,
        on_click: ClickSpecFields | Literal["open_app"] | None | None = ...,
        pause: Duration | str = ...,
        **values: str,
    ) -> list[Record]:
        """Change a certificate in place: same ID, new values in effect within ten minutes. Fields left out are kept.

        Attributes:
            id: Certificate ID; the vendor's first where it is left out.
        """

    def expire_vendor_token(self, vendor: str | None = ..., *, pause: Duration | str = ...) -> list[Record]:
        """Let every access token that a vendor has given to senders run out now, before its time.

        Attributes:
            vendor: The case's where it is left out.
        """

    def fail_next(
        self,
        *,
        link: str,
        times: int | None = ...,
        span: Duration | str | None = ...,
        how: FaultKind | FaultKindWord | None = ...,
        status: int | None = ...,
        code: int | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Let the next messages over a link fail.

        Attributes:
            times: How many; one, or all of the time that `for` gives, where it is left out.
            span: Only those that come within this time.
            how: A `timeout` where it is left out, a `server_error` beside `status` or `code`.
            status: Of a `server_error`, in the server's own form; the one that it would give where it is left out.
            code: A `server_error` that is this refusal of the vendor's own, in its own form.
        """

    def go_home(self, phone: str, *, unread: int = ..., pause: Duration | str = ...) -> list[Record]:
        """Send the app to the background; its process lives on.

        Attributes:
            unread: Messages that the app has not shown its user; it tells them with `doBackground`, if it calls that.
        """

    def kick_user(self, user: str, *, pause: Duration | str = ...) -> list[Record]:
        """Take a user offline everywhere, as REST `kick` does; older UserSigs are worthless then."""

    def kill_app(
        self,
        phone: str,
        *,
        by: Literal["am_kill", "crash", "force_stop", "swipe", "system"] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """End the app's process; the vendor's service in the system lives on.

        Attributes:
            by: `swipe`, as the phone's system has it, and `system` leave notifications; `force_stop` removes them and puts
                the app into the stopped state; `am_kill` spares an app in front.
        """

    def kill_push_service(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Let the vendor's push service of a phone die; the system starts it again a few seconds later."""

    def launch_app(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Open the app from the launcher: its process starts, `Application.onCreate` runs, the first page shows."""

    def leave_elsewhere(
        self,
        *,
        user: str,
        platform: Literal["Mac", "Web", "Windows", "iPad", "iPhone"],
        by: Literal["close", "network_loss"] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """End a user's connection on another platform; the user stays logged in as far as the client knows.

        Attributes:
            by: `close` the page or the program, of which IM hears at once; `network_loss`, of which it hears nothing.
        """

    def lock_phone(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Switch the screen off: what is in front goes to the background, and systems that clean then do so."""

    def log_in(
        self, *, phone: str, user: str, sig_life: Duration | str | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Log a user in to IM in the running app, with a UserSig from the customer's server.

        Attributes:
            sig_life: How long that UserSig is valid; 180 days where nothing is said.
        """

    def log_in_elsewhere(
        self, *, user: str, platform: Literal["Mac", "Web", "Windows", "iPad", "iPhone"], pause: Duration | str = ...
    ) -> list[Record]:
        """Log a user in to IM on another platform, where messages come in but no vendor pushes."""

    def log_out(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Log the user out of IM in the running app."""

    def log_out_elsewhere(
        self, *, user: str, platform: Literal["Mac", "Web", "Windows", "iPad", "iPhone"], pause: Duration | str = ...
    ) -> list[Record]:
        """Log a user out of IM on another platform."""

    def must_answer(
        self, code: int, *, status: str | None = ..., body: Mapping[str, Any] = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """The answer to the latest REST call has this `ErrorCode` and `ActionStatus`.

        Attributes:
            body: A part of the answer: fields that are left out may be anything.
        """

    def must_arrive(
        self,
        phone: str,
        *,
        within: Duration | str = ...,
        times: int = ...,
        title: str | None = ...,
        body: str | None = ...,
        ext: str | None = ...,
        channel: str | None = ...,
        importance: Literal["default", "high", "low", "min"] | None = ...,
        sound: str | None = ...,
        heads_up: bool | None = ...,
        status_bar: bool | None = ...,
        badge: bool | None = ...,
        lock_screen: LockScreen | LockScreenWord | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """A matching notification that no earlier expectation took is there, or comes within the time.

        Attributes:
            within: Longest time after the step before ended.
            times: How many must come.
        """

    def must_log(
        self,
        *,
        phone: str,
        tag: str,
        text: str,
        times: int | None = ...,
        within: Duration | str = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """The phone's logcat has a line with this tag that contains this text.

        Attributes:
            times: Exactly how many such lines; 0 for none. One or more where it is left out.
            within: How long to wait for it.
        """

    def must_not_arrive(
        self,
        phone: str,
        *,
        because: Reason | ReasonWord,
        within: Duration | str = ...,
        times: int | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Through the whole window nothing is shown, and every push that was under way ended, or waits, for this reason.

        Attributes:
            within: Length of the window, from the end of the step before.
            because: Root of each push's end, or what it waits for.
            times: How many pushes there must have been; any number from one on where it is left out.
        """

    def must_not_open(self, *, phone: str, because: Reason | ReasonWord, pause: Duration | str = ...) -> list[Record]:
        """The latest tap opened nothing, because of this."""

    def must_not_record(
        self,
        *,
        actor: str | None = ...,
        kind: Kind | KindWord | None = ...,
        name: str | None = ...,
        outcome: Outcome | OutcomeWord | None = ...,
        reason: Reason | ReasonWord | None = ...,
        rule: str | None = ...,
        push_id: int | None = ...,
        data: Mapping[str, str] = ...,
        within: Duration | str = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """The trace has no record with these fields, and gets none in the time that `within` gives."""

    def must_open(
        self,
        phone: str,
        *,
        app: Literal["main"] | None = ...,
        activity: str | None = ...,
        url: str | None = ...,
        ext: str | None = ...,
        because: Reason | ReasonWord | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """The latest tap opened this, and the app's code read this custom content.

        Attributes:
            app: `main` for the launcher page.
            activity: Full class name of a page.
            url: Address in the browser.
            ext: Custom content as the app read it; `none` when it must have got none.
            because: Why what came with the message did not reach the app: `ext_not_passed`.
        """

    def must_record(
        self,
        *,
        actor: str | None = ...,
        kind: Kind | KindWord | None = ...,
        name: str | None = ...,
        outcome: Outcome | OutcomeWord | None = ...,
        reason: Reason | ReasonWord | None = ...,
        rule: str | None = ...,
        push_id: int | None = ...,
        data: Mapping[str, str] = ...,
        within: Duration | str = ...,
        times: int | None = ...,
        at_least: int | None = ...,
        at_most: int | None = ...,
        then: Sequence[NextRecordFields] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """The trace has a record with these fields, or gets one in time.

        Attributes:
            then: Further records that must follow, in this order; others may stand between them.
        """

    def must_request(
        self,
        *,
        link: str = ...,
        method: str | None = ...,
        path: str | None = ...,
        query: Mapping[str, str] = ...,
        headers: Mapping[str, str] = ...,
        body: Any = ...,
        times: int | None = ...,
        at_least: int | None = ...,
        at_most: int | None = ...,
        within: Duration | str = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Over a link went a request with this path, these headers and these fields, as its receiver saw it.

        What is left out may be anything. Over `im>vendor` these are IM's pushes, over `im>customer` the webhooks, over
        `vendor>customer` the receipts. One that a fault doubles counts twice, and one that it loses was sent all the same.

        Attributes:
            path: Without host and query.
            query: Some of its parameters.
            headers: Some of them; letter case of their names does not matter.
            body: A part of the JSON or of the form: fields that are left out may be anything.
            within: How long to wait.
        """

    def must_troubleshoot(
        self,
        *,
        phone: str,
        user: str,
        stops_at: Literal["certificate", "frequency", "nothing", "reg_id", "report"],
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Check in the guides' order what keeps pushes from a phone, and stop at the first check that fails."""

    def pin_app(self, phone: str, *, to: Literal["off", "on"] = ..., pause: Duration | str = ...) -> list[Record]:
        """Lock the app among the recent ones, so that it is neither swiped away nor cleaned, or let it loose."""

    def post_notification(
        self,
        *,
        phone: str,
        channel: str = ...,
        title: str = ...,
        text: str = ...,
        id: int = ...,
        tag: str | None = ...,
        times: int = ...,
        every: Duration | str = ...,
        update: bool = ...,
        only_alert_once: bool = ...,
        silent: bool = ...,
        timeout: Duration | str = ...,
        group: str = ...,
        visibility: Literal["private", "public", "secret"] = ...,
        age: Duration | str = ...,
        small_icon: bool = ...,
        declares_mutability: bool = ...,
        opens: str = ...,
        through: Literal["activity", "receiver"] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Let the running app post a notification of its own; what it is beside the pushes counts with them.

        Attributes:
            id: One of the same id and tag takes its place; several at once have ids that count on from it.
            age: How long the time that it shows is past.
        """

    def reboot_phone(
        self, phone: str, *, unlocked: bool = ..., power_cut: bool = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Restart the phone: every app dies, the shade is empty, the vendor's service comes back.

        Attributes:
            unlocked: Somebody unlocks the phone at once; before that only what is made for direct boot runs.
            power_cut: It does not shut down but loses its power: its connections die without a word.
        """

    def reinstall_app(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Remove the app and install it again: data, channels, permission and regId are gone."""

    def renew_reg_id(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Let the vendor replace the regId of the app on this phone; a running app is called back with the new one."""

    def restart_im(self, span: Duration | str = ..., *, pause: Duration | str = ...) -> list[Record]:
        """Let IM serve nobody for some time: all connections end, calls go unanswered, and apps that live log in again.

        Differs: what IM has accepted survives, and so do its sessions and bindings; no document says what a restart costs.

        Attributes:
            span: Until it is back.
        """

    def save_certificate(
        self,
        *,
        vendor: str | None = ...,
        id: int | None = ...,
        on_click: ClickSpecFields | Literal["open_app"] | None | None = ...,
        pause: Duration | str = ...,
        **values: str,
    ) -> list[Record]:
        """Save a new certificate, which gets its own ID and takes effect within ten minutes. Fields left out are right.

        Attributes:
            id: Certificate ID; a new one where it is left out.
        """

    def send_message(
        self,
        *,
        sender: str,
        to: str | None = ...,
        group: str | None = ...,
        text: str = ...,
        custom: str | None = ...,
        image: str | None = ...,
        via: Literal["client", "rest"] = ...,
        online_only: bool = ...,
        heed_options: bool = ...,
        times: int = ...,
        every: Duration | str = ...,
        offline_push: OfflinePushFields | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Send a message to a user or a group, from somebody's app or from the customer's server.

        Attributes:
            to: The user; either he or a group is named.
            group: The group.
            text: Of a text message.
            custom: Data of a custom message instead, which has no text of its own to push.
            image: UUID of a picture that is sent instead.
            via: `client` from the sender's app, `rest` from the customer's server.
            online_only: Only for users who are online (`MsgLifeTime` 0, `onlineUserOnly`).
            heed_options: Of a message over REST: the receiver's choice not to be notified counts (`WithMuteNotifications`),
                as it always does for one from an app or to a group.
        """

    def send_request(
        self,
        url: str,
        *,
        method: str = ...,
        headers: Sequence[str] = ...,
        body: str = ...,
        body_base64: str | None = ...,
        clock_ahead_ms: int = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Send this to a vendor or to IM, signed or not, and have it answered at once; `pushsim record` writes such steps.

        Attributes:
            url: Whole address, under the true host name.
            headers: Each as `Name: value`.
            body: As it goes over the wire.
            body_base64: The same for what is no text.
            clock_ahead_ms: How far the clock that the request is stamped with is ahead of the world's.
        """

    def send_to_vendor(
        self,
        *,
        vendor: str | None = ...,
        to: str | Sequence[str] | None = ...,
        reg_id: str | None = ...,
        title: str = ...,
        body: str = ...,
        fields: Mapping[str, Any] = ...,
        receipts: bool = ...,
        new_token: bool = ...,
        times: int = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Push to a phone's regId with the vendor's HTTP API and the vendor's own credentials.

        Attributes:
            vendor: The case's where it is left out.
            to: The phone whose regId is named; a list of phones for one list push.
            reg_id: Another regId instead.
            fields: Fields of the vendor's request, by its own names, that are to be other than usual.
            receipts: The vendor is asked to post receipts to the customer's server.
            new_token: The sender authenticates each time, as clients do that are started anew for each message.
        """

    def set_autostart(
        self,
        *,
        phone: str,
        to: Literal["off", "on"],
        by: Literal["itself", "other_app"] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Let the app start by itself or not, in the settings of the phone's system; as it is sold, it may not.

        Attributes:
            by: Starting at boot, on a broadcast and after its end, or being started by another app.
        """

    def set_background_popup(
        self, *, phone: str, to: Literal["off", "on"], pause: Duration | str = ...
    ) -> list[Record]:
        """Let the app open pages while it is in the background (后台弹出界面), in the settings of the maker's system."""

    def set_battery_use(
        self, *, phone: str, to: BatteryUse | BatteryUseWord, pause: Duration | str = ...
    ) -> list[Record]:
        """Let Doze, standby and what the phone's system cleans by itself leave the app alone, or not."""

    def set_channel(
        self,
        *,
        phone: str,
        channel: str,
        importance: Literal["default", "high", "low", "min", "none"] | None = ...,
        bypass_dnd: bool | None = ...,
        badge: bool | None = ...,
        lock_screen: LockScreen | LockScreenWord | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Change one of the app's notification channels in the system settings.

        Attributes:
            importance: `none` blocks it.
            bypass_dnd: It may be heard while do-not-disturb lets priority notifications through.
            badge: Its notifications count at the app's icon.
            lock_screen: What a locked screen shows of it.
        """

    def set_charging(self, *, phone: str, to: Literal["off", "on"], pause: Duration | str = ...) -> list[Record]:
        """Plug the phone in, which ends Doze and lifts what standby limits, or unplug it."""

    def set_dnd(
        self,
        *,
        phone: str,
        to: Literal["alarms", "none", "off", "priority"],
        hides: Sequence[Effect | EffectWord] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Switch do-not-disturb: notifications are still posted, without sound, and without what it hides."""

    def set_idle(self, *, phone: str, to: Literal["off", "on"], pause: Duration | str = ...) -> list[Record]:
        """Lay the phone down, screen off (Doze), or pick it up, as who opens the app or taps a notification does too.

        Apps are kept from the network then, but for maintenance windows: the first after an hour, for five minutes.
        """

    def set_lock_screen(
        self, *, phone: str, shows: LockScreen | LockScreenWord, pause: Duration | str = ...
    ) -> list[Record]:
        """Let a locked screen show notifications in full, without their content, or not at all."""

    def set_network(
        self,
        *,
        phone: str,
        to: NetworkKind | NetworkKindWord,
        nat_timeout: Duration | str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Put the phone on another network, or off it; connections die silently, and what lives connects again.

        Attributes:
            to: On `captive` Wi-Fi a portal stands before everything; a `firewalled` one stops the vendor's long connection
                alone; `off` and `airplane` are no network at all.
            nat_timeout: The network forgets connections that are idle for so long; below 120 s the app's are among them.
        """

    def set_phone_clock(
        self,
        phone: str,
        *,
        ahead: Duration | str = ...,
        behind: Duration | str = ...,
        lost: bool = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Set a phone's clock wrong by so much, or right where neither is given; only what phones tell clouds changes."""

    def set_push_service(self, *, phone: str, to: str, pause: Duration | str = ...) -> list[Record]:
        """Bring the vendor's push service of a phone into a condition in which apps cannot use it, or back to `working`.

        Attributes:
            to: One of the conditions that this vendor's SDK can tell of, such as `disabled`.
        """

    def set_receive_option(
        self,
        *,
        phone: str,
        to: Literal["discard", "not_notify", "notify"],
        peer: str | None = ...,
        group: str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Choose in the running app what to have of the messages of a user or of a group (do not disturb).

        Attributes:
            peer: Whose messages; either he or a group is named.
            group: The group whose messages.
            to: Be notified, get them without being notified, or get none.
        """

    def set_standby_bucket(
        self, *, phone: str, to: StandbyBucket | StandbyBucketWord, pause: Duration | str = ...
    ) -> list[Record]:
        """Put the app into a standby bucket; from Android 9 on the two last have no network in the background."""

    def set_up(self, *, phone: str, user: str, pause: Duration | str = ...) -> list[Record]:
        """Launch the app, log in, allow notifications, and wait until the token is bound."""

    def set_vendor_app(
        self,
        *,
        vendor: str | None = ...,
        state: Literal["closed", "open", "under_review"] | None = ...,
        package: str | None = ...,
        test_devices: Sequence[str] | None = ...,
        system_messages: bool | None = ...,
        barred: Sequence[str] | None = ...,
        receipts: str | None = ...,
        pause: Duration | str = ...,
        **values: str,
    ) -> list[Record]:
        """Change what the vendor knows of the push app; what is left out stays.

        Attributes:
            vendor: The case's where it is left out.
            barred: What the vendor has forbidden from now on, such as `sending`.
            receipts: Address that receipts are posted to from now on.
            values: Credentials, by the names of the certificate form.
        """

    def snooze_notification(
        self, *, phone: str, span: Duration | str = ..., title: str | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Put off the newest notification, or the newest with this title; it comes back after the time, as it is then."""

    def start_user(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Turn a profile of the phone on again, or hand the phone to one of its users."""

    def stop_user(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Stop an Android user in the background, or turn a profile off: its apps end, its notifications go."""

    def suspend_app(
        self,
        phone: str,
        *,
        to: Literal["off", "on"] = ...,
        by: Literal["focus", "timer"] = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Pause the app, or end the pause: meanwhile its notifications are there and not to be seen."""

    def swipe_notification(
        self, phone: str, *, title: str | None = ..., body: str | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Swipe the newest notification away, or the newest with this title and body.

        Attributes:
            title: Which one; the newest of all where neither this nor *body* is given.
            body: Which one of that title.
        """

    def switch_channel_group(
        self, *, phone: str, group: str, to: Literal["off", "on"], pause: Duration | str = ...
    ) -> list[Record]:
        """Switch a group of the app's notification channels on or off in the system settings; Android 9 heeds it."""

    def switch_notifications(
        self, *, phone: str, to: Literal["off", "on"], pause: Duration | str = ...
    ) -> list[Record]:
        """Switch all of the app's notifications on or off in the system settings."""

    def switch_user(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Hand the phone to one of its Android users, unlocked; who had it lives on in the background."""

    def tap_notification(
        self, phone: str, *, title: str | None = ..., body: str | None = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Tap the newest notification in the shade, or the newest with this title and body.

        Attributes:
            title: Which one; the newest of all where neither this nor *body* is given.
            body: Which one of that title.
        """

    def try_push(
        self,
        phone: str,
        *,
        user: str | None = ...,
        title: str = ...,
        body: str = ...,
        ext: str | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Push to the token that a phone has bound, with the console's test tool, whatever the app there is doing.

        It tells a fault of the certificate or the vendor from one of the app: neither login nor background counts.

        Attributes:
            user: Whose token; that of the latest login on the phone where it is left out.
        """

    def turn_push(self, *, phone: str, to: Literal["off", "on"], pause: Duration | str = ...) -> list[Record]:
        """Call the vendor's switch in the running app, as a page of settings does (`turnOnPush`, `turnOffPush`)."""

    def uninstall_app(self, phone: str, *, quietly: bool = ..., pause: Duration | str = ...) -> list[Record]:
        """Remove the app. The vendor learns of it, unless `quietly`.

        Attributes:
            quietly: The vendor's cloud has not heard of it yet.
        """

    def unlock_phone(self, phone: str, *, pause: Duration | str = ...) -> list[Record]:
        """Unlock the phone, as who opens the app or taps a notification does too; what was in front is there again."""

    def update_app(self, phone: str, *, target_sdk: int | None = ..., pause: Duration | str = ...) -> list[Record]:
        """Install the same app over itself: its process dies, its data and its regId stay.

        Attributes:
            target_sdk: Of the new version; the old one's where it is left out.
        """

    def upgrade_android(self, *, phone: str, to: int, pause: Duration | str = ...) -> list[Record]:
        """Upgrade the phone to a newer Android: it restarts, its apps and their data stay.

        From Android 13 on apps need a permission for notifications; one that could show them before is granted it.
        """

    def vendor_outage(
        self,
        span: Duration | str,
        *,
        vendor: str | None = ...,
        how: FaultKind | FaultKindWord = ...,
        status: int | None = ...,
        code: int | None = ...,
        pause: Duration | str = ...,
    ) -> list[Record]:
        """Let a vendor's HTTP API serve no sender for some time: neither IM nor the customer's own server.

        Differs: the connections of phones stay, and so does what waits for them at the vendor; `cut_link` ends those.

        Attributes:
            vendor: The case's where it is left out.
            how: What senders meet.
            status: Of a `server_error`, in the vendor's own form.
            code: A `server_error` that is this refusal of the vendor's own.
        """

    def wait(self, span: Duration | str, *, pause: Duration | str = ...) -> list[Record]:
        """Let time pass."""

    def wake_app(
        self, phone: str, *, by: Literal["broadcast", "other_app"] = ..., pause: Duration | str = ...
    ) -> list[Record]:
        """Let a broadcast, or another app of the phone, start the app's process, where the phone's system allows it.

        Attributes:
            by: What wants to start it.
        """
