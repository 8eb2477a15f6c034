"""One path of Meizu's HTTP API, as the parts of its simulated cloud declare theirs."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.kernel.rule import Decision
from simulator.network.http import Response
from simulator.vendors.meizu import rules
from simulator.vendors.meizu.call import MeizuCall

GET_OR_POST = ("GET", "POST")
"""The text says GET, Meizu's own server SDK posts."""


class Path(NamedTuple):
    """One path below `/garcia/api/server`."""

    path: str
    validate: Decision[MeizuCall]
    act: Callable[[MeizuCall], Response]
    meter: Decision[MeizuCall] = rules.SPEED
    methods: Sequence[str] = ("POST",)
