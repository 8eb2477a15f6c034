"""A ticket beside what simulated worlds show: how likely one is where the other is so."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.causes.setting import Setting
from simulator.diagnose.code_signs import code_of_sign
from simulator.diagnose.evidence import Evidence, events
from simulator.diagnose.observe import TRIED, Seen
from simulator.diagnose.sign import UNDECIDED

# How likely a sign is reported though the cause does not show it, by how it came into the report: a log does not err,
# people leave things out and mean something else.
_STRAY_LOG: Final = 0.02
_STRAY_PROSE: Final = 0.25
_SEEN: Final = 0.9
_RELATED: Final = 0.5
"""The same where it is a sign of others of this word."""
_CODE: Final = "code"
_OPPOSITE: Final = 0.12
"""The same where it shows the very opposite."""
_OPPOSITES: Final[Mapping[str, str]] = {
    one: other
    for pair in (
        ("compare.console_works", "compare.console_fails"),
        ("token.obtained", "token.not_obtained"),
        ("token.reported", "token.report_fails"),
        ("login.works", "login.fails"),
    )
    for one, other in (pair, pair[::-1])
}
_SAME_REASON: Final = 0.6
"""The same for a code that services give for the reason for which something is refused there."""
_OTHER_CODE: Final = 0.05
"""The same for a code that stands for one thing: who is told one is seldom told another."""
_MISSING_IN_LOG: Final = 0.1
"""How likely a line that the cause writes is not in a log that was sent."""
_MISSING_IN_SETTINGS: Final = 0.03
"""How likely settings that were looked up do not show what the cause makes of them."""
_STRAY_SETTING: Final = 0.0001
"""How likely settings that were all looked up show what is wrong besides, and breaks nothing."""
_LOG: Final = ("log.",)
_SETTINGS: Final = ("set.", "trace.")
_TOLD_AS: Final[Mapping[str, str]] = {
    "channel.off": "set.channel_off",
    "console.certificate_missing": "set.certificate_none",
    "console.under_review": "set.vendor_app_under_review",
    "foreground.nothing": "set.app_in_front",
    "im.disturb": "set.muted",
    "im.still_online": "set.user_online",
    "killed.works_running_not": "set.app_in_front",
    "log.app_id_missing": "set.constants_missing",
    "login.elsewhere": "login.kicked",
    "login.logged_out": "set.nobody_logged_in",
    "payload.push_disabled": "set.push_flag_1",
    "payload.without_text": "set.custom_without_desc",
    "permission.off": "set.notifications_off",
    "token.stale": "set.token_not_current",
}
"""What words say of a setting, and the sign of that setting where it is looked up: both tell the same."""
_FIRM: Final = frozenset({"set", "log", "code", "trace"})
"""Areas of signs that do not come about by a slip of somebody's tongue."""
_PROSE_AREAS: Final = frozenset(
    {"shown", "killed", "foreground", "locked", "tap", "token", "login", "compare", "limits"}
)


@dataclass(frozen=True)
class Ticket:
    """What there is to compare with.

    Attributes:
        lines: Shapes of the lines of its logs; empty without a log.
        has_log: Whether a log of the phone is there, so that a missing line says something.
        has_settings: Whether settings were looked up, so that what is not among them says something.
        decided: Where only some were: the signs that would show if they were so.
    """

    evidence: tuple[Evidence, ...]
    lines: frozenset[str]
    has_log: bool
    setting: Setting
    has_settings: bool = False
    decided: frozenset[str] = frozenset()

    def signs_of(self, seen: Seen) -> frozenset[str]:
        """Return what *seen* shows; further tries are played only where the ticket tells of any."""
        return seen.signs if any(one.sign in TRIED for one in self.evidence) else seen.shown


