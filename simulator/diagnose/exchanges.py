"""Requests and answers as people save them: HAR, `curl -v`, raw HTTP, JSON of a request, an answer or both."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

BYTES_MAX: Final = 32 * 1024**2
EXCHANGES_MAX: Final = 2_000
FIELDS_MAX: Final = 5_000
DEPTH_MAX: Final = 40
COMMAND_LINES_MAX: Final = 500
_OBJECT: Final = re.compile(r"^[ \t]{0,20}(?:\S{1,12}[:：] ?)?\{", re.MULTILINE)
_REQUEST: Final = re.compile(r"^(?:> )?(GET|POST|PUT|DELETE|PATCH) (\S{1,4000})(?: HTTP/[\d.]{1,3})?\s*$")
_STATUS: Final = re.compile(r"^(?:< )?HTTP/[\d.]{1,3} (\d{3})\b")
_HEADER: Final = re.compile(r"^(?:[<>] )?([A-Za-z][\w\-]{1,60}): (.{0,4000})$")
_CURL: Final = re.compile(r"\bcurl\s")
_COMMAND: Final = re.compile(r"\s*(?:\$ )?curl\s")
_CURL_URL: Final = re.compile(r"https?://[^\s'\"]{1,4000}")
_CURL_DATA: Final = re.compile(
    r"(?:-d|--data(?:-raw|-binary|-urlencode)?)[= ]\s{0,9}(?:'([^']{0,100000})'|\"((?:[^\"\\]|\\.){0,100000})\")"
)
_NOISE: Final = re.compile(r"^(?:\*|[<>] ?$|[{}] \[\d+ bytes|\s+% Total|\s*\d+\s+\d+\s+\d+)")


class Broken(Exception):
    """What looked like requests and answers cannot be taken apart."""


@dataclass
class Exchange:
    """One request, its answer, or both.

    Attributes:
        status: Of HTTP; 0 where nobody tells.
        request: Fields of the body by their path: `OfflinePushInfo.PushFlag`.
        answer: The same of the answer.
        line: Where it begins.
    """

    url: str = ""
    status: int = 0
    request: Mapping[str, Any] = field(default_factory=dict)
    answer: Mapping[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    line: int = 1


def fields_of(value: Any) -> dict[str, Any]:
    """Return the scalars of *value* by their path; JSON within texts is taken apart too."""
    found: dict[str, Any] = {}
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting and len(found) < FIELDS_MAX:
        path, one, depth = waiting.pop(0)
        if isinstance(one, str) and one[:1] in {"{", "["} and depth < DEPTH_MAX:
            one = _json_or(one)
        if isinstance(one, Mapping) and depth < DEPTH_MAX:
            waiting += [(f"{path}.{key}" if path else str(key), inner, depth + 1) for key, inner in one.items()]
        elif isinstance(one, list) and depth < DEPTH_MAX:
            waiting += [(path, inner, depth + 1) for inner in one]
        elif path:
            found.setdefault(path, one)
    return found


def exchanges_in(text: str) -> Iterator[Exchange]:
    """Walk what *text* holds.

    Raises:
        Broken: It begins like JSON and is none.
    """
    if text.lstrip()[:1] in {"{", "["}:
        try:
            tree = json.loads(text)
        except (ValueError, RecursionError) as error:
            tree = list(_json_lines(text))
            if not tree:
                raise Broken(f"not JSON: {str(error)[:80]}") from error
        yield from _of_tree(tree, text)
    else:
        found = list(_of_dump(text))
        yield from found or _pasted(text)


def _pasted(text: str) -> Iterator[Exchange]:
    """Walk the JSON objects that begin a line among what a person wrote."""
    decoder, place, tries = json.JSONDecoder(), 0, 0
    while (match := _OBJECT.search(text, place)) and tries < EXCHANGES_MAX:
        tries += 1
        try:
            tree, place = decoder.raw_decode(text, match.end() - 1)
        except (ValueError, RecursionError):
            place = match.end()
            continue
        if isinstance(tree, Mapping):
            exchange = _of_map(tree, text)
            exchange.line = text.count("\n", 0, match.end()) + 1
            yield exchange


def _json_lines(text: str) -> Iterator[Any]:
    for line in text.splitlines()[:EXCHANGES_MAX]:
        if (tree := _json_or(line.strip())) != line.strip():
            yield tree


def _json_or(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


# -- trees -------------------------------------------------------------------------------------------------------------


def _of_tree(tree: Any, text: str) -> Iterator[Exchange]:
    log = tree.get("log") if isinstance(tree, Mapping) else None
    if isinstance(log, Mapping) and isinstance(log.get("entries"), list):
        entries = [one for one in log["entries"] if isinstance(one, Mapping)]
        yield from (_of_har(one, text) for one in entries[:EXCHANGES_MAX])
        return
    for one in (tree if isinstance(tree, list) else [tree])[:EXCHANGES_MAX]:
        if isinstance(one, Mapping):
            yield _of_map(one, text)


def _of_har(entry: Mapping[str, Any], text: str) -> Exchange:
    request, response = _map(entry, "request"), _map(entry, "response")
    url = str(request.get("url", ""))
    status = response.get("status")
    return Exchange(
        url,
        status if isinstance(status, int) else 0,
        _body(str(_map(request, "postData").get("text", ""))),
        _body(str(_map(response, "content").get("text", ""))),
        line=_line_of(url, text),
    )


def _of_map(one: Mapping[str, Any], text: str) -> Exchange:
    request = next((one[key] for key in ("request", "req", "请求") if isinstance(one.get(key), (Mapping, str))), None)
    answer = next(
        (
            one[key]
            for key in ("response", "answer", "resp", "响应", "返回")
            if isinstance(one.get(key), (Mapping, str))
        ),
        None,
    )
    url = str(one.get("url") or (request.get("url") if isinstance(request, Mapping) else "") or "")
    status = one.get("status")
    if request is not None or answer is not None:
        return Exchange(
            url, status if isinstance(status, int) else 0, _any(request), _any(answer), line=_line_of(url, text)
        )
    fields = fields_of(one)
    is_answer = any(
        key in one for key in ("ErrorCode", "ActionStatus", "result", "code", "InstanceTrace", "ret", "msg")
    )
    return Exchange(answer=fields) if is_answer else Exchange(request=fields)


def _any(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        return _body(value)
    body = value.get("body", value) if isinstance(value, Mapping) else {}
    return _body(body) if isinstance(body, str) else fields_of(body)


def _map(tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = tree.get(key)
    return found if isinstance(found, Mapping) else {}


def _body(text: str) -> Mapping[str, Any]:
    """Return the fields of a body: JSON, or a form."""
    text = text.strip()
    if text[:1] in {"{", "["}:
        return fields_of(_json_or(text))
    pairs = parse_qsl(text, max_num_fields=None) if text.count("&") < FIELDS_MAX and "=" in text else []
    return fields_of(dict(pairs))


def _line_of(word: str, text: str) -> int:
    place = text.find(word) if word else -1
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


# -- dumps -------------------------------------------------------------------------------------------------------------


def _of_dump(text: str) -> Iterator[Exchange]:
    """Walk what `curl -v` and the like print: `>` before what was sent, `<` before what came back."""
    dump = _Dump()
    for number, line in _commands(text.splitlines()):
        yield from dump.take(number, line.rstrip("\r"))
    yield from dump.closed()


def _commands(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Walk *lines* with their numbers; a command of curl is one, however many lines it is written on."""
    at = 0
    while at < len(lines):
        end = _end_of_command(lines, at)
        yield at + 1, "\n".join(lines[at:end])
        at = end


