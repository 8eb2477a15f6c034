"""The one form in which the control API says no."""

from http import HTTPStatus
from typing import Any

from simulator.network.http import Headers
from simulator.serve.api import Failure, Problem


class Refused(Exception):
    """What the control API does not do.

    Attributes:
        status: Of the answer.
        failure: Its body.
        headers: Further ones.
    """

    def __init__(self, status: HTTPStatus, what: str, then: str, *, headers: Headers = (), **parts: Any) -> None:
        """Refuse because of *what*, with what to do *then*; *parts* are further ones of `Problem`."""
        super().__init__(what)
        self.status = status
        self.headers = headers
        self.failure = Failure(f"{what}; {then}", [Problem(what, next=then, **parts)])
