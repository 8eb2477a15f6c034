"""Readers of single values: text, whole numbers, true and false, words of a closed set, durations, files."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from simulator.kernel.units import DURATION_EXAMPLES, Duration
from simulator.scenario import punctuation
from simulator.scenario.app_files import FAULTS
from simulator.scenario.errors import quoted
from simulator.scenario.files import find_file
from simulator.scenario.nodes import ListNode, Node, ScalarNode
from simulator.scenario.reading import FAILED, Failed, Reading, Reference
from simulator.scenario.suggest import alike, nearest

# Assumed: nobody rehearses more than ten years; beyond that, calendar arithmetic would overflow in a run.
DURATION_MAX = Duration.parse("3650d")

WORDS_MAX = 12

_NAME_LENGTH_MAX = 64
_FITS = "what fits"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_QUOTES = "\"'“”‘’「」『』"
_LEADING_ZERO = re.compile(r"0[0-9]")
_AMOUNT = re.compile(r"(-?)([0-9]{1,18}|[0-9]{0,18}\.[0-9]{1,18}) *([^\d\s]*)")
_UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "ms": "ms msec msecs millis millisecond milliseconds 毫秒",
        "s": "s sec secs second seconds 秒",
        "min": "min m mins minute minutes 分 分钟",
        "h": "h hr hrs hour hours 时 小时",
        "d": "d day days 天 日",
    }.items()
    for word in words.split()
}


class ScalarReader(ABC):
    """Takes one single value."""

    shapes: ClassVar[tuple[type[Node], ...]] = (ScalarNode,)

    @property
    @abstractmethod
    def wanted(self) -> str:
        """What belongs there."""

    def read(self, node: Node, path: str, reading: Reading) -> object:
        """Return the value of *node*, or note what is wrong with it and return `FAILED`."""
        if type(node) is not ScalarNode:
            return self._misshapen(node, path, reading)
        if node.is_plain and node.is_missing:
            return reading.no_value(node, path)
        return self.value(node, path, reading)

    def _misshapen(self, node: Node, path: str, reading: Reading) -> Failed:
        then = "write a single value"
        if isinstance(node, ListNode) and len(node.items) == 1 and isinstance(node.items[0], ScalarNode):
            then = f"write {node.items[0].text}, without brackets"
        return reading.misshapen(node, path, self.wanted, next=then)

    @abstractmethod
    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return what the text of *node* means, or note what is wrong with it and return `FAILED`."""


def _name(node: ScalarNode, path: str, reading: Reading) -> object:
    """Return the name that *node* brings in, or note that it looks like another one, or that nobody can read it."""
    text, plain = node.text, punctuation.seen(node.text)
    alphabets = punctuation.alphabets_of(text)
    if len(text) > _NAME_LENGTH_MAX:
        then = f"choose one of at most {_NAME_LENGTH_MAX}"
        return reading.wrong(node, path, f"a name of {len(text)} characters is too long", value=text, next=then)
    if plain != text:
        what = f"{quoted(text)} has characters that cannot be seen, or that only look like plain ones"
        return reading.wrong(node, path, what, value=text, suggestion=plain)
    if (bare := text.strip(_QUOTES)) != text:
        what = f"{quoted(text)} has quotation marks that are a part of the name"
        return reading.wrong(node, path, what, value=text, suggestion=bare or None, next=None if bare else "name it")
    if len(alphabets) > 1:
        what = f"{quoted(text)} mixes {' and '.join(alphabets)} letters, some of which look alike"
        return reading.wrong(node, path, what, value=text, next="type the name anew")
    return text


