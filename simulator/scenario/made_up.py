"""Made-up data: names, numbers and texts by Faker, Chinese where nothing else is said.

What is made up depends on the seed, the name of the file, the cell of the matrix and the name of the placeholder, and
on nothing else: it is the same for every vendor, and in every run of the same seed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.scenario.errors import quoted
from simulator.scenario.nodes import MapNode, Node, ScalarNode
from simulator.scenario.placeholders import NAME
from simulator.scenario.reading import Reading
from simulator.scenario.suggest import nearest

if TYPE_CHECKING:
    from faker import Faker

FAKER = "faker"
LOCALE = "zh_CN"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "user_name": "the id of a user: jun64",
        "name": "the name of a person: 陈欣",
        "phone_number": "a mobile number: 18837084793",
        "sentence": "a short text",
        "paragraph": "a longer text",
        "word": "a single word",
        "emoji": "an emoji",
        "address": "a postal address",
        "city": "a city",
        "company": "a company",
        "email": "a mail address",
        "url": "a web address",
        "license_plate": "a number plate",
        "date": "a calendar date: 2017-12-12",
    }
)
"""What can be made up, by Faker's own name for it."""

_FORM = "write what is made up: {message: sentence}, or {message: {kind: sentence, locale: en_US}}"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One placeholder whose values are made up.

    Attributes:
        key: Where its name stands.
        kind: One of `KINDS`; empty where mistakes leave it open.
    """

    key: ScalarNode
    kind: str
    locale: str

    def value(self, seed: int, file: str, cell_id: str) -> ScalarNode:
        """Return the value for one cell of the scenario in *file*."""
        faker = _faker(self.locale)
        faker.seed_instance(f"{seed}/{file}/{cell_id}/{self.key.text}")
        text = str(faker.format(self.kind))
        return ScalarNode(self.key.line, self.key.column, text, is_plain=False)


def read_made_up(top: MapNode, reading: Reading) -> dict[str, MadeUp]:
    """Return what the document *top* has made up, by the name of the placeholder."""
    _, node = top.entries.get(FAKER, (None, None))
    if node is None:
        return {}
    if not isinstance(node, MapNode) or not node.entries:
        reading.misshapen(node, FAKER, "a map", next=_FORM)
        return {}
    return {made.key.text: made for made in _read_all(node, reading)}


def _read_all(node: MapNode, reading: Reading) -> Iterator[MadeUp]:
    for name, (key, value) in node.entries.items():
        path = f"{FAKER}.{name}"
        if NAME.fullmatch(name) is None:
            fits = ["letters, digits and _, not beginning with a digit"]
            reading.wrong(key, FAKER, f"{quoted(name)} does not fit", value=name, known=fits, known_as="what fits")
            continue
        is_right, (kind, locale) = False, _words(value, path, reading)
        if kind is not None:
            kind_path = path if kind is value else f"{path}.kind"
            is_right = _check(kind, KINDS, kind_path, "kind of made-up data", reading)
        if locale is not None:
            from faker.config import AVAILABLE_LOCALES

            is_right &= _check(locale, dict.fromkeys(AVAILABLE_LOCALES), f"{path}.locale", "locale of Faker", reading)
        yield MadeUp(key, kind.text if kind and is_right else "", LOCALE if locale is None else locale.text)


def _words(value: Node, path: str, reading: Reading) -> tuple[ScalarNode | None, ScalarNode | None]:
    """Return where kind and locale stand, the kind alone where nothing else is said."""
    if isinstance(value, ScalarNode) and not value.is_missing:
        return value, None
    if not isinstance(value, MapNode):
        reading.misshapen(value, path, "a kind of made-up data", next=_FORM)
        return None, None
    found: dict[str, ScalarNode | None] = {"kind": None, "locale": None}
    for name, (key, part) in value.entries.items():
        if name not in found:
            what = f"no field is called {quoted(name)}"
            near = nearest(name, found)
            reading.wrong(key, path, what, value=name, known=[*found], known_as="fields here", suggestion=near)
        elif not isinstance(part, ScalarNode) or part.is_missing:
            reading.misshapen(part, f"{path}.{name}", "a word", next=_FORM)
        else:
            found[name] = part
    if "kind" not in value.entries and nearest("kind", list(value.entries)) is None:
        reading.wrong(value, path, "kind is missing", known=[*KINDS], known_as="what fits", next=_FORM)
    return found["kind"], found["locale"]


def _check(node: ScalarNode, known: Mapping[str, object], path: str, one: str, reading: Reading) -> bool:
    is_known = node.text in known
    if not is_known:
        near = nearest(node.text, known)
        reading.wrong(
            node,
            path,
            f"no {one} is called {quoted(node.text)}",
            value=node.text,
            known=list(KINDS) if known is KINDS else [LOCALE, "en_US", "zh_TW", "ja_JP"],
            known_as="what fits" if known is KINDS else "such as",
            suggestion=near,
        )
    return is_known


@cache
def _faker(locale: str) -> "Faker":
    """Return Faker for *locale*, made once: that takes longer than to make up a thousand values."""
    from faker import Faker

    return Faker(locale)
