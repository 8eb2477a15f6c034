"""What Xiaomi tells of regIds and aliases that are no good any more, of phones that are there, and of what arrived."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.newest import KEPT_MAX, Newest
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.network.http import Response
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.events import Event, EventType
from simulator.vendors.xiaomi.limits import CALLS, INVALID_ALIASES, INVALID_REG_IDS, Poll
from simulator.vendors.xiaomi.rules import AUTH, FEEDBACK, NOTHING, PACKAGE_WRONG, needs, rule
from simulator.vendors.xiaomi.statistics import Sent

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud


def _names_nobody(call: XiaomiCall) -> bool:
    return not any(call.cloud.own_registration(call, reg_id) for reg_id in call.values("registration_id"))


def _is_of_another_package(call: XiaomiCall) -> bool:
    return call.value("package_name") not in {"", call.push_app.package}


_REG_ID_MISSING = needs("presence_of_nobody", rejections.PARAMETER_MISSING, "registration_id")
PRESENCE_FIELDS = Decision("xiaomi.presence_fields", (_REG_ID_MISSING, PACKAGE_WRONG))
ONE_PRESENCE_FIELDS = Decision(
    "xiaomi.one_presence_fields",
    (*PRESENCE_FIELDS, rule("presence_of_a_stranger", rejections.DEVICE_ILLEGAL, _names_nobody, grade=Grade.ASSUMED)),
)
VALIDATION_FIELDS = Decision(
    "xiaomi.validation_fields", (needs("validated_missing", rejections.PARAMETER_MISSING, "registration_ids"),)
)
ALIAS_FIELDS = Decision(
    "xiaomi.invalid_alias_fields",
    (
        rule(
            "no_more_aliases",
            rejections.NO_MORE_ALIASES,
            lambda call: call.cloud.feedback.has_fetched_all_aliases(call.app_id),
            grade=Grade.ASSUMED,
        ),
    ),
)
QUEUE_FIELDS = Decision(
    "xiaomi.queue_fields",
    (rule("queue_of_another_package", rejections.PACKAGE_WRONG, _is_of_another_package, grade=Grade.ASSUMED),),
)


class Feedback:
    """Queues that senders fetch from: what they have got once they do not get again."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._fetched: set[str] = set()
        self._aliases: dict[str, Newest[str, None]] = {}
        self._arrived: dict[str, deque[dict[str, object]]] = {}
        self._tapped: dict[str, deque[dict[str, object]]] = {}

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Presence, validation, invalid targets, and the queues of the emq host."""
        make = self._cloud.endpoint
        empty = self._fetching(NOTHING, INVALID_REG_IDS, lambda _: [])
        reg_ids = self._fetching(NOTHING, INVALID_REG_IDS, self._invalid_reg_ids)
        return {
            ("GET", "/v1/regid/presence"): make(AUTH, ONE_PRESENCE_FIELDS, CALLS, self._presence),
            ("GET", "/v2/regid/presence"): make(AUTH, PRESENCE_FIELDS, CALLS, self._presence),
            ("POST", "/v1/validation/regids"): make(AUTH, VALIDATION_FIELDS, CALLS, self._valid),
            ("GET", "/v1/feedback/fetch_invalid_regids"): reg_ids,
            ("GET", "/v1/feedback/fetch_invalid_aliases"): self._fetching(
                ALIAS_FIELDS, INVALID_ALIASES, self._invalid_aliases
            ),
            ("GET", "/v1/feedback/fetch_invalid_miid"): empty,
            ("GET", "/app/invalid/regid"): self._fetching(QUEUE_FIELDS, INVALID_REG_IDS, self._invalid_reg_ids),
            ("GET", "/msg/ack/info"): self._fetching(QUEUE_FIELDS, CALLS, lambda app: list(self._arrived.pop(app, ()))),
            ("GET", "/msg/click/info"): self._fetching(
                QUEUE_FIELDS, CALLS, lambda app: list(self._tapped.pop(app, ()))
            ),
        }

    # -- what others note -------------------------------------------------------------------------------------------

    def note_invalid_aliases(self, app_id: str, aliases: Sequence[str]) -> None:
        """Note that a message named aliases that nobody has."""
        if aliases:
            waiting = self._aliases.setdefault(app_id, Newest())
            for alias in aliases:
                waiting[alias] = None

    def has_fetched_all_aliases(self, app_id: str) -> bool:
        """Return whether there were invalid aliases, and the app's servers have them all."""
        return app_id in self._aliases and not self._aliases[app_id]

    def note(self, sent: Sent, target: str, event: Event) -> None:
        """Queue an arrival or a tap until it is fetched."""
        keep = {EventType.DELIVERED: (self._arrived, "ackAt"), EventType.CLICKED: (self._tapped, "clickAt")}
        if event.type in keep:
            queues, at = keep[event.type]
            entry = {"msgId": sent.message_id, at: self._cloud.kit.clock.epoch_ms, "target": target}
            queues.setdefault(sent.app_id, deque(maxlen=KEPT_MAX)).append({**entry, "jobkey": sent.job_key})

    # -- answers ----------------------------------------------------------------------------------------------------

    def _fetching(
        self, fields: Decision[XiaomiCall], poll: Poll, fetch: Callable[[str], Sequence[object]]
    ) -> Endpoint[XiaomiCall]:
        return self._cloud.endpoint(FEEDBACK, fields, poll, lambda call: self._cloud.ok({"list": fetch(call.app_id)}))

    def _invalid_reg_ids(self, app_id: str) -> Sequence[object]:
        gone = [
            one.reg_id
            for one in self._cloud.registrations
            if one.app_id == app_id and not one.is_valid and one.reg_id not in self._fetched
        ][: facts.FETCHED_MAX.value]
        self._fetched.update(gone)
        return gone

    def _invalid_aliases(self, app_id: str) -> Sequence[object]:
        waiting = self._aliases.get(app_id, Newest())
        fetched = list(waiting)[: facts.FETCHED_MAX.value]
        for alias in fetched:
            del waiting[alias]
        return fetched

    def _presence(self, call: XiaomiCall) -> Response:
        # Assumed: the names of what is answered; no example has been seen.
        listed = []
        for reg_id in call.values("registration_id"):
            phone = self._cloud.phone_of(reg_id)
            is_there = bool(phone) and self._cloud.outbox.is_connected(phone)
            listed.append({"regid": reg_id, "status": "online" if is_there else "offline"})
        return self._cloud.ok(listed[0] if call.request.path.startswith("/v1") else {"list": listed})

    def _valid(self, call: XiaomiCall) -> Response:
        # Assumed: the shape of what is answered; no example has been seen.
        valid = []
        for reg_id in call.values("registration_ids"):
            registration = self._cloud.own_registration(call, reg_id)
            if registration is not None and registration.is_valid:
                valid.append(reg_id)
        return self._cloud.ok({"list": valid})
