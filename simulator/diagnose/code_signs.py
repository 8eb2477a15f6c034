"""Recognises the numbers that vendors and IM answer with, and what each says about the place of the break."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from simulator.causes.cause_hop import CauseHop, usual_word
from simulator.causes.words import Words
from simulator.diagnose.im_client_codes import SPEAKS
from simulator.diagnose.sign import UNDECIDED, Weights, weights
from simulator.push.code import Side
from simulator.push.reason import Reason
from simulator.report.codes import IM, CodeEntry, code_entries

_STRONG: Final = 4.0
_BARE_NUMBER_MIN: Final = 20_000
"""A number below this says nothing without the name of a field beside it."""

_FIELDS: Final = (
    r"err(?:or)?_?code|err_?no|ret_?code|result_?code|status_?code|internal_?code|response_?code|sub_?code|"
    r"\b(?:code|ret|result|state|status|reason|err|errmsg)\b|错误码|状态码|返回码|返回|错误"
)
_IN_FIELD: Final = re.compile(
    rf"(?:{_FIELDS})[\"'\s]*(?:[:=：]|is|为|end:)?[\"'\s]*(-?\d{{1,10}})\b", re.IGNORECASE | re.ASCII
)
_OTHER_SERVICES: Final = re.compile(
    r"jpush|jiguang|极光|getui|个推|umeng|友盟|onesignal|firebase|\bfcm\b|\bgcm\b|mobpush|aliyun|阿里云|openim|set_?alias|别名",
    re.IGNORECASE,
)
_CALL_OF_IM: Final = re.compile(r"\b(?:openim|sendmsg|batchsendmsg|im_push)\b|UserSig", re.IGNORECASE)
_VAGUE: Final = re.compile(r"unknown|other|internal error|system error|failed$", re.IGNORECASE)
TRACE_CODE: Final = re.compile(
    r"(?:InstanceTrace|OfflineStat|ChannelStat|推送排查|push (?:query|trace)).{0,80}?(?<![\d-])(-(?:1|2|197|198|199|201))\b"
)
"""A code of IM's own tool that tells where a push ended."""
_BARE: Final = re.compile(r"(?<![\w.\-/@])(-?\d{5,9})(?![\w.\-/@])", re.ASCII)
_SERVER_WORDS: Final = re.compile(
    r"server|服务端|服务器|后端|接口|\bsend|\bsent\b|http|rest|api|推送服务|ErrorMessage|message_?id", re.IGNORECASE
)
_CLIENT_WORDS: Final = re.compile(
    r"regist|init|open \w+ push|support push|get.?token|onToken|onError|turnOn|onStateChanged|token failed|subId|注册|获取|初始化|客户端",
    re.IGNORECASE,
)

# What the meaning of a code says where no rule of the simulated services gives it, first fit first.
_BY_MEANING: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), server, client)
    for pattern, server, client in (
        (r"^success|^taken|^accepted|token was given|^delivered", "", ""),
        (
            r"app ?id missing",
            "vendor_auth 4, certificate_config 2",
            "app_integration 3, vendor_registration 2, certificate_config 1",
        ),
        (
            r"fingerprint|package",
            "certificate_config 2, vendor_auth 1.5",
            "vendor_registration 4, certificate_config 1.5",
        ),
        (
            r"app ?key|app ?id|no such app",
            "vendor_auth 4, certificate_config 2",
            "vendor_registration 3, app_integration 1.5",
        ),
        (
            r"no longer registered|token (?:is invalid|does not exist)|invalid user|regid is|inactive|refused targets|not installed",
            "vendor_regid_invalid 4, token_report 1.5",
            "vendor_regid_invalid 3, vendor_registration 1.5",
        ),
        (
            r"authenti|signature|secret|not authorised|access|black ?list|no right|unauth",
            "vendor_auth 4, certificate_config 2",
            "vendor_registration 2.5, vendor_auth 1",
        ),
        (
            r"network|no answer|connection|no connection|in time|offline|routing|timeout",
            "network 3",
            "network 3, vendor_registration 0.7",
        ),
        (
            r"quota|flow control|too (?:many|often)|limit|frequen",
            "vendor_quota_or_frequency 4, vendor_message_class 1.5",
            "vendor_registration 1.5, vendor_quota_or_frequency 1",
        ),
        (
            r"notifications? (?:are|is) switched off|locked|switched push off",
            "os_notification_permission 4",
            "os_notification_permission 4",
        ),
        (r"page|link of the tap", "click_action 4", "click_action 4"),
        (
            r"parameter|argument|empty|field|wrong|duplicat|method|call\b",
            "im_payload 2, app_integration 0.7",
            "app_integration 2, vendor_registration 1",
        ),
        (
            r"busy|internal|unknown|system error|server error|again later|database",
            "network 1, undecided 2",
            "vendor_registration 1.2, app_integration 0.7, undecided 2",
        ),
        (r"terms|plugin's own", "", "vendor_registration 1, app_integration 1"),
    )
)


