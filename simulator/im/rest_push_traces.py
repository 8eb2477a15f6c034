"""Looking up over REST what became of pushes: the trace of one, and how many were lost where."""

from collections import Counter
from collections.abc import Iterable

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.push_log import KEPT_S, LoggedPush
from simulator.im.rest_command import Answer, Call, refusing
from simulator.im.rest_fields import is_uint32, text, whole
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source

TRACES_PER_SECOND_MAX = Fact(
    "im.push_traces_per_second_max", 1, Source("Tencent Push REST API", "normal_push_trace, normal_push_loss")
)
ALL_WELL = Fact("im.push_trace_all_well", "sucess", Source("Tencent Push REST API", "normal_push_trace"))
"""As the document's sample spells it."""
OFFLINE_EVENT = 1
"""`EventType` of a push to a phone that is away."""


def _missing(name: str, field: str) -> Rule[Call]:
    # Assumed: the code; the documents of these calls list none of their own.
    return refusing(name, codes.JSON_PARSE_FAILED, lambda call: not text(call.body.get(field)), grade=Grade.ASSUMED)


def _span(call: Call) -> tuple[int, int]:
    return whole(call.body.get("StartTime"), -1), whole(call.body.get("EndTime"), -1)


def _is_wrong(call: Call) -> bool:
    start_s, end_s = _span(call)
    is_number = is_uint32(call.body.get("StartTime")) and is_uint32(call.body.get("EndTime"))
    return not is_number or not 0 <= end_s - start_s <= KEPT_S.value


PUSH_TRACE: Decision[Call] = Decision("im.rest.normal_push_trace", (_missing("trace.push_id_missing", "PushID"),))
TASK_TRACE: Decision[Call] = Decision(
    "im.rest.all_member_push_trace",
    (_missing("trace.task_id_missing", "TaskID"), _missing("trace.user_id_missing", "UserID")),
)
PUSH_LOSS: Decision[Call] = Decision(
    "im.rest.normal_push_loss",
    (refusing("trace.span_wrong", codes.JSON_PARSE_FAILED, _is_wrong, grade=Grade.ASSUMED),),
)


def normal_push_trace(call: Call) -> Answer:
    """Tell how far one push of a message got; nothing of one that nobody knows or that is too old."""
    server = call.server
    push = server.delivery.log.find(text(call.body.get("PushID")), sdk_app_id=server.sdk_app_id, now_s=call.now_s)
    return {"InstanceTrace": [] if push is None else [_trace_of(push)]}


def all_member_push_trace(call: Call) -> Answer:
    """Tell how far the pushes of a task to one user got."""
    task_id, user = text(call.body.get("TaskID")), text(call.body.get("UserID"))
    found = call.server.delivery.log.of_task(task_id, user, now_s=call.now_s)
    return {"InstanceTrace": [{**_trace_of(push), "EventType": OFFLINE_EVENT} for push in found]}


def _trace_of(push: LoggedPush) -> Answer:
    """Return what is known of *push*.

    Differs: model, system version and SDK of the phone are left out, since the simulated IM is not told them.
    """
    offline: dict[str, Answer] = {}
    if push.stopped is not None:
        offline["OfflineStat"] = _stat(push.stopped, push.at_s)
    elif push.certificate_id or push.token:
        offline["OfflineStat"] = _stat(None, push.at_s)
    if push.answered is not None:
        offline["ChannelStat"] = _stat(push.answered if push.answered.code else None, push.answered_s)
    if push.arrived_s:
        offline["DeviceStat"] = _stat(None, push.arrived_s)
    return {
        "InstanceId": push.phone,
        "PushTime": push.at_s,
        "System": "Android",
        "PushPlatform": push.platform,
        "Token": push.token,
        "CertId": push.certificate_id,
        "IMCommitStat": {"IMStat": _stat(None, push.at_s)},
        "OfflinePushStat": offline,
    }


def _stat(code: ImCode | None, at_s: int) -> Answer:
    """Return one station: reached, or with the code that ended the push there."""
    return {
        "PushStatus": int(code is None),
        "ErrorCode": 0 if code is None else code.code,
        "ErrorInfo": ALL_WELL.value if code is None else code.text,
        "EventTime": at_s,
    }


def normal_push_loss(call: Call) -> Answer:
    """Tell how many pushes of messages were lost before a vendor was asked, and how many the vendors refused."""
    pushes = list(call.server.delivery.log.of_messages(*_span(call)))
    before = [(push.platform, str(push.stopped.code), push.stopped.text) for push in pushes if push.stopped is not None]
    after = [
        (push.platform, push.vendor_code or str(push.answered.code), push.vendor_text or push.answered.text)
        for push in pushes
        if push.answered is not None and push.answered.code
    ]
    return {
        "ReadyToSendLoss": _counted((0, *rest) for _, *rest in before),
        "PostSendDeliveredLoss": _counted((0, *rest) for _, *rest in after),
        "PlatformReadyToSendLoss": _counted(before, by_platform=True),
        "PlatformPostSendDeliveredLoss": _counted(after, by_platform=True),
    }


def _counted(losses: Iterable[tuple[object, ...]], *, by_platform: bool = False) -> list[Answer]:
    return [
        {
            "ErrCode": code,
            "ErrCount": count,
            "ErrInfo": info,
            **({"PushPlatform": platform} if by_platform else {}),
        }
        for (platform, code, info), count in sorted(Counter(losses).items(), key=str)
    ]
