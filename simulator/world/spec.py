"""What a scenario or a served world says about its actors. All of it is optional: what is not said is healthy."""

from typing import Annotated, ClassVar, Literal, get_args

import msgspec

from simulator.device.rom import Swipe
from simulator.device.users import Space
from simulator.world.fields import (
    Duration,
    ModelName,
    NewGroupName,
    NewPhoneName,
    NewUserName,
    PackageName,
    StartTime,
    VariantName,
    VendorName,
)

WebhookName = Literal[
    "State.StateChange",
    "C2C.CallbackBeforeSendMsg",
    "C2C.CallbackAfterSendMsg",
    "Group.CallbackBeforeSendMsg",
    "Group.CallbackAfterSendMsg",
    "Push.OfflinePush",
    "Push.AllMemberPush",
]
ALL_WEBHOOKS: tuple[WebhookName, ...] = get_args(WebhookName)
DEFAULT_START = "2026-03-02 09:00"


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a world.

    Attributes:
        shorthand: Field that a bare scalar stands for.
        rest: Field that takes the keys which have no field of their own.
    """

    shorthand: ClassVar[str | None] = None
    rest: ClassVar[str | None] = None


RestCommand = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]+/[a-z_0-9]+$", description="such as openim/sendmsg")]


class GroupSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of the app."""

    type: Annotated[
        Literal["Work", "Public", "Meeting", "AVChatRoom", "Community"],
        msgspec.Meta(description="what it is for; a meeting and a live room push to nobody"),
    ] = "Work"
    members: Annotated[tuple[NewUserName, ...], msgspec.Meta(description="users who have joined")] = ()


class WebhooksSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What IM posts to the customer's server."""

    url: Annotated[str, msgspec.Meta(pattern="^https?://[^/]", description="address at the customer's server")] = (
        "https://push.customer.example/im/webhook"
    )
    events: Annotated[
        tuple[WebhookName, ...], msgspec.Meta(description="what is switched on; all where it is left out")
    ] = ALL_WEBHOOKS
    token: Annotated[str, msgspec.Meta(description="key of the signature; none where it is left out")] = ""
    on_timeout: Annotated[
        Literal["deliver", "block"], msgspec.Meta(description="what becomes of a message about which nobody answers")
    ] = "deliver"
    retry: Annotated[bool, msgspec.Meta(description="what happened is posted again when it is not answered")] = False


class ImSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The IM application."""

    sdk_app_id: Annotated[int, msgspec.Meta(gt=0, description="SDKAppID")] = 1400000001
    secret_key: Annotated[str, msgspec.Meta(min_length=1, description="key that UserSigs are made with")] = (
        "simulated-im-secret-key-0001"
    )
    admins: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, description="administrators")] = ("administrator",)
    login_policy: Annotated[
        Literal["single", "dual", "triple", "multi"] | None,
        msgspec.Meta(description="platforms of one user that may be online at once; dual for a user of one phone"),
    ] = None
    phones_per_user: Annotated[
        int, msgspec.Meta(ge=1, le=3, description="Android phones of one user online at once; above 1 with multi only")
    ] = 1
    edition: Annotated[
        Literal["trial", "standard", "premium"],
        msgspec.Meta(description="what has been paid for; a trial has few accounts, groups and pushes"),
    ] = "premium"
    state: Annotated[
        Literal["open", "disabled", "expired"], msgspec.Meta(description="whether IM answers its REST calls")
    ] = "open"
    all_member_push: Annotated[bool, msgspec.Meta(description="pushes to all users are switched on")] = True
    status_query: Annotated[bool, msgspec.Meta(description="asking who is online is switched on")] = True
    group_recall: Annotated[bool, msgspec.Meta(description="messages of groups can be recalled")] = True
    friends_only: Annotated[bool, msgspec.Meta(description="only friends may write to each other")] = False
    friends: Annotated[
        dict[NewUserName, tuple[NewUserName, ...]], msgspec.Meta(description="whom each user has for a friend")
    ] = {}
    forbidden_words: Annotated[tuple[str, ...], msgspec.Meta(description="what the review takes for sensitive")] = ()
    forbidden_images: Annotated[tuple[str, ...], msgspec.Meta(description="UUIDs of images that the review stops")] = ()
    disabled_commands: Annotated[
        tuple[RestCommand, ...], msgspec.Meta(description="commands of the REST API that are switched off")
    ] = ()
    server_address: Annotated[str, msgspec.Meta(description="IP address of the customer's server")] = "198.51.100.7"
    allowed_addresses: Annotated[
        tuple[str, ...], msgspec.Meta(description="IP addresses that may call the REST API; all where it is left out")
    ] = ()
    blocklisted: Annotated[tuple[NewUserName, ...], msgspec.Meta(description="users who may not log in at all")] = ()
    restricted: Annotated[
        tuple[NewUserName, ...], msgspec.Meta(description="users kept from logging in for reasons of security")
    ] = ()
    users_today: Annotated[int, msgspec.Meta(ge=0, description="users who have logged in today already")] = 0
    groups: dict[NewGroupName, GroupSpec] = {}
    webhooks: WebhooksSpec | None = None


class ClickSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a tap does (点击通知后); `open_app` may stand alone."""

    shorthand: ClassVar[str | None] = "kind"

    kind: Literal["open_app"] | None = None
    url: Annotated[str, msgspec.Meta(description="a web page")] | None = None
    intent: Annotated[str, msgspec.Meta(description="a page, as intent URI")] | None = None
    activity: Annotated[str, msgspec.Meta(description="a page, by full class name")] | None = None
    action: Annotated[str, msgspec.Meta(description="a page, by intent action")] | None = None


class CertificateSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A vendor's certificate as saved in the IM console; its fields are those of the vendor's form."""

    rest: ClassVar[str | None] = "values"

    id: Annotated[int, msgspec.Meta(gt=0, description="certificate ID")] | None = None
    on_click: ClickSpec = ClickSpec()
    hosted: Annotated[bool, msgspec.Meta(description="false: this vendor has no certificate in the console")] = True
    values: dict[str, str] = {}


class CallsSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the push app's own servers have called today already, beside the messages they sent."""

    auth: Annotated[int, msgspec.Meta(ge=0, description="times that they authenticated")] = 0
    list_payload: Annotated[int, msgspec.Meta(ge=0, description="messages that they stored for lists")] = 0
    pictures: Annotated[int, msgspec.Meta(ge=0, description="pictures that they uploaded")] = 0
    total: Annotated[int, msgspec.Meta(ge=0, description="calls of every kind")] = 0


class OtherAppSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another push app of the same developer, open and in good order; its fields are those of the vendor's form."""

    shorthand: ClassVar[str | None] = "package"
    rest: ClassVar[str | None] = "values"

    package: PackageName
    values: dict[str, str] = {}


class VendorAppSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the vendor itself knows of the push app; its fields are those of the vendor's form, and the package."""

    rest: ClassVar[str | None] = "values"

    package: PackageName | None = None
    state: Annotated[
        Literal["open", "closed", "under_review"],
        msgspec.Meta(description="closed: push is switched off; under_review: not approved yet"),
    ] = "open"
    test_devices: Annotated[tuple[NewPhoneName, ...], msgspec.Meta(description="registered test phones")] = ()
    system_messages: Annotated[bool, msgspec.Meta(description="the right to the vendor's unlimited class")] = True
    content_review: Annotated[bool, msgspec.Meta(description="the vendor refuses texts that look like tests")] = False
    forbidden_words: Annotated[tuple[str, ...], msgspec.Meta(description="what its review takes for sensitive")] = ()
    calls_today: CallsSpec = CallsSpec()
    used_today: Annotated[int, msgspec.Meta(ge=0, description="messages of each class sent today already")] = 0
    calls_of_others: Annotated[
        int, msgspec.Meta(ge=0, description="calls that all other apps together make in each second")
    ] = 0
    subscribers: Annotated[
        dict[str, int], msgspec.Meta(description="how many phones that are not here have subscribed to a topic")
    ] = {}
    other_apps: Annotated[
        dict[str, OtherAppSpec], msgspec.Meta(description="further push apps of the same developer, by a name")
    ] = {}
    channels: Annotated[
        dict[str, Literal["private", "public"]],
        msgspec.Meta(description="further message channels that the vendor has approved, with their class"),
    ] = {}
    needs_channel: Annotated[bool, msgspec.Meta(description="the vendor takes no message without a channel")] = False
    rights: Annotated[
        tuple[str, ...], msgspec.Meta(description="further rights that the vendor has granted, such as high_importance")
    ] = ()
    barred: Annotated[tuple[str, ...], msgspec.Meta(description="what the vendor has forbidden, such as sending")] = ()
    receipts: Annotated[
        str | None, msgspec.Meta(description="address in the vendor's console that receipts are posted to")
    ] = None
    values: dict[str, str] = {}


class AppVendorSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the customer's app has of one vendor; what is left out is right."""

    rest: ClassVar[str | None] = "values"

    certificate_id: Annotated[int, msgspec.Meta(ge=0, description="constant that it reports with the token")] | None = (
        None
    )
    sdk: Annotated[str, msgspec.Meta(description="version of the vendor's SDK, or none")] | None = None
    values: dict[str, str] = {}


class AppSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The customer's app."""

    shorthand: ClassVar[str | None] = "variant"

    variant: VariantName = "careful"
    mistakes: Annotated[
        tuple[VariantName, ...], msgspec.Meta(description="mistakes of other apps that it makes as well")
    ] = ()
    package: PackageName = "com.example.chat"
    im_sdk: Annotated[str, msgspec.Meta(pattern=r"^\d+(\.\d+)+$", description="version of the IM SDK")] | None = None
    manifest: (
        Annotated[
            str,
            msgspec.Meta(
                description="path of an AndroidManifest.xml or an APK below the suite", extra={"file": "manifest"}
            ),
        ]
        | None
    ) = None
    proguard: (
        Annotated[str, msgspec.Meta(description="path of shrinking rules below the suite", extra={"file": "shrinking"})]
        | None
    ) = None
    vendors: dict[VendorName, AppVendorSpec] = {}
    without: Annotated[
        tuple[str, ...], msgspec.Meta(description="components, meta-data, permissions and drawables that the app lacks")
    ] = ()
    target_sdk: Annotated[int, msgspec.Meta(ge=19, le=40, description="API level that the app is made for")] | None = (
        None
    )
    rename: Annotated[
        dict[str, str], msgspec.Meta(description="names written otherwise in the manifest: old to new")
    ] = {}
    not_exported: Annotated[tuple[str, ...], msgspec.Meta(description="components with exported=false")] = ()
    starts_itself: Annotated[
        bool, msgspec.Meta(description="it has a receiver for the end of the boot and a sticky service")
    ] = False


class RomSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the phone's system does with apps; what is left out is as `profile` has it."""

    shorthand: ClassVar[str | None] = "profile"

    profile: Annotated[
        Literal["relaxed", "as_sold"],
        msgspec.Meta(
            description="relaxed: the app is allowed all it needs; as_sold: nobody has changed the maker's own"
        ),
    ] = "relaxed"
    autostart: Annotated[bool, msgspec.Meta(description="the app may start by itself")] | None = None
    associated_start: Annotated[bool, msgspec.Meta(description="other apps may start the app")] | None = None
    cleans_on_lock: Annotated[bool, msgspec.Meta(description="apps end soon after the screen goes off")] | None = None
    clean_after_lock: Annotated[Duration, msgspec.Meta(description="how soon that is; 30 s where not said")] | None = (
        None
    )
    kills_in_background: (
        Annotated[bool, msgspec.Meta(description="apps end after a while in the background")] | None
    ) = None
    background_life: (
        Annotated[Duration, msgspec.Meta(description="how long that while is; 10 min where not said")] | None
    ) = None
    freezes: (
        Annotated[
            bool,
            msgspec.Meta(description="apps are frozen ten seconds after they leave the screen, from Android 11 on"),
        ]
        | None
    ) = None
    swipe: (
        Annotated[
            Swipe, msgspec.Meta(description="what swiping an app away does: stop is the stopped state of a force stop")
        ]
        | None
    ) = None
    batches_in_doze: (
        Annotated[bool, msgspec.Meta(description="the push service of an idle phone waits for the maintenance window")]
        | None
    ) = None
    background_popup: (
        Annotated[bool, msgspec.Meta(description="the app may open its pages from the background")] | None
    ) = None
    shows_stopped_apps: (
        Annotated[
            bool, msgspec.Meta(description="the push service shows notifications of apps that were force-stopped")
        ]
        | None
    ) = None


class PhoneSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One phone."""

    shorthand: ClassVar[str | None] = "model"

    model: ModelName | None = None
    android: Annotated[int, msgspec.Meta(ge=5, le=17, description="Android version")] | None = None
    app: AppSpec | None = None
    user: NewUserName | None = None
    reg_id: Annotated[str, msgspec.Meta(min_length=1, description="fixes the regId the vendor issues")] | None = None
    push_service: Annotated[int, msgspec.Meta(ge=0, description="version of the system's push service")] | None = None
    rom: Annotated[RomSpec, msgspec.Meta(description="what the system does with apps")] | None = None
    space_of: (
        Annotated[NewPhoneName, msgspec.Meta(description="the phone of which this is a further Android user")] | None
    ) = None
    space: Annotated[
        Space,
        msgspec.Meta(description="what that user is; a person has to be switched to, the others run beside the owner"),
    ] = Space.DUAL_APP


class WorldSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that can be said about a world."""

    start: StartTime = DEFAULT_START
    timezone: Annotated[str, msgspec.Meta(description="IANA name")] = "Asia/Shanghai"
    pause: Annotated[Duration, msgspec.Meta(description="between steps")] = Duration(1_000)
    im: Annotated[ImSpec, msgspec.Meta(description="the IM application")] = ImSpec()
    certificates: Annotated[
        dict[VendorName, CertificateSpec], msgspec.Meta(description="by vendor, as saved in the IM console")
    ] = {}
    vendor_apps: Annotated[
        dict[VendorName, VendorAppSpec], msgspec.Meta(description="by vendor, what it knows of the push app itself")
    ] = {}
    app: Annotated[AppSpec, msgspec.Meta(description="the customer's app")] = AppSpec()
    phones: Annotated[
        dict[NewPhoneName, PhoneSpec],
        msgspec.Meta(description="by name; one that is not listed is made when first named"),
    ] = {}
