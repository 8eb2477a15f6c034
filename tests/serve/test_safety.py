"""Who may control a served world, what is shown of its secrets, and where its callbacks may go."""

import asyncio
import json
from collections.abc import Mapping

import pytest

from simulator.network.http import Request, Response
from simulator.serve.callbacks import CallbackAddressWrong, Callbacks, addresses_of
from simulator.serve.guard import is_loopback
from simulator.serve.http_server import HttpServer
from tests.serve.senders import auth, push
from tests.serve.serving import VIVO, Desk, Kept

CLOCK = "/_sim/clock"


def asked(headers: Mapping[str, str], *, host: str = "localhost:8600", token: str = "", target: str = CLOCK) -> Kept:
    return Desk("phones: {p: vivo X60}", token=token).ask("GET", target, host=host, **headers)


@pytest.mark.parametrize("host", ["localhost", "localhost:8600", "127.0.0.1:1", "[::1]:8600", "192.0.2.7:8600"])
def test_control_api_answers_by_the_names_of_this_machine(host: str):
    assert asked({}, host=host).status == 200


MALFORMED = [
    "[::1",
    "::1]",
    "localhost@rebound.example.com",
    "rebound.example.com@localhost",
    "localhost:86 00",
    "localhost/",
]


@pytest.mark.parametrize(
    "host", ["rebound.example.com", "rebound.example.com:8600", "localhost.example.com", "", *MALFORMED]
)
def test_control_api_does_not_answer_by_a_name_that_somebody_else_gave_it(host: str):
    assert asked({}, host=host).status == 403


@pytest.mark.parametrize("origin", ["http://localhost:8600", "https://localhost:8600", "http://LOCALHOST:8600"])
def test_page_from_here_may_use_the_control_api(origin: str):
    assert asked({"Origin": origin}).status == 200


@pytest.mark.parametrize(
    "origin", ["https://example.com", "null", "http://localhost:8601", "http://127.0.0.1:8600", "", "http://[::1"]
)
def test_page_from_elsewhere_may_not(origin: str):
    exchange = asked({"Origin": origin})
    assert exchange.status == 403
    assert "may not use the control API" in exchange.json["error"]


def test_page_from_elsewhere_cannot_play_steps():
    desk = Desk()
    steps = json.dumps([{"kill_app": "bob_phone"}]).encode()
    assert desk.ask("POST", "/_sim/steps", steps, Origin="https://example.com", Content_Type="text/plain").status == 403
    assert desk.phone()["state"] == "foreground"


TOKENS = {
    "none": ({}, CLOCK, 401),
    "wrong": ({"Authorization": "Bearer guess"}, CLOCK, 401),
    "longer": ({"Authorization": "Bearer tokenx"}, CLOCK, 401),
    "not ASCII": ({"Authorization": "Bearer töken"}, CLOCK, 401),
    "other scheme": ({"Authorization": "Basic token"}, CLOCK, 401),
    "right": ({"Authorization": "bearer token"}, CLOCK, 200),
    "in the query": ({}, f"{CLOCK}?token=token", 200),
    "wrong in the query": ({}, f"{CLOCK}?token=guess", 401),
}


@pytest.mark.parametrize(("headers", "target", "status"), TOKENS.values(), ids=TOKENS)
def test_token_has_to_be_known_where_there_is_one(headers: Mapping[str, str], target: str, status: int):
    assert asked(headers, token="token", target=target).status == status


def test_vendors_and_im_ask_for_no_token_of_ours():
    desk = Desk(token="token")
    assert desk.ask("POST", "/message/auth", b"{}", host="api-push.vivo.com.cn").status == 200


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("box", False)],
)
def test_loopback_is_what_nobody_else_reaches(host: str, expected: bool):
    assert is_loopback(host) is expected


# -- secrets -----------------------------------------------------------------------------------------------------------

SECRETS = f"""
certificates:
  xiaomi: {{app_secret: "mi+secret/0001=="}}
  huawei: {{app_secret: hw-secret-0001}}
im: {{secret_key: im-secret-key-0001}}
{VIVO}
"""


def test_secrets_are_not_shown_in_the_trace():
    desk = Desk(SECRETS)
    body = b"grant_type=client_credentials&client_id=1&client_secret=hw-secret-0001"
    desk.ask("POST", "/oauth2/v3/token", body, host="oauth-login.cloud.huawei.com")
    desk.ask("POST", "/v3/message/regid", b"x=mi%2Bsecret%2F0001%3D%3D", Authorization="key=mi+secret/0001==")
    desk.ask("POST", "/v4/openim/sendmsg?sdkappid=1&usersig=eJyrVgrx-secret&random=1", b"{}")
    after = desk.live.world.trace
    text = desk.ask("GET", f"/_sim/trace?after={len(after) - 12}").response.body.decode()
    assert "client_secret=***" in text
    assert "key=***" in text
    assert "x=***" in text
    assert "usersig=***&random=1" in text
    assert "secret-0001" not in text
    assert "eJyrVgrx" not in text