def _end_of_command(lines: Sequence[str], at: int) -> int:
    """Return the index behind the command that begins at *at*, or behind that line where none does, or none ends."""
    if _COMMAND.match(lines[at]):
        quotes = 0
        for end in range(at, min(len(lines), at + COMMAND_LINES_MAX)):
            quotes += lines[end].count("'")
            if quotes % 2 == 0 and not lines[end].rstrip().endswith("\\"):
                return end + 1
    return at + 1


class _Dump:
    """Takes the lines of a dump one by one."""

    def __init__(self) -> None:
        self._current: Exchange | None = None
        self._sent: list[str] = []
        self._came: list[str] = []
        self._is_answer = False
        self._is_all_sent = False

    def take(self, number: int, line: str) -> Iterator[Exchange]:
        """Take one line, and walk the exchange that ended before it."""
        request, status = _REQUEST.match(line), _STATUS.match(line)
        url = _CURL_URL.search(line) if _CURL.search(line) else None
        if request or url:
            if not self._is_echo(is_command=url is not None):
                yield from self.closed()
                self._current = Exchange(line=number)
            assert self._current is not None, "made above, or echoed"
            self._current.url = self._current.url or (url[0] if url else request[2] if request else "")
            self._is_all_sent = self._take_data(line) or self._is_all_sent
        elif status:
            self._current = self._current or Exchange(line=number)
            self._current.status, self._is_answer, self._came = int(status[1]), True, []
        elif self._current is not None and not _NOISE.match(line):
            self._take_rest(self._current, line)

    def _is_echo(self, *, is_command: bool) -> bool:
        """Whether curl prints the request of the command above."""
        current = self._current
        return not is_command and current is not None and bool(current.url) and not current.status and not self._came

    def _take_data(self, line: str) -> bool:
        found = _CURL_DATA.findall(line)
        self._sent += [single or double.replace('\\"', '"') for single, double in found]
        return bool(found)

    def _take_rest(self, current: Exchange, line: str) -> None:
        if header := _HEADER.match(line):
            if not self._is_answer:
                current.headers[header[1].lower()] = header[2]
        elif self._is_answer or (self._is_all_sent and line.lstrip()[:1] in {"{", "["}):
            # Without -v nothing but the answer stands below the command.
            self._is_answer = True
            self._came.append(line)
        elif not self._take_data(line) and not line.lstrip().startswith("-"):
            self._sent.append(line)

    def closed(self) -> Iterator[Exchange]:
        """Walk the exchange that is open, and open none."""
        if (current := self._current) is not None:
            host = current.headers.get("host", "")
            if host and current.url.startswith("/"):
                current.url = f"https://{host}{current.url}"
            current.request, current.answer = _body("\n".join(self._sent)), _body("\n".join(self._came))
            yield current
        self._current, self._sent, self._came, self._is_answer, self._is_all_sent = None, [], [], False, False
