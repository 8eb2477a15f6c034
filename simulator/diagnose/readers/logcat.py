"""Logs of `adb logcat`, of any format and size: streamed, and only what may matter is looked at closely."""

import re
from collections.abc import Iterator
from typing import Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.logcat_format import entry_of
from simulator.diagnose.reader import Reader
from simulator.diagnose.readers.text import is_prose
from simulator.diagnose.text_lines import LINE_CHARACTERS_MAX, encoding_of
from simulator.diagnose.ticket import Part

_CHUNK: Final = 8 * 1024**2
_SAMPLE_LINES: Final = 60

# What a line must hold to be looked at. Few and short: each costs a pass over gigabytes.
_WORDS: Final = (
    "push Push PUSH regId RegId registerID Token token= token: HMS Hms imsdk TUIKit login Login NotificationService"
    " errorCode Exception onRegister onForceOffline onKicked UserSig usersig >>>>> retcode ret_code am_kill"
    " am_proc_died RASS sdkAppI SDKAppI"
)
_PHRASES: Final = (
    "get token",
    "No Activity",
    "url not legal",
    "process is bad",
    "has died",
    "Force stopping",
    "Background start",
    "Background exec",
    "not allowed",
    "request timeout",
    "ActivityManager: Killing",
)
_INTEREST: Final = tuple(word.encode() for word in (*_WORDS.split(), *_PHRASES))
_KINDS_MAX: Final = 2_000
"""Of lines with one word in one file: a word that fills the log with ever new lines says nothing."""
_ALIKE_MAX: Final = 10
"""Of lines that differ in numbers only."""
_HITS_MAX: Final = 1_000_000
_DIGITS: Final = b"0123456789"
_HEARD_MAX: Final = 5_000
"""Lines from which vendor and version are taken."""


def _fits(part: Part) -> int:
    encoding = encoding_of(part.head)
    if encoding is None:
        return 0
    lines = [line for line in part.head.decode(encoding, "replace").splitlines()[:_SAMPLE_LINES] if line.strip()]
    entries = sum(entry_of(line) is not None or line.startswith("--------- ") for line in lines)
    return 60 if entries and entries * 3 >= len(lines) else 0


def _read(part: Part, findings: Findings) -> None:
    encoding = encoding_of(part.head) or "utf-8"
    findings.has_log = True
    for number, text in _words(part, encoding):
        findings.facts.hear(text)
        findings.add_line(part.name, number, text[:LINE_CHARACTERS_MAX], is_prose=True)
    heard = 0
    for number, raw in _interesting(part, encoding):
        text = raw.decode(encoding, "replace").rstrip("\r")[:LINE_CHARACTERS_MAX]
        entry = entry_of(text)
        if entry is not None:
            text = f"{entry.tag}: {entry.text}"
        if heard < _HEARD_MAX:
            heard += 1
            findings.facts.hear(text)
        findings.add_line(part.name, number, text)


def _words(part: Part, encoding: str) -> Iterator[tuple[int, str]]:
    """Walk number and text of the lines at the beginning of a log that a person wrote above or between its entries."""
    is_of_entry = False
    for number, text in enumerate(part.head.decode(encoding, "replace").splitlines(), 1):
        if entry_of(text) is not None:
            # The text of a long entry stands in the lines below it.
            is_of_entry = text.startswith("[ ")
        elif not text.strip():
            is_of_entry = False
        elif not is_of_entry and is_prose(text):
            yield number, text


def _interesting(part: Part, encoding: str) -> Iterator[tuple[int, bytes]]:
    """Walk number and bytes of the lines that may matter."""
    if encoding.startswith("utf-16"):
        yield from _recoded(part, encoding)
        return
    met = _Met()
    with part.open() as file:
        before, rest = 0, b""
        while chunk := file.read(_CHUNK):
            data = rest + chunk
            cut = data.rfind(b"\n")
            if cut < 0:
                # A line of many megabytes: its beginning is all that is kept of it.
                rest = data[:LINE_CHARACTERS_MAX]
                continue
            rest = data[cut + 1 :]
            yield from _of(data, cut, before, met)
            before += data.count(b"\n", 0, cut + 1)
        yield from _of(rest, len(rest), before, met)


class _Met:
    """What was met so far in one file.

    Attributes:
        hits: By word: how often it was found.
        kinds: By word: how many kinds of lines were kept for it.
        alike: By what a line is without its numbers: how many of them were kept.
    """

    def __init__(self) -> None:
        self.hits = dict.fromkeys(_INTEREST, 0)
        self.kinds = dict.fromkeys(_INTEREST, 0)
        self.alike: dict[bytes, int] = {}

    def takes(self, word: bytes, line: bytes) -> bool:
        """Whether *line*, which holds *word*, is worth a look."""
        self.hits[word] += 1
        kind = line[: 4 * LINE_CHARACTERS_MAX].translate(None, _DIGITS)
        count = self.alike.get(kind, 0)
        if not count:
            self.kinds[word] += 1
        elif count >= _ALIKE_MAX:
            return False
        self.alike[kind] = count + 1
        return True

    def is_wanted(self, word: bytes) -> bool:
        """Whether lines with *word* are looked for any longer."""
        return self.kinds[word] < _KINDS_MAX and self.hits[word] < _HITS_MAX


def _of(data: bytes, end: int, before: int, met: _Met) -> Iterator[tuple[int, bytes]]:
    starts: set[int] = set()
    for word in _INTEREST:
        place = data.find(word, 0, end) if met.is_wanted(word) else -1
        while place >= 0 and met.is_wanted(word):
            start = data.rfind(b"\n", 0, place) + 1
            line_end = data.find(b"\n", place, end)
            if start not in starts and met.takes(word, data[start : line_end if line_end >= 0 else end]):
                starts.add(start)
            if line_end < 0:
                break
            place = data.find(word, line_end, end)
    number, counted = before + 1, 0
    for start in sorted(starts):
        number += data.count(b"\n", counted, start)
        counted = start
        stop = data.find(b"\n", start, end)
        yield number, data[start : min(stop if stop >= 0 else end, start + 4 * LINE_CHARACTERS_MAX)]


def _recoded(part: Part, encoding: str) -> Iterator[tuple[int, bytes]]:
    from simulator.diagnose.text_lines import numbered_lines

    wanted = re.compile("|".join(word.decode() for word in _INTEREST))
    for number, text in numbered_lines(part):
        if wanted.search(text):
            yield number, text.encode(encoding)


READER = Reader(_fits, _read)
