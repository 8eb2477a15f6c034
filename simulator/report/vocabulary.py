"""The vocabulary for people: everything that can be listed, and everything that can be explained."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from simulator.causes import CAUSES
from simulator.causes.cause import Cause
from simulator.device.app.variants import VARIANTS
from simulator.device.profile import Profile
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact
from simulator.push.explanations import EXPLANATIONS
from simulator.push.reason import Reason
from simulator.report.codes import SIDES_ZH, CodeEntry, code_entries, code_of
from simulator.report.fields import part_lines, parts, step_lines
from simulator.scenario.steps import STEPS
from simulator.vendor_api import Vendor
from simulator.vendors import VENDORS
from simulator.world.catalogue import Entry, catalogue, rules
from simulator.world.models import models
from simulator.world.statements import statements

Row = tuple[str, ...]


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0]


def vendors() -> Iterator[Row]:
    """Yield name, label and certificate fields of each vendor."""
    for name, vendor in VENDORS.items():
        yield name, vendor.label, ", ".join(field.name for field in vendor.form.fields)


def steps() -> Iterator[Row]:
    """Yield verb and help of each step; `explain` has its fields."""
    for verb, step in STEPS.items():
        yield verb, _first_line(step.__doc__)


def reasons() -> Iterator[Row]:
    """Yield word, scope, hop and meaning of each reason."""
    for reason, explanation in EXPLANATIONS.items():
        yield reason, explanation.scope, explanation.hop, explanation.meaning


def rule_rows() -> Iterator[Row]:
    """Yield name, reason and source of each rule."""
    for rule in rules():
        yield rule.name, rule.reason, str(rule.source)


def fact_rows() -> Iterator[Row]:
    """Yield name, value and source of each fact."""
    for entry in catalogue().values():
        if isinstance(entry.thing, Fact):
            yield entry.name, str(entry.thing.value)[:60], str(entry.thing.source)


def codes(vendor: str = "") -> Iterator[Row]:
    """Yield service, side, code, its meaning in two languages, what it becomes here, and a test that provokes it.

    Args:
        vendor: Whose codes, `im` for those of IM; empty for all.
    """
    for entry in code_entries(vendor):
        given = ", ".join(dict.fromkeys(rule.reason for rule in entry.rules))
        proof = f"not provoked: {entry.code.left_out}" if entry.code.left_out else next(iter(entry.tests), "")
        yield (
            entry.service,
            entry.side,
            str(entry.code.number),
            entry.code.english,
            entry.code.chinese,
            given or "-",
            proof,
        )


def apps() -> Iterator[Row]:
    """Yield name and description of each app variant."""
    for name, variant in VARIANTS.items():
        yield name, variant.about


def model_rows() -> Iterator[Row]:
    """Yield the catalogue of phones."""
    for name, profile in models().items():
        yield name, *_profile_words(profile)


def _profile_words(profile: Profile) -> Row:
    service = f"{profile.push_vendor} {profile.push_service}" if profile.push_vendor else "none"
    return f"Android {profile.android}", profile.manufacturer, f"push service: {service}"


def statement_rows() -> Iterator[Row]:
    """Yield number and text of each statement."""
    for number, statement in statements().items():
        yield number, statement.text


def cause_rows() -> Iterator[Row]:
    """Yield id, word, hop and what is wrong of each cause."""
    for name, cause in CAUSES.items():
        yield name, cause.cause_hop, cause.hop or "-", cause.about.en


LISTS: Mapping[str, Callable[[], Iterable[Row]]] = {
    "vendors": vendors,
    "steps": steps,
    "reasons": reasons,
    "rules": rule_rows,
    "facts": fact_rows,
    "codes": codes,
    "apps": apps,
    "models": model_rows,
    "statements": statement_rows,
    "causes": cause_rows,
}
"""What can be listed, beside the cases of a suite."""


# -- explaining --------------------------------------------------------------------------------------------------------


def explain(name: str) -> list[str]:
    """Return what there is to say about *name*, whatever bears it; empty for none."""
    lines = [line for known, tell in _tellers() if name in known for line in tell(name)]
    return [*lines, *(_code_lines(int(name)) if name.lstrip("-").isdecimal() else ())]


def _tellers() -> Sequence[tuple[Collection[str], Callable[[str], Iterable[str]]]]:
    """Return names and what tells of one of them, kind by kind."""
    return (
        (EXPLANATIONS, lambda name: _reason_lines(Reason(name))),
        (catalogue(), lambda name: _entry_lines(catalogue()[name])),
        (STEPS, lambda name: step_lines(name, STEPS[name])),
        (parts(), part_lines),
        (statements(), _statement_lines),
        (VENDORS, lambda name: _vendor_lines(VENDORS[name])),
        (VARIANTS, lambda name: [f"{name}: an app: {VARIANTS[name].about}", f"  source: {VARIANTS[name].source}"]),
        (CAUSES, lambda name: _cause_lines(name, CAUSES[name])),
        (models(), lambda name: [f"{name}: a phone: {', '.join(_profile_words(models()[name]))}"]),
    )


def _vendor_lines(vendor: Vendor) -> list[str]:
    fields = [f"{field.label} ({field.name})" for field in vendor.form.fields]
    phones = [name for name, profile in models().items() if profile.push_vendor == vendor.name]
    return [
        f"{vendor.name}: a vendor: {vendor.label}",
        f"  certificate in the IM console: {', '.join(fields)}",
        f"  phones: {', '.join(phones)}",
        f"  codes: pushsim list codes --vendor {vendor.name}",
    ]


def _cause_lines(name: str, cause: Cause) -> list[str]:
    return [
        f"{name}: a cause, {cause.cause_hop}: {cause.about.en}",
        f"  {cause.about.zh}",
        f"  breaks: {cause.hop or 'no hop'}; ends in: {', '.join(cause.reasons) or 'nothing'}",
        f"  concerns: {', '.join(cause.vendors) or 'every vendor'}",
        *(f"  repair: {one.text.en}\n  修复: {one.text.zh}" for one in cause.repairs),
        *(f"  ask: {one.question.en} ({one.how})" for one in cause.ask),
    ]


def _reason_lines(reason: Reason) -> list[str]:
    explanation = EXPLANATIONS[reason]
    lines = [
        f"{reason}: {explanation.meaning}",
        f"  {explanation.meaning_zh}",
        f"  ends: the {explanation.scope}, at {explanation.hop}",
        f"  repair: {explanation.repair}",
        f"  修复: {explanation.repair_zh}",
    ]
    given = [rule for rule in rules() if rule.reason == reason]
    lines += [f"  rule: {_rule_text(rule)}" for rule in given]
    return lines


def _rule_text(rule: Rule[object]) -> str:
    code = code_of(rule)
    return f"{rule.name}{'' if code is None else f' (code {code})'}: {rule.source}"


def _entry_lines(entry: Entry) -> list[str]:
    match entry.thing:
        case Rule():
            return [
                f"{entry.name}: a rule",
                f"  gives: {entry.thing.reason}",
                f"  source: {entry.thing.source}",
                f"  in: {entry.home}",
                *([f"  no scenario: {entry.thing.no_scenario}"] if entry.thing.no_scenario else ()),
            ]
        case Decision():
            return [
                f"{entry.name}: a decision; its rules in order",
                *(f"  {rule.name}: {rule.reason}" for rule in entry.rules),
            ]
        case Fact():
            since = f", since {entry.thing.effective_from}" if entry.thing.effective_from else ""
            return [
                f"{entry.name}: {entry.thing.value}{since}",
                f"  source: {entry.thing.source}",
                f"  in: {entry.home}",
            ]


def _code_lines(number: int) -> list[str]:
    lines: list[str] = []
    for entry in code_entries():
        if entry.code.number == number:
            lines += _lines_of_code(entry)
    return lines


def _lines_of_code(entry: CodeEntry) -> list[str]:
    code = entry.code
    lines = [
        f"{code.number}: {entry.service}, {entry.side}: {code.english}",
        f"  {entry.service} {SIDES_ZH[entry.side]}: {code.chinese}",
    ]
    for rule in entry.rules:
        lines += [f"  gives: {rule.reason}", f"  rule: {rule.name}: {rule.source}"]
    for reason in dict.fromkeys(Reason(rule.reason) for rule in entry.rules):
        lines += [f"  repair: {EXPLANATIONS[reason].repair}", f"  修复: {EXPLANATIONS[reason].repair_zh}"]
    lines += [f"  provoked by: {test}" for test in entry.tests]
    return [*lines, f"  not provoked: {code.left_out}"] if code.left_out else lines


def _statement_lines(statement: str) -> list[str]:
    names = [entry.name for entry in catalogue().values() if statement in entry.statements]
    told = statements()[statement]
    return [
        f"{statement}: {told.text}",
        *(
            f"  nothing to show: {vendor}, {side}: {why}"
            for vendor, sides in told.nothing_to_show.items()
            for side, why in sides.items()
        ),
        *(f"  stands in: {name}" for name in names),
    ]


def explainable() -> list[str]:
    """Return all names that can be explained."""
    numbers = {str(entry.code.number) for entry in code_entries()}
    return sorted({*numbers, *(str(name) for known, _ in _tellers() for name in known)})
