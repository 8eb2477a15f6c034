"""Ticket forms: YAML or JSON with vendor, device, symptom and evidence."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

from simulator.diagnose.evidence import Evidence
from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import CERTIFICATES, Place
from simulator.diagnose.reader import PartBroken, Reader
from simulator.diagnose.settings_form import settings_in
from simulator.diagnose.sign import sign
from simulator.diagnose.ticket import Part

BYTES_MAX: Final = 1024**2
_OBSERVED: Final = "obs: "
_MARKS: Final = (b"symptom", b"evidence:")
_PROSE_FIELDS: Final = ("symptom", "symptom_zh", "description", "text")
_NO: Final = {"none", "other"}
NO_VENDOR: Final = sign(
    "device.no_vendor",
    "the report is about no vendor's channel",
    "与厂商通道无关",
    "vendor_message_class -1.5, vendor_quota_or_frequency -1.5, device_unsupported -0.7, vendor_registration -0.3,"
    " app_integration 0.5",
)


def _fits(part: Part) -> int:
    is_data = part.suffix in {".yaml", ".yml", ".json", ""} or part.name == "standard input"
    return 80 if is_data and any(mark in part.head for mark in _MARKS) and b":" in part.head else 0


def _read(part: Part, findings: Findings) -> None:
    text = part.read(BYTES_MAX).decode("utf-8-sig", "replace")
    try:
        # With aliases a small file can stand for a huge one.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise PartBroken("aliases are not read")
        form = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise PartBroken(f"not the YAML of a form: {str(error).splitlines()[0][:80]}") from error
    if isinstance(form, list) and len(form) == 1:
        form = form[0]
    if not isinstance(form, Mapping):
        raise PartBroken("a form is one map with symptom: and evidence:")
    read_form(form, part.name, findings, _Places(text))


_NO_QUOTES: Final = str.maketrans("", "", "\"'")


class _Places:
    """Finds the line of a text in the file that it came from."""

    def __init__(self, text: str) -> None:
        self._lines = text.translate(_NO_QUOTES).splitlines()

    def line(self, text: str) -> int:
        """Return the first line that holds the beginning of *text*, in quotes or not; 0 where none does."""
        begin = text.strip().splitlines()[0].translate(_NO_QUOTES)[:40] if text.strip() else ""
        return next((number for number, line in enumerate(self._lines, 1) if begin and begin in line), 0)


def read_form(form: Mapping[str, Any], file: str, findings: Findings, places: _Places | None = None) -> None:
    """Put what a customer's form says into *findings*; what only came up later is not looked at."""
    line_of = places.line if places is not None else lambda _: 0
    facts = findings.facts
    _read_service(form, file, findings)
    for name in ("device", "stack"):
        if value := form.get(name):
            facts.hear(str(value))
    device = str(form.get("device") or "")
    for name in _PROSE_FIELDS:
        if value := form.get(name):
            facts.hear(str(value))
            findings.add_line(file, line_of(str(value)), str(value), is_prose=True)
    if device:
        findings.add_line(file, line_of(device), device, is_prose=True)
    if isinstance(settings := form.get("settings"), Mapping):
        _read_settings(settings, file, findings, line_of)
    evidence = form.get("evidence") or ()
    for item in (evidence,) if isinstance(evidence, str) else evidence:
        # `- obs: it arrives` is a map to YAML.
        text = "; ".join(f"{name}: {value}" for name, value in item.items()) if isinstance(item, Mapping) else str(item)
        is_prose = text.startswith(_OBSERVED)
        text = text.removeprefix(_OBSERVED)
        facts.hear(text)
        findings.add_line(file, line_of(text), text, is_prose=is_prose)


def _read_service(form: Mapping[str, Any], file: str, findings: Findings) -> None:
    """Take whose push and whose IM it is about, or that it is nobody's."""
    vendor = str(form.get("vendor") or "").lower()
    if vendor in _NO:
        named = f"vendor: {vendor}"
        findings.evidence.append(Evidence(file, 0, named, NO_VENDOR.means, NO_VENDOR.name, NO_VENDOR.speaks, good=True))
    elif vendor:
        findings.facts.name_vendor(vendor)
    if im := str(form.get("im") or "").lower():
        findings.facts.has_im = im not in _NO


def _read_settings(settings: Mapping[str, Any], file: str, findings: Findings, line_of: Callable[[str], int]) -> None:
    """Keep what was looked up in consoles, app and phone, to be compared with each other and with other parts."""
    findings.has_settings = True
    for path, value in settings_in(settings):
        text = f"{path[-1]}: {value}"
        place = Place(file, line_of(text) or line_of(f"{path[-1]}:"), f"{'.'.join(path)}: {_plain(value)}")
        if path == CERTIFICATES and value:
            for certificate in value:
                findings.looked_up.add_certificate(certificate, place)
        else:
            findings.looked_up.add(path, value, place)
        if path == ("phone", "android"):
            findings.facts.android = int(value)


def _plain(value: Any) -> str:
    """Return *value* for people, who know nothing of the brackets of programs."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(one)}" for name, one in value.items())
    return "; ".join(map(_plain, value)) if isinstance(value, list) else str(value)


READER = Reader(_fits, _read)
