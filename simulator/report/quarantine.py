"""Cases known to fail for now: each with its owner, its reason and the day on which patience ends.

```yaml
- case: scenarios/vivo/live/*::vivo      # a case as reports name it; * fits anything
  owner: lin
  expires: 2026-12-31                    # the last day
  reason: vivo repairs its live cards in the next release
```
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import msgspec

from simulator.report.case_report import CaseReport
from simulator.runner.suite import vocabulary
from simulator.scenario.conversion import struct_reader
from simulator.scenario.document import read_document
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.nodes import ListNode
from simulator.scenario.reading import Reading
from simulator.scenario.source import read_source

_Said = Annotated[str, msgspec.Meta(min_length=1)]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the list.

    Attributes:
        case: As reports name it, `path::case`; `*` fits anything.
        owner: Who sees to it.
        expires: The last day on which it holds, such as 2026-12-31.
        reason: Why it fails.
    """

    case: _Said
    owner: _Said
    expires: _Said
    reason: _Said

    def __post_init__(self) -> None:
        """Check the date.

        Raises:
            ValueError: It is none.
        """
        try:
            date.fromisoformat(self.expires)
        except ValueError as error:
            raise ValueError(f'expires: "{self.expires}" is no date', "write it as 2026-12-31") from error

    def has_expired(self, today: date) -> bool:
        """Return whether its last day is over."""
        return date.fromisoformat(self.expires) < today

    @property
    def text(self) -> str:
        """Who, until when and why, in one line."""
        return f"in quarantine until {self.expires}, {self.owner}: {self.reason}"


@dataclass(slots=True)
class Quarantine:
    """The list, and what of it was needed.

    Attributes:
        path: Of the list; empty for none.
        entries: Each with the line where it stands.
        today: Decides what has expired.
    """

    path: str
    entries: tuple[tuple[int, Entry], ...]
    today: date
    _fits: set[int] = field(default_factory=set)
    _used: set[int] = field(default_factory=set)

    def entry_of(self, report: CaseReport) -> Entry | None:
        """Return the entry that excuses *report*, which was played; `None` for a case that passed or is not excused."""
        excuse = None
        for index, (_, entry) in enumerate(self.entries):
            if fnmatchcase(report.case, entry.case):
                self._fits.add(index)
                if report.failures:
                    self._used.add(index)
                    if excuse is None and not entry.has_expired(self.today):
                        excuse = entry
        return excuse

    def complaints(self, *, is_whole: bool) -> Iterator[str]:
        """Yield what is wrong with the list itself, once all cases were asked for.

        Where only a part of the suite was played, *is_whole* is false: an entry that fits none of it may fit the rest.
        """
        for index, (line, entry) in enumerate(self.entries):
            where = f"{self.path}:{line}: {entry.case}"
            if entry.has_expired(self.today):
                yield f"{where}: expired on {entry.expires}; {entry.owner} was to see to it: {entry.reason}"
            elif index in self._fits and index not in self._used:
                yield f"{where}: the cases that it fits pass; take it out of the list"
            elif is_whole and index not in self._fits:
                yield f"{where}: fits no case; correct it, or take it out of the list"


def read_quarantine(path: Path, today: date) -> Quarantine:
    """Read the list at *path*; one of which only comments are left is empty.

    Raises:
        ScenarioErrors: All its mistakes.
    """
    source = read_source(path)
    if not source.text.strip():
        source.refuse(0, 0, "this file is empty", "write [] where nothing is in quarantine")
    if not any(line.partition("#")[0].strip() for line in source.lines):
        return Quarantine(path.as_posix(), (), today)
    document = read_document(path)
    reading = Reading(document.source, vocabulary(), path.parent)
    if not isinstance(document.root, ListNode):
        reading.misshapen(
            document.root, "", "a list of entries", next='write each as "- case: …" with owner, expires, reason'
        )
        raise ScenarioErrors(reading.problems)
    reader = struct_reader(Entry)
    read = [(item.line, reader.read(item, "", reading)) for item in document.root.items]
    if document.problems or reading.problems:
        raise ScenarioErrors([*document.problems, *reading.problems])
    return Quarantine(path.as_posix(), tuple(_entries(read)), today)


def _entries(read: Iterable[tuple[int, object]]) -> Iterator[tuple[int, Entry]]:
    for line, entry in read:
        assert isinstance(entry, Entry), "a list that could not be read has mistakes"
        yield line, entry
