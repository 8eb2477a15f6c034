"""Requests a second of a served world: authenticated, validated, metered sends, over sockets and without.

wrk drives it over sockets, with 16 connections, and then a stub of WireMock's; where there is no wrk these rows are
left out, with a message. What is counted are sends that succeed: they go to several vendors and many phones, since one
app may send no more than some thousand messages a second.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure, figure_of, rate, seconds_a_call
from bench.wiremock import stubbing
from simulator.network.http import Request, Response
from simulator.network.http1 import Incoming
from simulator.runner.suite import vocabulary
from simulator.serve.front import Front
from simulator.serve.guard import Guard
from simulator.serve.http_server import Exchange
from simulator.serve.routing import MAIN, Directory
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.serve.outside import OutsideSender, SocketWire
from tests.serve.processes import resident_kb, serving

ROOT = Path(__file__).parents[1]
CONNECTIONS = 16
VENDORS = ("honor", "huawei", "oppo", "vivo")
"""Who let an app send thousands of messages a second: Xiaomi and Meizu stop at 500."""
PHONES = 16
"""Of each vendor: Huawei takes 3,000 messages a day for one."""
_UNIT = "a second"
_SPAN_MS = {"us": 0.001, "ms": 1.0, "s": 1_000.0}


def measure(sizes: Sizes) -> list[Row]:
    """Measure sends within the process, and over sockets where there is wrk."""
    rows = [Row("served vivo sends, no sockets", _UNIT, _in_process(sizes))]
    if shutil.which("wrk") is None:
        print("served: there is no wrk here, so nothing is measured over sockets", file=sys.stderr)
        return rows
    return [*rows, *_over_sockets(sizes)]


def _in_process(sizes: Sizes) -> Figure:
    """Return how many sends a second are answered behind the port."""
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create(MAIN, "", 1)
    front = Front(worlds, Directory(worlds.present(MAIN).world), lambda _, __: None, Guard())

    def ask(method: str, path: str, body: bytes = b"", token: str = "") -> Any:
        kept = _Kept()
        headers = [(b"Host", b"localhost"), (b"authToken", token.encode())]
        front.handle(Incoming(method, path, headers, body, keeps_alive=True), kept)
        return json.loads(kept.body)

    token = ask("POST", "/message/auth", _auth(ask("GET", "/_sim/credentials")))["authToken"]
    body = _message(ask("GET", "/_sim/phones/vivo_phone")["reg_id"])
    assert ask("POST", "/message/send", body, token)["result"] == 0
    [seconds] = seconds_a_call(
        [lambda: ask("POST", "/message/send", body, token)], times=sizes.times, rounds=sizes.rounds
    )
    return rate(seconds)


class _Kept(Exchange):
    """An exchange without a connection."""

    def __init__(self) -> None:
        self.is_open = True
        self.body = b""

    def answer(self, response: Response) -> None:
        self.body = response.body


@dataclass(frozen=True, slots=True)
class _Load:
    """What wrk told of one server.

    Attributes:
        rates: Sends a second that succeeded, round by round.
        success_percent: Of all sends, in all rounds.
        slowest_ms: The 99th percentile, round by round.
        memory_mb: Of the server's process, before and after.
    """

    rates: list[float]
    success_percent: float
    slowest_ms: list[float]
    memory_mb: tuple[float, float]


def _over_sockets(sizes: Sizes) -> list[Row]:
    with TemporaryDirectory(prefix="pushsim-bench-") as folder:
        script = Path(folder) / "send.lua"
        with serving(VENDORS, PHONES) as (url, process_id):
            script.write_text(_script(url), encoding="utf-8")
            ours = _load(url, process_id, script, sizes)
        with stubbing() as stub:
            theirs = None if stub is None else _load(*stub, script, sizes)
    what = f"served sends to {len(VENDORS)} vendors, wrk with {CONNECTIONS} connections"
    beside = "WireMock: one stub for all" if theirs else ""
    rates = _of_rates(ours)
    rows = [
        Row(what, _UNIT, rates, aim=Aim(Bound.AT_LEAST, 8_000)),
        Row("succeeded among all", "%", _single(ours.success_percent), aim=Aim(Bound.AT_LEAST, 100)),
        Row("memory of the server before", "MB", _single(ours.memory_mb[0])),
    ]
    if theirs is None:
        return [
            *rows,
            Row(f"{what}, p99", "ms", figure_of(ours.slowest_ms)),
            Row("memory of the server after that load", "MB", _single(ours.memory_mb[1])),
        ]
    return [
        *rows,
        Row(what, _UNIT, rates, _of_rates(theirs), beside, Aim(Bound.AT_LEAST, 3, of_ratio=True)),
        Row(
            f"{what}, p99",
            "ms",
            figure_of(ours.slowest_ms),
            figure_of(theirs.slowest_ms),
            beside,
            Aim(Bound.AT_MOST, 0.5, of_ratio=True),
        ),
        Row(
            "memory of the server after that load",
            "MB",
            _single(ours.memory_mb[1]),
            _single(theirs.memory_mb[1]),
            beside,
        ),
    ]


def _of_rates(load: _Load) -> Figure:
    return Figure(figure_of(load.rates).median, max(load.rates), len(load.rates))


def _single(value: float) -> Figure:
    return Figure(value, value)


def _load(url: str, process_id: int, script: Path, sizes: Sizes) -> _Load:
    """Have wrk send what *script* says to *url*, in some rounds behind one that does not count."""
    rates, slowest_ms, counts = [], [], [0, 0]
    before_mb = resident_kb(process_id) / 1024
    for number in range(sizes.suites + 1):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{sizes.served_s}s", "--latency", "-s", str(script)]
        told = subprocess.run([*command, url], check=True, capture_output=True, encoding="utf-8").stdout
        assert "Non-2xx" not in told, told
        if number == 0:  # a Java virtual machine compiles as it goes
            continue
        succeeded, refused = map(int, _found(r"succeeded: (\d+), refused: (\d+)", told))
        counts[0] += succeeded
        counts[1] += succeeded + refused
        rates.append(float(_found(r"Requests/sec:\s+([\d.]+)", told)[0]) * succeeded / (succeeded + refused))
        value, unit = _found(r"99%\s+([\d.]+)(us|ms|s)", told)
        slowest_ms.append(float(value) * _SPAN_MS[unit])
    return _Load(rates, counts[0] * 100 / counts[1], slowest_ms, (before_mb, resident_kb(process_id) / 1024))


class _Remembering(SocketWire):
    """Knows what it has carried last."""

    last: Request

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""
        self.last = request
        return super().exchange(request)


def _script(url: str) -> str:
    """Return what wrk sends, as it reads it: a send to each phone in turn, as its vendor wants it."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        known = client.get("/_sim/credentials").json()["vendors"]
        phones = client.get("/_sim/phones").json()
    requests = []
    with closing(_Remembering(url)) as wire:
        senders = {name: OutsideSender(name, known[name], wire) for name in VENDORS}
        for phone in sorted(phones, key=lambda one: one["name"].rpartition("_")[::-1]):
            result = senders[phone["vendor"]].push(phone["reg_id"])
            assert result.reason is None, result
            requests.append(_formatted(wire.last))
    return _SCRIPT % ",\n".join(requests)


