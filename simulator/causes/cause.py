"""What a cause is: one way in which a customer loses pushes, as an edit of a healthy scenario."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Edits
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One way out.

    Attributes:
        text: What the customer does; begins with a verb.
        edits: The same for the scenario, after the cause was injected.
    """

    text: Words
    edits: Callable[[Setting], Edits]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked next where this cause is in question.

    Attributes:
        question: One sentence.
        how: The exact command, or the page of a console, that answers it.
    """

    question: Words
    how: Words


def everywhere(_: Setting) -> bool:
    """Hold in every setting."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One way in which a customer loses pushes; its id is the name of the module that declares it.

    Attributes:
        about: What is wrong, in one sentence.
        hop: First station of the journey that goes wrong; None where none does.
        cause_hop: The word under which support people sort it.
        reasons: How a push, its token or its tap may end by it, roots included; none where all is as it should be.
        inject: Makes a healthy scenario of this setting one in which the customer's pushes are lost.
        repairs: Cheapest first; each makes the injected scenario pass. None for what cannot be mended.
        ask: What decides whether it is this one, best first.
        vendors: Whose phones it concerns; empty for all.
        needs: What else has to hold, such as an Android version.
        prior: How much more often than its neighbours of the same `cause_hop` it is met.
    """

    about: Words
    hop: Hop | None
    cause_hop: CauseHop
    reasons: tuple[Reason, ...]
    inject: Callable[[Setting], Edits]
    repairs: tuple[Repair, ...] = ()
    ask: tuple[Ask, ...] = ()
    vendors: tuple[str, ...] = ()
    needs: Callable[[Setting], bool] = everywhere
    prior: float = 1.0

    def concerns(self, setting: Setting) -> bool:
        """Whether it can happen there."""
        return (not self.vendors or setting.vendor in self.vendors) and self.needs(setting)
