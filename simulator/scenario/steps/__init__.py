"""The shelf of steps: each module is one verb and declares it as `STEP`."""

from simulator.kernel.shelf import Shelf

STEPS: Shelf[type] = Shelf("simulator.scenario.steps", "STEP", type)
"""Every step by its verb."""