class Comparison:
    """A ticket beside what worlds of its setting show."""

    def __init__(self, ticket: Ticket, seen: Collection[Seen]) -> None:
        """Compare in what worlds of which *seen* is known show, and in nothing else."""
        self.ticket = ticket
        self._known = frozenset().union(*(ticket.signs_of(one) for one in seen))
        self._met = ticket.lines & frozenset().union(*(one.lines for one in seen)) if ticket.lines else frozenset()
        self._compared = [one for one in ticket.evidence if _is_among(one, self._known)]
        # Of settings each sign is decided by itself, though several may stand in one place.
        single = [[one] for one in self._compared if one.sign.startswith(_SETTINGS)]
        others = events([one for one in self._compared if not one.sign.startswith(_SETTINGS)])
        self._events = [*single, *map(_most_telling, others)]
        self._reported = {one.sign for one in ticket.evidence}

    def left_open(self, seen: Seen) -> frozenset[str]:
        """Return the firm signs, and the shapes of lines, that a world of which *seen* shows does not explain."""
        shown = self.ticket.signs_of(seen)
        signs = (
            one.sign
            for one in self._compared
            if not _is_among(one, shown) and ((one.area in _FIRM and not one.good) or _OPPOSITES.get(one.sign) in shown)
        )
        return frozenset(signs) | (self._met - seen.lines)

    def fit(self, seen: Seen, words: Sequence[str]) -> float:
        """Return the log likelihood of the ticket in a world of which *seen* shows, and that is told by *words*."""
        signs = self.ticket.signs_of(seen)
        return self._fit(words, seen.reasons, signs, seen.lines, signs, seen.lines)

    def fit_at_best(self, seen: Seen, other: Seen, words: Sequence[str]) -> float:
        """Return the same, at most, for both worlds in one: each may hide what the other shows."""
        signs, others = self.ticket.signs_of(seen), self.ticket.signs_of(other)
        may_log, must_log = seen.lines | other.lines, seen.lines & other.lines
        return self._fit(words, seen.reasons | other.reasons, signs | others, may_log, signs & others, must_log)

    def _fit(
        self,
        words: Sequence[str],
        reasons: frozenset[str],
        may_show: frozenset[str],
        may_log: frozenset[str],
        must_show: frozenset[str],
        must_log: frozenset[str],
    ) -> float:
        ticket = self.ticket
        total = sum(
            math.log(min(self._chance(one, may_show, reasons, words) for one in event)) for event in self._events
        )
        missing = must_show & self._known - self._reported
        if ticket.has_settings:
            total += sum(one.startswith(_SETTINGS) for one in missing) * math.log(_MISSING_IN_SETTINGS)
        else:
            total += len(missing & ticket.decided) * math.log(_MISSING_IN_SETTINGS)
        if ticket.has_log and self._met:
            # Only a log that has some of the app's own lines can lack others of them.
            total += sum(one.startswith(_LOG) for one in missing) * math.log(_MISSING_IN_LOG)
            total += math.log(_STRAY_LOG) * min(3, len(self._met - may_log))
            total += math.log(_MISSING_IN_LOG) * min(3, len(must_log - ticket.lines))
        return total

    def _chance(self, one: Evidence, shown: frozenset[str], reasons: frozenset[str], words: Sequence[str]) -> float:
        """Return how likely the sign of *one* is reported."""
        if _is_among(one, shown):
            return _SEEN
        if one.area == _CODE and (code := code_of_sign(one.sign)) is not None and code.reasons & reasons:
            return _SAME_REASON
        if _OPPOSITES.get(one.sign) in shown:
            return _OPPOSITE
        if self.ticket.has_settings and one.sign.startswith(_SETTINGS):
            return _STRAY_SETTING
        if any(one.speaks.get(word, 0.0) > 0 for word in words):
            return _OTHER_CODE if one.area == _CODE and one.speaks.get(UNDECIDED, 0.0) <= 0 else _RELATED
        return _STRAY_PROSE if one.area in _PROSE_AREAS or one.sign in _TOLD_AS else _STRAY_LOG


def _is_among(one: Evidence, signs: frozenset[str]) -> bool:
    """Whether *signs* hold that of *one*, or one that tells the same."""
    return one.sign in signs or _TOLD_AS.get(one.sign) in signs


def _most_telling(event: Sequence[Evidence]) -> list[Evidence]:
    """Return an event's signs, of each area those that say most: what else the same words show of it is no news."""
    best: dict[str, float] = {}
    for one in event:
        best[one.area] = max(best.get(one.area, 0.0), _weight(one))
    return [one for one in event if _weight(one) == best[one.area]]


def _weight(one: Evidence) -> float:
    return max(map(abs, one.speaks.values()), default=0.0)