def test_user_sig_is_shown_in_no_form():
    desk = Desk()
    body = json.dumps({"UserSig": "eJyrVgrx-inner", "more": json.dumps({"user_sig": "eJyrVgrx-nested"})}).encode()
    desk.ask("POST", "/v4/openim/sendmsg?sdkappid=1&usersig=eJyrVgrx-query&random=1", body)
    text = desk.ask("GET", "/_sim/trace").response.body.decode()
    assert '"user_sig":"***"' in text, "the app logs in with one"
    assert "usersig=***&random=1" in text
    assert "eJyrVgrx" not in text


def test_secret_that_a_step_has_changed_is_not_shown_either():
    desk = Desk()
    desk.steps({"set_vendor_app": {"vendor": "vivo", "app_secret": "changed-secret-1"}})
    desk.ask("POST", "/message/auth", b'{"x": "changed-secret-1"}')
    assert "changed-secret" not in json.dumps(desk.get("/_sim/trace?after=100"))


# -- callbacks ---------------------------------------------------------------------------------------------------------


def test_addresses_of_callbacks():
    assert addresses_of(("http://127.0.0.1:9000/", "Push.Example.com=https://localhost:1/in")) == {
        "127.0.0.1": "http://127.0.0.1:9000",
        "push.example.com": "https://localhost:1/in",
    }


@pytest.mark.parametrize("text", ["127.0.0.1:9000", "push.example.com", "a=b", "ftp://127.0.0.1", "http://"])
def test_what_is_no_address_is_refused(text: str):
    with pytest.raises(CallbackAddressWrong, match="is no address; write http"):
        addresses_of((text,))


def receipt_of(desk: Desk, url: str) -> None:
    """Let a push be shown whose receipt goes to *url*."""
    token = auth(desk).json["authToken"]
    extra = {"callback": url, "callback.param": "p"}
    assert push(desk, token, desk.phone()["reg_id"], extra=extra).json["result"] == 0
    desk.pass_ms(60_000)


def test_receipt_to_an_address_that_nobody_simulates_is_taken_by_the_simulated_customer():
    desk = Desk()
    seen: list[Request] = []
    desk.worlds.callbacks = seen.append
    receipt_of(desk, "https://me.example.com/receipts")
    assert [(one.method, one.host, one.path) for one in seen] == [("POST", "me.example.com", "/receipts")]
    names = [record.name for record in desk.live.world.trace]
    assert "host_unknown" not in names
    assert "receipt_given_up" not in names


def test_receipt_to_the_simulated_customer_is_told_too():
    desk = Desk()
    seen: list[Request] = []
    desk.worlds.callbacks = seen.append
    receipt_of(desk, "https://push.customer.example/receipts/vivo")
    assert [one.host for one in seen] == ["push.customer.example"]
    assert [one for one in desk.live.world.trace if one.name == "receipt"]


def test_copy_goes_to_an_allowed_address_and_to_no_other(capsys: pytest.CaptureFixture[str]):
    got: list[tuple[str, bytes, str | None]] = []

    async def run() -> None:
        server = HttpServer(
            lambda incoming, exchange: (
                got.append((incoming.target, incoming.body, incoming.header(b"x-original-host"))),
                exchange.answer(Response(302, (("Location", "http://127.0.0.1:1/elsewhere"),))),
            )
        )
        port = await server.start("127.0.0.1", 0)
        callbacks = Callbacks({"me.example.com": f"http://127.0.0.1:{port}/in"})
        callbacks.take(Request("POST", "me.example.com", "/receipts", "sign=s", (("X-A", "1"),), b"body"))
        callbacks.take(Request("POST", "other.example.com", "/receipts"))
        await callbacks.finish()
        await server.stop()

    asyncio.run(run())
    assert got == [("/in/receipts?sign=s", b"body", "me.example.com")]
    told = capsys.readouterr().err
    assert "callback to me.example.com/receipts: http://127.0.0.1:" in told
    assert "HTTP 302" in told
    assert "sign=s" not in told


def test_address_that_does_not_answer_is_told_of(capsys: pytest.CaptureFixture[str]):
    async def run() -> None:
        callbacks = Callbacks({"me.example.com": "http://127.0.0.1:1"})
        callbacks.take(Request("POST", "me.example.com", "/receipts"))
        await callbacks.finish()

    asyncio.run(run())
    assert "callback to me.example.com/receipts: http://127.0.0.1:1: ConnectError" in capsys.readouterr().err
