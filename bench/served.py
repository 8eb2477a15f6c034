"""Requests a second of a served world: authenticated, validated, metered sends to vivo, over sockets and without.

wrk drives it over sockets, with 16 connections, and then a stub of WireMock's; where there is no wrk these rows are
left out, with a message.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from simulator.network.http import Response
from simulator.network.http1 import Incoming
from simulator.runner.suite import vocabulary
from simulator.serve.front import Front
from simulator.serve.guard import Guard
from simulator.serve.http_server import Exchange
from simulator.serve.routing import MAIN, Directory
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds

ROOT = Path(__file__).parents[1]
CONNECTIONS = 16
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
        rates: Requests a second, round by round.
        slowest_ms: The 99th percentile, round by round.
        memory_mb: Of the server's process, before and after.
    """

    rates: list[float]
    slowest_ms: list[float]
    memory_mb: tuple[float, float]


def _over_sockets(sizes: Sizes) -> list[Row]:
    with TemporaryDirectory(prefix="pushsim-bench-") as folder:
        script = Path(folder) / "send.lua"
        with _serving() as (url, process_id):
            script.write_text(_script(url), encoding="utf-8")
            ours = _load(url, process_id, script, sizes)
        with stubbing() as stub:
            theirs = None if stub is None else _load(*stub, script, sizes)
    what = f"served vivo sends, wrk with {CONNECTIONS} connections"
    beside = "WireMock: a stub of the same call" if theirs else ""
    rates = _of_rates(ours)
    rows = [
        Row(what, _UNIT, rates, aim=Aim(Bound.AT_LEAST, 8_000)),
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
    rates, slowest_ms = [], []
    before_mb = _resident_mb(process_id)
    for number in range(sizes.suites + 1):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{sizes.served_s}s", "--latency", "-s", str(script)]
        told = subprocess.run(
            [*command, f"{url}/message/send"], check=True, capture_output=True, encoding="utf-8"
        ).stdout
        assert "Non-2xx" not in told, told
        if number == 0:  # a Java virtual machine compiles as it goes
            continue
        rates.append(float(_found(r"Requests/sec:\s+([\d.]+)", told)[0]))
        value, unit = _found(r"99%\s+([\d.]+)(us|ms|s)", told)
        slowest_ms.append(float(value) * _SPAN_MS[unit])
    return _Load(rates, slowest_ms, (before_mb, _resident_mb(process_id)))


@contextmanager
def _serving() -> Iterator[tuple[str, int]]:
    """Run `pushsim serve` on a free port; yield its address and the number of its process."""
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[2], process.pid
        process.terminate()


def _script(url: str) -> str:
    """Return what wrk sends, as it reads it."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        token = client.post("/message/auth", content=_auth(client.get("/_sim/credentials").json())).json()["authToken"]
        body = _message(client.get("/_sim/phones/vivo_phone").json()["reg_id"]).decode()
        sent = client.post("/message/send", content=body, headers={"authToken": token}).json()
    assert sent["result"] == 0, sent
    headers = f'wrk.headers["Content-Type"] = "application/json"\nwrk.headers["authToken"] = {json.dumps(token)}\n'
    return f'wrk.method = "POST"\nwrk.body = {json.dumps(body)}\n{headers}'


def _auth(credentials: Any) -> bytes:
    app = credentials["vendors"]["vivo"]
    stamp = time.time_ns() // 1_000_000
    text = f"{app['app_id']}{app['app_key']}{stamp}{app['app_secret']}"
    sign = md5(text.encode(), usedforsecurity=False).hexdigest()
    return json.dumps({"appId": app["app_id"], "appKey": app["app_key"], "timestamp": stamp, "sign": sign}).encode()


def _message(reg_id: str) -> bytes:
    wanted = {"regId": reg_id, "notifyType": 1, "title": "a title", "content": "a text to read", "skipType": 1}
    return json.dumps({**wanted, "requestId": "1", "classification": 1, "category": "IM"}).encode()


def _resident_mb(process_id: int) -> float:
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process_id)], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    return int(told) / 1024


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.groups()
