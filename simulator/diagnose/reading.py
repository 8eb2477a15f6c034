"""From paths to findings: each part of a ticket goes to the reader that is surest of it."""

import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

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


def read_part(part: Part, findings: Findings) -> None:
    """Let the surest reader put *part* into *findings*."""
    if not part.head:
        findings.unreadable.append(Unreadable(part.name, "empty"))
        return
    sureness, reader = max(((one.fits(part), one) for one in READERS.values()), key=lambda pair: pair[0])
    if not sureness:
        findings.unreadable.append(Unreadable(part.name, "neither a text nor anything else that is known here"))
        return
    try:
        reader.read(part, findings)
    except (PartBroken, OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        findings.unreadable.append(Unreadable(part.name, str(error)))
