"""What to tell of a push that did not do what was expected: how far it got, what stopped it, what to do."""

from collections.abc import Sequence

from simulator.kernel.source import Grade
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.kernel.units import seconds_text
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import PUSH_HOPS
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.catalogue import find_source, rules
from simulator.world.verdicts import End, Verdict
from simulator.world.world import World


def hops_of(world: World, push_id: int) -> list[Record]:
    """Return the hops of one push, in order."""
    return [record for record in world.trace if record.push_id == push_id and record.kind is Kind.HOP]


def journey_lines(world: World, push_id: int) -> list[str]:
    """Return the hops of one push for people: time since it began, hop, actor, and the reason of a no."""
    hops = hops_of(world, push_id)
    lines = []
    for record in hops:
        outcome = "" if record.outcome is Outcome.OK else f"  {record.outcome}: {record.reason}"
        lines.append(f"{seconds_text(record.at_ms - hops[0].at_ms):>9}  {record.name:<16} {record.actor}{outcome}")
    return lines


def verdict_lines(world: World, verdict: Verdict, records: Sequence[Record] | None = None) -> list[tuple[str, str]]:
    """Return label and value of what there is to tell of a push that was not shown, or was and should not.

    *records* are those of the push, where they are at hand; else the trace is searched for them.
    """
    own = [record for record in world.trace if record.push_id == verdict.push_id] if records is None else records
    hops = [record for record in own if record.kind is Kind.HOP]
    passed = [record for record in hops if record.outcome is Outcome.OK] or hops
    last = passed[-1]
    lines = [("got as far as", f"{last.name}, {seconds_text(last.at_ms - hops[0].at_ms)} after sending")]
    if verdict.end is End.SHOWN:
        return lines
    if verdict.end is End.PENDING:
        if not verdict.reason:
            following = PUSH_HOPS[PUSH_HOPS.index(verdict.hop) + 1]
            return [*lines, ("under way to", following), ("next", "allow more time with within:")]
        repair = EXPLANATIONS[Reason(verdict.reason)].repair
        return [*lines, ("waits for", f"{verdict.reason}: {_meaning(verdict.reason)}"), ("next", repair)]
    lines.append(("dropped", f"{verdict.reason}: {_meaning(verdict.reason)}{_detail(hops[-1])}"))
    if verdict.root != verdict.reason:
        lines.append(("root", f"{verdict.root}: {_meaning(verdict.root)}{_root_detail(world, verdict)}"))
    lines += _rule_lines(verdict.rule)
    fault = next((record for record in reversed(own) if record.kind is Kind.FAULT), None)
    if fault is not None and not verdict.rule:
        # A fault of the scenario's own making: no status page of any vendor tells of it.
        lines.append(("fault", f"{fault_text(fault)}, as a step of the scenario has it"))
        return [*lines, ("next", f"take that fault away, or expect it with because: {verdict.reason}")]
    return [*lines, ("next", EXPLANATIONS[Reason(verdict.root)].repair)]


def fault_of(world: World, push_id: int) -> Record | None:
    """Return the record of what broke the push's last way, where a fault did."""
    faults = [record for record in world.trace if record.push_id == push_id and record.kind is Kind.FAULT]
    return faults[-1] if faults else None


def expected_lines(reason: Reason, vendor: str) -> list[tuple[str, str]]:
    """Return label and value of a no that a push of *vendor* should have met: what it means, where, and by what."""
    explanation = EXPLANATIONS[reason]
    names = [rule.name for rule in rules() if rule.reason == reason and _is_of(rule.name, vendor)]
    more = f", and {len(names) - _RULES_NAMED_MAX} more" if len(names) > _RULES_NAMED_MAX else ""
    by = f", by {', '.join(names[:_RULES_NAMED_MAX])}{more}" if names else ""
    return [("expected", f"{reason}: {explanation.meaning}"), ("would stop at", f"{explanation.hop}{by}")]


_RULES_NAMED_MAX = 3


def _is_of(rule: str, vendor: str) -> bool:
    """Whether a push of *vendor* can meet *rule*: no other vendor's."""
    domain = rule.partition(".")[0]
    return domain == vendor or domain not in VENDORS


def fault_text(fault: Record) -> str:
    """Return what broke on which link, for people."""
    code = fault.data.get("code")
    return f"{fault.name if code is None else f'code {code}'} over {fault.actor}"


def stop_lines(record: Record) -> list[tuple[str, str]]:
    """Return label and value of what there is to tell of what stopped a token."""
    return [("stopped at", record.name), *refusal_lines(record)]


def refusal_lines(record: Record) -> list[tuple[str, str]]:
    """Return label and value of why *record* is a no, and what mends it."""
    return [
        ("because", f"{record.reason}: {_meaning(record.reason)}{_detail(record)}"),
        *_rule_lines(record.rule),
        ("next", EXPLANATIONS[Reason(record.reason)].repair),
    ]


def _meaning(reason: str) -> str:
    return EXPLANATIONS[Reason(reason)].meaning


def _detail(record: Record) -> str:
    code = record.data.get("vendor_code", record.data.get("code", ""))
    if code != "":
        return f" (code {code})"
    return f" ({record.data['detail']})" if record.data.get("detail") else ""


def _root_detail(world: World, verdict: Verdict) -> str:
    record = world.token_roots.of(verdict.push_id)
    return "" if record is None else _detail(record)


def _rule_lines(rule: str) -> list[tuple[str, str]]:
    source = find_source(rule)
    if source is None:
        return []
    warning = "; this verdict leans on an assumption" if source.grade is Grade.ASSUMED else ""
    return [("rule", f"{rule}: {source}{warning}")]
