"""Settings of a certificate, as copied from a console, or as YAML or JSON: of the IM console, or the vendor's own."""

import re
from collections.abc import Iterator
from typing import Any, Final

from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import Place
from simulator.diagnose.reader import Reader
from simulator.diagnose.readers.text import is_prose
from simulator.diagnose.text_lines import encoding_of, numbered_lines
from simulator.diagnose.ticket import Part
from simulator.diagnose.vendor_words import CERTIFICATE_ID, field_in, vendor_in
from simulator.push.click import ClickKind
from simulator.vendors import VENDORS

LINES_MAX: Final = 2_000
_FIELDS_MIN: Final = 2
_PROSE_LENGTH_MIN: Final = 15
"""Characters; what is shorter is a heading."""
_PAIR: Final = re.compile(
    r"^[\s\-*{,\"']{0,20}([\w\u4e00-\u9fff][\w\u4e00-\u9fff ]{1,30}?)[\"']?\s{0,9}(?:[:：=\t]|\s(?=\S+$))"
    r"\s{0,9}[\"']?([^\"'\s,}][^\"',}]{0,300})?[\"',}\s]{0,9}$"
)
_TARGET: Final = re.compile(r"应用内指定界面|点击后续|跳转|on_?click|target|intent|activity|网页|链接", re.IGNORECASE)
_OF_VENDOR: Final = re.compile(
    r"开放平台|厂商(?:后台|控制台)|vendor console|developer (?:console|platform)", re.IGNORECASE
)
_OF_IM: Final = re.compile(r"腾讯|即时通信|\bIM\b|证书|certificate", re.IGNORECASE)


def _fits(part: Part) -> int:
    encoding = encoding_of(part.head)
    if encoding is None or b"symptom" in part.head:
        return 0
    pairs = list(_pairs(enumerate(part.head.decode(encoding, "replace").splitlines()[:LINES_MAX], 1)))
    fields = {field for _, _, key, value in pairs if value and (field := field_in(key))}
    return 65 if len(fields) >= _FIELDS_MIN and any(_is_credential(field) for field in fields) else 0


def _is_credential(field: str) -> bool:
    return field == CERTIFICATE_ID or field.endswith(("_id", "_key", "_secret"))


def _pairs(lines: Iterator[tuple[int, str]] | enumerate[str]) -> Iterator[tuple[int, str, str, str]]:
    for number, text in lines:
        if number > LINES_MAX:
            return
        match = _PAIR.match(text[:600])
        yield number, text, match[1].strip() if match else "", (match[2] or "").strip() if match else ""


class _Block:
    """One certificate, or one page of a vendor's console."""

    def __init__(self) -> None:
        self.vendor = ""
        self.values: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.is_im: bool | None = None


def _read(part: Part, findings: Findings) -> None:
    block = _Block()
    block.vendor = vendor_in(part.name)
    for number, text, key, value in _pairs(numbered_lines(part)):
        findings.facts.hear(text)
        field = field_in(key, block.vendor) if key else ""
        named = vendor_in(value if key.lower() in {"vendor", "厂商", "平台"} else text if not field else "")
        if (named and named != block.vendor) or field in block.values:
            _keep(block, findings)
            block, earlier = _Block(), block
            block.vendor, block.is_im = named or earlier.vendor, earlier.is_im
        if not field and not value and len(text) >= _PROSE_LENGTH_MIN and is_prose(text):
            findings.add_line(part.name, number, text, is_prose=True)
        if _OF_VENDOR.search(text):
            block.is_im = False
        elif not field and _OF_IM.search(text):
            block.is_im = True
        if key.lower() == "id" and value.isdecimal():
            field = CERTIFICATE_ID
        elif not field and value and _TARGET.search(key):
            field = "target"
        if field and value:
            block.values[field] = value
            block.places[field] = Place(part.name, number, text.strip())
    _keep(block, findings)


def _keep(block: _Block, findings: Findings) -> None:
    if not block.vendor or not block.places:
        return
    values = dict(block.values)
    names = set(VENDORS[block.vendor].form.names) | {"package"}
    if block.is_im is False or (block.is_im is None and CERTIFICATE_ID not in values):
        for name in names & values.keys():
            findings.looked_up.add(
                ("by_vendor", block.vendor, "vendor_console", name), values[name], block.places[name]
            )
        return
    place = next(iter(block.places.values()))
    number = values.get(CERTIFICATE_ID, "")
    certificate: dict[str, Any] = {name: values[name] for name in names & values.keys()}
    certificate |= {"vendor": block.vendor, "id": int(number) if number.isdecimal() else 0}
    if target := values.get("target"):
        certificate["on_click"] = {"kind": str(_kind(target)), "target": target}
    text = " ".join(one.text for one in block.places.values())
    findings.looked_up.add_certificate(certificate, Place(place.file, place.line, text))


def _kind(target: str) -> ClickKind:
    if target.startswith(("intent:", "#Intent")) or "#Intent;" in target:
        return ClickKind.INTENT
    if "://" in target or target.startswith("www."):
        return ClickKind.URL
    return ClickKind.ACTIVITY if re.fullmatch(r"[\w.$]{3,200}", target) and "." in target else ClickKind.OPEN_APP


READER = Reader(_fits, _read)
