"""What to ask next: the questions that would tell the remaining causes apart, best first."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from simulator.causes import CAUSES
from simulator.causes.questions import CERTIFICATE_IDS, MERGED_MANIFEST, NOTIFICATION_SETTINGS, OF_MANY
from simulator.causes.words import Words, command
from simulator.diagnose.code_signs import code_of_sign
from simulator.diagnose.rank import Candidate


class Question(msgspec.Struct, frozen=True):
    """One question and what its answer would show.

    Attributes:
        how: The exact command, or the page of a console.
        shows: Whether its answer would show a sign of this name.
    """

    text: Words
    how: Words
    shows: Callable[[str], bool]


class Asked(msgspec.Struct, frozen=True):
    """A question of an answer.

    Attributes:
        decides: Between which causes.
        gain: Bits that its answer is worth.
    """

    question: Words
    how: Words
    decides: tuple[str, ...]
    gain: float


def _one_of(*names: str) -> Callable[[str], bool]:
    return lambda sign: sign in names


def _is_failure(sign: str) -> bool:
    """Whether *sign* is a code that says what went wrong."""
    code = code_of_sign(sign)
    return code is not None and not code.is_success


QUESTIONS: Final[tuple[Question, ...]] = (
    Question(
        Words(
            "does a push sent from the vendor's own console to this regId arrive while the app is killed?",
            "杀掉应用后，从厂商开放平台直接向该 regId 推送，能收到吗？",
        ),
        Words(
            "vendor's developer platform > push > new test push, to the regId that the app logs",
            "厂商开放平台 > 推送 > 新建测试推送，目标填应用日志中的 regId",
        ),
        _one_of("compare.console_works", "compare.console_fails"),
    ),
    Question(
        Words(
            "what does the vendor answer to IM's push (code), and where does the IM console say that the push ended?",
            "推送排查工具显示终止在哪一步？厂商返回码是多少？",
        ),
        Words(
            "IM console > offline push > push query (推送排查), with the UserID and the time of a lost message",
            "IM 控制台 > 离线推送 > 推送排查，填写 UserID 和丢失消息的时间",
        ),
        lambda sign: sign.startswith("trace.") or _is_failure(sign),
    ),
    Question(
        Words(
            "what does the phone log from the start of the app to a minute behind the lost message?",
            "从启动应用到丢失消息后一分钟的完整 logcat 是什么？",
        ),
        Words(
            "adb logcat -c; adb logcat -v threadtime > push.log   (start, log in, kill the app, send, wait a minute)",
            "adb logcat -c; adb logcat -v threadtime > push.log   （启动、登录、杀掉应用、发送消息、等待一分钟）",
        ),
        lambda sign: sign.startswith("log."),
    ),
    Question(
        Words("does the app get a regId, and which?", "应用能拿到 regId 吗？"),
        command("adb logcat -d | grep -iE 'regid|token|onRegister|onReceiveRegId|onNewToken'"),
        _one_of("token.obtained", "token.not_obtained", "log.reg_id"),
    ),
    Question(
        Words(
            "is the regId reported to IM after the login, with which certificate ID, and what does the call answer?",
            "登录成功后是否上报了 token？证书 ID 是多少？上报结果是什么？",
        ),
        command("adb logcat -d | grep -E 'setOfflinePush|setToken|setPushTokenToTIM'"),
        _one_of("token.reported", "token.report_fails", "log.report_ok", "log.report_failed"),
    ),
    Question(
        CERTIFICATE_IDS.question,
        CERTIFICATE_IDS.how,
        lambda sign: sign.startswith("set.certificate") or sign in {"set.no_token_bound", "set.several_certificates"},
    ),
    Question(
        NOTIFICATION_SETTINGS.question,
        NOTIFICATION_SETTINGS.how,
        _one_of(
            "permission.off",
            "permission.on",
            "set.notifications_off",
            "set.permission_not_granted",
            "set.channel_off",
            "set.no_channel",
            "set.channel_of_another_name",
        ),
    ),
    Question(
        MERGED_MANIFEST.question,
        MERGED_MANIFEST.how,
        lambda sign: (
            sign.startswith(("manifest.", "shrinking.", "set.receiver"))
            or sign
            in {"set.permission_undeclared", "set.no_own_receiver", "set.page_not_in_manifest", "set.sdk_absent"}
        ),
    ),
    Question(
        Words(
            "what exactly is sent: message type, OfflinePushInfo, MsgLifeTime?",
            "发送的消息内容是什么：消息类型、OfflinePushInfo、MsgLifeTime？",
        ),
        Words(
            "the body of the REST call (sendmsg), or V2TIMOfflinePushInfo in the sender's code",
            "REST 接口 sendmsg 的请求体，或发送方代码中的 V2TIMOfflinePushInfo",
        ),
        _one_of(
            "set.push_flag_1",
            "set.online_only",
            "set.custom_without_desc",
            "set.text_long",
            "set.text_is_a_test",
            "set.muted",
        ),
    ),
    Question(
        Words("with the app open and the user logged in, do messages arrive?", "应用打开并登录时能收到消息吗？"),
        Words(
            "open the app on the phone, send one message from another account",
            "在手机上打开应用，用另一个账号发一条消息",
        ),
        _one_of("killed.running_works"),
    ),
    Question(
        Words(
            "did the user log out, or another user log in on this phone, before the test?",
            "测试前是否登出过，或换过账号？",
        ),
        Words(
            "adb logcat -d | grep -iE 'login|logout'; IM console > users > login records",
            "adb logcat -d | grep -iE 'login|logout'；IM 控制台 > 用户管理 > 登录记录",
        ),
        _one_of("login.again_nothing", "login.fails", "login.works", "login.kicked"),
    ),
    Question(
        Words(
            "does the tap open the app, and does the custom content arrive?", "点击通知能打开应用吗？能拿到 ext 吗？"
        ),
        Words(
            "tap the notification, then: adb logcat -d | grep -E 'ActivityTaskManager|ext|intent'",
            "点击通知后执行：adb logcat -d | grep -E 'ActivityTaskManager|ext|intent'",
        ),
        lambda sign: sign.startswith("tap.") or sign in {"log.no_activity", "log.ext_missing"},
    ),
)


_OF_CAUSES: Final = 3
"""The likeliest causes, whose own questions are thought of too."""
_OWN_WORTH: Final = 0.5
"""What the answer to a cause's own question is worth, beside one that would tell for certain. Assumed."""


