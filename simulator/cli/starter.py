"""Starter scenarios: a healthy one, and on wish one fault, a group, or a push that must not arrive for a reason."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from simulator.causes import CAUSES
from simulator.causes.edit import Insert, Tree, edited, to_yaml
from simulator.causes.setting import PHONE, RECEIVER, SENDER, Setting, healthy
from simulator.push.explanation import Scope
from simulator.push.explanations import EXPLANATIONS
from simulator.push.reason import Reason
from simulator.runner.result import CaseOutcome, CaseResult
from simulator.runner.run import prove_negatives, run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import ALL, cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions

_FOLDER = Path(__file__).parent / "starters"
"""Scenarios without their name, by the reason that they are about; the first line says for which vendors."""
_NEVER_ALONE = frozenset({Reason.NO_TOKEN, Reason.IM_NOT_INITIALISED, Reason.AUTOSTART_OFF})
"""No root of any push: of the first the root says more, and the others come with what stops the push before them."""

_COMMENTS = (
    "vendors: all, or a list; each is a case. See what may stand here: pushsim list steps, pushsim schema",
    "run it: pushsim run {path}",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault to begin with.

    Attributes:
        steps: That bring it about.
        because: What it stops the push for; `None` where the push arrives all the same.
    """

    steps: tuple[Mapping[str, Any], ...]
    because: Reason | None


def _failing(how: str, because: Reason | None) -> Fault:
    return Fault(({"fail_next": {"link": "im>vendor", "how": how, "times": 2}},), because)


