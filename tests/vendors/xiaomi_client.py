"""A sender for MiPush's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Record
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.world.world import World
from tests.factories import healthy_world, reg_id_of

HOST = "api.xmpush.xiaomi.com"
FEEDBACK = "feedback.xmpush.xiaomi.com"
UNKNOWN = "FAKEmiRegId+none/9999=="
LEFT_OUT = object()


class XiaomiClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        secret: What it puts behind `key=`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["xiaomi"].apps[0]
        self.secret = self.app.values["app_secret"]

    def call(
        self,
        method: str,
        path: str,
        fields: Mapping[str, Any] | str,
        headers: tuple[tuple[str, str], ...] | None = None,
        host: str = HOST,
    ) -> dict[str, Any]:
        """Send *fields*, and return the answer, whose HTTP status is always 200."""
        self.world.scheduler.context = None
        form = fields if isinstance(fields, str) else urlencode(fields)
        own = (("Authorization", f"key={self.secret}"),) if headers is None else headers
        request = Request(method, host, path, "" if method == "POST" else form, own, form.encode())
        answer = self.world.hosts.handle(request)
        assert answer.status == 200
        given: dict[str, Any] = json.loads(answer.body)
        assert type(given["code"]) is int
        assert given["result"] == ("ok" if given["code"] == 0 else "error")
        assert ("data" in given and given["code"] != 0) is False
        assert all(isinstance(given[name], str) for name in ("trace_id", "description"))
        return given

    def message(self, **changes: Any) -> dict[str, Any]:
        """Return a message's fields; a double underscore stands for a dot, `LEFT_OUT` takes a field away."""
        body = {
            "restricted_package_name": self.app.package,
            "title": "a new message",
            "description": "lunch?",
            "payload": "p",
            "pass_through": 0,
            "notify_type": -1,
            "notify_id": 7,
            "extra.channel_id": self.app.values["channel_id"],
            "extra.ext": "42",
        }
        body |= {name.replace("__", "."): value for name, value in changes.items()}
        return {name: value for name, value in body.items() if value is not LEFT_OUT}

    def send(self, **changes: Any) -> dict[str, Any]:
        """Push to bob_phone."""
        changes = {"registration_id": reg_id_of(self.world), **changes}
        return self.call("POST", "/v3/message/regid", self.message(**changes))

    def send_to(self, path: str, **changes: Any) -> dict[str, Any]:
        """Push to whom *path* and *changes* name."""
        return self.call("POST", path, self.message(**changes))

    def send_each(self, *entries: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Push to several regIds, a message each; its extras stand apart and without their prefix."""
        messages = []
        for target, changes in entries:
            fields = self.message(**changes)
            extra = {name.removeprefix("extra."): fields.pop(name) for name in list(fields) if name[:6] == "extra."}
            messages.append({"target": target, "message": {**fields, "extra": extra}})
        return self.call("POST", "/v2/multi_messages/regids", {"messages": json.dumps(messages), "time_to_send": 0})

    def get(self, path: str, host: str = HOST, **fields: Any) -> dict[str, Any]:
        """Read something."""
        return self.call("GET", path, fields, host=host)

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"xiaomi.{rule}")


def a_client(**spec: Any) -> XiaomiClient:
    """Return a client in a healthy world of *spec*."""
    return XiaomiClient(healthy_world("xiaomi", **spec))
