"""Source code of an app: constants with certificate IDs and keys, and the branches of each maker."""

import re
from collections.abc import Iterable, Mapping
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
_CHANNEL: Final = re.compile(
    r"\bNotificationChannel\(\s{0,20}(\"[^\"\n]{1,80}\"|'[^'\n]{1,80}'|[A-Za-z_][\w.]{1,80})\s{0,9},"
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
    texts: dict[str, str] = {}
    channels: list[tuple[str, Place]] = []
    for number, text in numbered_lines(part):
        if number > LINES_MAX:
            break
        place = Place(part.name, number, text.strip())
        for name, double, single, digits in _CONSTANT.findall(text):
            texts.setdefault(name, double or single)
            _constant(name, double or single or digits, place, findings)
        channels += [(first, place) for first in _CHANNEL.findall(text)]
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
    _keep_channels(channels, texts, findings)


def _keep_channels(channels: Iterable[tuple[str, Place]], texts: Mapping[str, str], findings: Findings) -> None:
    """Keep the *channels* that the code makes: written out, or by the name of a constant, which may stand below."""
    for first, place in channels:
        if channel := first[1:-1] if first[0] in "\"'" else texts.get(first.rpartition(".")[2], ""):
            findings.looked_up.add(("phone", "channels", channel), "default", place)


def _constant(name: str, value: str, place: Place, findings: Findings) -> None:
    vendor = vendor_in(name)
    field = field_in(name, vendor) if vendor else ""
    if not field:
        return
    if field != CERTIFICATE_ID:
        if value:
            findings.looked_up.add((FOR_VENDORS, vendor, "app", "constants", field), value, place)
    else:
        # A text in its place is the guide's own, such as "your ID".
        number = int(value) if value.isdecimal() else 0
        findings.looked_up.add((FOR_VENDORS, vendor, "app", CERTIFICATE_ID), number, place)


READER = Reader(_fits, _read)