@dataclass(frozen=True, slots=True)
class TextReader(ScalarReader):
    """Takes any text.

    Attributes:
        description: What the text is, for people.
        length_min: In characters.
        length_max: In characters.
        pattern: That is found in it.
        names: Kind of names it must be one of.
        introduces: It brings its name in.
        file_kind: Of the file below the suite's root that it leads to; empty for a text that leads nowhere.
        separator: What stands between several names; `None` for one alone.
    """

    description: str = "a text"
    length_min: int = 0
    length_max: int | None = None
    pattern: re.Pattern[str] | None = None
    names: str | None = None
    introduces: bool = False
    file_kind: str = ""
    separator: str | None = None

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "a text" if self.names is None else "a name"

    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return the text; of a file, the way to it from the current directory."""
        text = node.text
        if len(text) < self.length_min:
            return reading.wrong(node, path, "is empty", value=text, known=[self.description], known_as=_FITS)
        if self.length_max is not None and len(text) > self.length_max:
            fits = [f"at most {self.length_max} characters"]
            return reading.wrong(node, path, f"has {len(text)} characters", value=text, known=fits, known_as=_FITS)
        if self.pattern is not None and not self.pattern.search(text):
            return self._unfit(node, path, reading)
        if self.names is not None:
            if self.introduces:
                # What a name was meant for is known all the same: one mistake is told once.
                reading.introduced[self.names].update((text, punctuation.seen(text)))
                if _name(node, path, reading) is FAILED:
                    return FAILED
            reading.references += [Reference(self.names, part, path) for part in self._parts(node)]
            if self.separator:
                reading.links.append((node, path))
        return _file(node, path, reading, self.file_kind) if self.file_kind else text

    def _parts(self, node: ScalarNode) -> Iterator[ScalarNode]:
        """Walk the names in *node*, each where it stands."""
        if not self.separator:
            yield node
            return
        column = node.column
        for name in node.text.split(self.separator):
            yield ScalarNode(node.line, column, name, node.is_plain, origin=node.origin)
            column += len(name) + 1

    def _unfit(self, node: ScalarNode, path: str, reading: Reading) -> Failed:
        plain = punctuation.plain(node.text).strip()
        is_meant = self.pattern is not None and self.pattern.search(plain) is not None and plain != node.text
        return reading.wrong(
            node,
            path,
            f"{quoted(node.text)} does not fit",
            value=node.text,
            known=[self.description],
            known_as=_FITS,
            suggestion=plain if is_meant else None,
        )


@dataclass(frozen=True, slots=True)
class IntegerReader(ScalarReader):
    """Takes a whole number.

    Attributes:
        least: The smallest that fits.
        greatest: The largest that fits.
    """

    least: int | None = None
    greatest: int | None = None

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "a whole number"

    @property
    def bounds(self) -> str:
        """What fits; empty where every number does."""
        if self.greatest is None:
            return "" if self.least is None else f"{self.least} or more"
        return f"{self.greatest} or less" if self.least is None else f"{self.least} to {self.greatest}"

    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return the number."""
        text = node.text
        if _INTEGER.fullmatch(text) is None:
            plain = (
                punctuation.plain(text).strip().replace("_", "").replace(",", "").lstrip("-" if text == "-0" else "0")
                or "0"
            )
            suggestion = plain if _INTEGER.fullmatch(plain) and plain != text else None
            then = None if suggestion else "write digits only"
            return reading.wrong(
                node, path, f"{quoted(text)} is not a whole number", value=text, suggestion=suggestion, next=then
            )
        number = int(text)
        is_small = self.least is not None and number < self.least
        is_large = self.greatest is not None and number > self.greatest
        if is_small or is_large:
            return reading.wrong(node, path, f"{number} does not fit", value=text, known=[self.bounds], known_as=_FITS)
        return number


