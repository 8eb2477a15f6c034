"""Requests and answers of vendors and IM, push traces among them: JSON, HAR, `curl -v`, raw HTTP."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from simulator.diagnose.evidence import TEXT_LENGTH_MAX, Evidence
from simulator.diagnose.exchanges import BYTES_MAX, Broken, Exchange, exchanges_in
from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import FOR_VENDORS, Place
from simulator.diagnose.masking import masked
from simulator.diagnose.reader import PartBroken, Reader
from simulator.diagnose.readers.text import READER as TEXT
from simulator.diagnose.signs import signs
from simulator.diagnose.text_lines import encoding_of
from simulator.diagnose.ticket import Part
from simulator.diagnose.vendor_words import vendor_in

_JSON: Final = re.compile(
    rb"\"(?:OfflinePushInfo|MsgBody|InstanceTrace|ActionStatus|ErrorCode|entries|request|response|regId|registration_id"
    rb"|payload|result|code|notification|message)\"\s{0,9}:"
)
_DUMP: Final = re.compile(
    rb"^(?:> )?(?:POST|GET|PUT) \S+ HTTP/|^(?:< )?HTTP/[\d.]+ \d{3}|^\$? ?curl\s.{0,4000}https?://", re.MULTILINE
)
_PASTED: Final = re.compile(rb"^\s{0,20}[{\[]", re.MULTILINE)
"""JSON among what a person wrote."""
_TEST_TEXTS: Final = ("test", "测试")
_CHANNEL_FIELD: Final = "channelid"
_UNAUTHORISED: Final = frozenset({401, 403})
_SERVER_ERROR: Final = 500


def _fits(part: Part) -> int:
    head = part.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if encoding_of(part.head) is None or b"symptom" in part.head:
        return 0
    if head[:1] in {b"{", b"["} and _JSON.search(part.head):
        return 75
    if _DUMP.search(part.head):
        return 66
    return 55 if _PASTED.search(part.head) and _JSON.search(part.head) else 0


def _read(part: Part, findings: Findings) -> None:
    content = part.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise PartBroken(f"larger than {BYTES_MAX} bytes")
    text = content.decode(encoding_of(part.head) or "utf-8", "replace").lstrip("\ufeff")
    try:
        found = list(exchanges_in(text))
    except Broken as error:
        raise PartBroken(str(error)) from error
    if text.lstrip()[:1] not in {"{", "["}:
        # People write around what they paste.
        TEXT.read(part, findings)
    elif not found:
        raise PartBroken("no request and no answer in it")
    lines = text.splitlines()
    for exchange in found:
        findings.exchanges.append((part.name, exchange))
        findings.facts.hear(_service(exchange.url))
        _look_at_status(exchange, part.name, findings)
        _look(exchange, part.name, lines, findings)


def _service(url: str) -> str:
    """Return host and path of *url*, without what may be secret in its query."""
    return url.partition("://")[2].partition("?")[0].rpartition("@")[2][:1_000]


def _look_at_status(exchange: Exchange, file: str, findings: Findings) -> None:
    if exchange.status in _UNAUTHORISED:
        _note("answer.unauthorised", exchange, file, findings)
    elif exchange.status >= _SERVER_ERROR:
        _note("answer.server_error", exchange, file, findings)


def _look(exchange: Exchange, file: str, lines: list[str], findings: Findings) -> None:
    def at(key: str) -> Place:
        numbers = (number for number, line in enumerate(lines, 1) if key in line and number >= exchange.line)
        return Place(file, next(numbers, exchange.line), _shown(key, exchange))

    if any(path.startswith(("MsgBody", "OfflinePushInfo")) for path in exchange.request):
        findings.facts.has_im = True
        settings = ((("message", name), value, key) for name, value, key in _of_message(exchange.request))
        for setting, value, key in (*settings, *_channels_of(exchange.request)):
            findings.looked_up.add(setting, value, at(key))
        if not any("OfflinePushInfo" in path for path in exchange.request):
            _note("answer.without_push_info", exchange, file, findings)
    if any(path.startswith("InstanceTrace") for path in exchange.answer):
        findings.facts.has_im = True
        findings.facts.hear(" ".join(str(exchange.answer.get(f"InstanceTrace.{key}", "")) for key in _TRACE_HEARD))
        for setting, value, key in _of_trace(exchange.answer):
            findings.looked_up.add(setting, value, at(key))
        if said := exchange.answer.get("InstanceTrace.OfflinePushStat.ChannelStat.ErrorInfo"):
            findings.add_line(file, at("ErrorInfo").line, f"the vendor's server answered, code: {said}")
        if exchange.answer.get("InstanceTrace.OfflinePushStat.DeviceStat.PushStatus") == 1:
            _note("trace.arrived", exchange, file, findings)
    elif exchange.answer or exchange.status:
        body = json.dumps(exchange.answer, ensure_ascii=False)[:2_000] if exchange.answer else ""
        text = f"{_service(exchange.url)} api answered {exchange.status or ''} {body}"
        findings.add_line(file, exchange.line, text)


def _of_message(request: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Walk what a message says of its push: setting, value, and the field that says it."""

    def get(*paths: str) -> Any:
        return next((request[path] for path in paths if path in request), None)

    if (flag := get("OfflinePushInfo.PushFlag")) is not None:
        yield "push_flag", int(flag) if str(flag).isdecimal() else 0, "PushFlag"
    if str(get("MsgLifeTime")) == "0":
        yield "online_only", True, "MsgLifeTime"
    if str(get("OnlineOnlyFlag")) == "1":
        yield "online_only", True, "OnlineOnlyFlag"
    desc = get("OfflinePushInfo.Desc", "OfflinePushInfo.OfflinePushInfo.Desc", "MsgBody.MsgContent.Desc")
    text = str(desc or get("MsgBody.MsgContent.Text") or "")
    yield "is_custom", get("MsgBody.MsgType") == "TIMCustomElem", "MsgType"
    yield "has_desc", bool(desc), "Desc" if desc else "MsgType"
    yield "text_length", len(text), "Desc" if desc else "Text"
    yield "title_length", len(str(get("OfflinePushInfo.Title") or "")), "Title"
    yield "text_is_a_test", any(word in text.lower() for word in _TEST_TEXTS), "Desc" if desc else "Text"


