"""OPPO's simulated cloud: what its endpoints do, messages on their way to phones, and answers to OPPO's client SDK.

What it refuses, and when, stands in `rules`, `fields`, `media`, `device_api`, `statistics` and `commands`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.lazy import lazy
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
from simulator.vendors.oppo import (
    commands,
    delivery,
    device_api,
    facts,
    media,
    paths,
    receipts,
    rejections,
    rules,
    statistics,
)
from simulator.vendors.oppo.call import OppoCall
from simulator.vendors.oppo.commands import Command, CommandCase, CommandCounts, RegisterCase
from simulator.vendors.oppo.subscriptions import Choices

_ABROAD = "api-intl.push.oppomobile.com"

REGISTERED = Fact("oppo.reg_id_per_app_and_phone", True, Source(facts.GUIDE, "step 4", ("C13", "O04")))
CONSOLE_TEST = Fact("oppo.sent_without_im", True, Source(facts.GUIDE, "step 4", ("O07",)))
"""A message of somebody else than IM, such as a test from OPPO's console, goes the same way from here on."""
SPREAD_PARAMETERS = Fact("oppo.parameters_by_key", True, Source(facts.GUIDE, "ext 1", ("O06", "C08", "C26")))
WITHOUT_CHANNEL = Fact("oppo.without_channel", True, Source(facts.GUIDE, "step 2", ("O09",)))
"""A message that names no channel is taken; whether it shows is for the phone to say."""

_ASKED_BEFORE = tuple(
    decision.name for decision in (rules.TOKEN, rules.UNICAST_FIELDS, rules.TARGETS, rules.QUOTA, rules.DEVICE_LIMITS)
)
"""Decisions that an accepted message has passed, beside the one that its record names."""

_EVENTS_OF_DROPS = {rules.DAILY_LIMIT.name: receipts.USER_DAILY_LIMIT}
"""What receipts say of a message that was taken and dropped at once; of others they say nothing."""

ALL_CALLS = "calls of all apps"
"""Key of the window that counts them."""


