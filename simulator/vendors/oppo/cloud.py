"""OPPO's simulated cloud: what it counts and remembers, its answers, what phones report, and OPPO's client SDK.

What it does with an accepted call stands in `sending`; what it refuses, and when, in `rules`, `fields`, `media`,
`device_api`, `statistics` and `commands`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.receipt import ReceiptKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import DeliveryReport, Register, Registered, SdkCommand, Unregister
from simulator.vendors.oppo import commands, facts, media, paths, receipts, rejections, rules, statistics
from simulator.vendors.oppo.call import OppoCall
from simulator.vendors.oppo.commands import Command, CommandCase, CommandCounts, RegisterCase
from simulator.vendors.oppo.endpoints import ENDPOINTS
from simulator.vendors.oppo.sending import StoredMessage
from simulator.vendors.oppo.subscriptions import Choices

_ABROAD = "api-intl.push.oppomobile.com"

REGISTERED = Fact("oppo.reg_id_per_app_and_phone", True, Source(facts.GUIDE, "step 4", ("C13", "O04")))
ALL_CALLS = "calls of all apps"
"""Key of the window that counts them."""


class OppoCloud(VendorCloud[OppoCall]):
    """OPPO's push cloud.

    Attributes:
        tokens: Access tokens given out in mainland China; those of the other cluster are apart.
        stored: Stored messages, by message_id.
        today: Counters that start again at midnight.
        this_second: Messages over the last second.
        calls: Calls over the last second, of all apps under one key.
        bursts: Messages for one phone in a short time.
        pictures: Those that were uploaded.
        choices: What apps and senders have set for phones.
        statistics: Numbers of broadcasts.
        users: Phones that ever registered, by app.
        tracked: Accepted messages whose senders want receipts, by push id.
        sent_before: Senders' own message numbers with the registration ids that had them.
        fetched: Invalid registration ids that senders have been told of.
    """

    vendor = facts.NAME
    hosts = (
        "api.push.oppomobile.com",
        "api-push-cn.heytapmobi.com",
        _ABROAD,
        "feedback.push.oppomobile.com",
        "api-media.push.heytapmobi.com",
        "api-device.push.heytapmobi.com",
    )
    target_rules = rules.TARGETS
    no_such_phone = rules.NO_SUCH_PHONE
    dispatch = rules.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = self._new_tokens()
        self._tokens_abroad = self._new_tokens()
        self.stored: dict[str, StoredMessage] = Newest()
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.calls: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self._commands = CommandCounts(kit.scheduler)
        self.pictures: media.Pictures = media.Pictures(kit.scheduler)
        self.choices: Choices = Choices()
        self.statistics: statistics.Statistics = statistics.Statistics()
        self.users: dict[str, set[str]] = {}
        self.tracked: dict[int, receipts.Tracked] = Newest()
        self._own_receipts = receipts.OppoReceipts(self.receipts, scheduler=kit.scheduler, clock=kit.clock)
        # Assumed: a number is remembered for good; no document says for how long.
        self.sent_before: Newest[tuple[str, str], None] = Newest()
        self.fetched: set[str] = set()

    def _new_tokens(self) -> Tokens:
        return Tokens(self.kit, life_ms=facts.TOKEN_LIFE_MS.value, characters=facts.TOKEN_CHARACTERS.value)

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with, of both clusters."""
        return (self.tokens, self._tokens_abroad)

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the messages that it has sent today."""
        super().add_app(app)
        self.today.add(("public", app.values["app_id"]), app.used_today)
        self.today.add(("pictures", app.values["app_id"]), app.calls_today.get("pictures", 0))

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[OppoCall]]:
        """All that is built of OPPO's HTTP API."""
        return ENDPOINTS

    def read(self, request: Request) -> OppoCall:
        """Return the call that the steps look at."""
        self.calls.add(ALL_CALLS)
        return OppoCall(self, request)

    def targets_of(self, call: OppoCall) -> Sequence[str]:
        """Return the registration ids that the call names, or what stands for none."""
        return call.reg_ids

    # -- what rules look at -----------------------------------------------------------------------------------------

    @property
    def load(self) -> int:
        """Calls of all apps over the last second, refused ones among them."""
        return self.calls.count(ALL_CALLS) + sum(app.calls_of_others for app in self.apps)

    @staticmethod
    def is_abroad(host: str) -> bool:
        """Return whether *host* belongs to the cluster for phones outside mainland China."""
        return host == _ABROAD

    def tokens_of(self, host: str) -> Tokens:
        """Return the tokens of the cluster that *host* belongs to: neither knows those of the other."""
        return self._tokens_abroad if self.is_abroad(host) else self.tokens

    def stored_message(self, call: OppoCall) -> StoredMessage | None:
        """Return the stored message that the call names, unless it is another app's or has ended."""
        stored = self.stored.get(call.form.get("message_id", ""))
        if stored is None or stored.app_id != call.app_id or stored.ends_ms <= self.kit.scheduler.now_ms:
            return None
        return stored

    def public_today(self, call: OppoCall) -> int:
        """Return how many messages of the public class the call's app has sent today."""
        return self.today.count(("public", call.app_id))

    def public_daily_max(self, call: OppoCall) -> int:
        """Return how many messages of the public class the call's app may send in a day, by the users it ever had."""
        users = len(self.users.get(call.app_id, ()))
        if users < facts.MANY_USERS.value:
            return facts.PUBLIC_PER_DAY_MAX.value
        return users * facts.PUBLIC_PER_USER_MAX.value

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: OppoCall, rejection: Rejection) -> Response:  # noqa: ARG002  # all calls have one form
        """Return `code` and `message`; HTTP status is 200 for a refusal too."""
        return _refused(rejection)

    def unknown_endpoint(self, request: Request) -> Response:
        """Return code 12 for a path with another method than its own, else 404 and what is wrong with the path."""
        if any(path == request.path for _, path in self.endpoints):
            return _refused(rejections.WRONG_HTTP_METHOD)
        # Assumed: the status, and that a path is method and version; the codes are listed without a word on when.
        return _refused(paths.wrong_part(request.path), status=404)

    def server_error(self) -> Response:
        """Return OPPO's answer to an internal error."""
        return _refused(rejections.UNAVAILABLE, status=503)

    # -- receipts ---------------------------------------------------------------------------------------------------

    def track(self, call: OppoCall, registration: Registration, push_id: int, message_id: str, task_id: str) -> None:
        """Remember the sender's address for receipts of an accepted message, if it gave one."""
        if call.wants_receipts:
            url, param = call.text("call_back_url"), call.text("call_back_parameter")
            tracked = receipts.Tracked(url, message_id, registration.app_id, task_id or message_id, param)
            self.tracked[push_id] = tracked

    def tell_end(self, push_id: int, reg_id: str, event: str) -> None:
        """Post the last receipt of a message; an empty *event* has none."""
        tracked = self.tracked.pop(push_id, None)
        if tracked is not None and event:
            self._own_receipts.tell(tracked, reg_id, event)

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Post a receipt of the arrival, or of the app's removal; OPPO posts none for clicks."""
        if report.kind is ReceiptKind.FAILED:
            self.tell_end(report.push_id, report.reg_id, receipts.REG_ID_INVALID)
            gone = self.registrations.find(report.reg_id)
            if gone is not None:
                self.app_removed(gone.phone, gone.package)
        else:
            self.statistics.count(report.push_id, statistics.ARRIVE)
            self.tell_end(report.push_id, report.reg_id, receipts.PUSH_ARRIVE)

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:  # noqa: ARG002  # one event for none of them
        """Forget a message that will not reach its phone; OPPO has no receipt for an expired one."""
        self.tracked.pop(stored.delivery.push_id, None)

    # -- the SDK ----------------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return OPPO's form for phones of mainland China."""
        return f"CN_{self.kit.stream.hex(facts.REG_ID_CHARACTERS.value)}"

    def command(self, command: SdkCommand) -> Registered:
        """Answer a call of the SDK: with a registration id or names in the text, or the code that the app is told.

        What the system's service tells for the numbers of a broadcast comes this way too.
        """
        if command.command in {statistics.SHOW, statistics.OPEN}:
            self.statistics.count(int(command.argument), command.command)
            return Registered(0)
        asked = Command.read(command.argument)
        case = CommandCase(
            asked,
            self.kit.clock.epoch_ms,
            self._commands.add(asked.phone),
            facts.HAS_USER_ACCOUNTS.on(self.kit.clock.today).value,
        )
        rule = self.kit.rules.first_no(commands.COMMAND, case, asked.phone)
        is_register = asked.method == commands.REGISTER_METHOD
        question = Register(asked.phone, asked.package, asked.app_key, asked.app_secret, asked.reg_id_wanted)
        if rule is None and is_register:
            return self.register(question)
        if rule is None and asked.method == commands.UNREGISTER_METHOD:
            return self.answer(Unregister(asked.reg_id))
        if rule is None:
            registered = self.registrations.find(asked.reg_id)
            return Registered(0, text=self.choices.do(asked, "" if registered is None else registered.app_id))
        if is_register:
            return self.refuse_registration(question, rule)
        code = rule.answer_as(int)
        self.kit.trace.refuse(asked.phone, Kind.STATE, "command_refused", rule, data={"code": code})
        return Registered(code)

    def register(self, question: Register) -> Registered:
        """Answer `register`: a registration id, or the code that the app is told.

        The question names AppKey and AppSecret, as OPPO's SDK does, in the places of identifier and key.
        """
        app = self.app_with("app_key", question.app_id)
        rule = self.kit.rules.first_no(commands.REGISTER, RegisterCase(question, app), question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        app_id = self.app_or_first(app).values["app_id"]
        self.users.setdefault(app_id, set()).add(question.phone)
        asked = (commands.COMMAND.name, commands.REGISTER.name, facts.CERTIFICATE.name)
        return self.issue_reg_id(question, app, REGISTERED.name, asked)


def _refused(rejection: Rejection, status: int = 200) -> Response:
    return json_response({"code": rejection.code, "message": rejection.text}, status)