def _channels_of(request: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Walk the channels that a message names for phones of a vendor: setting, value, and the field that says it."""
    for path, value in request.items():
        field = path.rpartition(".")[2]
        if field.lower().endswith(_CHANNEL_FIELD) and value and (vendor := vendor_in(field[: -len(_CHANNEL_FIELD)])):
            yield (FOR_VENDORS, vendor, "message", "channel_id"), str(value), field


_TRACE_HEARD: Final = ("DeviceModel", "System", "SystemVersion", "PushPlatform")


def _of_trace(answer: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, str]]:
    """Walk what Tencent's trace of a push says: setting, value, and the field that says it."""

    def get(path: str) -> Any:
        return answer.get(f"InstanceTrace.{path}")

    if isinstance(number := get("CertId"), int):
        yield ("im_console", "device", "certificate_id"), number, "CertId"
    if (token := get("Token")) is not None:
        yield ("im_console", "device", "has_token"), bool(token), "Token"
    stations = [("OfflinePushStat.OfflineStat", False), ("OfflinePushStat.ChannelStat", True)]
    codes = [(get(f"{path}.ErrorCode"), is_vendor, path) for path, is_vendor in stations]
    known = [(code, is_vendor, path) for code, is_vendor, path in codes if isinstance(code, int)]
    if not known:
        return
    code, is_vendor, path = next((one for one in known if one[0]), known[-1])
    yield ("answers", "trace_code"), code, path.rpartition(".")[2]
    yield ("answers", "vendor_asked"), is_vendor, path.rpartition(".")[2]


def _note(name: str, exchange: Exchange, file: str, findings: Findings) -> None:
    known = signs()[name]
    text = masked(f"{exchange.url.partition('?')[0]} {exchange.status or ''}")[:TEXT_LENGTH_MAX]
    findings.evidence.append(Evidence(file, exchange.line, text, known.means, name, known.speaks, good=known.good))


def _shown(key: str, exchange: Exchange) -> str:
    fields = {**exchange.request, **exchange.answer}
    found = [f"{path}: {value}" for path, value in fields.items() if key in path.split(".")]
    return " ".join(found[:4])


READER = Reader(_fits, _read)
