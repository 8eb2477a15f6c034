"""What reports say, in Chinese: failures by the shapes of their sentences, sources by the words of their titles.

Sentences are made in English, in one place each, from a closed set of shapes with names, numbers and quoted texts in
them. So a report can be turned into Chinese behind the run, whatever wrote it; a sentence of no known shape, such as
one of an outside package's step, stays as it is.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count
from pathlib import Path

import msgspec

from simulator.push.explanations import EXPLANATIONS

_FILE = Path(__file__).with_suffix(".json")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class _Words(msgspec.Struct, frozen=True):
    """The file: English to Chinese."""

    labels: dict[str, str]
    hops: dict[str, str]
    sentences: dict[str, str]
    sources: dict[str, str]
    grades: dict[str, str]


class _Shape:
    """A sentence with placeholders, in both languages."""

    def __init__(self, english: str, chinese: str) -> None:
        parts = _PLACEHOLDER.split(english)
        # Texts between placeholders stand at even places, names of placeholders at odd ones.
        self.weight = sum(map(len, parts[::2]))
        pattern = "".join(f"(?P<{one}>.*?)" if place % 2 else re.escape(one) for place, one in enumerate(parts))
        self.match = re.compile(pattern, re.DOTALL).fullmatch
        self.chinese = chinese


@lru_cache(maxsize=1)
def _words() -> _Words:
    return msgspec.json.decode(_FILE.read_bytes(), type=_Words)


@lru_cache(maxsize=1)
def _whole() -> Mapping[str, str]:
    """Return the sentences without placeholders, those about reasons among them."""
    told = EXPLANATIONS.values()
    return {
        **{one.meaning: one.meaning_zh for one in told},
        **{one.repair: one.repair_zh for one in told},
        **_words().hops,
        **_words().grades,
        **{english: chinese for english, chinese in _words().sentences.items() if "{" not in english},
    }


@lru_cache(maxsize=2)
def _shapes(*, labels: bool = False) -> tuple[_Shape, ...]:
    """Return the others, those that say most before those that fit nearly anything."""
    table = _words().labels if labels else _words().sentences
    shapes = [_Shape(english, chinese) for english, chinese in table.items() if "{" in english]
    return tuple(sorted(shapes, key=lambda shape: -shape.weight))


@lru_cache(maxsize=4_096)
def sentence(english: str) -> str:
    """Return a sentence of a failure, or a root cause's title, in Chinese; unchanged where its shape is unknown."""
    # Quoted texts are somebody's own: none of them is taken apart, or for a part of the sentence.
    quotes = _QUOTED.findall(english)
    numbers = count()
    told = _turned(_QUOTED.sub(lambda _: f"\x00{next(numbers)}\x00", english))
    # Between names and Chinese there is a space, between Chinese and Chinese none.
    return re.sub("\x00(\\d+)\x00", lambda found: quotes[int(found[1])], _SPACE_IN_CHINESE.sub("", told))


_SPACE_IN_CHINESE = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")
_QUOTED = re.compile(r'"[^"]*"')
_TITLE = re.compile(r"(\w+): (.+?)(?: \(([\w ,]+)\))?", re.DOTALL)
"""Of a root cause: a step, what it did not meet, and what differs."""


def _turned(english: str) -> str:
    if english in _whole():
        return _whole()[english]
    title = _TITLE.fullmatch(english)
    if title is not None and title[1] not in EXPLANATIONS:
        differing = f"（{'，'.join(map(label, title[3].split(', ')))}）" if title[3] else ""
        return f"{title[1]}：{_turned(title[2])}{differing}"
    for shape in _shapes():
        found = shape.match(english)
        if found is not None:
            parts = {name: _turned(value) for name, value in found.groupdict().items()}
            return shape.chinese.format(**parts)
    return source(english) if english.endswith(tuple(_words().grades)) else english


@lru_cache(maxsize=512)
def label(english: str) -> str:
    """Return what a line below a failure is called, in Chinese."""
    if english in _words().labels:
        return _words().labels[english]
    for shape in _shapes(labels=True):
        found = shape.match(english)
        if found is not None:
            return shape.chinese.format(**found.groupdict())
    return english


def source(english: str) -> str:
    """Return where a rule stands, in Chinese as far as its words are known; names, numbers and signs stay."""
    told = _source_words().sub(lambda found: _source_word(found[0]), english)
    return _SPACE_IN_CHINESE.sub("", _YEAR.sub(r"（\1 版）", told)).replace(", ", "，")


_YEAR = re.compile(r" of (20[\d-]+)")
"""Behind the title of a document."""


def _source_word(english: str) -> str:
    return _words().sources.get(english) or _words().grades[english]


@lru_cache(maxsize=1)
def _source_words() -> re.Pattern[str]:
    longest_first = sorted((*_words().sources, *_words().grades), key=len, reverse=True)
    # A part of a name of the wire, as in extra.callback, is no word.
    return re.compile(rf"(?<![\w./:-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w./:-])")