# A simulated phone knows one reason for all states of its push service; the text of the code tells more.
_CONDITIONS: Final[tuple[tuple[re.Pattern[str], Weights], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), weights(speaks))
    for pattern, speaks in (
        (
            r"could not be fetched|cannot reach|in time|timeout|interrupted|busy|push server",
            "vendor_registration 2.5, network 2.5, device_unsupported 1.5, certificate_config 1",
        ),
        (
            r"authenti|authoris|permission|session",
            "vendor_registration 3, certificate_config 1.5, device_unsupported 1, app_integration 1",
        ),
        (r"api is not|name of the api", "app_integration 2, device_unsupported 2, vendor_registration 1"),
        (
            r"unknown|internal|answer",
            "vendor_registration 2, app_integration 1, device_unsupported 1, network 0.7, undecided 1.5",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A number of a service in a text.

    Attributes:
        number: As written.
        entries: What it may be; none for a number that no table has.
    """

    number: int
    entries: tuple[CodeEntry, ...]

    @property
    def sign(self) -> str:
        """`code.vivo.10302`, or `code.unknown.4711`."""
        service = self.entries[0].service if self.entries else "unknown"
        return f"code.{service}.{self.number}"

    @property
    def means(self) -> Words:
        """What the tables say."""
        if not self.entries:
            return Words("a code that no table here has", "码表中没有的错误码")
        texts = dict.fromkeys(f"{one.service} {one.side}: {one.code.english}" for one in self.entries)
        zh = dict.fromkeys(f"{one.service}：{one.code.chinese}" for one in self.entries)
        return Words("; ".join(texts), "；".join(zh))

    @property
    def reasons(self) -> frozenset[str]:
        """Why the simulated services give it."""
        return frozenset(str(rule.reason) for entry in self.entries for rule in entry.rules)

    @property
    def is_success(self) -> bool:
        """Whether it says that all is well."""
        return bool(self.entries) and all(
            one.code.english.startswith(("success", "taken", "accepted")) for one in self.entries
        )

    @property
    def is_vague(self) -> bool:
        """Whether it only says that something failed, as wrappers do around the code that says what."""
        return bool(self.entries) and all(_VAGUE.match(one.code.english) for one in self.entries)

    def speaks(self) -> Weights:
        """Return its weights: the average over what it may be."""
        total: dict[str, float] = {}
        for entry in self.entries:
            for word, weight in _speaks(entry).items():
                total[word] = total.get(word, 0.0) + weight / len(self.entries)
        return total


def _speaks(entry: CodeEntry) -> Weights:
    if entry.service == IM and entry.side is Side.CLIENT and entry.code.number in SPEAKS:
        return SPEAKS[entry.code.number]
    found: dict[str, float] = {}
    if entry.rules:
        for rule in entry.rules:
            word = usual_word(Reason(rule.reason))
            found[word] = _STRONG
        told = {word: weight / len(found) ** 0.5 for word, weight in found.items()}
        if entry.side is Side.CLIENT and set(found) == {CauseHop.DEVICE_UNSUPPORTED}:
            return _by_condition(entry) or {UNDECIDED: -1.5, **told}
        if len(found) == 1:
            return {UNDECIDED: -1.5, **told}
        # It may stand for several things and does not say which.
        return {UNDECIDED: 0.5, **_by_meaning(entry), **told}
    return _by_meaning(entry)


def _by_condition(entry: CodeEntry) -> Weights:
    """Return what the words of the table say of a push service that is on the phone and does not serve this app."""
    return next((speaks for pattern, speaks in _CONDITIONS if pattern.search(entry.code.english)), {})


def _by_meaning(entry: CodeEntry) -> Weights:
    """Return what the words of the table say."""
    for pattern, server, client in _BY_MEANING:
        if pattern.search(entry.code.english):
            return weights(server if entry.side is Side.SERVER else client)
    return {}


@lru_cache(maxsize=1)
def _by_number() -> Mapping[int, tuple[CodeEntry, ...]]:
    table: dict[int, list[CodeEntry]] = {}
    for entry in code_entries():
        table.setdefault(entry.code.number, []).append(entry)
    return {number: tuple(entries) for number, entries in table.items()}


def code_of_sign(name: str) -> FoundCode | None:
    """Return the code that a sign is called after, such as `code.vivo.10302`; None for any other sign."""
    kind, _, rest = name.partition(".")
    service, _, number = rest.partition(".")
    if kind != "code" or not number.lstrip("-").isdecimal():
        return None
    entries = tuple(one for one in _by_number().get(int(number), ()) if one.service == service)
    servers = tuple(one for one in entries if one.side is Side.SERVER)
    return FoundCode(int(number), servers or entries)


def codes_in(text: str, services: Collection[str] = (), around: str = "") -> Iterator[FoundCode]:
    """Walk the codes in *text*, each number once.

    Args:
        text: A line.
        services: Vendors, and `im`, that the ticket is about; all where it does not say.
        around: More of the ticket, to tell a sender's code from an app's.
    """
    seen: set[int] = set()
    of_trace = {int(number) for number in TRACE_CODE.findall(text)}
    for match in _IN_FIELD.finditer(text):
        number = int(match[1])
        if number not in seen and number not in of_trace:
            seen.add(number)
            entries = _narrowed(_by_number().get(number, ()), services, text, around)
            if entries or abs(number) >= _BARE_NUMBER_MIN:
                yield FoundCode(number, entries)
    for match in _BARE.finditer(text):
        number = int(match[1])
        entries = _narrowed(_by_number().get(number, ()), services, text, around)
        if number not in seen and entries and (abs(number) >= _BARE_NUMBER_MIN or services):
            seen.add(number)
            yield FoundCode(number, entries)


def _narrowed(entries: tuple[CodeEntry, ...], services: Iterable[str], text: str, around: str) -> tuple[CodeEntry, ...]:
    """Return those of *entries* that the surroundings speak for."""
    of_im = tuple(entry for entry in entries if entry.service == IM)
    if "ActionStatus" in text or (of_im and _CALL_OF_IM.search(text)):
        return of_im
    wanted = set(services) - {IM}
    if not wanted and _OTHER_SERVICES.search(f"{text} {around}"):
        # Such providers have short numbers of their own.
        entries = tuple(entry for entry in entries if abs(entry.code.number) >= _BARE_NUMBER_MIN)
    mine = tuple(entry for entry in entries if entry.service in wanted) if wanted else entries
    if not mine:
        mine = tuple(entry for entry in entries if entry.service == IM)
    for where in (text, around):
        sides = {
            side for side, regex in ((Side.SERVER, _SERVER_WORDS), (Side.CLIENT, _CLIENT_WORDS)) if regex.search(where)
        }
        if len(sides) == 1:
            of_side = tuple(entry for entry in mine if entry.side in sides)
            return of_side or mine
    return mine
