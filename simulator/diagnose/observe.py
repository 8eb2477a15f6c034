"""What a customer would see of a world: the phone's log, the codes of answers, and the symptoms, also of further tries.

Everything is read with the very recognisers that read tickets, so that a simulated world and a report speak of the same
signs. The trace itself is not looked at beyond what somebody in the customer's place can see.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from simulator.causes.edit import Change, Edit, Insert, Remove, Tree, edited
from simulator.causes.setting import PHONE
from simulator.diagnose.misfits import misfits
from simulator.diagnose.playing import play
from simulator.diagnose.recognise import About, evidence_of_line, unsettled
from simulator.diagnose.settings import looked_up
from simulator.kernel.trace import Kind, Outcome, Record
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.report.codes import IM
from simulator.runner.result import CaseResult
from simulator.world.verdicts import End

CODE_KEYS: Final = ("code", "state", "ret_code", "result")


@dataclass(frozen=True)
class Seen:
    """What somebody in the customer's place sees.

    Attributes:
        shown: Signs of the one run, by name.
        log: The phone's log, as `tag: text`.
        is_well: The notification is shown, and its tap opens what it should.
        result: The run itself, for the journey of an answer; a ranking looks at it through `reasons` alone.
        tree: What was played.
    """

    shown: frozenset[str]
    log: tuple[str, ...]
    is_well: bool
    result: CaseResult
    tree: Tree

    @cached_property
    def signs(self) -> frozenset[str]:
        """All signs: also what further tries show, such as a push from the vendor's console."""
        return self.shown if self.is_well else self.shown | frozenset(_tries(self.tree))

    @cached_property
    def reasons(self) -> frozenset[str]:
        """Why anything was refused or lost: codes of these reasons may be told in its place."""
        refused = {record.reason for record in self.result.trace if record.outcome is Outcome.REFUSED}
        return frozenset(refused | {verdict.root for verdict in self.result.verdicts()}) - {""}

    @cached_property
    def lines(self) -> frozenset[str]:
        """The shapes of its log lines, without what differs from phone to phone."""
        return frozenset(shape_of(line) for line in self.log)


_VARYING: Final = re.compile(r"0x[0-9a-f]+|[A-Za-z0-9_\-+/=*]*\d[A-Za-z0-9_\-+/=*]{7,}|\{.*\}|\d{4,}", re.IGNORECASE)


def shape_of(line: str) -> str:
    """Return a log line with ids, numbers of more than three digits and objects replaced."""
    return _VARYING.sub("#", line)[:160]


def observe(tree: Tree) -> Seen:
    """Play *tree* and return what there is to see."""
    result = play(tree)
    log = tuple(log_of(result))
    settings = looked_up(result, tree)
    found = {
        *signs_of_log(log, tree),
        *_codes(result),
        *_symptoms(result, tree),
        *misfits(settings, result.world.vendor),
    }
    return Seen(frozenset(found), log, result.failure is None, result, tree)


def log_of(result: CaseResult) -> Iterator[str]:
    """Walk the lines of the phone's log, each text once."""
    texts = (
        f"{record.name}: {record.data['text']}"
        for record in result.trace
        if record.kind is Kind.LOG and record.actor == PHONE
    )
    return iter(dict.fromkeys(texts))


def signs_of_log(log: tuple[str, ...], tree: Tree) -> Iterator[str]:
    """Walk the signs that the lines of a log show."""
    about = About((*tree.get("vendors", ()), IM))
    found = (one for number, text in enumerate(log, start=1) for one in evidence_of_line(text, "log", number, about))
    for evidence in unsettled(found):
        yield evidence.sign


def _codes(result: CaseResult) -> Iterator[str]:
    """Walk the codes that the sender's side was answered with; a console or the own server tells them."""
    vendor = result.world.vendor
    answers = {Hop.PUSH_REQUESTED: vendor, Hop.VENDOR_ACCEPTED: vendor, Hop.IM_ACCEPTED: IM}
    for record in result.trace:
        if record.kind is Kind.CALLBACK and record.actor == PHONE:
            yield from _called_back(record, vendor)
        elif record.outcome is Outcome.REFUSED and record.kind in {Kind.HOP, Kind.CALLBACK}:
            code = str(record.data.get("vendor_code", record.data.get("code", "")))
            if code.lstrip("-").isdecimal() and record.name in answers:
                yield f"code.{answers[Hop(record.name)]}.{code}"


