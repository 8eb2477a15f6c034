"""Intents, and how they are written as the text that a certificate holds."""

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec

from simulator.device.android.intent_filter import DataParts

ACTION_MAIN = "android.intent.action.MAIN"
ACTION_VIEW = "android.intent.action.VIEW"
CATEGORY_LAUNCHER = "android.intent.category.LAUNCHER"
FLAG_ACTIVITY_NEW_TASK = 0x1000_0000
FLAG_ACTIVITY_SINGLE_TOP = 0x2000_0000
FLAG_ACTIVITY_CLEAR_TOP = 0x0400_0000

_SCHEME = "intent:"
_FRAGMENT = "#Intent;"
_KEYS = frozenset({"action", "type", "component", "package", "scheme", "launchFlags", "identifier", "sourceBounds"})


class IntentMalformed(Exception):
    """The text is not an intent URI that Android can read.

    Attributes:
        what: What is wrong with it, in Android's words where it has some.
    """

    def __init__(self, what: str) -> None:
        """Keep what is wrong."""
        super().__init__(what)
        self.what = what


class Intent(msgspec.Struct, frozen=True):
    """What is to be done, and perhaps by whom.

    Attributes:
        action: Empty for none.
        data: URI; empty for none.
        mime_type: Empty for none.
        component: Application id and full class name.
        package: Application id that it is restricted to; empty for any.
        extras: As text, whatever their type.
    """

    action: str = ""
    data: str = ""
    mime_type: str = ""
    categories: tuple[str, ...] = ()
    component: tuple[str, str] | None = None
    package: str = ""
    flags: int = 0
    extras: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def parts(self) -> DataParts:
        """Scheme, host, port and path of the data."""
        return DataParts.of(self.data) if self.data else DataParts()

    def is_same_filter(self, other: "Intent") -> bool:
        """Return whether both mean the same to Android (`filterEquals`): flags and extras do not count."""
        return (
            (self.action, self.data, self.mime_type, self.component, self.package)
            == (other.action, other.data, other.mime_type, other.component, other.package)
        ) and set(self.categories) == set(other.categories)


def parse_intent_uri(text: str) -> Intent:
    """Read what `toUri(URI_INTENT_SCHEME)` printed.

    Raises:
        IntentMalformed: `Intent.parseUri(text, URI_INTENT_SCHEME)` throws, or takes *text* for an ordinary address.

    Source:
        Android Intent.parseUri; vivo guide, click event (V09); grade: documented.
    """
    # Differs: Android takes a text of another beginning for an address to view, which opens nothing of the app either.
    if not text.startswith(_SCHEME):
        raise IntentMalformed('does not begin with "intent:"')
    data, mark, fragment = text.rpartition("#")
    if not (mark + fragment).startswith(_FRAGMENT):
        raise IntentMalformed(f'has no "{_FRAGMENT}"')
    fields: dict[str, str] = {"action": ACTION_VIEW}
    categories: dict[str, None] = {}
    extras: dict[str, str] = {}
    for key, value in _items(fragment[len(_FRAGMENT) - 1 :]):
        if key == "category":
            categories[value] = None
        elif key in _KEYS:
            fields[key] = value
        else:
            extras[_extra_name(key, value)] = value
    address = data.removeprefix(_SCHEME)
    return Intent(
        action=fields["action"],
        data=f"{fields['scheme']}:{address}" if "scheme" in fields else address,
        mime_type=fields.get("type", ""),
        categories=tuple(categories),
        component=_component(fields.get("component", "")),
        package=fields.get("package", ""),
        flags=_flags(fields.get("launchFlags", "0")),
        extras=extras,
    )


