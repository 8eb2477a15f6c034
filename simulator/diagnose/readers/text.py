"""Free text: what a person wrote, with logs and answers pasted in between."""

import re
from typing import Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.logcat_format import entry_of
from simulator.diagnose.reader import PartBroken, Reader
from simulator.diagnose.text_lines import encoding_of, numbered_lines
from simulator.diagnose.ticket import Part

_MACHINE: Final = re.compile(
    r"^\s*(?:[{\[<>]|at [\w.$]+\(|\w+[:=]\S+$|[\w.]+Exception\b|-keep|curl )|\w+\([\w, .\"']*\);?\s*$|^[!-~]+$"
)
_CHINESE_OR_WORDS: Final = re.compile(r"[\u4e00-\u9fff]{3,}|(?:\b[A-Za-z']+\b[ ,.;:!?]+){4,}")
LINES_MAX: Final = 200_000
HEARD_MAX: Final = 5_000
"""Lines from which vendor and version are taken."""


def _fits(part: Part) -> int:
    return 10 if encoding_of(part.head) is not None else 0


def is_prose(text: str) -> bool:
    """Whether a person wrote *text*, rather than a machine."""
    return entry_of(text) is None and bool(_CHINESE_OR_WORDS.search(text)) and not _MACHINE.search(text)


def _read(part: Part, findings: Findings) -> None:
    if encoding_of(part.head) is None:
        raise PartBroken("not a text")
    for number, text in numbered_lines(part):
        if number > LINES_MAX:
            break
        if number <= HEARD_MAX:
            findings.facts.hear(text)
        if entry_of(text) is not None:
            findings.has_log = True
        findings.add_line(part.name, number, text, is_prose=is_prose(text))


READER = Reader(_fits, _read)
