"""Made-up data: names, numbers and texts by Faker, Chinese where nothing else is said.

What is made up depends on the seed, the name of the file, the cell of the matrix and the name of the placeholder, and
on nothing else: it is the same for every vendor, and in every run of the same seed.
"""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, ClassVar

import msgspec

from simulator.scenario.conversion import struct_reader
from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.placeholders import NAME
from simulator.scenario.reading import Reading, shape_of
from simulator.scenario.suggest import nearest
from simulator.world.spec import Spec

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
_FORM = "write what is made up: {message: sentence}, or {message: {kind: sentence, locale: en_US}}"
_LETTERS_FORM = "write {kind: letters, length: 4097}, or {kind: letters, length: 16, count: 501}"


class MadeUpSpec(Spec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file says of one placeholder whose values are made up.

    Attributes:
        length: Of letters.
        count: How many letters of that length make a list; `None` for a single text.
        under: Key of a map that each entry of the list is put in.
        beside: What else each of these maps holds.
    """

    shorthand: ClassVar[str | None] = "kind"

    kind: Annotated[str, msgspec.Meta(min_length=1, description="what is made up, such as sentence")]
    locale: Annotated[str, msgspec.Meta(min_length=1, description="of Faker")] = LOCALE
    length: Annotated[int, msgspec.Meta(ge=1, le=LENGTH_MAX)] | None = None
    count: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)] | None = None
    under: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    beside: Node | None = None

    @property
    def letters(self) -> int:
        """How many letters one text has."""
        return self.length or _LENGTH

    def contradiction(self) -> tuple[str, str, str] | None:
        """Return the field that does not go with the others, why, and what to do; `None` for none."""
        sizes = [name for name in (LENGTH, COUNT, UNDER, BESIDE) if getattr(self, name) is not None]
        if self.kind != LETTERS and sizes:
            return sizes[0], f"only {LETTERS} have a {sizes[0]}", _LETTERS_FORM
        if self.under is not None and self.count is None:
            return UNDER, "there is no list whose entries it could hold", f"add {COUNT}:"
        if self.beside is not None and self.under is None:
            return BESIDE, "there are no maps that could hold it", f"add {UNDER}:"
        if self.beside is not None and not isinstance(self.beside, MapNode):
            return BESIDE, f"{shape_of(self.beside)} stands here where a map belongs", "write {name: value}"
        if self.count is not None and len(str(self.count)) > self.letters:
            what = f"there are not {self.count} different ones of {self.letters} letters"
            return COUNT, what, f"make {LENGTH}: longer"
        return None


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One placeholder whose values are made up.

    Attributes:
        key: Where its name stands.
        spec: What is to be made up; `None` where mistakes leave it open.
    """

    key: ScalarNode
    spec: MadeUpSpec | None

    def value(self, seed: int, file: str, cell_id: str) -> Node:
        """Return the value for one cell of the scenario in *file*."""
        assert self.spec is not None, "what is to be made up is known"
        name = f"{seed}/{file}/{cell_id}/{self.key.text}"
        if self.spec.kind == LETTERS:
            return self._letters(self.spec, _drawn(name, self.spec.letters))
        faker = _faker(self.spec.locale)
        faker.seed_instance(name)
        return self._scalar(str(faker.format(self.spec.kind)))

    def shown(self, value: Node) -> str:
        """Return *value* for people: of what is long, its beginning and its size."""
        if isinstance(value, ScalarNode):
            text = value.text
            return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}… ({len(text)} letters)"
        assert self.spec is not None, "it has made a list"
        return f"{self.spec.count} of {self.spec.letters} letters"

    def _letters(self, spec: MadeUpSpec, text: str) -> Node:
        """Return letters, or a list of such: their numbers at their ends make them different."""
        if spec.count is None:
            return self._scalar(text)
        digits = len(str(spec.count - 1))
        items = (self._scalar(f"{text[: max(0, len(text) - digits)]}{n:0{digits}}") for n in range(spec.count))
        if spec.under is None:
            return ListNode(self.key.line, self.key.column, list(items))
        key, more = self._scalar(spec.under), spec.beside.entries if isinstance(spec.beside, MapNode) else {}
        maps = [MapNode(self.key.line, self.key.column, {spec.under: (key, item), **more}) for item in items]
        return ListNode(self.key.line, self.key.column, list[Node](maps))

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
        if NAME.fullmatch(name) is None:
            fits = ["letters, digits and _, not beginning with a digit"]
            reading.wrong(key, FAKER, f"{quoted(name)} does not fit", value=name, known=fits, known_as="what fits")
        else:
            yield MadeUp(key, _read(value, f"{FAKER}.{name}", reading))


def _read(value: Node, path: str, reading: Reading) -> MadeUpSpec | None:
    """Return what *value* says, or note what is wrong with it and return `None`."""
    spec = struct_reader(MadeUpSpec).read(value, path, reading)
    if not isinstance(spec, MadeUpSpec):
        return None
    count = len(reading.problems)
    parts = {name: part for name, (_, part) in value.entries.items()} if isinstance(value, MapNode) else {}
    kind_path = f"{path}.kind" if parts else path
    _check(parts.get("kind", value), spec.kind, KINDS, kind_path, "kind of made-up data", list(KINDS), reading)
    if "locale" in parts:
        from faker.config import AVAILABLE_LOCALES

        such_as = [LOCALE, "en_US", "zh_TW", "ja_JP"]
        _check(parts["locale"], spec.locale, AVAILABLE_LOCALES, f"{path}.locale", "locale of Faker", such_as, reading)
    if len(reading.problems) == count and (found := spec.contradiction()):
        name, what, then = found
        reading.wrong(parts[name], f"{path}.{name}", what, next=then)
    return spec if len(reading.problems) == count else None


def _check(
    node: Node, word: str, known: Collection[str], path: str, one: str, shown: Sequence[str], reading: Reading
) -> None:
    if word not in known:
        near, known_as = nearest(word, known), "what fits" if len(shown) == len(known) else "such as"
        what = f"no {one} is called {quoted(word)}"
        reading.wrong(node, path, what, value=word, known=shown, known_as=known_as, suggestion=near)


@cache
def _faker(locale: str) -> "Faker":
    """Return Faker for *locale*, made once: that takes longer than to make up a thousand values."""
    from faker import Faker

    return Faker(locale)