@dataclass(frozen=True, slots=True)
class FlagReader(ScalarReader):
    """Takes `true` or `false`, and no other word for them."""

    _MEANT: ClassVar[Mapping[str, bool]] = {
        **dict.fromkeys(("true", "yes", "y", "on", "1", "t", "是", "真", "开", "打开", "开启"), True),
        **dict.fromkeys(("false", "no", "n", "off", "0", "f", "否", "假", "关", "关闭"), False),
    }

    @classmethod
    def meant(cls, text: str) -> bool | None:
        """Return the truth that *text* is another word for; `None` for none."""
        return cls._MEANT.get(text.casefold())

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return "true or false"

    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return the truth."""
        text = node.text
        if text == "true":
            return True
        if text == "false":
            return False
        meant = self.meant(text)
        suggestion = nearest(text, ("true", "false")) if meant is None else str(meant).lower()
        return reading.wrong(node, path, f"{quoted(text)} is neither true nor false", value=text, suggestion=suggestion)


@dataclass(frozen=True, slots=True)
class ChoiceReader(ScalarReader):
    """Takes one word of a closed set.

    Attributes:
        values: What each word stands for.
        name: Of the set, as `pushsim list` has it.
    """

    values: Mapping[str, object]
    name: str = ""

    @property
    def wanted(self) -> str:
        """What belongs there."""
        words = list(self.values)
        return quoted(words[0]) if len(words) == 1 else f"one of {len(words)} words"

    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return what the word stands for."""
        text = node.text
        found = self.values.get(text, FAILED)
        if found is not FAILED:
            return found
        suggestion = nearest(text, self.values) or self._switch(text)
        return reading.wrong(
            node,
            path,
            f"{quoted(text)} does not fit",
            value=text,
            known=alike(text, self.values, WORDS_MAX) if self.is_long else tuple(self.values),
            known_as="most like it" if self.is_long else _FITS,
            suggestion=suggestion,
            next=None if suggestion else punctuation.advice(text) or self.more,
        )

    def _switch(self, text: str) -> str | None:
        """Return `on` or `off` where that fits and another word for it was written."""
        meant = FlagReader.meant(text)
        word = "on" if meant else "off"
        return word if meant is not None and word in self.values else None

    @property
    def is_long(self) -> bool:
        """Whether an error cannot show all words."""
        return len(self.values) > WORDS_MAX

    @property
    def more(self) -> str | None:
        """Where all words can be read; None where an error shows them."""
        return f"see all of them: pushsim list {self.name}" if self.is_long else None


@dataclass(frozen=True, slots=True)
class DurationReader(ScalarReader):
    """Takes a whole number with its unit."""

    @property
    def wanted(self) -> str:
        """What belongs there."""
        return f"a duration ({DURATION_EXAMPLES})"

    def value(self, node: ScalarNode, path: str, reading: Reading) -> object:
        """Return the duration."""
        text = node.text
        try:
            # Digits of other scripts count as digits in Python, but not here.
            duration = Duration.parse(text) if text.isascii() and not _LEADING_ZERO.match(text) else None
        except ValueError:
            duration = None
        if duration is None:
            return _not_a_duration(node, path, reading)
        if duration > DURATION_MAX:
            fits = [f"at most {DURATION_MAX}"]
            return reading.wrong(node, path, f"{text} is too long", value=text, known=fits, known_as=_FITS)
        return duration


def _not_a_duration(node: ScalarNode, path: str, reading: Reading) -> Failed:
    text = node.text
    examples = f"write a whole number and its unit: {DURATION_EXAMPLES}"
    match = _AMOUNT.fullmatch(punctuation.plain(text).strip(" \"'"))
    if match is None:
        return reading.wrong(node, path, f"{quoted(text)} is not a duration", value=text, next=examples)
    sign, amount, word = match.groups()
    if sign:
        what, suggestion = f"{quoted(text)} is negative", None
    elif not word:
        seconds = f"{amount}s" if amount.isdecimal() else None
        what, suggestion = f"{quoted(text)} has no unit", seconds
    elif (unit := _UNITS.get(word.casefold())) is None:
        what = f"{quoted(text)} has an unknown unit"
        near = nearest(word, _UNITS)
        suggestion = f"{amount}{_UNITS[near]}" if near and amount.isdecimal() else None
    else:
        suggestion = _exactly(amount, unit)
        what = f"{quoted(text)} is not a duration" if amount.isdecimal() else f"{quoted(text)} is not a whole number"
    return reading.wrong(node, path, what, value=text, suggestion=suggestion, next=None if suggestion else examples)


def _exactly(amount: str, unit: str) -> str | None:
    """Return *amount*, maybe with a decimal point, as a whole number of the largest unit that fits."""
    whole, _, part = amount.partition(".")
    scaled = int(Duration.parse(f"1{unit}")) * int((whole or "0") + part)
    span_ms, rest = divmod(scaled, 10 ** len(part))
    return None if rest else f"{int(whole)}{unit}" if not part else str(Duration(span_ms))


def _file(node: ScalarNode, path: str, reading: Reading, kind: str) -> object:
    text, found = node.text, find_file(node, path, reading)
    if isinstance(found, Failed):
        return found
    fault = FAULTS[kind](found)
    if fault is not None:
        then = "correct the file; it is what the customer's build would refuse"
        return reading.wrong(node, path, f"{quoted(text)} cannot be used: {fault}", value=text, next=then)
    return found.as_posix()