FAULTS: Mapping[str, Fault] = {
    "refused": _failing("refused", Reason.VENDOR_UNREACHABLE),
    "timeout": _failing("timeout", Reason.VENDOR_UNREACHABLE),
    "server_error": _failing("server_error", Reason.VENDOR_FAULT),
    "duplicated": _failing("duplicated", None),
    "slow": Fault(({"delay_link": {"link": "im>vendor", "by": "2s", "for": "1min"}},), None),
    "vendor_outage": Fault(({"vendor_outage": {"for": "10min"}},), Reason.VENDOR_FAULT),
    "expire_vendor_token": Fault(({"expire_vendor_token": {}},), None),
    "restart_im": Fault(({"restart_im": {"for": "20s"}}, {"wait": {"span": "30s"}}), None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the scenario is to be about.

    Attributes:
        name: One line for people.
        vendors: Each is a case; `all`.
        app: The variant; empty for the careful one.
        group: The message goes to this group; empty for one user.
        fault: One of `FAULTS`; empty for none.
        because: The push must not arrive, for this reason; `None` where it must.
    """

    name: str
    vendors: tuple[str, ...] | Literal["all"]
    app: str = ""
    group: str = ""
    fault: str = ""
    because: Reason | None = None

    @property
    def vendor_names(self) -> Sequence[str]:
        """The vendors, one by one."""
        return tuple(VENDORS) if self.vendors == ALL else self.vendors


def starter_text(wish: Wish, path: Path) -> str | None:
    """Return the text of a scenario that passes, and proves its negative; `None` where none is known to."""
    comments = [comment.format(path=shlex.quote(path.as_posix())) for comment in _COMMENTS]
    for text in _texts(wish, comments):
        if _passes(text, path):
            return text
    return None


def _texts(wish: Wish, comments: Sequence[str]) -> Iterator[str]:
    """Yield what may do, the shortest first: a written one, and those that faults and causes make."""
    written = _FOLDER / f"{wish.because}.yaml"
    if wish.because is not None and written.is_file() and not (wish.app or wish.group):
        vendors = ALL if wish.vendors == ALL else f"[{', '.join(wish.vendors)}]"
        body = written.read_text(encoding="utf-8").partition("\n")[2]
        head = [*(f"# {comment}" for comment in comments), f"name: {wish.name}", f"vendors: {vendors}"]
        yield "\n".join([*head, body])
    yield from (to_yaml(tree, list(comments)) for tree in _candidates(wish))


def reachable() -> list[str]:
    """Return the reasons that a starter can be about: those that keep a push from a phone by themselves."""
    found = {fault.because for fault in FAULTS.values() if fault.because is not None}
    found |= {reason for cause in CAUSES.values() for reason in cause.reasons}
    found |= {Reason(path.stem) for path in _FOLDER.glob("*.yaml")}
    found -= _NEVER_ALONE
    return sorted(str(reason) for reason in found if EXPLANATIONS[reason].scope is not Scope.CLICK)


def _candidates(wish: Wish) -> Iterator[Tree]:
    if wish.because is None:
        fault = FAULTS.get(wish.fault)
        yield _tree(wish, _usual(), () if fault is None else fault.steps, None if fault is None else fault.because)
        return
    for fault in FAULTS.values():
        if fault.because is wish.because:
            yield _tree(wish, _usual(), fault.steps, wish.because)
    setting = Setting(vendor=wish.vendor_names[0])
    newer = Setting(vendor=setting.vendor, android=14)
    causes = [(name, cause) for name, cause in CAUSES.items() if wish.because in cause.reasons]
    # What has the reason's own name, or no other reason, shows it best.
    for _, cause in sorted(causes, key=lambda one: (one[0] != wish.because, len(one[1].reasons))):
        for one in (setting, newer):
            if cause.concerns(one):
                yield _tree(wish, edited(healthy(one), cause.inject(one)), (), wish.because)


def _usual() -> Tree:
    return {
        "steps": [
            {"set_up": {"phone": PHONE, "user": RECEIVER}},
            {"kill_app": {"phone": PHONE}},
            {"send_message": {"from": SENDER, "to": RECEIVER, "text": "lunch?"}},
            {"must_arrive": {"phone": PHONE, "within": "60s"}},
        ]
    }


def _tree(wish: Wish, base: Tree, faults: Sequence[Mapping[str, Any]], because: Reason | None) -> Tree:
    """Return the scenario of *wish*: *base*, *faults* before its message, and what becomes of the push."""
    changed = edited(base, [Insert("send_message", tuple(dict(fault) for fault in faults))]) if faults else base
    steps: list[dict[str, Any]] = changed["steps"]
    behind = next(index for index, step in enumerate(steps) if "must_arrive" in step)
    expected = {"phone": PHONE, "within": "60s"}
    steps[behind:] = [
        {"must_arrive": expected} if because is None else {"must_not_arrive": {**expected, "because": str(because)}}
    ]
    world = {key: value for key, value in changed.items() if key not in {"name", "vendors", "steps"}}
    # Each case has a phone of its own vendor; a model that only one of them has would make it the only one.
    world["phones"] = {PHONE: {k: v for k, v in world.get("phones", {}).get(PHONE, {}).items() if k != "model"}}
    if not world["phones"][PHONE]:
        del world["phones"]
    if wish.app or world.get("app") == {"variant": "careful"}:
        world["app"] = {**world.get("app", {}), "variant": wish.app or "careful"}
        if not wish.app:
            del world["app"]
    if wish.group:
        world.setdefault("im", {})["groups"] = {wish.group: {"members": [SENDER, RECEIVER]}}
        for step in steps:
            if "send_message" in step:
                del step["send_message"]["to"]
                step["send_message"]["group"] = wish.group
    vendors = wish.vendors if wish.vendors == ALL else list(wish.vendors)
    return {"name": wish.name, "vendors": vendors, **world, "steps": steps}


def _passes(text: str, path: Path) -> bool:
    """Whether every case of *text* passes, and its negatives prove something."""
    try:
        made = cases(scenario_of_text(path, text, vocabulary()), tuple(VENDORS))
    except ScenarioErrors:
        # An edit may speak of fields that only the vendor has for which it was made.
        return False
    options = RunOptions()
    results = (run_case(case, options) for case in made)
    return all(_is_right(result, options) for result in results)


def _is_right(result: CaseResult, options: RunOptions) -> bool:
    result.proofs = list(prove_negatives(result.case, options))
    return result.outcome is CaseOutcome.PASSED
