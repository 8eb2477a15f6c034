"""Every step of the shelf as a method: what `Play` is typed by.

At run time a method is found by its verb, so that steps of other packages are methods too. What type checkers and
editors see of those of this package stands in `verbs.pyi`, which is made from the shelf: `make tables`.
"""

from collections.abc import Callable
from functools import partial

from simulator.kernel.trace import Record
from simulator.scenario.steps import STEPS
from simulator.scenario.suggest import nearest


class Verbs:
    """Steps as methods."""

    def __getattr__(self, verb: str) -> Callable[..., list[Record]]:
        """Return the method that plays the step called *verb*.

        Raises:
            AttributeError: There is no such step.
        """
        if verb.startswith("_") or verb not in STEPS:
            near = nearest(verb, STEPS)
            hint = f"; did you mean {near}?" if near else "; see: pushsim list steps"
            raise AttributeError(f"no step is called {verb}{hint}", name=verb, obj=self)
        return partial(self.step, verb)

    def step(self, verb: str, /, *short: object, **fields: object) -> list[Record]:
        """Play the step called *verb*."""
        raise NotImplementedError  # only subclasses are made, and each plays
