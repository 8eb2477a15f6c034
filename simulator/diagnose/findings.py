"""What the readers of a ticket gather: lines worth recognising, prose, facts, evidence, and what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.diagnose.app_parts import AppParts
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.exchanges import Exchange
from simulator.diagnose.facts import Facts, makers_in
from simulator.diagnose.line_values import values_in
from simulator.diagnose.looked_up import LookedUp, Place
from simulator.diagnose.recognise import (
    About,
    evidence_of_line,
    evidence_of_prose,
    unsettled,
    without_ruled_out,
    without_vague_codes,
)
from simulator.diagnose.ticket import Unreadable

LINES_MAX: Final = 20_000
"""Of one ticket; the first of each text count."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a machine wrote, or a person.

    Attributes:
        place: File and line.
    """

    file: str
    number: int
    text: str
    is_prose: bool = False


class Findings:
    """Filled by the readers, one after the other.

    Attributes:
        evidence: What readers recognised by themselves, such as settings of a manifest.
        facts: Of the customer's world.
        looked_up: Settings of consoles, app and message that parts hold, each with its place.
        app: What there is of the app itself.
        exchanges: Requests and answers, each with its file.
        excused: Signs that show where all is well too, so that they explain nothing.
        unreadable: What was left out.
        has_log: Whether a log of the phone is among the parts.
        has_settings: Whether settings of consoles, app and phone are.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.evidence: list[Evidence] = []
        self.facts = Facts()
        self.looked_up = LookedUp()
        self.app = AppParts()
        self.exchanges: list[tuple[str, Exchange]] = []
        self.excused: frozenset[str] = frozenset()
        self.unreadable: list[Unreadable] = []
        self.has_log = False
        self.has_settings = False
        self._lines: dict[tuple[str, bool], Line] = {}

    def add_line(self, file: str, number: int, text: str, *, is_prose: bool = False) -> None:
        """Keep a line to be recognised when all facts are known; one text counts once."""
        key = (text, is_prose)
        if text.strip() and key not in self._lines and len(self._lines) < LINES_MAX:
            self._lines[key] = Line(file, number, text, is_prose)
            for path, value in values_in(text):
                self.looked_up.add(path, value, Place(file, number, text.strip()))

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that are kept, in order."""
        return tuple(self._lines.values())

    def recognised(self) -> tuple[Evidence, ...]:
        """Return all evidence: each sign at the first place that shows it, good ones too."""
        found: dict[str, Evidence] = {}
        of_settings = self.looked_up.evidence(self.facts)
        of_app = self.app.evidence(self.facts)
        for evidence in (*self.evidence, *of_settings, *of_app, *unsettled(self._of_lines())):
            if evidence.sign not in self.excused:
                found.setdefault(evidence.sign, evidence)
        return tuple(without_vague_codes(without_ruled_out(found.values())))

    def _of_lines(self) -> Iterator[Evidence]:
        prose = [line for line in self.lines if line.is_prose]
        said = " ".join(line.text for line in prose)
        about = About(self.facts.services, said, makers_in(said))
        by_file: dict[str, list[Line]] = {}
        for line in prose:
            by_file.setdefault(line.file, []).append(line)
        for file, lines in by_file.items():
            yield from evidence_of_prose([line.text for line in lines], file, [line.number for line in lines])
        for line in self.lines:
            yield from evidence_of_line(line.text, line.file, line.number, about)
