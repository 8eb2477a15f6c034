"""Flyme push in the app: `PushManager`, its rules, and the calls of the app's receiver."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from simulator.device.android.build import Build
from simulator.device.app.manifest import Component, Manifest
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import version_numbers
from simulator.device.device import Device
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Register, Registered, SdkCommand, Unregister
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.facts import ClientCode

STRATEGY_TAG = "Strategy"

REGISTER_FEEDBACK = "com.meizu.flyme.push.intent.REGISTER.FEEDBACK"
INTERNET = "android.permission.INTERNET"
READ_PHONE_STATE = "android.permission.READ_PHONE_STATE"
RECEIVE = "com.meizu.flyme.push.permission.RECEIVE"
OWN_MESSAGE = "{package}.push.permission.MESSAGE"
SDK_CLASS = "com.meizu.cloud.pushsdk.PushManager"

CACHED = Fact(
    "meizu.cached_push_id",
    True,
    Source(facts.CLIENT, "RegisterStatusStrategy, cached", ("M01", "C16"), Grade.OBSERVED),
)
"""A pushId that is not too old answers at once, whatever appId it was made for."""
UNREACHABLE = Fact(
    "meizu.register_unreachable",
    True,
    Source(facts.CLIENT, "RegisterStatusStrategy, network", ("M01",), Grade.ASSUMED),
)

COMMANDS: Mapping[str, tuple[int, str]] = {
    "switchPush": (1, "onPushStatus"),
    "checkPush": (0, "onPushStatus"),
    "subScribeAlias": (1, "onSubAliasStatus"),
    "unSubScribeAlias": (1, "onSubAliasStatus"),
    "checkSubScribeAlias": (0, "onSubAliasStatus"),
    "subScribeTags": (1, "onSubTagsStatus"),
    "unSubScribeTags": (1, "onSubTagsStatus"),
    "unSubScribeAllTags": (0, "onSubTagsStatus"),
    "checkSubScribeTags": (0, "onSubTagsStatus"),
}
"""Methods that ask Meizu something about the pushId: how many arguments they have beside it, and what answers them."""
CHECK_PUSH_OFFLINE = Fact("meizu.check_push_offline", True, Source(facts.DEMO, "checkPush", ("M01",), Grade.OBSERVED))
"""Without a connection it answers from what the SDK heard last."""

_PUSH_ID = "mz_push_preference.pushId"
_SWITCHES = "mz_push_preference.switches"
_BOTH_ON = '{"barTypeSwitch":1,"directTypeSwitch":1}'
_KEPT_UNTIL = "mz_push_preference.expireTime"
_NO_ANSWER = "connectionError"
_ALREADY = "already register PushId,dont register frequently"
_WORKER_MS = (5, 40)
"""What the SDK's thread takes to call the receiver with what it has already."""


def is_brand_meizu(build: Build) -> bool:
    """Return what `MzSystemUtils.isBrandMeizu` does.

    Source:
        Meizu client SDK 4.1, MzSystemUtils (M01, C12); grade: observed.
    """
    return build.brand.lower() in facts.BRANDS.value


def flyme_version(device: Device) -> int:
    """Return the version of Flyme on *device*; a model without Meizu's push service has none: 0."""
    if device.push_vendor != facts.NAME:
        return 0
    return facts.FLYME_OF_API.value.get(device.settings.api_level, facts.FLYME_NEWEST.value)


class RegisterStatus(msgspec.Struct, frozen=True):
    """What `onRegisterStatus` gets.

    Attributes:
        push_id: `None` after a failure.
        expires_s: Seconds for which the SDK will not ask again.
    """

    code: int
    message: str = ""
    push_id: str | None = None
    expires_s: int = 0

    def __str__(self) -> str:
        """Return what `BasicPushStatus.toString()` does."""
        return f"BasicPushStatus{{code='{self.code}', message='{self.message}'}}"