def ask_next(candidates: Sequence[tuple[Candidate, float]], answered: frozenset[str], limit: int = 4) -> list[Asked]:
    """Return the questions that decide most between *candidates*, whose signs in *answered* are known already."""
    asked = [*_of_all(candidates, answered), *_of_causes(candidates)]
    asked.sort(key=lambda one: -one.gain)
    return asked[:limit]


def _of_all(candidates: Sequence[tuple[Candidate, float]], answered: frozenset[str]) -> Iterator[Asked]:
    total = sum(share for _, share in candidates) or 1.0
    for question in QUESTIONS:
        if any(question.shows(sign) for sign in answered):
            continue
        classes: dict[frozenset[str], float] = defaultdict(float)
        members: dict[frozenset[str], list[str]] = defaultdict(list)
        for candidate, share in candidates:
            outcome = frozenset(sign for sign in candidate.seen.signs if question.shows(sign))
            classes[outcome] += share / total
            members[outcome].append(candidate.id)
        if len(classes) > 1:
            decides = tuple(names[0] for names in members.values())
            yield Asked(question.text, question.how, decides, round(_bits(classes.values()), 3))


def _of_causes(candidates: Sequence[tuple[Candidate, float]]) -> Iterator[Asked]:
    """Walk what the likeliest causes ask by themselves: whether it is this one or another."""
    total = sum(share for _, share in candidates) or 1.0
    met = {one.question for one in OF_MANY}
    best = sorted(candidates, key=lambda pair: -pair[1])[:_OF_CAUSES]
    for candidate, share in best:
        own = next((one for one in CAUSES[candidate.id].ask if one.question not in met), None)
        others = tuple(other.id for other, _ in best if other.id != candidate.id)
        if own is not None and others:
            met.add(own.question)
            gain = _OWN_WORTH * _bits((share / total, 1 - share / total))
            yield Asked(own.question, own.how, (candidate.id, *others), round(gain, 3))


def _bits(shares: Iterable[float]) -> float:
    return -sum(share * math.log2(share) for share in shares if share > 0)
