"""Flyme's push SDK in the app's process: `PushManager`."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from simulator.device.android.build import Build
from simulator.device.app.process import AppProcess
from simulator.device.sdk_client import SdkClient
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Register, Registered, SdkCommand, Unregister
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.facts import ClientCode
from simulator.vendors.meizu.push_service import MeizuPushService, MessageReceiver
from simulator.vendors.meizu.sdk_rules import (
    ARGUMENTS,
    DEVICE_ID,
    NO_ANSWER,
    REQUEST,
    RESULT,
    ClientCase,
    RegisterStatus,
)

STRATEGY_TAG = "Strategy"

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
_ALREADY = "already register PushId,dont register frequently"


def is_brand_meizu(build: Build) -> bool:
    """Return what `MzSystemUtils.isBrandMeizu` does.

    Source:
        Meizu client SDK 4.1, MzSystemUtils (M01, C12); grade: observed.
    """
    return build.brand.lower() in facts.BRANDS.value


_BEHIND_RESULT = tuple(one.name for one in (ARGUMENTS, DEVICE_ID, REQUEST, RESULT, CACHED))
"""What a result that reaches the app has passed."""


class PushManager(SdkClient[MeizuPushService], MessageReceiver):
    """`com.meizu.cloud.pushsdk.PushManager` in one process.

    Attributes:
        receiver_written: Full class name of the receiver that the app's code has.
    """

    service_class = MeizuPushService

    def __init__(
        self, process: AppProcess, receiver_written: str, on_register_status: Callable[[RegisterStatus], None]
    ) -> None:
        """Run in *process*; *on_register_status* is the app's own code of that name."""
        super().__init__(process)
        self.receiver_written: str = receiver_written
        self._on_register_status = on_register_status

    # -- what the app calls -------------------------------------------------------------------------------------------

    def register(self, app_id: str, app_key: str) -> None:
        """Ask for a pushId, or give the receiver the one that the SDK keeps."""
        case = ClientCase(self, app_id, app_key)
        rule = self.first_no(ARGUMENTS, case)
        if rule is not None:
            self._refused(rule)
            return
        self._look_for_device(case, facts.DEVICE_ID_WAITS_MS.value)

    def _look_for_device(self, case: ClientCase, waits_ms: tuple[int, ...]) -> None:
        """Continue once the phone's identifier can be read; retry a little later."""
        rule = self.first_no(DEVICE_ID, case)
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
        rule = self.first_no(REQUEST, case)
        if rule is not None:
            self._refused(rule)
            return
        device = self.process.device
        question = Register(device.name, self.process.app.package, case.app_id, case.app_key, device.reg_id_wanted)
        self._ask_service(question, self._answered)

    def un_register(self) -> None:
        """Unregister the pushId, which becomes invalid."""

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered):
                self._forget()
                self.process.callback("onUnRegisterStatus", {"code": ClientCode.SUCCESS})

        if self.get_push_id():
            self._ask_service(Unregister(self.get_push_id()), answered)

    def register_by_package(self) -> None:
        """Call the old `register(Context)`, which names no credentials; `onRegister` answers it."""

        def answered(answer: Registered | Broken) -> None:
            if not isinstance(answer, Registered) or not self.can_be_called():
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
        notifications.cancel_where(lambda shown: shown.package == package and str(shown.id) in notify_ids)

    def command(self, method: str, argument: str = "") -> None:
        """Ask Meizu something about the pushId: one of `COMMANDS`. Without a pushId nothing is asked."""
        push_id = self.get_push_id()

        def answered(answer: Registered | Broken) -> None:
            if self.can_be_called():
                self._commanded(method, push_id, answer)

        if push_id:
            self._ask_service(SdkCommand(push_id, method, argument), answered)

    def _commanded(self, method: str, push_id: str, answer: Registered | Broken) -> None:
        """Give the receiver what Meizu answered, or what is known without it."""
        storage = self.storage
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
            code, text, fact = ClientCode.NO_CONNECTION, NO_ANSWER, UNREACHABLE.name
        status = {"code": code, "message": text, "pushId": push_id, **_read_value(value)}
        self.process.callback(COMMANDS[method][1], {**status, "facts": (fact,) if fact else ()})

    def get_push_id(self) -> str:
        """Return the cached pushId, empty for none."""
        return self.storage.get(_PUSH_ID, "")

    def take_push_id(self, push_id: str) -> None:
        """Keep another pushId and give it to the receiver."""
        self._keep(push_id)
        self.call_receiver(RegisterStatus(ClientCode.SUCCESS, "", push_id, self._kept_s))

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _ask_service(
        self, question: Register | Unregister | SdkCommand, answered: Callable[[Registered | Broken], None]
    ) -> None:
        """Ask through the phone's push service, where the phone has Meizu's."""
        if self.service is not None:
            self.service.ask(question, self.if_listening(answered))

    @property
    def _kept_s(self) -> int:
        """Seconds for which the cached pushId still answers."""
        until_ms = int(self.storage.get(_KEPT_UNTIL, "0"))
        return max(0, until_ms - self.process.device.scheduler.now_ms) // 1_000

    def _keep(self, push_id: str) -> None:
        storage = self.storage
        storage[_PUSH_ID] = push_id
        storage[_KEPT_UNTIL] = str(self.process.device.scheduler.now_ms + facts.PUSH_ID_KEPT_MS.value)

    def _forget(self) -> None:
        for name in (_PUSH_ID, _KEPT_UNTIL):
            self.storage.pop(name, None)

    def _refused(self, rule: Rule[ClientCase]) -> None:
        status = rule.answer_as(RegisterStatus)
        self.process.refuse(Hop.REG_ID_ISSUED, rule, {"code": status.code})
        self._later(status)

    def _answered(self, answer: Registered | Broken) -> None:
        if isinstance(answer, Broken):
            data = {"code": ClientCode.NO_CONNECTION}
            self.process.hop(Hop.REG_ID_ISSUED, rule=UNREACHABLE.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
            self.call_receiver(RegisterStatus(ClientCode.NO_CONNECTION, NO_ANSWER))
        elif answer.code:
            self.call_receiver(RegisterStatus(answer.code, answer.text))
        else:
            self.take_push_id(answer.reg_id)

    def _later(self, status: RegisterStatus) -> None:
        self.call_back(lambda: self.call_receiver(status))

    def call_receiver(self, status: RegisterStatus) -> None:
        """Call `onRegisterStatus`, if the app's receiver can be called."""
        self.process.log("I", STRATEGY_TAG, f"registerStatus {status}")
        rule = self.first_no(RESULT, ClientCase(self))
        if rule is not None:
            self.process.refuse(Hop.REG_ID_RECEIVED, rule)
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
        return self.first_no(RESULT, ClientCase(self)) is None


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
