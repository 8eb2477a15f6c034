"""A sender for Honor's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Record
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.world.world import World
from tests.factories import healthy_world, reg_id_of

HOST = "push-api.cloud.honor.com"
TOKEN_HOST = "iam.developer.honor.com"
UNKNOWN = "BAEAAAAAB.fakeHonorToken9999"
LEFT_OUT = object()

NOTIFICATION = {
    "title": "a new message",
    "body": "lunch?",
    "clickAction": {"type": 3},
    "importance": "NORMAL",
    "style": 0,
    "notifyId": 7,
}
ANDROID = {"ttl": "86400s", "biTag": "tag-1", "targetUserType": 0, "data": '{"ext":"42"}'}


def changed(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return *body* with *changes*; `LEFT_OUT` takes a field away."""
    return {name: value for name, value in {**body, **changes}.items() if value is not LEFT_OUT}


class HonorClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        token: What the token endpoint brought last.
        status: HTTP status of the last answer.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["honor"].apps[0]
        self.token = ""
        self.status = 0

    def post(self, host: str, path: str, body: str, headers: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
        """Post *body* and return the answer, which is always a JSON object."""
        self.world.scheduler.context = None
        answer = self.world.hosts.handle(Request("POST", host, path, "", headers, body.encode()))
        self.status = answer.status
        given: dict[str, Any] = json.loads(answer.body)
        return given

    def auth(self, **changes: Any) -> dict[str, Any]:
        """Ask for a token."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.app.values["client_id"],
            "client_secret": self.app.values["client_secret"],
        }
        answer = self.post(TOKEN_HOST, "/auth/token", urlencode(changed(form, changes)))
        self.token = answer.get("access_token", self.token)
        return answer

    def send(self, app_id: str = "", authorization: str | None = None, **body: Any) -> dict[str, Any]:
        """Push *body*."""
        scheme = f"Bearer {self.token}" if authorization is None else authorization
        path = f"/api/v1/{app_id or self.app.values['app_id']}/sendMessage"
        text = json.dumps(body, ensure_ascii=False)
        return self.post(HOST, path, text, (("Authorization", scheme), ("timestamp", "1")))

    def push(self, *tokens: str, android: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """Push a notification, to bob_phone where no token is named, with *changes* of its notification."""
        return self.send(
            token=list(tokens) or [reg_id_of(self.world)],
            android=changed({**ANDROID, "notification": changed(NOTIFICATION, changes)}, android or {}),
        )

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"honor.{rule}")


def a_client(**spec: Any) -> HonorClient:
    """Return an authenticated client in a healthy world of *spec*."""
    client = HonorClient(healthy_world("honor", **spec))
    assert client.auth()["token_type"] == "Bearer"
    return client
