"""What works beside what does not: requests, logs of phones, builds. What matters is told, the rest is folded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.causes.words import Words
from simulator.device.app.manifest import Component, Manifest
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.exchanges import Exchange
from simulator.diagnose.findings import Findings
from simulator.diagnose.masking import masked
from simulator.diagnose.observe import shape_of
from simulator.diagnose.recognise import About, evidence_of_line
from simulator.diagnose.sign import Weights, weights

VALUE_LENGTH_MAX: Final = 60
LINES_MAX: Final = 5
"""Of a log that the other has not, and that nothing is known of: so many are told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the two differ.

    Attributes:
        file: Of the ticket.
        line: In it; 0 for the whole part.
        name: What it is about.
        here: As it is where pushes are lost; empty for nothing.
        there: As it is where they work.
        means: What it may tell.
        speaks: For which words.
    """

    file: str
    line: int
    name: str
    here: str
    there: str
    means: Words
    speaks: Weights

    @property
    def text(self) -> str:
        """It in one line."""
        return f"{self.name}: {self.here or '-'} | {self.there or '-'}"


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to.

    Attributes:
        differences: Those that matter, weightiest first.
        folded: How many further ones there are, such as ids, times and texts of messages.
        excused: Signs that show on both sides.
    """

    differences: tuple[Difference, ...]
    folded: int
    excused: frozenset[str]


def compare(ticket: Findings, works: Findings) -> Compared:
    """Compare a *ticket* with the same parts of where all *works*, and make what matters evidence of the ticket."""
    found: list[Difference] = []
    folded = 0
    for differences, alike in (_requests(ticket, works), _builds(ticket, works)):
        found += differences
        folded += alike
    excused: frozenset[str] = frozenset()
    if ticket.has_log and works.has_log:
        differences, alike, excused = _logs(ticket, works)
        found += differences
        folded += alike
    found.sort(key=lambda one: -max(one.speaks.values(), default=0.0))
    ticket.excused |= excused
    ticket.evidence += [
        Evidence(one.file, one.line, one.text, one.means, f"compare.{one.name}", one.speaks)
        for one in found
        if one.speaks
    ]
    return Compared(tuple(found), folded, excused)


# -- requests ----------------------------------------------------------------------------------------------------------

_VARIES: Final = re.compile(
    r"(?:request|msg|message|trace|job|push|task|notify|random)(?:id|key|seq)?$|timestamp$|(?<!effective)time$|sign(?:ature)?$|nonce|random"
    r"|token|reg_?ids?$|registration|alias|target_?(?:value|id|user)?$|account|title|content|desc|body|text|date|seq$|usersig",
    re.IGNORECASE,
)
_MATTERS: Final[tuple[tuple[re.Pattern[str], str, str, str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), speaks, en, zh)
    for pattern, speaks, en, zh in (
        (r"push_?flag", "im_payload 6", "whether it is pushed at all", "是否推送"),
        (r"channel", "os_channel 4, vendor_message_class 1.5", "the notification channel", "通知渠道"),
        (
            r"categor|classif|importance|urgency|message_?type|msg_?type|push_?mode|level",
            "vendor_message_class 5, vendor_quota_or_frequency 1.5",
            "the class of the message",
            "消息分类",
        ),
        (
            r"(?:app|client|project)_?(?:id|key)$|package",
            "vendor_auth 4, certificate_config 4",
            "which app it is for",
            "所属应用",
        ),
        (r"ttl|time_?to_?live|expire|life_?time|off_?line", "im_payload 4", "how long it lives", "消息有效期"),
        (
            r"pass_?through|^data$",
            "im_payload 4, os_process_or_autostart 1",
            "pass-through or notification",
            "透传/通知",
        ),
        (r"click|skip|intent|action|uri|url|activity", "click_action 5", "what a tap opens", "点击动作"),
        (r"extra|custom|payload|ext$|map$|param", "ext_payload 3, im_payload 0.5", "the custom content", "自定义内容"),
        (
            r"notify|sound|vibrat|foreground|style|show|icon|badge",
            "vendor_message_class 2, os_channel 1",
            "how it is shown",
            "展示方式",
        ),
    )
)
_OTHER: Final = Words("a field in which the two requests differ", "两个请求不同的字段")