# -- what decides about a pushId --------------------------------------------------------------------------------------


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process.

    Attributes:
        app_id: As the app's code gives it.
        app_key: The same.
    """

    client: "PushManager"
    app_id: str = ""
    app_key: str = ""

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    @property
    def receiver(self) -> Component | None:
        """The first receiver that the manifest declares for the SDK's results."""
        return next(iter(self.manifest.receivers_of(REGISTER_FEEDBACK)), None)

    @property
    def is_called_elsewhere(self) -> bool:
        """Whether the receiver that is called is another one than the app's code has."""
        return self.receiver is not None and self.receiver.name != self.client.receiver_written

    @property
    def has_two_receivers(self) -> bool:
        """Whether the manifest declares more than one for the SDK's results."""
        return len(tuple(self.manifest.receivers_of(REGISTER_FEEDBACK))) > 1

    @property
    def has_category(self) -> bool:
        """Whether the receiver's filter has the app's package as its category."""
        receiver = self.receiver
        filters = () if receiver is None else receiver.filters
        return any(
            REGISTER_FEEDBACK in one.actions and self.manifest.application_id in one.categories for one in filters
        )

    @property
    def lacks_old_permissions(self) -> bool:
        """Whether an old Flyme finds its push permissions missing."""
        if flyme_version(self.client.process.device) > facts.OLD_FLYME.value:
            return False
        own = OWN_MESSAGE.format(package=self.manifest.application_id)
        return not {RECEIVE, own} <= self.manifest.permissions or own not in self.manifest.declared_permissions

    @property
    def clock_is_wrong(self) -> bool:
        """Whether the phone's clock was never set, or is so far off that no TLS certificate seems valid."""
        off_ms = self.client.process.device.settings.clock_off_ms
        return off_ms is None or abs(off_ms) > facts.CLOCK_OFF_MAX_MS.value

    @property
    def lacks_device_id(self) -> bool:
        """Whether an old SDK cannot tell which phone this is."""
        version = version_numbers(self.client.process.app.variant.sdk_versions.get(facts.NAME, ""))
        return () < version < facts.NO_PHONE_STATE_SDK.value and READ_PHONE_STATE not in self.manifest.permissions


def _rule(
    name: str, reason: Reason, says_no: Callable[[ClientCase], bool], source: Source, answer: object = None
) -> Rule[ClientCase]:
    return Rule(f"meizu.{name}", reason, says_no, source, answer)


def _manifest(section: str, *statements: str, grade: Grade = Grade.DOCUMENTED) -> Source:
    return Source(facts.DEMO, f"manifest, {section}", ("M01", *statements), grade)


def _strategy(section: str) -> Source:
    return Source(facts.CLIENT, f"RegisterStatusStrategy, {section}", ("M01",), Grade.OBSERVED)


ARGUMENTS: Decision[ClientCase] = Decision(
    "meizu.register_arguments",
    (
        _rule(
            "no_app_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_id,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appId not empty"),
        ),
        _rule(
            "no_app_key",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_key,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appKey not empty"),
        ),
    ),
)
DEVICE_ID: Decision[ClientCase] = Decision(
    "meizu.register_device",
    (
        _rule(
            "no_device_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.lacks_device_id,
            _strategy("20000"),
            RegisterStatus(ClientCode.DEVICE_ID_EMPTY, "deviceId is empty"),
        ),
    ),
)
REQUEST: Decision[ClientCase] = Decision(
    "meizu.register_request",
    (
        _rule(
            "no_internet",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: INTERNET not in case.manifest.permissions,
            _manifest("INTERNET", grade=Grade.ASSUMED),
            RegisterStatus(ClientCode.NO_CONNECTION, _NO_ANSWER),
        ),
        _rule(
            "clock_wrong",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.clock_is_wrong,
            facts.CLOCK_OFF_MAX_MS.source,
            RegisterStatus(ClientCode.NO_CONNECTION, _NO_ANSWER),
        ),
    ),
)

