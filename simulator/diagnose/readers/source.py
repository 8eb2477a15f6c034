"""Source code of an app: constants with certificate IDs and keys, and the branches of each maker."""

import re
from typing import Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import FOR_VENDORS, Place
from simulator.diagnose.reader import Reader
from simulator.diagnose.text_lines import encoding_of, numbered_lines
from simulator.diagnose.ticket import Part
from simulator.diagnose.vendor_words import CERTIFICATE_ID, field_in, vendor_in

LINES_MAX: Final = 50_000
_SUFFIXES: Final = {".java", ".kt", ".kts", ".dart", ".js", ".ts", ".tsx", ".vue", ".cs", ".gradle", ".properties"}
_CODE: Final = re.compile(
    rb"^[ \t]*(?:public |private |static |final |const |val |var |let |import |package |class )[^\n]{1,200}[;{=]",
    re.MULTILINE,
)
_CONSTANT: Final = re.compile(
    r"\b([A-Za-z]\w{2,60})\s{0,9}[=:]\s{0,9}(?:\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'|(\d{1,20})L?\b)"
)
_BRANCH: Final = re.compile(
    r"\bis(?:Brand)?([A-Z]\w{1,20})\s{0,3}\(|[\"']([A-Za-z]{3,12})[\"']\s{0,3}\.equals|==\s{0,3}[\"']([A-Za-z]{3,12})[\"']"
)
_NAME: Final = re.compile(r"\b[A-Za-z]\w{3,60}\b")
_BRANCH_LINES: Final = 8
"""How far below a branch its body is looked at."""


def _fits(part: Part) -> int:
    if encoding_of(part.head) is None:
        return 0
    if part.suffix in _SUFFIXES:
        return 70
    return 40 if len(_CODE.findall(part.head)) >= 2 else 0


def _read(part: Part, findings: Findings) -> None:
    branch, branch_line = "", 0
    for number, text in numbered_lines(part):
        if number > LINES_MAX:
            break
        place = Place(part.name, number, text.strip())
        for name, double, single, digits in _CONSTANT.findall(text):
            _constant(name, double or single or digits, place, findings)
        if vendors := [vendor_in("".join(found)) for found in _BRANCH.findall(text)]:
            branch, branch_line = vendors[0], number
            for vendor in filter(None, vendors):
                findings.app.branches.setdefault(vendor, place)
        elif branch and number - branch_line <= _BRANCH_LINES:
            for name in _NAME.findall(text):
                of = vendor_in(name)
                if of and of != branch and field_in(name, of) == CERTIFICATE_ID:
                    findings.app.note(branch, "source.constant_of_other_vendor", place)
        findings.add_line(part.name, number, text.strip())


def _constant(name: str, value: str, place: Place, findings: Findings) -> None:
    vendor = vendor_in(name)
    field = field_in(name, vendor) if vendor else ""
    if not field:
        return
    if field != CERTIFICATE_ID:
        if value:
            findings.looked_up.add((FOR_VENDORS, vendor, "app", "constants", field), value, place)
    elif value.isdecimal() and int(value):
        findings.looked_up.add((FOR_VENDORS, vendor, "app", CERTIFICATE_ID), int(value), place)
    else:
        findings.app.note(vendor, "source.certificate_id_unset", place)


READER = Reader(_fits, _read)
