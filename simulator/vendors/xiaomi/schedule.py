"""Messages that are to be sent later, and taking back what has not left yet."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade
from simulator.network.http import Response
from simulator.vendors.xiaomi import rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.limits import BROADCASTS, CALLS
from simulator.vendors.xiaomi.rejections import XiaomiRejection
from simulator.vendors.xiaomi.rules import AUTH, NOTHING, needs, rule
from simulator.vendors.xiaomi.statistics import Sent

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_IDS = ("job_id", "id")
_KEYS = ("jobkey", "job_key")
_STOPPED_IDS, _STOPPED_KEYS = ("msg_ids",), ("job_keys",)


def _named_by(call: XiaomiCall, ids: Iterable[str], keys: Iterable[str]) -> list[Sent]:
    """Return the app's messages that the call names in these fields."""
    statistics = call.cloud.statistics
    by_id = (statistics.own(call, one) for field in ids for one in call.values(field))
    by_key = statistics.with_job_keys(call, [one for field in keys for one in call.values(field)])
    return [*(one for one in by_id if one is not None), *by_key]


def _is_blank(call: XiaomiCall, fields: tuple[str, ...]) -> bool:
    return any(call.value(field) and not call.value(field).strip() for field in fields)


def _fields(
    name: str,
    ids: tuple[str, ...],
    keys: tuple[str, ...],
    *more: tuple[str, XiaomiRejection, Callable[[XiaomiCall], bool]],
) -> Decision[XiaomiCall]:
    """Return what is asked of a call that names messages in the fields *ids* or *keys*."""
    fields = (*ids, *keys)
    common: tuple[Rule[XiaomiCall], ...] = (
        rule(f"{name}_blank", rejections.BLANK, lambda call: _is_blank(call, fields), grade=Grade.ASSUMED),
        needs(f"{name}_missing", rejections.PARAMETER_MISSING, *fields),
        rule(f"{name}_unknown", rejections.MESSAGE_UNKNOWN, lambda call: not _named_by(call, ids, keys)),
    )
    further = (rule(f"{name}_{what}", rejection, says_no, grade=Grade.ASSUMED) for what, rejection, says_no in more)
    return Decision(f"xiaomi.{name}_fields", (*common, *further))


def _is_over(ids: tuple[str, ...], keys: tuple[str, ...]) -> Callable[[XiaomiCall], bool]:
    def is_over(call: XiaomiCall) -> bool:
        now_ms = call.cloud.kit.clock.epoch_ms
        return all(one.due_ms <= now_ms for one in _named_by(call, ids, keys))

    return is_over


JOB_FIELDS = _fields(
    "job",
    _IDS[:1],
    (),
    (
        "gone",
        rejections.MESSAGE_UNKNOWN,
        lambda call: any(one not in call.cloud.schedule.jobs(call.app_id) for one in _named_by(call, _IDS[:1], ())),
    ),
)
JOB_DELETE_FIELDS = _fields("deleted_job", _IDS[:1], (), ("over", rejections.JOB_OVER, _is_over(_IDS[:1], ())))
KEY_DELETE_FIELDS = _fields("deleted_key", (), _KEYS, ("over", rejections.JOB_OVER, _is_over((), _KEYS)))
DELETE_FIELDS = _fields(
    "deleted_broadcast",
    _IDS[1:],
    (),
    (
        "no_broadcast",
        rejections.FORBIDDEN,
        lambda call: any(one.by not in BROADCASTS for one in _named_by(call, _IDS[1:], ())),
    ),
    (
        "all_sent",
        rejections.DELETE_FAILED,
        lambda call: not call.cloud.schedule.is_still_sent(_named_by(call, _IDS[1:], ())),
    ),
)
STOP_ID_FIELDS = _fields("stopped_id", _STOPPED_IDS, ())
STOP_KEY_FIELDS = _fields("stopped_key", (), _STOPPED_KEYS)


class Schedule:
    """The timed messages of all apps, as far as they have not gone."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._taken_back: Newest[str, None] = Newest()

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Jobs, deleting, stopping."""
        make = self._cloud.endpoint
        return {
            ("POST", "/v2/schedule_job/exist"): make(AUTH, JOB_FIELDS, CALLS, self._exists),
            ("POST", "/v2/schedule_job/query"): make(AUTH, NOTHING, CALLS, self._query),
            ("POST", "/v2/schedule_job/delete"): make(AUTH, JOB_DELETE_FIELDS, CALLS, self._take_back),
            ("POST", "/v3/schedule_job/delete"): make(AUTH, KEY_DELETE_FIELDS, CALLS, self._take_back),
            ("POST", "/v2/message/delete"): make(AUTH, DELETE_FIELDS, CALLS, self._take_back),
            ("POST", "/v1/message/switch/stop_by_id"): make(AUTH, STOP_ID_FIELDS, CALLS, self._take_back),
            ("POST", "/v1/message/switch/stop_by_jobkey"): make(AUTH, STOP_KEY_FIELDS, CALLS, self._take_back),
        }

    def jobs(self, app_id: str) -> list[Sent]:
        """Return the app's messages that are still to be sent."""
        now_ms = self._cloud.kit.clock.epoch_ms
        return [
            one
            for one in self._cloud.statistics.sent.values()
            if one.app_id == app_id and one.due_ms > now_ms and one.message_id not in self._taken_back
        ]

    def is_still_sent(self, messages: Iterable[Sent]) -> bool:
        """Return whether one of *messages* has not left for all of its phones."""
        ids = {one.message_id for one in messages}
        return any(stored.delivery.message_id in ids for stored in self._cloud.outbox.held_messages())

    def _exists(self, call: XiaomiCall) -> Response:  # noqa: ARG002  # what is no job has been refused
        return self._cloud.ok(None)

    def _query(self, call: XiaomiCall) -> Response:
        # Assumed: the shape of what is answered.
        jobs = self.jobs(call.app_id)
        return self._cloud.ok({"list": [{"job_id": one.message_id, "time_to_send": one.due_ms} for one in jobs]})

    def _take_back(self, call: XiaomiCall) -> Response:
        named = _named_by(call, (*_IDS, *_STOPPED_IDS), (*_KEYS, *_STOPPED_KEYS))
        ids = {one.message_id for one in named}
        for message_id in ids:
            self._taken_back[message_id] = None
        self._cloud.outbox.withdraw(lambda stored: stored.delivery.message_id in ids)
        return self._cloud.ok(None)
