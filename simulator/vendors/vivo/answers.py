"""vivo's answers in their form on the wire."""

from collections.abc import Callable, Mapping

from simulator.kernel.rule import Rule
from simulator.network.http import Response
from simulator.network.json_body import json_response
from simulator.vendors.vivo import topics
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.targets import USER_STATUS, Target, TargetCase

OK: Mapping[str, object] = {"result": 0, "desc": "请求成功"}


def done(do: Callable[[VivoCall], None]) -> Callable[[VivoCall], Response]:
    """Return what does *do* and answers that it was done."""

    def act(call: VivoCall) -> Response:
        do(call)
        return answer(call, OK)

    return act


def changed_members(call: VivoCall, *, joins: bool) -> Response:
    """Change the members of a tag, and name those that cannot be."""
    return answer(call, {**OK, "data": topics.change_members(call, joins=joins)})


def invalid_user(rule: Rule[TargetCase], target: Target) -> Mapping[str, object]:
    """Return a target that is no valid user, as vivo names it."""
    return {"status": USER_STATUS[rule.name], "userid": target.name}


def answer(call: VivoCall, fields: Mapping[str, object]) -> Response:
    """Return *fields* as vivo sends them; list pushes always have their `requestId` and an array `invalidUsers`."""
    if call.is_list_push:
        fields = {"invalidUsers": (), "requestId": call.text("requestId"), **fields}
    return json_response(fields)
