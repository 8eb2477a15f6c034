from dataclasses import dataclass, field

import pytest

from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.push.journey import PUSH_HOPS, Hop
from simulator.push.ledger import PushLedger
from simulator.push.reason import Reason
from simulator.world.verdicts import (
    ConservationBroken,
    End,
    TokenRoots,
    check_conservation,
    root_of_no_token,
    verdict_of,
)

PHONE = "bob_phone"


@dataclass
class Books:
    """A trace, a ledger, and hands that a test fills."""

    trace: Trace
    ledger: PushLedger
    roots: TokenRoots
    hands: list[int] = field(default_factory=list)

    def push(self, *hops: Hop, last: Outcome = Outcome.OK, reason: str = "") -> int:
        """Bring a push through *hops* and let it come out at the last one as said."""
        push_id = self.ledger.open(PHONE)
        for hop in hops[:-1]:
            self.trace.write("im", Kind.HOP, hop, push_id=push_id)
        if hops:
            rule = "im.some_rule" if reason else ""
            self.trace.write("im", Kind.HOP, hops[-1], outcome=last, reason=reason, rule=rule, push_id=push_id)
        return push_id

    def token(self, hop: Hop, reason: str = "", phone: str = PHONE) -> None:
        outcome = Outcome.REFUSED if reason else Outcome.OK
        self.trace.write(phone, Kind.HOP, hop, outcome=outcome, reason=reason, rule="sdk.rule" if reason else "")

    def check(self) -> None:
        check_conservation(self.trace, self.ledger)


def root_reason(books: Books) -> str | None:
    root = root_of_no_token(PHONE, books.trace)
    return None if root is None else root.reason


@pytest.fixture(params=["full", "verdicts only"])
def books(request: pytest.FixtureRequest) -> Books:
    ledger = PushLedger()
    trace = Trace(Scheduler(), verdicts_only=request.param == "verdicts only")
    books = Books(trace, ledger, TokenRoots(trace, ledger))
    ledger.add_holder(lambda: books.hands)
    return books


# -- verdicts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hops", [PUSH_HOPS, (*PUSH_HOPS, Hop.TAPPED), (*PUSH_HOPS, Hop.TAPPED, Hop.HANDLED)])
def test_posted_push_is_shown_whatever_becomes_of_its_tap(books: Books, hops: tuple[Hop, ...]):
    verdict = verdict_of(books.push(*hops), books.trace, books.ledger, books.roots)
    assert (verdict.end, verdict.hop, verdict.reason, verdict.root, verdict.text) == (
        End.SHOWN,
        Hop.POSTED,
        "",
        "",
        "shown",
    )


def test_push_stays_shown_when_its_tap_is_refused(books: Books):
    push_id = books.push(*PUSH_HOPS, Hop.TAPPED, Hop.HANDLED, last=Outcome.REFUSED, reason=Reason.NO_ACTIVITY)
    assert verdict_of(push_id, books.trace, books.ledger, books.roots).end is End.SHOWN


@pytest.mark.parametrize(
    ("hop", "reason"), [(Hop.OFFLINE_DECIDED, Reason.KICKED), (Hop.POSTED, Reason.CHANNEL_MISSING)]
)
def test_refused_push_is_dropped_at_its_hop_and_is_its_own_root(books: Books, hop: Hop, reason: Reason):
    push_id = books.push(Hop.IM_ACCEPTED, hop, last=Outcome.REFUSED, reason=reason)
    verdict = verdict_of(push_id, books.trace, books.ledger, books.roots)
    assert (verdict.end, verdict.hop, verdict.text, verdict.root, verdict.rule) == (
        End.DROPPED,
        hop,
        reason,
        reason,
        "im.some_rule",
    )


