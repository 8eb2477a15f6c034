"""The ways in which customers lose pushes: `ways/` is their shelf, and each module there declares one as `CAUSE`."""

from simulator.causes.cause import Cause
from simulator.kernel.shelf import Shelf

CAUSES: Shelf[Cause] = Shelf("simulator.causes.ways", "CAUSE", Cause)
"""Every cause by its id."""
