"""Comparing requests on the wire with what an expectation asks for; what it does not speak of may be anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from simulator.kernel.trace import Record

Difference = tuple[str, object, object]
"""Where two differ, what is wanted there, and what is there."""


class Nothing:
    """What stands where nothing does."""

    def __str__(self) -> str:
        """Return the word for it."""
        return "nothing"


NOTHING: Final = Nothing()


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as it went over a link.

    Attributes:
        headers: By lower-case name; of one that stands twice, the last.
        body: Of JSON or of a form, its fields; else its text.
    """

    record: Record
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any

    @property
    def text(self) -> str:
        """The request for people, in one line, without what it carries."""
        return f"{self.method} {self.path}"


def read_request(record: Record) -> SeenRequest | None:
    """Return the request that *record* keeps; `None` for any other record."""
    request = record.data.get("request")
    if not isinstance(request, Mapping):
        return None
    url = urlsplit(str(request["url"]))
    headers = {str(name).lower(): str(value) for name, value in request["headers"]}
    body = _read_body(request["body"], headers.get("content-type", ""))
    return SeenRequest(record, str(request["method"]), url.path, dict(parse_qsl(url.query)), headers, body)


def _read_body(body: object, content_type: str) -> Any:
    raw = body if isinstance(body, bytes) else str(body).encode()
    if "urlencoded" in content_type:
        return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    return _of_json(raw)


def _of_json(raw: bytes | str) -> Any:
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw


def differences(wanted: Any, actual: Any, path: str) -> Iterator[Difference]:
    """Walk where *actual* is not as *wanted*; fields of maps that *wanted* does not speak of may be anything.

    JSON that is written in a text, as some vendors want it, is looked into where a map or a list is wanted.
    """
    if isinstance(wanted, Mapping | list) and isinstance(actual, str):
        actual = _of_json(actual)
    if isinstance(wanted, Mapping) and isinstance(actual, Mapping):
        for name, value in wanted.items():
            yield from differences(value, actual.get(name, NOTHING), f"{path}.{name}")
    elif isinstance(wanted, list) and isinstance(actual, list) and len(wanted) == len(actual):
        for number, (one, other) in enumerate(zip(wanted, actual, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif wanted != actual or isinstance(wanted, bool) is not isinstance(actual, bool):
        yield path, wanted, actual


def shown(value: object) -> str:
    """Return *value* for people: as JSON, at most 80 characters of it."""
    text = str(value) if isinstance(value, Nothing) else msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN_MAX else f"{text[: _SHOWN_MAX - 1]}…"


_SHOWN_MAX = 80


def side_by_side(found: list[Difference]) -> list[tuple[str, str]]:
    """Return a line for each difference, both values side by side."""
    return [(f"its {path}", f"{shown(actual)}, expected {shown(wanted)}") for path, wanted, actual in found]
