"""How Android holds an intent against a filter: by action, categories and data, in this order."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from simulator.device.app.manifest import DataSpec, IntentFilter

CATEGORY_DEFAULT = "android.intent.category.DEFAULT"

_SCHEMES_IMPLIED = frozenset({None, "content", "file"})
_URI = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)")
_AUTHORITY = re.compile(r"(?:[^@]*@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?")
_ADVANCED_TOKEN = re.compile(r"(\[\^?[^\]\[]+\]|\\.|[^\\\[\]{}*+])(\*|\+|\{\d{1,4}(?:,\d{0,4})?\})?", re.DOTALL)
_SIGNS = re.compile(r"[\\&~|]")
_NOTHING = re.compile(r"(?!)")
_PATTERN_TOKEN = re.compile(r"(\\.|.)(\*?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DataParts:
    """What filters look at in the data of an intent; `None` for a part that it has not."""

    scheme: str | None = None
    host: str | None = None
    port: str | None = None
    path: str | None = None

    @staticmethod
    def of(data: str) -> "DataParts":
        """Split the URI *data*, as leniently as `android.net.Uri`."""
        match = _URI.match(data)
        assert match is not None, "each part of the pattern may be empty"
        scheme, authority, path = match.groups()
        # A URI such as mailto:bob has no path.
        is_opaque = scheme is not None and authority is None and not path.startswith("/")
        where = _AUTHORITY.match(authority or "")
        host, port = where.groups() if where and authority else (None, None)
        return DataParts(scheme, host, port or None, None if is_opaque else path)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an intent without a component asks for.

    Attributes:
        mime_type: Empty for none.
    """

    action: str
    categories: Collection[str]
    data: DataParts
    mime_type: str = ""


def mismatch(one: IntentFilter, wanted: Wanted) -> str | None:
    """Return why *one* does not take what is *wanted*, `None` when it does.

    Source:
        Android developer guide, intents and filters, intent resolution; grade: documented.
    """
    if wanted.action not in one.actions and (wanted.action or not one.actions):
        return f"no action {wanted.action}" if wanted.action else "no action at all"
    for category in wanted.categories:
        if category not in one.categories:
            return f"no category {category}"
    return _data_mismatch(one.data, wanted.data, wanted.mime_type)


def _data_mismatch(specs: tuple[DataSpec, ...], data: DataParts, mime_type: str) -> str | None:
    # All <data> of one filter count together: each scheme goes with each host and each path.
    types = {spec.mime_type for spec in specs} - {None}
    schemes = {spec.scheme for spec in specs} - {None}
    if not types and not schemes:
        return "no data" if mime_type or data != DataParts() else None
    if schemes and data.scheme not in schemes:
        return f"no scheme {data.scheme}"
    if not schemes and data.scheme not in _SCHEMES_IMPLIED:
        return f"no scheme {data.scheme}"
    if not types and mime_type:
        return f"no type {mime_type}"
    if types and not any(_fits_type(each or "", mime_type) for each in types):
        return f"types only, and none is {mime_type or 'given'}"
    return _place_mismatch(specs, data) if schemes else None


def _place_mismatch(specs: tuple[DataSpec, ...], data: DataParts) -> str | None:
    hosts = [spec for spec in specs if spec.host is not None]
    if hosts and not any(_fits_host(spec, data) for spec in hosts):
        return f"no host {data.host}" + (f":{data.port}" if data.port else "")
    # A path without a host is not looked at.
    paths = [spec for spec in specs if _has_path(spec)] if hosts else []
    if paths and not any(_fits_path(spec, data.path or "") for spec in paths):
        return f"no path {data.path}"
    return None


def _fits_host(spec: DataSpec, data: DataParts) -> bool:
    host, given = (spec.host or "").lower(), (data.host or "").lower()
    if data.host is None or spec.port not in {None, "", data.port}:
        return False
    return given.endswith(host[1:]) if host.startswith("*") else given == host


def _has_path(spec: DataSpec) -> bool:
    # Differs: before Android 12 the last two are not known, and a filter with nothing else takes any path.
    paths = (spec.path, spec.path_prefix, spec.path_pattern, spec.path_suffix, spec.path_advanced_pattern)
    return any(path is not None for path in paths)


def _fits_path(spec: DataSpec, path: str) -> bool:
    return (
        spec.path == path
        or (spec.path_prefix is not None and path.startswith(spec.path_prefix))
        or (spec.path_suffix is not None and path.endswith(spec.path_suffix))
        or (spec.path_pattern is not None and _glob(spec.path_pattern).fullmatch(path) is not None)
        or (
            spec.path_advanced_pattern is not None and _advanced(spec.path_advanced_pattern).fullmatch(path) is not None
        )
    )


def _fits_type(pattern: str, mime_type: str) -> bool:
    whole, _, part = pattern.partition("/")
    return pattern in {mime_type, "*/*"} or (part == "*" and mime_type.startswith(f"{whole}/"))


@lru_cache(maxsize=256)
def _advanced(pattern: str) -> re.Pattern[str]:
    """Return Android's advanced pattern as a regular expression that never tries a second way.

    One that Android refuses fits nothing. It knows sets such as `[a-z]`, the dot, the backslash, and `*`, `+` and
    `{2,5}` behind any of these.
    """
    found = _ADVANCED_TOKEN.findall(pattern)
    if "".join(letter + count for letter, count in found) != pattern or "--" in pattern:
        return _NOTHING
    parts = [
        _SIGNS.sub(r"\\\g<0>", one) if one[0] == "[" else one if one == "." else re.escape(one[-1]) for one, _ in found
    ]
    counts = [f"{count}+" if count else "" for _, count in found]
    try:
        return re.compile("".join(part + count for part, count in zip(parts, counts, strict=True)), re.DOTALL)
    except re.error:
        return _NOTHING


@lru_cache(maxsize=256)
def _glob(pattern: str) -> re.Pattern[str]:
    """Return Android's simple pattern as a regular expression that, like Android, never tries a second way."""
    tokens = _PATTERN_TOKEN.findall(pattern)
    parts: list[str] = []
    for at, (letter, star) in enumerate(tokens):
        plain = "." if letter == "." else re.escape(letter[-1])
        if not star:
            parts.append(plain)
        elif letter != ".":
            parts.append(f"{plain}*+")
        else:
            following = tokens[at + 1][0] if at + 1 < len(tokens) else ""
            parts.append(f"(?>.*?(?={re.escape(following[-1:])}))" if following not in {"", "."} else ".*")
    return re.compile("".join(parts), re.DOTALL)
