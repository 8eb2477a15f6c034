"""ProGuard and R8 rules (混淆规则)."""

import re
from typing import Final

from simulator.device.app.shrinking import SIZE_MAX, ShrinkingFault, ShrinkingRules
from simulator.diagnose.app_parts import RulesPart
from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import Place
from simulator.diagnose.reader import PartBroken, Reader
from simulator.diagnose.ticket import Part

_KEEP: Final = re.compile(
    rb"^[ \t]*-(?:keep\w*[ ,\t]|dontwarn[ \t]|dontobfuscate\b|dontshrink\b|keepattributes[ \t])", re.MULTILINE
)
_SUFFIXES: Final = {".pro", ".pgcfg"}


def _fits(part: Part) -> int:
    is_named = part.suffix in _SUFFIXES or "proguard" in part.name.lower()
    rules = len(_KEEP.findall(part.head))
    return 85 if rules and (is_named or rules * 8 >= part.head.count(b"\n")) else 0


def _read(part: Part, findings: Findings) -> None:
    content = part.read(SIZE_MAX + 1)
    if len(content) > SIZE_MAX:
        raise PartBroken(f"larger than {SIZE_MAX} bytes")
    try:
        rules = ShrinkingRules.parse(content.decode("utf-8-sig", "replace"))
    except ShrinkingFault as fault:
        raise PartBroken(f"R8 refuses these rules: {fault}") from fault
    findings.app.rules = RulesPart(part.name, rules)
    findings.looked_up.add(("app", "shrinks"), rules.obfuscates, Place(part.name, 0, f"shrinks: {rules.obfuscates}"))


READER = Reader(_fits, _read)
