"""What the control API takes and gives, as JSON; its description is made of these very types."""

from typing import Annotated, Any, Literal

import msgspec

_AS_IN_A_FILE = msgspec.Meta(extra_json_schema={"$ref": "#/components/schemas/world"})


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong, in the parts of the text that `pushsim` prints.

    Attributes:
        where: `steps:2` is the second step, `world.yaml:3:5` a place in a world.
        path: Of the field.
        value: What stands there.
        known: Names that would have been right.
        suggestion: The one that was probably meant.
        next: What to do.
        details: Label and text of what else there is to tell.
    """

    what: str
    where: str = ""
    path: str = ""
    value: str | None = None
    known: list[str] = []
    suggestion: str | None = None
    next: str | None = None
    details: list[tuple[str, str]] = []


class Failure(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every answer of the control API that is no success.

    Attributes:
        error: All of it as text, for people.
        records: Of the steps until then, where an expectation failed.
    """

    error: str
    problems: list[Problem] = []
    records: list[msgspec.Raw] = []


class Records(msgspec.Struct, frozen=True):
    """Records of the trace, oldest first.

    Attributes:
        last: Number of the newest record that was written, for the next `after`.
    """

    records: list[msgspec.Raw]
    last: int


class ShownNotification(msgspec.Struct, frozen=True):
    """One notification in a phone's shade.

    Attributes:
        ext: IM's custom content, as far as it came along.
        custom: All custom content, by the vendor's own keys.
        channel: Android's; empty below Android 8.0.
        push_id: The push that became it.
        key: Android's: one of the same key takes its place.
        at_ms: When it came, as in the records; `null` for one that the app posted itself.
    """

    key: str
    at_ms: int | None
    title: str
    body: str
    ext: str | None
    channel: str
    importance: str
    push_id: int | None
    custom: dict[str, str] = {}


class PhoneView(msgspec.Struct, frozen=True):
    """One phone.

    Attributes:
        vendor: Whose push service its system has; empty for none.
        package: Of the customer's app.
        state: Of the app's process.
        is_force_stopped: Its user has ended the app for good; nothing may start it but the user.
        network: What the phone is connected by.
        reg_id: What the vendor has issued to the app; `null` while there is none that counts.
        user: Whose token is bound on this phone; `null` for nobody's.
        logged_in: Who is logged in to IM in the running app; `null` for nobody.
        session: How its user stands at IM: `Online`, `PushOnline` or `Offline`; `null` where nobody ever logged in.
        notifications: The app's notifications are switched on.
        is_locked: Its screen shows the lock.
        shade: What is shown, oldest first.
    """

    name: str
    model: str
    android: int
    vendor: str
    package: str
    state: Literal["foreground", "background", "dead"]
    is_force_stopped: bool
    network: str
    reg_id: str | None
    user: str | None
    logged_in: str | None
    session: str | None
    notifications: bool
    is_locked: bool
    shade: list[ShownNotification]


class ClockView(msgspec.Struct, frozen=True):
    """A world's time.

    Attributes:
        now_ms: Virtual milliseconds since the world began, as in its records.
        time: What its clocks show.
        ahead_ms: How far they are ahead of the machine's.
    """

    now_ms: int
    time: str
    ahead_ms: int
    pace: Literal["real", "stopped"]


class ClockOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A change of a world's time.

    Attributes:
        advance: Lets this much pass at once: `90s`, `24h`.
        pace: `real`, or `stopped`: then only steps and `advance` move it.
    """

    advance: Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(ms|s|min|h|d)$")] | msgspec.UnsetType = msgspec.UNSET
    pace: Literal["real", "stopped"] | msgspec.UnsetType = msgspec.UNSET


class WorldView(msgspec.Struct, frozen=True):
    """One world.

    Attributes:
        path: Below which it answers everything, for base addresses of senders; empty for the main one.
        seed: What everything drawn in it repeats from.
        phones: Their names.
        unready: What was told of each phone whose user could not be set up.
        last: Number of the newest record.
    """

    name: str
    path: str
    seed: int
    clock: ClockView
    phones: list[str]
    unready: list[str]
    last: int


class WorldOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A world to be made.

    Attributes:
        world: As in a WORLD.yaml, as JSON, or its YAML as a text; the usual one where it is left out.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
    seed: int = 1
    world: Annotated[dict[str, Any], _AS_IN_A_FILE] | str | None = None


class StepsDone(msgspec.Struct, frozen=True):
    """What came of steps that were played to their end.

    Attributes:
        records: Of the steps, and of all that has followed from them by now.
        last: Number of the newest record of the trace.
    """

    records: list[msgspec.Raw]
    last: int


class Credentials(msgspec.Struct, frozen=True):
    """What a sender of this world has to know.

    Attributes:
        sdk_app_id: SDKAppID of IM.
        secret_key: What UserSigs are made with.
        admins: Who may call IM's REST API.
        vendors: The fields of each vendor's console, by the vendor's name.
        hosts: The host names of each vendor, and of `im`.
    """

    sdk_app_id: int
    secret_key: str
    admins: list[str]
    vendors: dict[str, dict[str, str]]
    hosts: dict[str, list[str]]
