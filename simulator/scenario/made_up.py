"""Made-up data: names, numbers and texts by Faker, Chinese where nothing else is said.

What is made up depends on the seed, the name of the file, the cell of the matrix and the name of the placeholder, and
on nothing else: it is the same for every vendor, and in every run of the same seed.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
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
        "letters": "exactly so many letters and digits, as length: says, or count: different ones: aq3x01b…",
    }
)
"""What can be made up, by Faker's own name for it, and letters, which are not Faker's."""

LETTERS = "letters"
LENGTH = "length"
COUNT = "count"
UNDER = "under"
BESIDE = "beside"
LENGTH_MAX = 100_000
COUNT_MAX = 10_000
_LENGTH = 16
_NUMBER = re.compile("[1-9][0-9]{0,5}")
_FORM = "write what is made up: {message: sentence}, or {message: {kind: sentence, locale: en_US}}"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One placeholder whose values are made up.

    Attributes:
        key: Where its name stands.
        kind: One of `KINDS`; empty where mistakes leave it open.
        locale: Of Faker.
        length: Of letters.
        count: How many letters of that length make a list; `None` for a single text.
        under: Key of a map that each entry of the list is put in; empty for none.
        beside: What else each of these maps holds.
    """

    key: ScalarNode
    kind: str
    locale: str
    length: int = _LENGTH
    count: int | None = None
    under: str = ""
    beside: MapNode | None = None

    def value(self, seed: int, file: str, cell_id: str) -> Node:
        """Return the value for one cell of the scenario in *file*."""
        name = f"{seed}/{file}/{cell_id}/{self.key.text}"
        if self.kind == LETTERS:
            return self._letters(name)
        faker = _faker(self.locale)
        faker.seed_instance(name)
        return self._scalar(str(faker.format(self.kind)))

    def shown(self, value: Node) -> str:
        """Return *value* for people: of what is long, its beginning and its size."""
        if isinstance(value, ScalarNode):
            text = value.text
            return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}… ({len(text)} letters)"
        return f"{self.count} of {self.length} letters"

    def _letters(self, name: str) -> Node:
        """Return letters, or a list of such: their numbers at their ends make them different."""
        text = _drawn(name, self.length)
        if self.count is None:
            return self._scalar(text)
        digits = len(str(self.count - 1))
        items = [self._entry(f"{text[: max(0, self.length - digits)]}{n:0{digits}}") for n in range(self.count)]
        return ListNode(self.key.line, self.key.column, items)

    def _entry(self, text: str) -> Node:
        entry = self._scalar(text)
        if not self.under:
            return entry
        more = {} if self.beside is None else self.beside.entries
        return MapNode(self.key.line, self.key.column, {self.under: (self._scalar(self.under), entry), **more})

    def _scalar(self, text: str) -> ScalarNode:
        return ScalarNode(self.key.line, self.key.column, text, is_plain=False)


_SHOWN_MAX = 80


def _drawn(name: str, length: int) -> str:
    """Return *length* letters and digits that follow from *name*, the first of them a letter."""
    text = "a" + "".join(
        base64.b32encode(blake2b(f"{name}/{block}".encode()).digest()).decode().rstrip("=").lower()
        for block in range(length // _LETTERS_OF_BLOCK + 1)
    )
    return text[:length]


_LETTERS_OF_BLOCK = 103


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
        words = _words(value, path, reading)
        is_right, kind, locale = False, words["kind"], words["locale"]
        if kind is not None:
            kind_path = path if kind is value else f"{path}.kind"
            is_right = _check(kind, KINDS, kind_path, "kind of made-up data", reading)
        if locale is not None:
            from faker.config import AVAILABLE_LOCALES

            is_right &= _check(locale, dict.fromkeys(AVAILABLE_LOCALES), f"{path}.locale", "locale of Faker", reading)
        size = _size(kind, words, path, reading) if is_right and kind is not None else None
        characters, count, under = size or (_LENGTH, None, "")
        yield MadeUp(
            key,
            kind.text if kind and is_right and size else "",
            LOCALE if locale is None else locale.text,
            characters,
            count,
            under,
            _beside(value, words, path, reading),
        )


def _size(
    kind: ScalarNode, words: Mapping[str, ScalarNode | None], path: str, reading: Reading
) -> tuple[int, int | None, str] | None:
    """Return length, count and key of letters, or note what does not fit and return `None`."""
    length, count, under = words[LENGTH], words[COUNT], words[UNDER]
    for name in (LENGTH, COUNT, UNDER):
        node = words[name]
        if node is not None and kind.text != LETTERS:
            reading.wrong(node, f"{path}.{name}", f"only {LETTERS} have a {name}", value=node.text, next=_LETTERS_FORM)
            return None
    for name, node, most in ((LENGTH, length, LENGTH_MAX), (COUNT, count, COUNT_MAX)):
        if node is not None and not (_NUMBER.fullmatch(node.text) and int(node.text) <= most):
            what, fits = f"{quoted(node.text)} does not fit", [f"1 to {most}"]
            reading.wrong(node, f"{path}.{name}", what, value=node.text, known=fits, known_as="what fits")
            return None
    if under is not None and count is None:
        reading.wrong(under, f"{path}.{UNDER}", "there is no list whose entries it could hold", next="add count:")
        return None
    characters, number = int(length.text) if length else _LENGTH, int(count.text) if count else None
    if count is not None and len(count.text) > characters:
        what = f"there are not {count.text} different ones of {characters} letters"
        reading.wrong(count, f"{path}.{COUNT}", what, value=count.text, next="make length: longer")
        return None
    return characters, number, under.text if under else ""


_LETTERS_FORM = "write {kind: letters, length: 4097}, or {kind: letters, length: 16, count: 501}"


def _beside(value: Node, words: Mapping[str, ScalarNode | None], path: str, reading: Reading) -> MapNode | None:
    """Return what each map of a list holds beside its letters; `None` for nothing, and where it does not fit."""
    key, node = value.entries.get(BESIDE, (None, None)) if isinstance(value, MapNode) else (None, None)
    if key is None or node is None:
        return None
    if words[UNDER] is None:
        reading.wrong(key, path, "there are no maps that could hold it", value=BESIDE, next=f"add {UNDER}:")
    elif isinstance(node, MapNode):
        return node
    else:
        reading.misshapen(node, f"{path}.{BESIDE}", "a map", next="write {name: value}")
    return None


def _words(value: Node, path: str, reading: Reading) -> Mapping[str, ScalarNode | None]:
    """Return where kind and the rest stand, the kind alone where nothing else is said."""
    found: dict[str, ScalarNode | None] = dict.fromkeys(("kind", "locale", LENGTH, COUNT, UNDER))
    if isinstance(value, ScalarNode) and not value.is_missing:
        return {**found, "kind": value}
    if not isinstance(value, MapNode):
        reading.misshapen(value, path, "a kind of made-up data", next=_FORM)
        return found
    for name, (key, part) in value.entries.items():
        if name == BESIDE:
            continue
        if name not in found:
            what = f"no field is called {quoted(name)}"
            near = nearest(name, [*found, BESIDE])
            reading.wrong(key, path, what, value=name, known=[*found, BESIDE], known_as="fields here", suggestion=near)
        elif not isinstance(part, ScalarNode) or part.is_missing:
            reading.misshapen(part, f"{path}.{name}", "a word", next=_FORM)
        else:
            found[name] = part
    if "kind" not in value.entries and nearest("kind", list(value.entries)) is None:
        reading.wrong(value, path, "kind is missing", known=[*KINDS], known_as="what fits", next=_FORM)
    return found


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
