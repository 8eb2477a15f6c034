"""The customer's server calls the IM REST API."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec

from simulator.scenario.calling import Each, Every, FromAnswer, Times, answered, bodies
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import NewUserName


class CallRest(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST a body to the IM REST API as its administrator; look at the answer with `must_answer`.

    Attributes:
        body: What is sent as JSON; a text is sent as it is written, be it JSON or not.
        query: Parameters of the URL that are to be other than right.
        without: Parameters of the URL that are left out.
        caller: Who calls in the administrator's place, with a UserSig of their own.
        method: Other than POST.
    """

    shorthand = None

    path: Annotated[str, msgspec.Meta(pattern="^/", description="such as /v4/openim/sendmsg")]
    body: Any = {}
    query: dict[str, str] = {}
    without: tuple[str, ...] = ()
    caller: NewUserName | None = None
    method: Annotated[str, msgspec.Meta(pattern="^[A-Z]+$")] = "POST"
    from_answer: FromAnswer = ()
    times: Times = 1
    each: Each = {}
    every: Every = None

    def play(self, stage: Stage) -> Waits:
        """Do it.

        Raises:
            ExpectationFailed: IM's latest answer did not have a field.
        """
        customer = stage.world.customer
        query = self.query
        if self.caller is not None:
            query = {"identifier": self.caller, "usersig": customer.user_sig(self.caller), **query}
        given: Mapping[str, Any] = {}
        if self.from_answer:
            given = answered([customer.last_answer or {}], self.from_answer, "IM's")
        for number, body in enumerate(self._bodies(given)):
            if number and self.every:
                yield stage.wait(self.every)
            customer.call_rest(self.path, body, query, without=self.without, method=self.method)

    def _bodies(self, given: Mapping[str, Any]) -> Iterator[bytes]:
        if isinstance(self.body, dict):
            yield from (msgspec.json.encode(body) for body in bodies({**self.body, **given}, self.each, self.times))
        else:
            body = self.body.encode() if isinstance(self.body, str) else msgspec.json.encode(self.body)
            yield from (body for _ in range(self.times))


STEP = CallRest
