"""What must be right of a document as a whole, once each of its values is."""

import calendar
import re
import zoneinfo
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from simulator.im.rest import BACKEND_NAMES
from simulator.scenario import punctuation
from simulator.scenario.errors import quoted
from simulator.scenario.foresight import check_links, check_vendors_here
from simulator.scenario.names import Names
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import CodeReference, Reading, Reference
from simulator.scenario.scalars import WORDS_MAX
from simulator.scenario.suggest import alike, nearest

# Assumed: the guides and their rules are of these years, and calendar arithmetic is safe within them.
_YEARS = range(2000, 2100)
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How to speak of names of one kind."""

    one: str
    known_as: str
    then: str | None = None
    verb: str = "called"


_NAMES_MAX = 30
_CODES_SHOWN_MAX = 4
_KINDS = {
    "phones": _Kind("phone", "phones here", "set_up and launch_app bring a phone in", "named"),
    "users": _Kind("user", "users here", "set_up, log_in and the from: of send_message bring a user in", "named"),
    "groups": _Kind("group", "groups here", "list it under im: {groups: {NAME: {members: [USER]}}}", "named"),
    "apps": _Kind("app variant", "app variants"),
    "models": _Kind("model", "models", "see all of them: pushsim list models"),
    "statements": _Kind("statement", "statements", "see all of them: pushsim list statements"),
}


_BROUGHT_IN = frozenset({"phones", "users", "groups", "actors"})
"""Kinds of names that a scenario brings in itself."""

_ACTORS = frozenset({"im", "customer", "vendor", *BACKEND_NAMES})
"""Ends of links beside vendors and phones; `vendor` is the vendor of the case."""


def check_names(reading: Reading, top: MapNode) -> None:
    """Note each name that the document uses and nothing has brought in."""
    listed = _keys(top, "phones")
    here: dict[str, Collection[str]] = {"phones": (), "users": (), "groups": (), **reading.introduced}
    if listed:
        here["phones"] = listed
    taken_for = {*_misspelt(top, ("phones",), reading), *_misspelt(top, ("im", "groups"), reading)}
    reading.references[:] = [one for one in reading.references if (one.kind, one.node.text) not in taken_for]
    check_references(reading, here, has_list=bool(listed))
    vendors = _vendors_of_cases(top, reading)
    check_codes(reading, vendors)
    check_links(reading)
    check_vendors_here(reading, top, vendors)


def _misspelt(top: MapNode, way: Sequence[str], reading: Reading) -> Collection[tuple[str, str]]:
    """Note names that the map at *way* lists, nothing uses, and are nearly one that several steps use.

    Returns:
        Kind and name of what these steps mean, which need not be told of each of them.
    """
    part: Node = top
    for step in way:
        part = part.entries[step][1] if isinstance(part, MapNode) and step in part.entries else ListNode(0, 0, [])
    kind, listed = way[-1], part.entries if isinstance(part, MapNode) else {}
    if not listed:
        return ()
    used = Counter(reference.node.text for reference in reading.references if reference.kind in {kind, "actors"})
    used.subtract(listed.keys())  # each is named where it is listed
    told: set[tuple[str, str]] = set()
    for name, (key, _) in listed.items():
        meant = nearest(name, [other for other in used if other not in listed and used[other] >= _USES_MIN])
        if used[name] <= 0 and meant is not None and (kind, meant) not in told:
            what = f"no step uses {quoted(name)}, and {used[meant]} use {quoted(meant)}"
            reading.wrong(key, ".".join(way), what, value=name, suggestion=meant)
            told |= {(kind, meant), ("actors", meant)}
    return told


_USES_MIN = 2
"""Of a name, before the one place that lists it is taken for misspelt."""


def _vendors_of_cases(top: MapNode, reading: Reading) -> Collection[str]:
    """Return the vendors that the cases of a document are of; none where it does not say, or says it wrongly."""
    _, named = top.entries.get("vendors", (None, None))
    known, names = sorted(reading.vocabulary.vendors), list[str]()
    if isinstance(named, ScalarNode) and named.text == "all":
        names = known
    elif isinstance(named, ListNode):
        names = [item.text for item in named.items if isinstance(item, ScalarNode) and item.text in known]
    return [name for name in names if name not in reading.not_for]


def check_codes(reading: Reading, vendors: Collection[str]) -> None:
    """Note each code that the vendor has not of whom it is: one of a link's ends, or each of *vendors* of the cases.

    Where nobody knows the vendors yet, as in a fragment, some vendor must have it.
    """
    refusals = reading.vocabulary.refusals
    if refusals is None:
        return
    for code in reading.codes:
        ends = () if code.whose is None else [end.strip() for end in code.whose.split(">")]
        named = [end for end in ends if end in reading.vocabulary.vendors]
        if not named and code.whose is not None and "vendor" not in ends:
            if ">" in code.whose:
                what = f"code is a vendor's own, and {quoted(code.whose)} leads to none"
                reading.wrong(code.node, code.path, what, next="correct link:, or take code: out")
            continue  # what is no vendor's name has been noted
        asked = {vendor: refusals(vendor) for vendor in named or vendors or sorted(reading.vocabulary.vendors)}
        lacking = [vendor for vendor, known in asked.items() if code.node.text not in known]
        if lacking if named or vendors else len(lacking) == len(asked):
            _refuse_code(code, lacking[0], asked, reading)


def _refuse_code(code: CodeReference, vendor: str, asked: Mapping[str, Mapping[str, str]], reading: Reading) -> None:
    text, known = code.node.text, asked[vendor]
    owners = [other for other in asked if text in asked[other]]
    meant = nearest(text, known)
    told = [f"{number} ({known[number]})" for number in alike(text, known, _CODES_SHOWN_MAX)]
    there = f"; {', '.join(owners)} has it: name that link, or that vendor" if owners else ""
    reading.wrong(
        code.node,
        code.path,
        f"{vendor} refuses nothing with the code {text}",
        value=text,
        known=told,
        known_as=f"codes of {vendor} most like it",
        suggestion=meant,
        next=None if meant else f"see all of them: pushsim list codes --vendor {vendor}{there}",
    )


def check_references(reading: Reading, here: Mapping[str, Collection[str]], *, has_list: bool) -> None:
    """Note each name that neither the program nor *here* knows; with *has_list*, `phones:` lists all phones."""
    actors = {*_ACTORS, *reading.vocabulary.vendors, *here["phones"]}
    names = Names(reading.vocabulary, {**here, "actors": actors})
    unsure = _BROUGHT_IN if reading.is_incomplete else ()
    for reference in reading.references:
        text = reference.node.text
        # What is missing may bring in this very name, unless it is nearly another one.
        if reference.kind in unsure and not nearest(text, names.known(reference.kind) or ()):
            continue
        if not names.fits(reference.kind, text):
            kind = _KINDS.get(reference.kind) or _Kind(reference.kind.removesuffix("s"), reference.kind)
            if has_list and reference.kind == "phones":
                kind = replace(kind, then="list it under phones: as well")
            _refuse_name(reference, kind, names, reading)


def _refuse_name(reference: Reference, kind: _Kind, names: Names, reading: Reading) -> None:
    node = reference.node
    known = names.known(reference.kind) or ()
    suggestion = nearest(node.text, known)
    is_long = len(known) > _NAMES_MAX
    reading.wrong(
        node,
        reference.path,
        f"no {kind.one} is {kind.verb} {quoted(node.text)}",
        value=node.text,
        known=alike(node.text, known, WORDS_MAX) if is_long else known or ("none",),
        known_as=f"{kind.known_as} most like it" if is_long else kind.known_as,
        suggestion=suggestion,
        next=None if suggestion else punctuation.advice(node.text) or kind.then,
    )


def check_calendar(reading: Reading, top: MapNode) -> None:
    """Note a start on a day that there never was, and a timezone that nobody knows."""
    start = _scalar(top, "start")
    if start is not None and (day := _DATE.match(start.text)):
        try:
            year = date.fromisoformat(day[0]).year
        except ValueError:
            days = calendar.monthrange(int(day[0][:4]), int(day[0][5:7]))[1]
            what, then = f"there is no {quoted(day[0])} in the calendar", f"choose one of the {days} days of that month"
            reading.wrong(start, "start", what, value=start.text, next=then)
        else:
            if year not in _YEARS:
                years = f"from {_YEARS[0]} to {_YEARS[-1]}"
                reading.wrong(
                    start, "start", f"the year {year} is out of range", value=start.text, next=f"write one {years}"
                )
    zone = _scalar(top, "timezone")
    if zone is not None and not _is_timezone(zone.text):
        near = nearest(zone.text, zoneinfo.available_timezones())
        reading.wrong(
            zone,
            "timezone",
            f"no timezone is called {quoted(zone.text)}",
            value=zone.text,
            suggestion=near,
            next=None if near else "write its IANA name, such as Asia/Shanghai",
        )


def _is_timezone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def check_logins(reading: Reading, top: MapNode) -> None:
    """Note more phones for one user than the login policy allows."""
    _, im = top.entries.get("im", (None, None))
    if not isinstance(im, MapNode):
        return
    policy, phones = _scalar(im, "login_policy"), _scalar(im, "phones_per_user")
    if policy is not None and phones is not None and policy.text != "multi" and phones.text in {"2", "3"}:
        what = f"{phones.text} phones of one user do not go with {policy.text}"
        reading.wrong(
            phones, "im.phones_per_user", what, value=phones.text, next="write login_policy: multi, or leave one out"
        )


def check_spaces(reading: Reading, top: MapNode) -> None:
    """Note a further user of a phone that is itself one, or that is to be of another model."""
    _, phones = top.entries.get("phones", (None, None))
    if not isinstance(phones, MapNode):
        return
    owners = {
        name: _scalar(spec, "space_of") for name, (_, spec) in phones.entries.items() if isinstance(spec, MapNode)
    }
    for name, owner in owners.items():
        if owner is None:
            continue
        if owner.text == name or owners.get(owner.text) is not None:
            what = f"{quoted(owner.text)} is a further user of a phone itself"
            reading.wrong(owner, f"phones.{name}.space_of", what, value=owner.text, next="name the phone of its owner")
        _, spec = phones.entries[name]
        assert isinstance(spec, MapNode)
        model = _scalar(spec, "model")
        if model is not None:
            what = "a further user of a phone has the model of that phone"
            reading.wrong(model, f"phones.{name}.model", what, value=model.text, next=f"leave model out of {name}")


def check_lists(reading: Reading, top: MapNode) -> None:
    """Note what a list at the top names twice, and statements that cannot be any."""
    for key in ("covers", "other_side", "vendors", "tags"):
        _, written = top.entries.get(key, (None, None))
        items = (
            [item for item in written.items if isinstance(item, ScalarNode)] if isinstance(written, ListNode) else []
        )
        seen: set[str] = set()
        for item in items:
            if item.text in seen:
                reading.wrong(item, key, f"{quoted(item.text)} stands here twice", value=item.text, next="remove one")
            seen.add(item.text)


def check_expectations(reading: Reading, top: MapNode) -> None:
    """Note that no step can fail the scenario; while a verb is unknown, it may be meant as one that can."""
    key, written = top.entries.get("steps", (None, None))
    if key is None or not isinstance(written, ListNode) or not written.items:
        return
    steps = reading.vocabulary.steps
    verbs = [verb for item in written.items for verb in _verbs(item)]
    if any(verb not in steps or steps[verb].expects for verb in verbs):
        return
    reading.wrong(
        key,
        "steps",
        "expects nothing, so it cannot fail",
        known=[verb for verb in steps if steps[verb].expects],
        known_as="steps that expect",
        next="add what must happen, such as must_arrive, or what must not, such as must_not_arrive",
    )


def _verbs(item: Node) -> Collection[str]:
    if isinstance(item, MapNode):
        return item.entries
    return (item.text,) if isinstance(item, ScalarNode) else ()


def check_vendors(reading: Reading, top: MapNode) -> None:
    """Note that nothing says of which vendor a phone is."""
    key, written = top.entries.get("vendors", (None, None))
    if key is not None:
        if isinstance(written, ListNode) and not written.items:
            reading.wrong(written, "vendors", "names no vendor", next="write all, or a list: [vivo]")
        return
    phones = {*_keys(top, "phones"), *reading.introduced["phones"]}
    without = sorted(phone for phone in phones if not _has_model(top, phone))
    if without:
        names = ", ".join(without)
        reading.wrong(
            top,
            "",
            "vendors is missing, and not every phone names its model",
            known=without,
            known_as="phones without a model",
            next=f"add vendors: all, or vendors: [vivo]; or give under phones: a model to {names}",
        )


def _has_model(top: MapNode, phone: str) -> bool:
    _, phones = top.entries.get("phones", (None, None))
    if not isinstance(phones, MapNode) or phone not in phones.entries:
        return False
    spec = phones.entries[phone][1]
    # A further user of a phone has the model of that phone.
    return (
        bool({"model", "space_of"} & set(spec.entries)) if isinstance(spec, MapNode) else isinstance(spec, ScalarNode)
    )


def _scalar(top: MapNode, key: str) -> ScalarNode | None:
    _, written = top.entries.get(key, (None, None))
    return written if isinstance(written, ScalarNode) and not written.is_missing else None


def _keys(top: MapNode, key: str) -> Collection[str]:
    _, written = top.entries.get(key, (None, None))
    return written.entries if isinstance(written, MapNode) else ()
