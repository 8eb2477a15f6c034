"""The shelf of readers: each module reads one kind of ticket part and declares it as `READER`."""

from simulator.diagnose.reader import Reader
from simulator.kernel.shelf import Shelf

READERS: Shelf[Reader] = Shelf("simulator.diagnose.readers", "READER", Reader)
"""Every reader by its name."""
