"""What the build has renamed: `mapping.txt` of R8 and ProGuard."""

import re
from typing import Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import FOR_VENDORS, Place
from simulator.diagnose.reader import Reader
from simulator.diagnose.text_lines import encoding_of, numbered_lines
from simulator.diagnose.ticket import Part
from simulator.diagnose.vendor_words import vendor_in

_CLASS: Final = re.compile(r"^([\w.$]{3,200}) -> ([\w.$]{1,200}):\s*$")
_CLASSES: Final = re.compile(rb"^[\w.$]{3,200} -> [\w.$]{1,200}:\s*$", re.MULTILINE)
_CLASSES_MIN: Final = 2
_LINES_MAX: Final = 5_000_000


def _fits(part: Part) -> int:
    return 88 if encoding_of(part.head) is not None and len(_CLASSES.findall(part.head)) >= _CLASSES_MIN else 0


def _read(part: Part, findings: Findings) -> None:
    kept: dict[str, Place] = {}
    for number, text in numbered_lines(part):
        if number > _LINES_MAX:
            break
        match = _CLASS.match(text)
        name = match[1].rpartition(".")[2] if match else ""
        if match is None or "push" not in match[1].lower() or not name.endswith("Receiver"):
            continue
        place = Place(part.name, number, text.strip())
        if match[1] == match[2]:
            kept.setdefault(vendor_in(name), place)
        else:
            findings.looked_up.add(_path(vendor_in(name)), False, place)
    for vendor, place in kept.items():
        findings.looked_up.add(_path(vendor), True, place)


def _path(vendor: str) -> tuple[str, ...]:
    """Return where it is kept whether the push receiver of *vendor*, or of any, has its name still."""
    return (*((FOR_VENDORS, vendor) if vendor else ()), "app", "receiver_keeps_its_name")


READER = Reader(_fits, _read)
