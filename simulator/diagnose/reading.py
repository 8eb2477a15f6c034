"""From paths to findings: each part of a ticket goes to the reader that is surest of it."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.reader import PartBroken
from simulator.diagnose.readers import READERS
from simulator.diagnose.ticket import Part, Unreadable, parts_of


def read_ticket(paths: Sequence[Path]) -> Findings:
    """Read the ticket at *paths*; what cannot be read is named in the findings and left out."""
    findings = Findings()
    for part in parts_of(paths):
        if isinstance(part, Unreadable):
            findings.unreadable.append(part)
        else:
            read_part(part, findings)
    return findings


_KINDS: Final = (
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM|RIFF....WEBP|....ftyp(?:heic|mif1|avif)", re.DOTALL), "a picture"),
    (re.compile(rb"....ftyp|\x1aE\xdf\xa3", re.DOTALL), "a film"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"\xd0\xcf\x11\xe0|PK\x03\x04"), "an office document"),
)
"""By the first bytes: what people attach and nothing here can read."""


def _why_unknown(part: Part) -> str:
    kind = next((name for mark, name in _KINDS if mark.match(part.head)), "")
    return f"{kind}: write down what it says" if kind else "neither a text nor anything else that is known here"


def read_part(part: Part, findings: Findings) -> None:
    """Let the surest reader put *part* into *findings*."""
    if not part.head:
        findings.unreadable.append(Unreadable(part.name, "empty"))
        return
    sureness, reader = max(((one.fits(part), one) for one in READERS.values()), key=lambda pair: pair[0])
    if not sureness:
        findings.unreadable.append(Unreadable(part.name, _why_unknown(part)))
        return
    try:
        reader.read(part, findings)
    except (PartBroken, OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        findings.unreadable.append(Unreadable(part.name, str(error)))