def _formatted(request: Request) -> str:
    headers = ", ".join(
        f"[ {_lua(name)} ] = {_lua(value)}" for name, value in (*request.headers, ("Host", request.host))
    )
    target = f"{request.path}?{request.query}" if request.query else request.path
    return f"wrk.format({_lua(request.method)}, {_lua(target)}, {{{headers}}}, {_lua(request.body.decode())})"


def _lua(text: str) -> str:
    """Return *text* as it is written in Lua, in whose long brackets nothing is escaped."""
    return f"[==[{text}]==]"


_SCRIPT = """
local requests, next, threads = {}, 0, {}
succeeded, refused = 0, 0

function setup(thread) table.insert(threads, thread) end

function init()
  requests = {%s}
end

function request()
  next = next %% #requests + 1
  return requests[next]
end

function response(status, headers, body)
  if status == 200 and (body:find('"result":0', 1, true) or body:find('"code":0', 1, true)
      or body:find('"code":200', 1, true) or body:find('"code":"80000000"', 1, true)) then
    succeeded = succeeded + 1
  else
    refused = refused + 1
  end
end

function done()
  print(("succeeded: %%d, refused: %%d"):format(threads[1]:get("succeeded"), threads[1]:get("refused")))
end
"""
"""Asks in turn, and counts what the vendors' success codes say; wrk has one thread."""


def _auth(credentials: Any) -> bytes:
    app = credentials["vendors"]["vivo"]
    stamp = time.time_ns() // 1_000_000
    text = f"{app['app_id']}{app['app_key']}{stamp}{app['app_secret']}"
    sign = md5(text.encode(), usedforsecurity=False).hexdigest()
    return json.dumps({"appId": app["app_id"], "appKey": app["app_key"], "timestamp": stamp, "sign": sign}).encode()


def _message(reg_id: str) -> bytes:
    wanted = {"regId": reg_id, "notifyType": 1, "title": "a title", "content": "a text to read", "skipType": 1}
    return json.dumps({**wanted, "requestId": "1", "classification": 1, "category": "IM"}).encode()


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.groups()