def _requests(ticket: Findings, works: Findings) -> tuple[list[Difference], int]:
    """Compare each request of the ticket with the one that works and shares most of its fields."""
    found: dict[str, Difference] = {}
    folded = 0
    good = [one for _, one in works.exchanges if one.request]
    for file, exchange in ticket.exchanges:
        if not exchange.request or not good:
            continue
        here = _named(exchange)
        there = max((_named(one) for one in good), key=lambda fields: len(fields.keys() & here.keys()))
        for name in sorted(here.keys() | there.keys()):
            difference = None
            if here.get(name) != there.get(name) and not (_VARIES.search(name) and name in here and name in there):
                difference = _of_field(name, here.get(name), there.get(name), file, exchange.line)
            if difference is None:
                folded += 1
            else:
                found.setdefault(name, difference)
    return list(found.values()), folded


def _named(exchange: Exchange) -> Mapping[str, Any]:
    """Return the fields by their last name, written in one way: `channel_id`, `ChannelID` and `channelId` are one."""
    return {re.sub(r"[\W_]", "", path.rpartition(".")[2]).lower(): value for path, value in exchange.request.items()}


def _of_field(name: str, here: Any, there: Any, file: str, line: int) -> Difference | None:
    for pattern, speaks, en, zh in _MATTERS:
        if pattern.search(name):
            return Difference(
                file, line, f"request.{name}", _value(name, here), _value(name, there), Words(en, zh), weights(speaks)
            )
    if _VARIES.search(name):
        return None
    return Difference(file, line, f"request.{name}", _value(name, here), _value(name, there), _OTHER, {})


def _value(name: str, value: Any) -> str:
    return "" if value is None else masked(f"{name}={value}").partition("=")[2][:VALUE_LENGTH_MAX]


# -- logs --------------------------------------------------------------------------------------------------------------


def _logs(ticket: Findings, works: Findings) -> tuple[list[Difference], int, frozenset[str]]:
    about = About(ticket.facts.services or works.facts.services)
    here, there = _signs(ticket, about), _signs(works, about)
    found = [
        Difference(one.file, 0, f"log_lacks.{name}", "", one.text[:VALUE_LENGTH_MAX], one.means, _turned(one.speaks))
        for name, one in there.items()
        if one.good and name not in here
    ]
    found += [
        Difference(one.file, one.line, f"log_has.{name}", one.text[:VALUE_LENGTH_MAX], "", one.means, {})
        for name, one in here.items()
        if not one.good and name not in there
    ]
    excused = frozenset(name for name, one in there.items() if not one.good and name in here)
    shapes_here = {shape_of(line.text) for line in ticket.lines if not line.is_prose}
    shapes_there = {shape_of(line.text): line for line in works.lines if not line.is_prose}
    lacking = [line for shape, line in shapes_there.items() if shape not in shapes_here]
    means = Words("a line that only the log of the working phone has", "只在正常手机日志中出现")
    found += [
        Difference(line.file, line.number, "log_line", "", masked(line.text)[:VALUE_LENGTH_MAX], means, {})
        for line in lacking[:LINES_MAX]
    ]
    return found, len(shapes_here & shapes_there.keys()) + len(lacking[LINES_MAX:]), excused


def _signs(findings: Findings, about: About) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for line in findings.lines:
        if not line.is_prose:
            for one in evidence_of_line(line.text, line.file, line.number, about):
                found.setdefault(one.sign, one)
    return found


def _turned(speaks: Weights) -> Weights:
    """Return what the lack of a good sign speaks for: all that its presence speaks against."""
    return {word: -weight for word, weight in speaks.items() if weight < 0}


# -- builds ------------------------------------------------------------------------------------------------------------

