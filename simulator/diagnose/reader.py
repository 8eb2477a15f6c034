"""What reads one kind of ticket part."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.diagnose.findings import Findings
from simulator.diagnose.ticket import Part


class PartBroken(Exception):
    """A part is of a kind that is known and cannot be read; its text says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one kind of part; its name is the name of the module that declares it.

    Attributes:
        fits: How sure it is that a part is of its kind, from 0 (not) to 100; the surest reads it.
        read: Puts what the part holds into the findings; raises `PartBroken` where it cannot.
    """

    fits: Callable[[Part], int]
    read: Callable[[Part, Findings], None]