def test_waiting_push_is_pending_and_says_for_what(books: Books):
    push_id = books.push(Hop.IM_ACCEPTED, Hop.DISPATCHED, last=Outcome.WAITING, reason=Reason.DEVICE_OFFLINE)
    verdict = verdict_of(push_id, books.trace, books.ledger, books.roots)
    assert (verdict.end, verdict.reason, verdict.text) == (End.PENDING, Reason.DEVICE_OFFLINE, "pending")


def test_push_under_way_is_pending_without_a_reason(books: Books):
    verdict = verdict_of(books.push(Hop.IM_ACCEPTED), books.trace, books.ledger, books.roots)
    assert (verdict.end, verdict.hop, verdict.reason, verdict.phone) == (End.PENDING, Hop.IM_ACCEPTED, "", PHONE)


def test_bound_phone_forgets_what_once_stopped_its_token(books: Books):
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    assert books.trace.hops_of(PHONE)
    books.token(Hop.TOKEN_BOUND)
    assert books.trace.hops_of(PHONE) == []


def test_root_of_no_token_is_what_last_stopped_the_token(books: Books):
    books.token(Hop.REG_ID_ISSUED, Reason.REGISTRATION_TIMEOUT)
    books.token(Hop.TOKEN_REPORTED, Reason.NOT_LOGGED_IN)
    books.token(Hop.REG_ID_ISSUED)
    books.token(Hop.SDK_STARTED, Reason.WRONG_BRAND, phone="eve_phone")
    push_id = books.push(Hop.IM_ACCEPTED, Hop.OFFLINE_DECIDED, last=Outcome.REFUSED, reason=Reason.NO_TOKEN)
    verdict = verdict_of(push_id, books.trace, books.ledger, books.roots)
    assert (verdict.reason, verdict.root, verdict.rule) == (Reason.NO_TOKEN, Reason.NOT_LOGGED_IN, "sdk.rule")


def test_token_that_was_bound_since_has_no_root_and_one_stopped_again_has(books: Books):
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    books.token(Hop.TOKEN_BOUND)
    assert root_reason(books) is None
    books.token(Hop.TOKEN_REPORTED, Reason.NOT_LOGGED_IN)
    assert root_reason(books) == Reason.NOT_LOGGED_IN


def test_nothing_to_report_follows_from_what_stopped_the_reg_id(books: Books):
    books.token(Hop.REG_ID_RECEIVED, Reason.RECEIVER_RENAMED)
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    assert root_reason(books) == Reason.RECEIVER_RENAMED


def test_what_stopped_a_reg_id_is_past_when_one_has_come(books: Books):
    books.token(Hop.REG_ID_ISSUED, Reason.REGISTRATION_TIMEOUT)
    books.token(Hop.REG_ID_ISSUED)
    assert root_reason(books) == Reason.REGISTRATION_TIMEOUT
    books.token(Hop.REG_ID_RECEIVED)
    assert root_reason(books) is None
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    assert root_reason(books) == Reason.TOKEN_EMPTY


def test_reg_id_that_comes_after_the_report_failed_does_not_mend_it(books: Books):
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    books.token(Hop.REG_ID_RECEIVED)
    assert root_reason(books) == Reason.TOKEN_EMPTY


def test_root_is_a_hop_of_the_token_and_nothing_else(books: Books):
    books.token(Hop.TOKEN_REPORTED, Reason.TOKEN_EMPTY)
    books.token(Hop.HANDLED, Reason.NO_ACTIVITY)
    assert root_reason(books) == Reason.TOKEN_EMPTY


def test_no_token_without_a_known_root_is_its_own(books: Books):
    push_id = books.push(Hop.IM_ACCEPTED, Hop.OFFLINE_DECIDED, last=Outcome.REFUSED, reason=Reason.NO_TOKEN)
    assert verdict_of(push_id, books.trace, books.ledger, books.roots).root == Reason.NO_TOKEN


# -- conservation ------------------------------------------------------------------------------------------------------