_OF_MANIFEST: Final = weights("manifest 4, app_integration 1")
_OF_PACKAGE: Final = weights("vendor_registration 4, certificate_config 2")
_OF_RULES: Final = weights("proguard 4, vendor_registration 0.5")
_OF_RENAMING: Final = weights("proguard 6")


def _builds(ticket: Findings, works: Findings) -> tuple[list[Difference], int]:
    found: list[Difference] = []
    folded = 0
    mine, other = ticket.app, works.app
    if mine.manifest is not None and other.manifest is not None:
        here, there, file = mine.manifest.manifest, other.manifest.manifest, mine.manifest.file
        facts_here, facts_there = _declared(here), _declared(there)
        for name in sorted(facts_here.keys() | facts_there.keys()):
            left, right = facts_here.get(name, ""), facts_there.get(name, "")
            if left == right:
                folded += 1
                continue
            means, speaks = _of_declaration(name)
            line = mine.manifest.line_of(name.partition(" ")[2])
            found.append(Difference(file, line, name, _value(name, left), _value(name, right), means, speaks))
    if mine.rules is not None:
        found += _of_rules(ticket, works)
    return found, folded


def _declared(manifest: Manifest) -> Mapping[str, str]:
    def own(component: Component) -> str:
        return (
            f"exported={component.exported} enabled={component.enabled} process={component.process.partition(':')[2]}"
        )

    parts = {f"{one.kind} {one.name}": own(one) for one in manifest.components}
    parts |= {f"uses-permission {name}": "declared" for name in manifest.permissions}
    parts |= {f"meta-data {name}": value for name, value in manifest.meta_data.items()}
    return {**parts, "package": manifest.application_id, "target_sdk": str(manifest.target_sdk)}


def _of_declaration(name: str) -> tuple[Words, Weights]:
    if name == "package":
        return Words("the two builds have different packages: the vendor knows one of them", "包名不同"), _OF_PACKAGE
    if name == "target_sdk":
        return Words("the two builds are for different Android versions", "targetSdk 不同"), {}
    return Words("the two manifests differ in it", "两份清单不同之处"), _OF_MANIFEST


def _of_rules(ticket: Findings, works: Findings) -> Iterator[Difference]:
    mine, other = ticket.app.rules, works.app.rules
    assert mine is not None, "asked before"
    if other is None or (mine.rules.obfuscates and not other.rules.obfuscates):
        means = Words("only the build that does not work shrinks its code", "只有不正常的包开启了混淆")
        yield Difference(mine.file, 0, "shrinking", "on", "off", means, _OF_RULES)
        return
    manifest = ticket.app.manifest or works.app.manifest
    names = [one.name for one in manifest.manifest.components] if manifest is not None else []
    for name in names:
        if other.rules.keeps(name) and not mine.rules.keeps(name):
            means = Words("only the rules of the build that works keep this class", "只有正常的包 keep 了该类")
            yield Difference(mine.file, 0, f"shrinking {name}", "renamed", "kept", means, _OF_RENAMING)


# -- telling -----------------------------------------------------------------------------------------------------------


def compared_text(compared: Compared) -> Iterator[str]:
    """Walk the lines that tell a comparison: what is there where pushes are lost, and what where they work."""
    yield "compared with what works (lost | works):"
    for one in compared.differences:
        yield f"  {'!' if one.speaks else ' '} {one.text}"
        yield f"      {one.means.en} / {one.means.zh}"
    if not compared.differences:
        yield "  no difference that matters"
    for name in sorted(compared.excused):
        yield f"    {name}: shows on both sides, so it is not the cause / 两边都有，不是原因"
    yield f"    {compared.folded} more are alike, or differ in ids, times and texts only"


def compared_json(compared: Compared) -> dict[str, Any]:
    """Return *compared* for machines."""
    return {
        "differences": [
            {
                "file": one.file,
                "line": one.line,
                "name": one.name,
                "lost": one.here,
                "works": one.there,
                "means": one.means.en,
                "means_zh": one.means.zh,
                "matters": bool(one.speaks),
            }
            for one in compared.differences
        ],
        "excused": sorted(compared.excused),
        "folded": compared.folded,
    }