RESULT: Decision[ClientCase] = Decision(
    "meizu.result",
    (
        _rule(
            "sdk_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(SDK_CLASS),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "push_permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.lacks_old_permissions,
            _manifest("permissions, Flyme 5"),
        ),
        _rule(
            "receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is None,
            _manifest("receiver"),
        ),
        _rule(
            "receiver_without_category",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.has_category,
            _manifest("receiver, category", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_not_exported",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.receiver.exported,
            _manifest("receiver, exported", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.receiver is not None and not case.client.process.app.build.has_class(case.receiver.name),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "other_receiver_called",
            Reason.RECEIVER_MISSING,
            lambda case: case.has_two_receivers and case.is_called_elsewhere,
            _manifest("one receiver of this kind", grade=Grade.OBSERVED),
        ),
        _rule(
            "receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.is_called_elsewhere,
            _manifest("receiver"),
        ),
        _rule(
            "receiver_without_super",
            Reason.CALLBACK_IGNORED,
            lambda case: not case.client.process.app.variant.calls_super_in_receivers,
            Source(facts.DEMO, "issues, onReceive", ("M01",), Grade.OBSERVED),
        ),
    ),
)
"""Whether the app's receiver can be called; without it no result ever comes."""

_BEHIND_RESULT = tuple(one.name for one in (ARGUMENTS, DEVICE_ID, REQUEST, RESULT, CACHED))
"""What a result that reaches the app has passed."""


class PushManager:
    """`com.meizu.cloud.pushsdk.PushManager` in one process.

    Attributes:
        process: The app's process.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    def __init__(
        self, process: AppProcess, receiver_written: str, on_register_status: Callable[[RegisterStatus], None]
    ) -> None:
        """Live in *process*; *on_register_status* is the app's own code of that name."""
        self.process: AppProcess = process
        self.receiver_written: str = receiver_written
        self._on_register_status = on_register_status

    # -- what the app calls -------------------------------------------------------------------------------------------

    def register(self, app_id: str, app_key: str) -> None:
        """Ask for a pushId, or give the receiver the one that the SDK keeps."""
        case = ClientCase(self, app_id, app_key)
        rule = self._ask(ARGUMENTS, case)
        if rule is not None:
            self._refused(rule)
            return
        self._look_for_device(case, facts.DEVICE_ID_WAITS_MS.value)

    def _look_for_device(self, case: ClientCase, waits_ms: tuple[int, ...]) -> None:
        """Go on when the phone's identifier can be read, or look for it again a little later."""
        rule = self._ask(DEVICE_ID, case)
        if rule is None:
            self._register(case)
            return
        self._refused(rule)
        if waits_ms:
            self.process.later(waits_ms[0], lambda: self._look_for_device(case, waits_ms[1:]))

    def _register(self, case: ClientCase) -> None:
        if self._kept_s > 0:
            self._later(RegisterStatus(ClientCode.SUCCESS, _ALREADY, self.get_push_id(), self._kept_s))
            return
        rule = self._ask(REQUEST, case)
        if rule is not None:
            self._refused(rule)
            return
        device = self.process.device
        question = Register(device.name, self.process.app.package, case.app_id, case.app_key, device.reg_id_wanted)

        def answered(answer: Registered | Broken) -> None:
            if self.process.is_listening:
                self._answered(answer)

        self._ask_service(question, answered)

    def un_register(self) -> None:
        """Give the pushId back: it is no longer valid."""

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and self.process.is_listening:
                self._forget()
                self.process.callback("onUnRegisterStatus", {"code": ClientCode.SUCCESS})

        if self.get_push_id():
            self._ask_service(Unregister(self.get_push_id()), answered)

    def register_by_package(self) -> None:
        """Call the old `register(Context)`, which names no credentials; `onRegister` answers it."""

        def answered(answer: Registered | Broken) -> None:
            if not isinstance(answer, Registered) or not self.process.is_listening or not self.can_be_called():
                return
            if answer.reg_id:
                self._keep(answer.reg_id)
            self.process.callback("onRegister", {"code": answer.code or ClientCode.SUCCESS, "pushId": answer.reg_id})

        self._ask_service(Register(self.process.device.name, self.process.app.package, "", ""), answered)

    def clear_notification(self, notify_ids: Sequence[str] = ()) -> None:
        """Remove the app's notifications with these ids, or all of them."""
        notifications, package = self.process.device.notifications, self.process.app.package
        if not notify_ids:
            notifications.cancel_all(package)
        for shown in notifications.shade:
            if shown.package == package and str(shown.id) in notify_ids:
                notifications.cancel(shown.key)

    def command(self, method: str, argument: str = "") -> None:
        """Ask Meizu something about the pushId: one of `COMMANDS`. Without a pushId nothing is asked."""
        push_id = self.get_push_id()

        def answered(answer: Registered | Broken) -> None:
            if self.process.is_listening and self.can_be_called():
                self._commanded(method, push_id, answer)

        if push_id:
            self._ask_service(SdkCommand(push_id, method, argument), answered)

    def _commanded(self, method: str, push_id: str, answer: Registered | Broken) -> None:
        """Give the receiver what Meizu answered, or what is known without it."""
        storage = self.process.app.storage
        code, text, value, fact = ClientCode.SUCCESS, "", "{}", ""
        if isinstance(answer, Registered) and answer.code:
            code, text = answer.code, answer.text
        elif isinstance(answer, Registered):
            value = answer.text
            if method in {"switchPush", "checkPush"}:
                storage[_SWITCHES] = value
        elif method == "checkPush":
            value, fact = storage.get(_SWITCHES, _BOTH_ON), CHECK_PUSH_OFFLINE.name
        else:
            code, text, fact = ClientCode.NO_CONNECTION, _NO_ANSWER, UNREACHABLE.name
        status = {"code": code, "message": text, "pushId": push_id, **_read_value(value)}
        self.process.callback(COMMANDS[method][1], {**status, "facts": (fact,) if fact else ()})

    def get_push_id(self) -> str:
        """Return the cached pushId, empty for none."""
        return self.process.app.storage.get(_PUSH_ID, "")

    def take_push_id(self, push_id: str) -> None:
        """Keep another pushId and give it to the receiver."""
        self._keep(push_id)
        self.call_receiver(RegisterStatus(ClientCode.SUCCESS, "", push_id, self._kept_s))

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _ask_service(
        self, question: Register | Unregister | SdkCommand, answered: Callable[[Registered | Broken], None]
    ) -> None:
        """Ask by way of the phone's push service, where the phone has Meizu's."""
        device = self.process.device
        if device.push_service is not None and device.push_vendor == facts.NAME:
            device.push_service.ask(question, answered)

    @property
    def _kept_s(self) -> int:
        """Seconds for which the cached pushId still answers."""
        until_ms = int(self.process.app.storage.get(_KEPT_UNTIL, "0"))
        return max(0, until_ms - self.process.device.scheduler.now_ms) // 1_000

    def _keep(self, push_id: str) -> None:
        storage = self.process.app.storage
        storage[_PUSH_ID] = push_id
        storage[_KEPT_UNTIL] = str(self.process.device.scheduler.now_ms + facts.PUSH_ID_KEPT_MS.value)

    def _forget(self) -> None:
        for name in (_PUSH_ID, _KEPT_UNTIL):
            self.process.app.storage.pop(name, None)

    def _ask(self, decision: Decision[ClientCase], case: ClientCase) -> Rule[ClientCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, case, device.name)

    def _refused(self, rule: Rule[ClientCase]) -> None:
        status = rule.answer_as(RegisterStatus)
        self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": status.code})
        self._later(status)

    def _answered(self, answer: Registered | Broken) -> None:
        if isinstance(answer, Broken):
            data = {"code": ClientCode.NO_CONNECTION}
            self.process.hop(Hop.REG_ID_ISSUED, rule=UNREACHABLE.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
            self.call_receiver(RegisterStatus(ClientCode.NO_CONNECTION, _NO_ANSWER))
        elif answer.code:
            self.call_receiver(RegisterStatus(answer.code, answer.text))
        else:
            self.take_push_id(answer.reg_id)

    def _later(self, status: RegisterStatus) -> None:
        self.process.later(self.process.device.stream.between(*_WORKER_MS), lambda: self.call_receiver(status))

    def call_receiver(self, status: RegisterStatus) -> None:
        """Call `onRegisterStatus`, if the app's receiver can be called."""
        self.process.log("I", STRATEGY_TAG, f"registerStatus {status}")
        rule = self._ask(RESULT, ClientCase(self))
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            return
        data = {
            "code": status.code,
            "message": status.message,
            "reg_id": status.push_id,
            "expireTime": status.expires_s,
            "facts": _BEHIND_RESULT,
        }
        self.process.callback("onRegisterStatus", data)
        self._on_register_status(status)

    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""
        return self._ask(RESULT, ClientCase(self)) is None


def _read_value(text: str) -> Mapping[str, object]:
    """Return the fields of a status object that Meizu's `value` has; tags that were all taken away are `true`."""
    value = msgspec.json.decode(text)
    if not isinstance(value, dict):
        return {"tagList": ()}
    found: dict[str, object] = {}
    if "barTypeSwitch" in value:
        found["switchNotificationMessage"] = value["barTypeSwitch"] == 1
        found["switchThroughMessage"] = value["directTypeSwitch"] == 1
    if "alias" in value:
        found["alias"] = value["alias"]
    if "tags" in value:
        found["tagList"] = tuple(tag["tagName"] for tag in value["tags"])
    return found
