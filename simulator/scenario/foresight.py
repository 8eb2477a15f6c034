"""What can be seen of a run before it begins: vendors that its world does not have, ends that nothing links, dates."""

from collections.abc import Collection, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from simulator.im.rest import BACKEND_NAMES
from simulator.scenario.errors import quoted
from simulator.scenario.model import PlacedStep
from simulator.scenario.nodes import ListNode, MapNode, Node, ScalarNode
from simulator.scenario.reading import Reading
from simulator.world.spec import WorldSpec

_VENDOR, _PHONE, _BACKEND = "vendor", "PHONE", "SERVICE"
_LINKED = (
    ("im", _VENDOR),
    ("im", "customer"),
    ("im", _PHONE),
    ("customer", _VENDOR),
    (_VENDOR, _PHONE),
    ("im", _BACKEND),
)
"""Who talks to whom."""


def check_links(reading: Reading) -> None:
    """Note links between two that have nothing to say to each other; names that nobody knows are told elsewhere."""
    for node, path in reading.links:
        one, *others = [_kind(end, reading) for end in node.text.split(">")]
        if not {(one, *others), (*others, one)} & set(_LINKED):
            links = [">".join(ends) for ends in _LINKED]
            what, then = f"{quoted(node.text)} is no link", "write one of these, in either order"
            reading.wrong(node, path, what, value=node.text, known=links, known_as="links", next=then)


def _kind(end: str, reading: Reading) -> str:
    if end in {"im", "customer"}:
        return end
    if end == _VENDOR or end in reading.vocabulary.vendors:
        return _VENDOR
    return _BACKEND if end in BACKEND_NAMES else _PHONE


def check_vendors_here(reading: Reading, top: MapNode, vendors: Collection[str]) -> None:
    """Note a vendor that a step names and the world of one of the cases, each of one of *vendors*, does not have.

    Where phones name their models, those bring in their vendors, and it is left to the run.
    """
    brought = {*_keys(top, "certificates"), *_keys(top, "vendor_apps")}
    if not vendors or _names_models(top):
        return
    for node, path in _vendors_of_steps(reading):
        without = [vendor for vendor in vendors if vendor != node.text]
        if node.text in reading.vocabulary.vendors and node.text not in brought and without:
            then = f"name {node.text} under certificates: or vendor_apps:, or write a scenario for it alone"
            what = f"the case of {without[0]} has nothing to do with {node.text}"
            reading.wrong(node, path, what, value=node.text, next=then)


def _vendors_of_steps(reading: Reading) -> Iterator[tuple[ScalarNode, str]]:
    for reference in reading.references:
        if reference.kind in {"vendors", "actors"} and reference.path.partition(".")[0] in reading.vocabulary.steps:
            yield reference.node, reference.path


def _names_models(top: MapNode) -> bool:
    _, phones = top.entries.get("phones", (None, None))
    specs = [spec for _, spec in phones.entries.values()] if isinstance(phones, MapNode) else []
    return any(
        isinstance(spec, ScalarNode) or (isinstance(spec, MapNode) and "model" in spec.entries) for spec in specs
    )


def _keys(top: MapNode, key: str) -> Collection[str]:
    _, written = top.entries.get(key, (None, None))
    return written.entries if isinstance(written, MapNode) else ()


def check_dates(reading: Reading, written: Node, steps: tuple[PlacedStep, ...], world: WorldSpec) -> None:
    """Note a date that has passed when its step begins, however little time those before it take."""
    items = written.items if isinstance(written, ListNode) else []
    if reading.problems or len(items) != len(steps):
        return
    now = datetime.fromisoformat(world.start).replace(tzinfo=ZoneInfo(world.timezone))
    for item, placed in zip(items, steps, strict=True):
        try:
            now = placed.step.ends_after(now)
        except ValueError as error:
            what, then = map(str, error.args)
            reading.wrong(_value(item), placed.verb, what, next=then)
            return
        except OverflowError:
            return  # behind the calendar's end, which the run tells of


def _value(item: Node) -> Node:
    return next(iter(item.entries.values()))[1] if isinstance(item, MapNode) else item
