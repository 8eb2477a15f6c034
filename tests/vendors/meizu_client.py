"""A sender for Meizu's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Record
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.world.verdicts import End
from simulator.world.world import World
from tests.factories import bound_phone, healthy_world, reg_id_of

HOST = "server-api-push.meizu.com"
SUBSCRIPTIONS = "api-push.meizu.com"
PREFIX = "/garcia/api/server"
PUSH = "/push/varnished/pushByPushId"
UNKNOWN = "ULY6c5968627059714a475c63517f675b7f655e62627e"
LEFT_OUT = object()

MESSAGE: Mapping[str, Mapping[str, Any]] = {
    "noticeBarInfo": {"noticeBarType": 0, "noticeMsgType": 1, "title": "a new message", "content": "lunch?"},
    "noticeExpandInfo": {"noticeExpandType": 1, "noticeExpandContent": "more"},
    "clickTypeInfo": {"clickType": 0, "parameters": {"ext": "42"}},
    "pushTimeInfo": {"offLine": 1, "validTime": 24},
    "advanceInfo": {"notificationType": {"vibrate": 1, "lights": 1, "sound": 1}, "notifyKey": ""},
    "vipInfo": {"subtitle": "", "timeTop": 0, "titleColor": ""},
    "extra": {"callback": "https://push.example.com/receipts", "callback.param": "p", "callback.type": 3},
}


def message(**changes: Any) -> str:
    """Return the message as JSON; a change `noticeBarInfo__title` is one of a field of an object."""
    objects: dict[str, dict[str, Any]] = {name: dict(fields) for name, fields in MESSAGE.items()}
    for path, value in changes.items():
        name, _, field = path.partition("__")
        if value is LEFT_OUT:
            objects[name].pop(field)
        else:
            objects[name][field] = value
    return json.dumps(objects, ensure_ascii=False)


def signed(fields: Mapping[str, object], secret: str) -> str:
    joined = "".join(f"{name}={fields[name]}" for name in sorted(fields))
    return hashlib.md5(f"{joined}{secret}".encode()).hexdigest()


class MeizuClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        app: Its push app.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["meizu"].apps[0]

    def ask(
        self, path: str, *, host: str = HOST, method: str = "POST", prefix: str = PREFIX, **fields: object
    ) -> dict[str, Any]:
        """Sign *fields* with the app's credentials, send them, and return the answer, whose status is always 200."""
        self.world.scheduler.context = None
        own = {"appId": self.app.values["app_id"], **fields}
        form = {name: value for name, value in own.items() if value is not LEFT_OUT}
        form.setdefault("sign", signed(form, self.app.values["app_secret"]))
        text = urlencode(form)
        query, body = (text, b"") if method == "GET" else ("", text.encode())
        answer = self.world.hosts.handle(Request(method, host, f"{prefix}{path}", query, (), body))
        assert answer.status == 200
        given: dict[str, Any] = json.loads(answer.body)
        assert isinstance(given["code"], str)
        assert isinstance(given["message"], str)
        return given

    def push(self, push_ids: object = None, message_json: str | None = None, **changes: Any) -> dict[str, Any]:
        """Push to bob_phone, or to others; *changes* are changes of the message."""
        targets = reg_id_of(self.world) if push_ids is None else push_ids
        return self.ask(PUSH, pushIds=targets, messageJson=message(**changes) if message_json is None else message_json)

    def public(self, **changes: Any) -> dict[str, Any]:
        """Push a message of the public class."""
        return self.push(noticeBarInfo__noticeMsgType=0, **changes)

    def about_phone(self, name: str, **fields: object) -> dict[str, Any]:
        """Make a subscription call about bob_phone."""
        return self.ask(f"/message/{name}", host=SUBSCRIPTIONS, **{"pushId": reg_id_of(self.world), **fields})

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"meizu.{rule}")


def a_client(**spec: Any) -> MeizuClient:
    """Return a client in a healthy world of *spec*."""
    return MeizuClient(healthy_world("meizu", **spec))


def shown(client: MeizuClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


def two_phones() -> MeizuClient:
    """Return a client in a world in which carol's phone is bound too."""
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    client.world.run_for(SECOND_MS)
    return client


def refused(answer: dict[str, Any], reg_id: str) -> str:
    """Return the one code under which an accepted call's answer lists *reg_id*."""
    assert answer["code"] == "200"
    [(code, listed)] = answer["value"].items()
    assert listed == [reg_id]
    return str(code)