def to_uri(intent: Intent) -> str:
    """Return *intent* as `toUri(URI_INTENT_SCHEME)` prints it, with all extras as strings.

    Source:
        Android Intent.toUri; vivo guide, click event (V09); grade: documented.
    """
    scheme = intent.parts.scheme or ""
    address = intent.data.removeprefix(f"{scheme}:") if scheme else intent.data
    fields = [
        ("scheme", scheme),
        ("action", "" if intent.action == ACTION_VIEW else _encoded(intent.action)),
        *(("category", _encoded(category)) for category in intent.categories),
        ("type", _encoded(intent.mime_type)),
        ("launchFlags", f"{intent.flags:#x}" if intent.flags else ""),
        ("package", _encoded(intent.package)),
        ("component", _encoded(_component_text(*intent.component)) if intent.component else ""),
    ]
    items = [f"{key}={value};" for key, value in fields if value]
    items += [f"S.{_encoded(key)}={_encoded(value)};" for key, value in intent.extras.items()]
    return f"{_SCHEME}{address}{_FRAGMENT}{''.join(items)}end"


def _encoded(text: str) -> str:
    # Android encodes a slash in an action and not in a component; both read the same, and no real action has one.
    return quote(text, safe="/!'()*")


def _component_text(package: str, class_name: str) -> str:
    is_below = class_name.startswith(f"{package}.")
    return f"{package}/{class_name.removeprefix(package) if is_below else class_name}"


def _items(body: str) -> Iterator[tuple[str, str]]:
    """Yield key and decoded value of what stands between the semicolons, up to `end`.

    Raises:
        IntentMalformed: There is no `end`, or something is not a pair.
    """
    *items, last = body.split(";")
    is_selector = False
    for item in items:
        if item.startswith("end"):
            return
        key, equals, value = item.partition("=")
        # What follows SEL is a selector, which Android keeps apart; nothing that opens a page looks at it.
        is_selector = is_selector or item == "SEL"
        if is_selector:
            continue
        if not equals:
            raise IntentMalformed(f'unknown EXTRA type: "{item}"')
        yield key, unquote(value)
    if not last.startswith("end"):
        raise IntentMalformed('illegal Intent URI format: does not end with ";end"')


def _extra_name(key: str, value: str) -> str:
    """Return the name of an extra such as `S.ext`.

    Raises:
        IntentMalformed: Its type is unknown, or its value is not of it.
    """
    sort, dot, name = key.partition(".")
    if not dot or sort not in _EXTRA_SORTS:
        raise IntentMalformed(f'unknown EXTRA type: "{key}"')
    try:
        _EXTRA_SORTS[sort](value)
    except ValueError:
        raise IntentMalformed(f'extra "{key}" cannot be "{value}"') from None
    return unquote(name)


def _whole(bits: int) -> Callable[[str], object]:
    def check(text: str) -> None:
        """Refuse what Java's `parseInt` refuses.

        Raises:
            ValueError: Not a whole number of so many bits.
        """
        if not re.fullmatch(r"[+-]?[0-9]{1,20}", text) or not -(1 << bits - 1) <= int(text) < 1 << bits - 1:
            raise ValueError(text)

    return check


_EXTRA_SORTS: Mapping[str, Callable[[str], object]] = {
    "S": str,
    "B": str,
    "c": lambda text: text.index(text[:1] or "-"),
    "d": float,
    "f": float,
    "b": _whole(8),
    "s": _whole(16),
    "i": _whole(32),
    "l": _whole(64),
}
"""What checks the value of an extra, by the letter of its type."""


def _flags(text: str) -> int:
    """Read what Java's `Integer.decode` reads.

    Raises:
        IntentMalformed: Not a number of 32 bits with a sign.
    """
    match = re.fullmatch(r"([+-]?)(?:(?:0[xX]|#)([0-9a-fA-F]{1,8})|0([0-7]{1,11})|([0-9]{1,10}))", text)
    if match is None:
        raise IntentMalformed(f'launchFlags "{text}" is not a number')
    sign, hexadecimal, octal, decimal = match.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else int(decimal)
    if number >= 1 << 31:
        raise IntentMalformed(f'launchFlags "{text}" is more than 31 bits')
    return -number if sign == "-" else number


def _component(text: str) -> tuple[str, str] | None:
    """Return application id and full class name; as in Android, none where the text is no such pair."""
    package, _, class_name = text.partition("/")
    if not class_name:
        return None
    return package, package + class_name if class_name.startswith(".") else class_name
