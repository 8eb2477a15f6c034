"""The vocabulary for people: everything that can be listed, and everything that can be explained."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from simulator.device.app.variants import VARIANTS
from simulator.im.codes import ImCode
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact
from simulator.push.reason import EXPLANATIONS, Reason
from simulator.push.rejection import Rejection
from simulator.scenario.steps import STEPS
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
    """Yield verb, fields and help of each step."""
    for verb, step in STEPS.items():
        yield verb, " ".join(_field_names(step)), _first_line(step.__doc__)


def _field_names(step: type) -> Iterator[str]:
    encoded: Sequence[str] = getattr(step, "__struct_encode_fields__", ())
    yield from encoded


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


def codes() -> Iterator[Row]:
    """Yield code, who says it, the rule that gives it, and what it means."""
    for rule in rules():
        code = code_of(rule)
        if code is not None:
            yield str(code), rule.name.partition(".")[0], rule.name, rule.reason


def code_of(rule: Rule[object]) -> int | None:
    """Return the number that the refused side is told; `None` for none."""
    answer = rule.answer
    if isinstance(answer, Rejection | ImCode):
        return answer.code
    return answer if isinstance(answer, int) else None


def apps() -> Iterator[Row]:
    """Yield name and description of each app variant."""
    for name, variant in VARIANTS.items():
        yield name, variant.about


def model_rows() -> Iterator[Row]:
    """Yield the catalogue of phones."""
    for name, profile in models().items():
        service = f"{profile.push_vendor} {profile.push_service}" if profile.push_vendor else "none"
        yield name, f"Android {profile.android}", profile.manufacturer, f"push service: {service}"


def statement_rows() -> Iterator[Row]:
    """Yield number and text of each statement."""
    for number, statement in statements().items():
        yield number, statement.text


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
}
"""What can be listed, beside the cases of a suite."""


# -- explaining --------------------------------------------------------------------------------------------------------


def explain(name: str) -> list[str]:
    """Return what there is to say about *name*: a reason, rule, fact, code, step or statement; empty for none."""
    lines: list[str] = []
    if name in EXPLANATIONS:
        lines += _reason_lines(Reason(name))
    if name in catalogue():
        lines += _entry_lines(catalogue()[name])
    if name.lstrip("-").isdecimal():
        lines += _code_lines(int(name))
    if name in STEPS:
        lines += [f"{name}: a step with {', '.join(_field_names(STEPS[name]))}", (STEPS[name].__doc__ or "").strip()]
    if name in statements():
        lines += _statement_lines(name)
    return lines


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


def _code_lines(code: int) -> list[str]:
    lines = []
    for rule in rules():
        if code_of(rule) == code:
            meaning = (
                rule.answer.meaning if isinstance(rule.answer, Rejection) else EXPLANATIONS[Reason(rule.reason)].meaning
            )
            lines += [
                f"{code}: {rule.name.partition('.')[0]}: {meaning}",
                f"  gives: {rule.reason}",
                f"  rule: {rule.name}: {rule.source}",
                f"  repair: {EXPLANATIONS[Reason(rule.reason)].repair}",
                f"  修复: {EXPLANATIONS[Reason(rule.reason)].repair_zh}",
            ]
    return lines


def _statement_lines(statement: str) -> list[str]:
    names = [entry.name for entry in catalogue().values() if statement in entry.statements]
    return [f"{statement}: {statements()[statement].text}", *(f"  stands in: {name}" for name in names)]


def explainable() -> list[str]:
    """Return all names that can be explained."""
    numbers = {str(code) for rule in rules() if (code := code_of(rule)) is not None}
    return sorted({*map(str, EXPLANATIONS), *catalogue(), *STEPS, *statements(), *numbers})
