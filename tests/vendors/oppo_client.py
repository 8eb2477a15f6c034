"""A sender for OPPO's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import hashlib
import json
from typing import Any
from urllib.parse import urlencode

from simulator.device.app.process import AppProcess
from simulator.kernel.trace import Record
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.vendors.oppo.sdk import PushManager
from simulator.world.spec import VendorAppSpec
from simulator.world.world import World
from tests.factories import healthy_world, reg_id_of

HOST = "api.push.oppomobile.com"
ABROAD = "api-intl.push.oppomobile.com"
FEEDBACK = "feedback.push.oppomobile.com"
MEDIA = "api-media.push.heytapmobi.com"
DEVICE = "api-device.push.heytapmobi.com"
UNKNOWN = "CN_fa0e0000000000000000000000009999"
LEFT_OUT = object()
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)

NOTIFICATION = {
    "title": "a new message",
    "content": "lunch?",
    "sub_title": "chat",
    "style": 1,
    "click_action_type": 0,
    "action_parameters": '{"room":"1"}',
    "off_line": True,
    "off_line_ttl": 3_600,
    "network_type": 0,
    "channel_id": "tuikit",
    "call_back_url": "https://push.example.com/receipts",
    "call_back_parameter": "p",
}
IN_2019, IN_2021, IN_2024, IN_2026 = "2019-05-04 09:00", "2021-05-04 09:00", "2024-06-10 09:00", "2026-10-10 09:00"
PUBLIC = {"channel_id": "news"}
"""A channel that OPPO's console has not approved as private."""
OF_THE_MESSAGE = ("target_type", "target_value", "verify_registration_id", "registration_id")


def changed(body: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return *body* with *changes*; `LEFT_OUT` takes a field away."""
    return {name: value for name, value in {**body, **changes}.items() if value is not LEFT_OUT}


def push_app(**fields: Any) -> dict[str, Any]:
    """Return what a world is told of the push app in OPPO's console."""
    return {"vendor_apps": {"oppo": VendorAppSpec(**fields)}}


class OppoClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        token: What `auth` brought last.
        host: Where it calls.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["oppo"].apps[0]
        self.token = ""
        self.host = HOST

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "", headers: Any = FORM) -> dict[str, Any]:
        """Send a request, and return the answer, whose HTTP status is always 200."""
        self.world.scheduler.context = None
        answer = self.world.hosts.handle(Request(method, self.host, f"/server/v1/{path}", query, headers, body))
        assert answer.status == 200
        given: dict[str, Any] = json.loads(answer.body)
        assert type(given["code"]) is int
        assert isinstance(given["message"], str)
        return given

    def post(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Post a form with the token in it."""
        return self.ask("POST", path, urlencode(changed({"auth_token": self.token}, fields)).encode())

    def auth(self, **changes: Any) -> dict[str, Any]:
        """Ask for a token; *changes* are made after signing, but for those of `timestamp` and `master_secret`."""
        values = self.app.values
        timestamp = changes.pop("timestamp", self.world.clock.epoch_ms)
        secret = changes.pop("master_secret", values["master_secret"])
        sign = hashlib.sha256(f"{values['app_key']}{timestamp}{secret}".encode()).hexdigest()
        body = {"app_key": values["app_key"], "timestamp": timestamp, "sign": sign, "auth_token": LEFT_OUT}
        answer = self.post("auth", changed(body, changes) | {"auth_token": LEFT_OUT})
        self.token = answer.get("data", {}).get("auth_token", self.token)
        return answer

    def message(self, **changes: Any) -> dict[str, Any]:
        """Return the JSON object of a message for bob_phone."""
        own = {name: changes.pop(name) for name in OF_THE_MESSAGE if name in changes}
        target = (
            {"target_type": 2} if "target_value" in own else {"target_type": 2, "target_value": reg_id_of(self.world)}
        )
        return changed({**target, "notification": changed(NOTIFICATION, changes)}, own)

    def send(self, **changes: Any) -> dict[str, Any]:
        """Push to bob_phone."""
        return self.post("message/notification/unicast", {"message": json.dumps(self.message(**changes))})

    def batch(self, *messages: Any) -> dict[str, Any]:
        """Push each of *messages*."""
        return self.post("message/notification/unicast_batch", {"messages": json.dumps(messages)})

    def save(self, **changes: Any) -> dict[str, Any]:
        """Store a notification for broadcasts."""
        return self.post("message/notification/save_message_content", changed(NOTIFICATION, changes))

    def broadcast(self, message_id: object, target_value: object = LEFT_OUT, target_type: object = 2) -> dict[str, Any]:
        """Push a stored notification."""
        fields = {"message_id": message_id, "target_type": target_type, "target_value": target_value}
        return self.post("message/notification/broadcast", fields)

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def verdict(self) -> str:
        """Let a second pass, and return how the latest push stands."""
        self.world.run_for(SECOND_MS)
        return self.world.verdict(self.world.ledger.opened).text

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"oppo.{rule}")


def a_client(**spec: Any) -> OppoClient:
    """Return an authenticated client in a healthy world of *spec*."""
    client = OppoClient(healthy_world("oppo", **spec))
    assert client.auth()["code"] == 0
    return client


def manager_of(world: World, name: str = "bob_phone") -> tuple[AppProcess, PushManager]:
    """Return the app's process on a phone, started if need be, and OPPO's SDK in it."""
    process = world.phone(name).app.start()
    assert isinstance(process.vendor_client, PushManager)
    return process, process.vendor_client
