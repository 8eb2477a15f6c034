"""A sender for Huawei's HTTP API: a request that is right in everything, from which each test spoils one thing."""

import json
from typing import Any
from urllib.parse import urlencode

from simulator.kernel.trace import Record
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.push.journey import Hop
from simulator.world.verdicts import End
from simulator.world.world import World
from tests.factories import healthy_world, reg_id_of

LOGIN_HOST = "oauth-login.cloud.huawei.com"
OLD_HOST = "api.push.hicloud.com"
HOST = "push-api.cloud.huawei.com"
UNKNOWN = "IQAAAACy-none-999999999999"
LEFT_OUT = object()
JSON = (("Content-Type", "application/json"),)


def a_body(token: object) -> dict[str, Any]:
    """Return a send that is right in everything."""
    return {
        "validate_only": False,
        "message": {
            "token": token,
            "android": {
                "category": "IM",
                "ttl": "86400s",
                "notification": {"title": "a new message", "body": "lunch?", "click_action": {"type": 3}},
            },
        },
    }


def an_old_payload(**action: Any) -> dict[str, Any]:
    """Return a notification as the gateway of HMS 2.x has it; *action* is what a tap does, opening the app if none."""
    message = {
        "type": 3,
        "body": {"title": "a new message", "content": "lunch?"},
        "action": action or {"type": 3, "param": {"appPkgName": "com.example.chat"}},
    }
    return {"hps": {"msg": message, "ext": {"biTag": "tag", "customize": [{"ext": "42"}, {"n": 1}]}}}


def put(body: dict[str, Any], path: str, value: object) -> None:
    """Set what stands at the dotted *path*, or take it away."""
    *outer, last = path.split(".")
    part = body
    for name in outer:
        part = part.setdefault(name, {})
    if value is LEFT_OUT:
        part.pop(last, None)
    else:
        part[last] = value


class HuaweiClient:
    """One customer's server.

    Attributes:
        world: Whose cloud it calls.
        token: Access token that `auth` brought last.
        status: HTTP status of the last answer.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.clouds["huawei"].apps[0]
        self.token = ""
        self.status = 0

    def ask(self, host: str, path: str, body: str, headers: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """Post *body* and return the answer's."""
        self.world.scheduler.context = None
        answer: Response = self.world.hosts.handle(Request("POST", host, path, "", headers, body.encode()))
        self.status = answer.status
        given: dict[str, Any] = json.loads(answer.body)
        return given

    def auth(self, version: int = 3, **changes: Any) -> dict[str, Any]:
        """Ask for an access token."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.app.values["app_id"],
            "client_secret": self.app.values["app_secret"],
            **changes,
        }
        body = urlencode({name: value for name, value in form.items() if value is not LEFT_OUT})
        form_header = (("Content-Type", "application/x-www-form-urlencoded"),)
        answer = self.ask(LOGIN_HOST, f"/oauth2/v{version}/token", body, form_header)
        self.token = answer.get("access_token", self.token)
        return answer

    def post(self, body: object, bearer: str | None = None, app_id: str = "") -> dict[str, Any]:
        """Send *body* as it is, and see that the answer has the types that clients read."""
        authorization = f"Bearer {self.token}" if bearer is None else bearer
        headers = (*JSON, ("Authorization", authorization))
        path = f"/v1/{app_id or self.app.values['app_id']}/messages:send"
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        answer = self.ask(HOST, path, text, headers)
        assert [type(answer[name]) for name in ("code", "msg", "requestId")] == [str, str, str]
        return answer

    def call(self, path: str, body: object, *headers: tuple[str, str], bearer: str | None = None) -> dict[str, Any]:
        """Post *body* as JSON to *path* of the push API, in which `{app}` and `{project}` stand for their IDs."""
        authorization = f"Bearer {self.token}" if bearer is None else bearer
        values = self.app.values
        path = path.replace("{app}", values["app_id"]).replace("{project}", values["project_id"])
        return self.ask(HOST, path, json.dumps(body), (*JSON, ("Authorization", authorization), *headers))

    def gateway(
        self, changes: dict[str, str] | None = None, *, method: str = "POST", context: str = "", bearer: str = ""
    ) -> Response:
        """Call `pushsend.do` with a form that is right but for its *changes*; an empty text leaves a field out."""
        context = context or json.dumps({"ver": "1", "appId": self.app.values["app_id"]})
        form = {**self.old_form(), **(changes or {})}
        body = urlencode({name: value for name, value in form.items() if value})
        self.world.scheduler.context = None
        query = urlencode({"nsp_ctx": context})
        headers = (("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", bearer))
        answer = self.world.hosts.handle(Request(method, OLD_HOST, "/pushsend.do", query, headers, body.encode()))
        self.status = answer.status
        return answer

    def old_form(self) -> dict[str, str]:
        """Return the form of a message that the gateway takes."""
        return {
            "access_token": self.token,
            "nsp_svc": "openpush.message.api.send",
            "nsp_ts": str(self.world.clock.epoch_s),
            "device_token_list": json.dumps([reg_id_of(self.world)]),
            "payload": json.dumps(an_old_payload()),
        }

    def send(self, changes: dict[str, Any] | None = None, tokens: object = None) -> dict[str, Any]:
        """Push to bob_phone, or to *tokens*; *changes* are made at dotted paths."""
        body = a_body([reg_id_of(self.world)] if tokens is None else tokens)
        for path, value in (changes or {}).items():
            put(body, path, value)
        return self.post(body)

    def spoil(self, name: str, value: object) -> dict[str, Any]:
        """Push with one field of the notification changed."""
        return self.send({f"message.android.notification.{name}": value})

    @property
    def last(self) -> Record:
        """The latest hop of the latest push."""
        record = self.world.trace.last_hop(self.world.ledger.opened)
        assert record is not None
        return record

    def said_no(self, hop: Hop, reason: str, rule: str) -> bool:
        """Return whether the latest push stopped there, for that."""
        last = self.last
        return (last.name, last.reason, last.rule) == (hop, reason, f"huawei.{rule}")


def a_client(**spec: Any) -> HuaweiClient:
    """Return a client with an access token in a healthy world of *spec*."""
    client = HuaweiClient(healthy_world("huawei", **spec))
    assert client.auth()["token_type"] == "Bearer"
    return client


def shown(client: HuaweiClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


def shade(client: HuaweiClient) -> list[str]:
    """Let a second pass and return the texts that bob_phone shows."""
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()
    return [one.text for one in client.world.phone("bob_phone").notifications.shade]
