"""How each push ended, according to the trace, and the check that none was lost."""

from enum import StrEnum

import msgspec

from simulator.kernel.trace import Outcome, Record, Trace
from simulator.push.journey import TOKEN_HOPS, Hop
from simulator.push.ledger import PushLedger
from simulator.push.reason import Reason


class End(StrEnum):
    """The three states of a push."""

    SHOWN = "shown"
    DROPPED = "dropped"
    PENDING = "pending"


class Verdict(msgspec.Struct, frozen=True, rename={"end": "verdict"}):
    """State of one push.

    Attributes:
        phone: Empty when nobody knows which.
        end: Its state; called `verdict` in exports.
        hop: The last hop that it reached, or was refused at.
        reason: Why it was dropped, or what it waits for; empty when shown, or merely under way.
        root: The root cause: for `no_token` the reason that stopped the token, else the reason itself.
        rule: The rule that refused it.
    """

    push_id: int
    phone: str
    end: End
    hop: Hop
    reason: str
    root: str
    rule: str

    @property
    def text(self) -> str:
        """`shown`, the drop reason, or `pending`."""
        return self.reason if self.end is End.DROPPED else self.end


class ConservationBroken(Exception):
    """Pushes were lost or counted twice: our own fault, never the scenario's."""


_AFTER_POSTED = frozenset({Hop.TAPPED, Hop.HANDLED})
_SHOWN_HOPS = frozenset({Hop.POSTED, *_AFTER_POSTED})
_BEFORE_ACCEPTED = frozenset({Hop.IM_ACCEPTED, Hop.OFFLINE_DECIDED, Hop.PUSH_REQUESTED})
_TOKEN_HOPS = frozenset(TOKEN_HOPS)
_REG_ID_HOPS = frozenset({Hop.SDK_STARTED, Hop.REG_ID_ISSUED, Hop.REG_ID_RECEIVED})


class TokenRoots:
    """Why there was no token, for each push that ended for lack of one."""

    def __init__(self, trace: Trace, ledger: PushLedger) -> None:
        """Watch the pushes in *trace*."""
        self._trace = trace
        self._ledger = ledger
        self._roots: dict[int, Record] = {}
        trace.on_hop(self._note)
        trace.on_forget(self._forget)

    def _forget(self, push_id: int) -> None:
        self._roots.pop(push_id, None)

    def _note(self, record: Record) -> None:
        push_id = record.push_id
        if push_id is None:
            if record.name == Hop.TOKEN_BOUND and record.outcome is Outcome.OK:
                # Why there was no token matters only until one is bound; forgetting it saves memory with many phones.
                self._trace.forget_hops(record.actor)
        elif record.reason and record.reason == Reason.NO_TOKEN:
            root = root_of_no_token(self._ledger.phone_of(push_id), self._trace)
            if root is not None:
                self._roots[push_id] = root

    def of(self, push_id: int) -> Record | None:
        """Return the record of what had stopped the token; `None` if unknown."""
        return self._roots.get(push_id)


def verdict_of(push_id: int, trace: Trace, ledger: PushLedger, roots: TokenRoots) -> Verdict:
    """Return the present state of the push *push_id*."""
    last = trace.last_hop(push_id)
    assert last is not None, f"push {push_id} has no hop"
    phone = ledger.phone_of(push_id)
    hop = Hop(last.name)
    if hop in _AFTER_POSTED or (hop is Hop.POSTED and last.outcome is Outcome.OK):
        return Verdict(push_id, phone, End.SHOWN, Hop.POSTED, "", "", "")
    if last.outcome is Outcome.REFUSED:
        root = roots.of(push_id)
        root_reason = last.reason if root is None else root.reason
        rule = last.rule if root is None else root.rule
        return Verdict(push_id, phone, End.DROPPED, hop, last.reason, root_reason, rule)
    return Verdict(push_id, phone, End.PENDING, hop, last.reason, last.reason, last.rule)


def root_of_no_token(phone: str, trace: Trace) -> Record | None:
    """Return the record of what last stopped the token of *phone*; `None` if unknown.

    What stopped the regId is the root only until a regId has arrived. An empty token, or an end before the login, is
    the root only if nothing had stopped the regId on its way to the app.
    """
    root = None
    for record in trace.hops_of(phone):
        if record.name in _TOKEN_HOPS and record.outcome is Outcome.REFUSED:
            root = root if root is not None and _follows(record, root) else record
        elif record.name == Hop.TOKEN_BOUND or (
            record.name == Hop.REG_ID_RECEIVED and root is not None and root.name in _REG_ID_HOPS
        ):
            root = None
    return root


def _follows(record: Record, root: Record) -> bool:
    """Return whether *record* is merely a consequence of *root*, an earlier refusal."""
    is_regless = root.name in _REG_ID_HOPS and record.reason == Reason.ENDED_BEFORE_LOGIN
    return is_regless or record.reason == Reason.TOKEN_EMPTY


def check_conservation(trace: Trace, ledger: PushLedger) -> None:
    """Check that each push that was opened has ended or is held by exactly one actor.

    While a request that carries a push is on the wire, its sender keeps the push too, until it knows the answer.

    Raises:
        ConservationBroken: One is lost, held twice, or held after its end.
    """
    holders: dict[int, int] = {}
    for push_id in ledger.held():
        holders[push_id] = holders.get(push_id, 0) + 1
    seen = set(trace.push_ids())
    opened = set(range(1, ledger.opened + 1))
    if seen != opened:
        raise ConservationBroken(
            f"{ledger.opened} pushes were opened and {len(seen)} have a hop; only one of both: {sorted(seen ^ opened)}"
        )
    if unopened := sorted(holders.keys() - opened):
        raise ConservationBroken(f"pushes are held that nobody opened: {unopened}")
    for push_id in opened:
        last = trace.last_hop(push_id)
        assert last is not None
        expected = _holders_expected(last, in_exchange=push_id in ledger.in_exchange)
        held = holders.get(push_id, 0)
        if held != expected:
            raise ConservationBroken(
                f"push {push_id} stands at {last.name} ({last.outcome}) and has {held} holders instead of {expected}"
            )


def _holders_expected(last: Record, *, in_exchange: bool) -> int:
    has_ended = last.outcome is Outcome.REFUSED or (last.name in _SHOWN_HOPS and last.outcome is not Outcome.WAITING)
    if not in_exchange:
        return 0 if has_ended else 1
    # The sender of the request waits; from the vendor's acceptance to the end, somebody else has the push beside it.
    return 1 if has_ended or last.name in _BEFORE_ACCEPTED else 2