def _called_back(record: Record, vendor: str) -> Iterator[str]:
    service = IM if record.name in {"login", "logout", "report"} else vendor
    for key in CODE_KEYS:
        code = str(record.data.get(key, ""))
        if code.lstrip("-").isdecimal() and code != "0":
            yield f"code.{service}.{code}"


def _symptoms(result: CaseResult, tree: Tree) -> Iterator[str]:
    """Walk what somebody with the phone in hand sees, and what the app's own screens tell."""
    hops: dict[str, list[Record]] = {}
    for record in result.trace:
        if record.kind is Kind.HOP and record.actor == PHONE:
            hops.setdefault(record.name, []).append(record)
    shown = any(verdict.end is End.SHOWN for verdict in result.verdicts())
    received = _ok(hops, Hop.REG_ID_RECEIVED)
    yield "token.obtained" if received else "token.not_obtained"
    if any(record.name == Hop.TOKEN_BOUND and record.outcome is Outcome.OK for record in result.trace):
        yield "token.reported"
    elif received:
        yield "token.report_fails"
    verbs = [next(iter(step)) for step in tree["steps"]]
    logins = [record for record in result.trace if record.kind is Kind.CALLBACK and record.name == "login"]
    if logins:
        yield "login.works" if str(logins[-1].data.get("code")) == "0" else "login.fails"
    if not shown:
        yield "shown.nothing"
        if "log_out" in verbs or verbs.count("log_in") > 1:
            yield "login.again_nothing"
        if "kill_app" in verbs:
            yield "killed.nothing"
        return
    yield from _signs_of_tap(hops, result)


def _signs_of_tap(hops: Mapping[str, list[Record]], result: CaseResult) -> Iterator[str]:
    posted = hops.get(Hop.POSTED, [])
    if posted and posted[-1].data.get("sound") == "none":
        yield "shown.silent"
    handled = hops.get(Hop.HANDLED, [])
    if not handled:
        return
    if handled[-1].reason == Reason.APP_CRASHED:
        yield "tap.crash"
    elif handled[-1].outcome is Outcome.REFUSED:
        yield "tap.nothing"
    elif result.failure is not None:
        yield "tap.ext_missing" if handled[-1].data.get("ext") is None else "tap.wrong_page"
    else:
        yield "tap.works"


def _ok(hops: Mapping[str, list[Record]], hop: Hop) -> bool:
    return any(record.outcome is Outcome.OK for record in hops.get(hop, []))


TRIED: Final = frozenset({"compare.console_works", "compare.console_fails", "killed.running_works"})
"""Signs that only further tries show."""


# -- further tries -----------------------------------------------------------------------------------------------------


def _tries(tree: Tree) -> Iterator[str]:
    """Walk what other tries show: from the vendor's console, with the app alive, with another build."""
    console = _try(tree, _from_console(tree))
    if console is not None:
        yield "compare.console_works" if _is_shown(console) else "compare.console_fails"
    alive = _try(tree, (Remove("kill_app"),))
    if alive is not None and (_is_shown(alive) or _came_online(alive)):
        yield "killed.running_works"


def _from_console(tree: Tree) -> tuple[Edit, ...]:
    [vendor] = tree["vendors"]
    send: dict[str, Any] = {
        "send_to_vendor": {"vendor": vendor, "to": PHONE, "title": "a test", "body": "from the console"}
    }
    return (Insert("send_message", (send,)), Remove("send_message"), Remove("tap_notification"), Remove("must_open"))


def _try(tree: Tree, edits: tuple[Edit, ...]) -> CaseResult | None:
    try:
        return play(edited(tree, (*edits, Change("must_arrive", {"within": "10s"}))))
    except LookupError:
        return None


def _is_shown(result: CaseResult) -> bool:
    return any(verdict.end is End.SHOWN for verdict in result.verdicts())


def _came_online(result: CaseResult) -> bool:
    """Whether the message came to the living app itself."""
    return any(verdict.reason == Reason.ONLINE_INSTEAD for verdict in result.verdicts())