class StoredMessage(msgspec.Struct, frozen=True):
    """A notification that `save_message_content` keeps for broadcasts."""

    notification: Mapping[str, Any]
    app_id: str
    ends_ms: int


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
        sent_before: Senders' own message numbers with the registration ids that had them.
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
        self._tracked: dict[int, receipts.Tracked] = Newest()
        self._own_receipts = receipts.OppoReceipts(self.receipts, scheduler=kit.scheduler, clock=kit.clock)
        # Assumed: a number is remembered for good; no document says for how long.
        self.sent_before: Newest[tuple[str, str], None] = Newest()
        self._fetched: set[str] = set()

    def _new_tokens(self) -> Tokens:
        return Tokens(self.kit, life_ms=facts.TOKEN_LIFE_MS.value, characters=facts.TOKEN_CHARACTERS.value)

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with, of both clusters."""
        return (self.tokens, self._tokens_abroad)

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with what it has sent today already."""
        super().add_app(app)
        self.today.add(("public", app.values["app_id"]), app.used_today)
        self.today.add(("pictures", app.values["app_id"]), app.calls_today.get("pictures", 0))

    @lazy
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[OppoCall]]:
        """What is built: see the README for what is not."""
        return {
            ("POST", paths.AUTH): Endpoint(rules.AUTH, rules.NOTHING, rules.ONLY_RATE, self._auth),
            ("POST", paths.UNICAST): Endpoint(rules.TOKEN, rules.UNICAST_FIELDS, rules.CLASS_AND_QUOTA, self._unicast),
            ("POST", paths.UNICAST_BATCH): Endpoint(rules.TOKEN, rules.BATCH_FIELDS, rules.ONLY_RATE, self._batch),
            ("POST", paths.SAVE): Endpoint(rules.TOKEN, rules.SAVE_FIELDS, rules.SAVE_METER, self._save),
            ("POST", paths.BROADCAST): Endpoint(
                rules.TOKEN, rules.BROADCAST_FIELDS, rules.CLASS_AND_QUOTA, self._broadcast
            ),
            ("POST", paths.BIG_PICTURE): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, self._upload),
            ("POST", paths.SMALL_PICTURE): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, self._upload),
            ("POST", paths.STATISTICS): Endpoint(rules.TOKEN, statistics.FIELDS, rules.ONLY_RATE, self._statistics),
            **{
                ("POST", path): Endpoint(rules.TOKEN, device_api.FIELDS, rules.ONLY_RATE, self._set_names)
                for path in paths.IN_JSON
            },
            ("GET", paths.INVALID_IDS): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, self._invalid_reg_ids),
            ("GET", paths.PERMIT): Endpoint(rules.TOKEN, rules.NOTHING, rules.ONLY_RATE, self._permit),
        }

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

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _auth(self, call: OppoCall) -> Response:
        self.this_second.add(call.app_id)
        token = self.tokens_of(call.request.host).issue(call.app_id)
        return _success({"auth_token": token, "create_time": self.kit.clock.epoch_ms})

    def _unicast(self, call: OppoCall) -> Response:
        self.this_second.add(call.app_id)
        target = next(iter(call.reg_ids), "")
        [push_id] = self.pushes_for([target])
        message_id = self._new_message_id(call)
        rejection = self._push_to(call, target, push_id, message_id)
        return _success({"messageId": message_id}) if rejection is None else self.refusal(call, rejection)

    def _batch(self, call: OppoCall) -> Response:
        self.this_second.add(call.app_id, len(call.parts))
        go_back = self.kit.trace.branch()
        answers = []
        for part in call.parts:
            answers.append(self._push_part(part))
            go_back()
        return _success(answers)

    def _push_part(self, part: OppoCall) -> Mapping[str, object]:
        """Accept or refuse one message of a batch, and return its part of the answer."""
        target = next(iter(part.reg_ids), "")
        [push_id] = self.pushes_for([target])
        subject = self.subject_of(target)
        rule: Rule[Any] | None = None
        for decision in (rules.ITEM_FIELDS, rules.ITEM_CLASS):
            rule = rule or self.kit.rules.first_no(decision, part, subject)
        message_id = self._new_message_id(part)
        if rule is None:
            rejection = self._push_to(part, target, push_id, message_id)
        else:
            rejection = rule.answer_as(Rejection)
            self.write_refusal(push_id, rule)
        if rejection is None:
            return {"messageId": message_id, "registrationId": target}
        return {"registrationId": target, "errorCode": rejection.code, "errorMessage": rejection.text}

    def _save(self, call: OppoCall) -> Response:
        message_id = self.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
        ends_ms = self.kit.scheduler.now_ms + facts.STORED_LIFE_MS.value
        self.stored[message_id] = StoredMessage(call.notification, call.app_id, ends_ms)
        return _success({"message_id": message_id})

    def _broadcast(self, call: OppoCall) -> Response:
        self.this_second.add(call.app_id, len(call.reg_ids))
        message_id, task_id = call.form.get("message_id", ""), self.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
        self.statistics.begin((call.app_id, message_id, task_id), len(call.reg_ids))
        go_back = self.kit.trace.branch()
        refused: dict[str, list[str]] = {}
        for place, (target, push_id) in enumerate(zip(call.reg_ids, self.pushes_for(call.reg_ids), strict=False)):
            rejection = self._push_to(call, target, push_id, message_id, task_id, call.delay_ms(place))
            if rejection is not None:
                refused.setdefault(str(rejection.code), []).append(target)
            go_back()
        return _success({"message_id": message_id, "task_id": task_id, **refused})

    def _statistics(self, call: OppoCall) -> Response:
        return _success(self.statistics.answer(statistics.key_of(call)))

    def _set_names(self, call: OppoCall) -> Response:
        names, app_id, reg_id = device_api.names_in(call), call.app_id, call.form.get("registration_id", "")
        aliases, tags = self.choices.aliases, self.choices.tags
        match call.request.path:
            case paths.SET_ALIAS:
                # Here, unlike in the SDK, a phone has one alias at a time.
                aliases.unset(app_id, reg_id, aliases.of(app_id, reg_id))
                aliases.set(app_id, reg_id, names)
            case paths.DELETE_ALIAS:
                for holder in [one for name in names for one in aliases.reg_ids(app_id, name)]:
                    aliases.unset(app_id, holder, names)
            case paths.SUBSCRIBE_TAGS:
                tags.set(app_id, reg_id, names)
            case _:
                tags.unset(app_id, reg_id, names)
        return json_response({"code": 0, "message": "success"})

    def _upload(self, call: OppoCall) -> Response:
        kind = call.request.path
        count = self.today.count(("pictures", call.app_id))
        case = media.UploadCase(kind, call.files.get(media.FILE), call.form.get("picture_ttl", "").strip(), count)
        rule = self.kit.rules.first_no(media.UPLOAD, case)
        if rule is not None:
            rejection = rule.answer_as(Rejection)
            self.kit.trace.refuse(self.actor, Kind.STATE, "refused", rule, data={"code": rejection.code})
            return self.refusal(call, rejection)
        self.today.add(("pictures", call.app_id))
        picture_id = self.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)
        self.pictures.keep(picture_id, call.app_id, case)
        return _success({media.ID_FIELDS[kind]: picture_id})

    def _invalid_reg_ids(self, call: OppoCall) -> Response:
        # Assumed: each id is told of once; no document says whether reading takes it off the list.
        gone = [
            one.reg_id
            for one in self.registrations
            if one.app_id == call.app_id
            and one.reg_id not in self._fetched
            and (not one.is_valid or rules.is_inactive(self, one))
        ]
        self._fetched.update(gone)
        return _success({"registration_ids": gone, "totalCount": len(gone)})

    # Assumed: names of the fields; that there is such a call is known, nobody has shown its answer.
    def _permit(self, call: OppoCall) -> Response:
        limit, sent = self.public_daily_max(call), self.public_today(call)
        return _success({"total": limit, "sent": sent, "remain": max(limit - sent, 0)})

    def _new_message_id(self, call: OppoCall) -> str:
        return f"{call.app_id}-1-1-{self.kit.stream.hex(facts.MESSAGE_ID_CHARACTERS.value)}"

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to(
        self, call: OppoCall, target: str, push_id: int, message_id: str, task_id: str = "", delay_ms: int = 0
    ) -> Rejection | None:
        """Accept one message for one target, or return OPPO's rejection of an invalid target."""
        case = rules.TargetCase(call, target, self.registrations.find(target))
        found = self.look_up(target, call.push_app, case)
        if isinstance(found, Rule):
            self.write_refusal(push_id, found)
            return found.answer_as(Rejection)
        self._track(call, found, push_id, message_id, task_id)
        if task_id:
            self.statistics.take((call.app_id, message_id, task_id), push_id)
        self._take(rules.DeviceCase(call, found), push_id, message_id, delay_ms)
        return None

    def _take(self, case: rules.DeviceCase, push_id: int, message_id: str, delay_ms: int) -> None:
        call, registration = case.call, case.registration
        ask = self.kit.rules.first_no
        limit: Rule[Any] | None = ask(rules.QUOTA, call, registration.phone)
        limit = limit or ask(rules.DEVICE_LIMITS, case, registration.phone)
        if limit is not None:
            self.drop_accepted(push_id, message_id, limit)
            self._tell(push_id, registration.reg_id, _EVENTS_OF_DROPS.get(limit.name, ""))
            return
        self._count(case)
        notify_id = call.number("notify_id", 0) or self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        stored = Stored(
            delivery=delivery.delivery_of(
                call,
                registration,
                push_id=push_id,
                message_id=message_id,
                notify_id=notify_id,
                is_tracked=push_id in self._tracked,
                is_counted=self.statistics.is_counted(push_id),
            ),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + delay_ms + call.ttl_s * SECOND_MS,
            collapse_key=(registration.reg_id, notify_id) if call.number("notify_id", 0) else None,
            only_if_online=call.flag("off_line", default=True) is False,
        )
        self.statistics.count(push_id, statistics.SEND)
        hours = self.choices.push_times.get(registration.reg_id)
        self.accept(
            stored,
            rule=rules.CLASS_AND_QUOTA.name,
            facts=(*_ASKED_BEFORE, *self._leant_on(call)),
            after_ms=delay_ms if hours is None else hours.wait_ms(self.kit.clock, delay_ms),
        )

    def _leant_on(self, call: OppoCall) -> tuple[str, ...]:
        """Return names of facts that show in this message."""
        found = {
            CONSOLE_TEST.name: self.kit.ledger.cargo is None,
            SPREAD_PARAMETERS.name: call.has("action_parameters"),
            WITHOUT_CHANNEL.name: not call.has("channel_id"),
            facts.CERTIFICATE.name: True,
        }
        return tuple(name for name, holds in found.items() if holds)

    # Differs: OPPO counts messages when they arrive; here they count when they are taken and not dropped at once.
    def _count(self, case: rules.DeviceCase) -> None:
        reg_id = case.registration.reg_id
        self.bursts.add(reg_id)
        if case.repeat_key is not None:
            self.sent_before[case.repeat_key] = None
        if not case.call.is_private:
            self.today.add(("public", case.call.app_id))
            self.today.add(("device", reg_id))

    # -- receipts ---------------------------------------------------------------------------------------------------

    def _track(self, call: OppoCall, registration: Registration, push_id: int, message_id: str, task_id: str) -> None:
        if call.wants_receipts:
            url, param = call.text("call_back_url"), call.text("call_back_parameter")
            tracked = receipts.Tracked(url, message_id, registration.app_id, task_id or message_id, param)
            self._tracked[push_id] = tracked

    def _tell(self, push_id: int, reg_id: str, event: str) -> None:
        """Tell of the last that becomes of a message; an empty *event* is not told."""
        tracked = self._tracked.pop(push_id, None)
        if tracked is not None and event:
            self._own_receipts.tell(tracked, reg_id, event)

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Tell that the message has reached the phone, or that its app has gone from there; clicks are never told."""
        if report.kind is ReceiptKind.FAILED:
            self._tell(report.push_id, report.reg_id, receipts.REG_ID_INVALID)
            gone = self.registrations.find(report.reg_id)
            if gone is not None:
                self.app_removed(gone.phone, gone.package)
        else:
            self.statistics.count(report.push_id, statistics.ARRIVE)
            self._tell(report.push_id, report.reg_id, receipts.PUSH_ARRIVE)

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:  # noqa: ARG002  # one event for none of them
        """Forget a message that will not reach its phone: OPPO has no event for one whose time is over."""
        self._tracked.pop(stored.delivery.push_id, None)

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


def _success(data: object) -> Response:
    return json_response({"code": 0, "message": "Success", "data": data})


def _refused(rejection: Rejection, status: int = 200) -> Response:
    return json_response({"code": rejection.code, "message": rejection.text}, status)
