"""A sender for MiPush's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Kind, Record
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, response_data
from simulator.push.journey import Hop
from simulator.vendors.xiaomi.sdk import MiPushClient
from simulator.world.spec import PhoneSpec, VendorAppSpec
from simulator.world.verdicts import End
from simulator.world.world import World
from tests.factories import bound_phone, healthy_world, new_world, reg_id_of

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
        fields: Mapping[str, Any] | str | bytes,
        headers: tuple[tuple[str, str], ...] | None = None,
        host: str = HOST,
        query: str = "",
        status: int = 200,
    ) -> dict[str, Any]:
        """Send *fields*, and return the answer, which is on the record as that of any link is."""
        self.world.scheduler.context = None
        form = fields if isinstance(fields, str | bytes) else urlencode(fields)
        body = form.encode() if isinstance(form, str) else form
        own = (("Authorization", f"key={self.secret}"),) if headers is None else headers
        if method == "GET":
            query, body = body.decode(), b""
        answer = self.world.hosts.handle(Request(method, host, path, query, own, body))
        self.world.trace.write("xiaomi", Kind.WIRE, "customer>xiaomi", data={"answer": response_data(answer)})
        assert answer.status == status
        given: dict[str, Any] = json.loads(answer.body)
        assert type(given["code"]) is int
        assert given["result"] == ("ok" if given["code"] == 0 else "error")
        assert ("data" in given and given["code"] != 0) is False
        assert isinstance(given["description"], str)
        assert isinstance(given["trace_id"], str) if status == 200 else "trace_id" not in given
        return given

    def post(self, path: str, **fields: Any) -> dict[str, Any]:
        """Manage something."""
        return self.call("POST", path, fields)

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

    def send_each(
        self, *entries: tuple[str, Mapping[str, Any]], path: str = "/v2/multi_messages/regids"
    ) -> dict[str, Any]:
        """Push to several regIds, a message each; its extras stand apart and without their prefix."""
        messages = []
        for target, changes in entries:
            fields = self.message(**changes)
            extra = {name.removeprefix("extra."): fields.pop(name) for name in list(fields) if name[:6] == "extra."}
            messages.append({"target": target, "message": {**fields, "extra": extra}})
        return self.call("POST", path, {"messages": json.dumps(messages), "time_to_send": 0})

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


def push_app(**fields: Any) -> dict[str, Any]:
    """Return what a world's spec says of the push app."""
    return {"vendor_apps": {"xiaomi": VendorAppSpec(**fields)}}


TWO_PHONES = {"bob_phone": PhoneSpec(), "carol_phone": PhoneSpec()}


def two_phones(**spec: Any) -> XiaomiClient:
    """Return a client in a world with two bound phones."""
    world = new_world("xiaomi", **{"phones": TWO_PHONES, **spec})
    bound_phone(world)
    bound_phone(world, "carol_phone", "carol")
    return XiaomiClient(world)


def sdk_of(client: XiaomiClient, name: str = "bob_phone") -> MiPushClient:
    """Return the SDK in the app on a phone."""
    sdk = client.world.phone(name).app.start().vendor_client
    assert isinstance(sdk, MiPushClient)
    return sdk


def call_sdk(client: XiaomiClient, method: str, *arguments: str, name: str = "bob_phone") -> None:
    """Let the app on a phone call the SDK, and a second pass."""
    client.world.scheduler.context = None
    process = client.world.phone(name).app.start()
    assert process.demo is not None
    process.demo.call_sdk(process, method, arguments)
    client.world.run_for(SECOND_MS)


def named(client: XiaomiClient, command: str, argument: str, name: str = "bob_phone") -> None:
    """Let the app on a phone give its regId a name, and a second pass."""
    client.world.scheduler.context = None
    sdk_of(client, name).command(command, argument)
    client.world.run_for(SECOND_MS)


def shown(client: XiaomiClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


def shades(client: XiaomiClient) -> list[int]:
    """Return how many notifications each of the two phones shows."""
    return [len(client.world.phone(name).notifications.shade) for name in TWO_PHONES]


def a_client(**spec: Any) -> XiaomiClient:
    """Return a client in a healthy world of *spec*."""
    return XiaomiClient(healthy_world("xiaomi", **spec))