def test_ended_pushes_in_nobodys_hands_and_open_ones_in_one_pair_are_sound(books: Books):
    books.push(*PUSH_HOPS)
    books.push(Hop.IM_ACCEPTED, Hop.OFFLINE_DECIDED, last=Outcome.REFUSED, reason=Reason.KICKED)
    waiting = books.push(Hop.IM_ACCEPTED, Hop.DISPATCHED, last=Outcome.WAITING, reason=Reason.DEVICE_OFFLINE)
    books.hands += [books.push(Hop.IM_ACCEPTED), waiting]
    books.check()


def test_holder_that_forgets_a_push_is_found_out(books: Books):
    books.push(Hop.IM_ACCEPTED, Hop.DISPATCHED, last=Outcome.WAITING, reason=Reason.DEVICE_OFFLINE)
    with pytest.raises(ConservationBroken, match=r"push 1 stands at dispatched \(waiting\) and has 0 holders"):
        books.check()


def test_holder_that_has_a_push_twice_is_found_out(books: Books):
    books.hands += [books.push(Hop.IM_ACCEPTED)] * 2
    with pytest.raises(ConservationBroken, match="has 2 holders instead of 1"):
        books.check()


def test_two_holders_of_one_push_are_found_out(books: Books):
    push_id = books.push(Hop.IM_ACCEPTED, Hop.VENDOR_ACCEPTED)
    books.hands.append(push_id)
    books.ledger.add_holder(lambda: [push_id])
    with pytest.raises(ConservationBroken, match="has 2 holders instead of 1"):
        books.check()


@pytest.mark.parametrize(
    ("hop", "outcome"),
    [(Hop.POSTED, Outcome.OK), (Hop.HANDLED, Outcome.OK), *((hop, Outcome.REFUSED) for hop in PUSH_HOPS)],
)
def test_push_that_is_held_after_its_end_is_found_out(books: Books, hop: Hop, outcome: Outcome):
    books.hands.append(books.push(hop, last=outcome, reason="" if outcome is Outcome.OK else Reason.KICKED))
    with pytest.raises(ConservationBroken, match="has 1 holders instead of 0"):
        books.check()


def test_push_that_was_opened_and_left_no_hop_is_found_out(books: Books):
    books.hands.append(books.push())
    with pytest.raises(ConservationBroken, match=r"1 pushes were opened and 0 have a hop; only one of both: \[1\]"):
        books.check()


def test_push_that_nobody_opened_is_found_out(books: Books):
    books.trace.write("im", Kind.HOP, Hop.POSTED, push_id=1)
    with pytest.raises(ConservationBroken, match=r"0 pushes were opened and 1 have a hop"):
        books.check()


def test_hands_that_hold_what_nobody_opened_are_found_out(books: Books):
    books.hands.append(7)
    with pytest.raises(ConservationBroken, match=r"held that nobody opened: \[7\]"):
        books.check()


@pytest.mark.parametrize(
    ("hop", "outcome", "hands"),
    [
        (Hop.PUSH_REQUESTED, Outcome.OK, 1),
        (Hop.PUSH_REQUESTED, Outcome.REFUSED, 1),
        (Hop.VENDOR_ACCEPTED, Outcome.REFUSED, 1),
        (Hop.VENDOR_ACCEPTED, Outcome.OK, 2),
        (Hop.DISPATCHED, Outcome.WAITING, 2),
        (Hop.POSTED, Outcome.OK, 1),
    ],
)
def test_sender_of_a_request_keeps_its_push_until_the_answer_is_there(
    books: Books, hop: Hop, outcome: Outcome, hands: int
):
    push_id = books.push(Hop.IM_ACCEPTED, hop, last=outcome, reason="" if outcome is Outcome.OK else Reason.QUOTA_USED)
    books.ledger.in_exchange.add(push_id)
    for held in range(4):
        books.hands[:] = [push_id] * held
        if held == hands:
            books.check()
        else:
            with pytest.raises(ConservationBroken, match=f"has {held} holders instead of {hands}"):
                books.check()
