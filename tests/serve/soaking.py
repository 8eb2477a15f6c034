"""Keeps a served world under a mixed load for long, and looks whether its memory stays level.

`python -m tests.serve.soaking [MINUTES] [REQUESTS_A_SECOND] [CSV]`; the file gets one line every ten seconds.
"""

import contextlib
import http.client
import json
import random  # noqa: TID251  # which request comes next is random on purpose
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TextIO
from urllib.parse import urlsplit

from simulator.customer.usersig import make_user_sig
from simulator.network.http import Request
from simulator.serve.server import machine_ms
from simulator.vendors import VENDORS
from tests.serve.outside import OutsideSender, SocketWire
from tests.serve.processes import resident_kb, serving

PEOPLE = 4
PHONES = 3
"""Of each vendor."""
SENDERS = 6
SAMPLE_S = 10
GROWTH_PERCENT_MAX = 5
"""By how much the last sixth may lie above the third one, in which all that is kept has come to its full size."""
Mix = Mapping[Callable[[], None], int]
"""What may come next, and how often it does."""


@dataclass
class Seen:
    """What a load was answered.

    Attributes:
        asked: How many requests there were, by what they were for.
        results: How pushes went: by vendor, and reason or `ok`.
        records: How many a reader of the event stream was told.
    """

    asked: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    records: int = 0


class Client:
    """One of several that load a served world at once, each with its own connections."""

    def __init__(self, url: str, number: int, seen: Seen) -> None:
        """Load the world at *url*, and note in *seen* what it says."""
        self._url, self._seen, self._number = url, seen, number
        self._chance = random.Random(number)
        self._wire = SocketWire(url)
        known = self._json("GET", "/_sim/credentials")
        self._im = known
        self._phones = {one["name"]: one["vendor"] for one in self._json("GET", "/_sim/phones")}
        self._senders = {name: OutsideSender(name, known["vendors"][name], self._wire, seed=number) for name in VENDORS}
        self._impostors = {
            name: OutsideSender(name, dict.fromkeys(known["vendors"][name], "wrong"), self._wire) for name in VENDORS
        }

    @property
    def servers(self) -> Mix:
        """What a customer's servers do, and somebody who looks on."""
        return {
            self.push: 620,
            self.push_by_im: 120,
            self.push_to_nobody: 50,
            self.push_with_wrong_credentials: 30,
            self.authenticate_anew: 20,
            self.read: 140,
            self.ask_nonsense: 20,
        }

    @property
    def people(self) -> Mix:
        """What is done with phones and worlds, which may take its time."""
        return {self.use_phone: 12, self.change_world: 4, self.jump: 1}

    def go_on(self, mix: Mix, every_s: float, stop: threading.Event) -> None:
        """Do one thing of *mix* after the other, at this pace, until *stop*."""
        acts, weights = list(mix), list(mix.values())
        due_s = time.monotonic()
        while not stop.is_set():
            [act] = self._chance.choices(acts, weights)
            act()
            self._seen.asked[act.__name__] += 1
            due_s = max(due_s + every_s, time.monotonic() - 1)
            stop.wait(max(0.0, due_s - time.monotonic()))

    # -- pushes -------------------------------------------------------------------------------------------------------

    def push(self) -> None:
        """Push to a phone, as its vendor wants it."""
        name = self._chance.choice(tuple(self._phones))
        vendor, reg_id = self._phones[name], self._json("GET", f"/_sim/phones/{name}")["reg_id"]
        self._note(vendor, self._senders[vendor].push(reg_id or "none"))

    def push_to_nobody(self) -> None:
        """Push to a regId that nobody has."""
        vendor = self._chance.choice(tuple(VENDORS))
        self._note(f"{vendor}, nobody", self._senders[vendor].push(f"unknown-{self._chance.random()}"))

    def push_with_wrong_credentials(self) -> None:
        """Push with another app's secret."""
        vendor = self._chance.choice(tuple(VENDORS))
        self._note(f"{vendor}, impostor", self._impostors[vendor].push("reg-id"))

    def authenticate_anew(self) -> None:
        """Let a sender forget its token, which asks for another one with its next push."""
        self._senders[self._chance.choice(tuple(VENDORS))].forget_token()

    def push_by_im(self) -> None:
        """Send a message by IM's REST API."""
        now_s = machine_ms() // 1_000
        admin, app_id = self._im["admins"][0], self._im["sdk_app_id"]
        signature = make_user_sig(self._im["secret_key"], app_id, admin, now_s=now_s - now_s % 60)
        query = f"sdkappid={app_id}&identifier={admin}&usersig={signature}&random={self._dice()}&contenttype=json"
        element = {"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}
        user = f"{self._chance.choice(tuple(self._phones))}_user"
        message = {"SyncOtherMachine": 2, "To_Account": user, "MsgRandom": self._dice(), "MsgBody": [element]}
        body = json.dumps(message).encode()
        request = Request("POST", "console.tim.qq.com", "/v4/openim/sendmsg", query, (), body)
        self._seen.results[f"im: {json.loads(self._wire.exchange(request).body)['ErrorCode']}"] += 1

    # -- everything else ----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Look at the world."""
        paths = ("phones", "clock", "worlds", "credentials", f"trace?limit=50&after={self._dice(100_000)}", "pushes/7")
        self._ask("GET", f"/_sim/{self._chance.choice(paths)}")

    def ask_nonsense(self) -> None:
        """Ask what nobody answers, or what nobody can read."""
        self._ask("POST", self._chance.choice(("/nowhere", "/message/send", "/_sim/steps", f"/{self._dice()}")), b"{[")

    def use_phone(self) -> None:
        """Have somebody do something with a phone."""
        name = self._chance.choice(tuple(self._phones))
        user = f"{name}_user"
        self._steps(
            *self._chance.choice(
                (
                    ({"kill_app": name}, {"launch_app": name}),
                    ({"tap_notification": name}, {"kill_app": name}),
                    ({"reboot_phone": name}, {"set_up": {"phone": name, "user": user}}, {"kill_app": name}),
                    ({"log_out": name}, {"log_in": {"phone": name, "user": user}}, {"kill_app": name}),
                    ({"set_network": {"phone": name, "to": "off"}}, {"set_network": {"phone": name, "to": "wifi"}}),
                    ({"must_arrive": {"phone": name, "within": "1s"}},),
                )
            )
        )

    def change_world(self) -> None:
        """Make a world and drop it, while somebody in it waits."""
        name = f"w{self._number}"
        self._ask("POST", "/_sim/worlds", json.dumps({"name": name, "world": {"phones": {"p": "vivo X60"}}}).encode())
        self._ask("GET", f"/w/{name}/_sim/phones")
        self._ask("DELETE", f"/_sim/worlds/{name}")

    def jump(self) -> None:
        """Let time jump, so that tokens, messages and days end."""
        self._ask("POST", "/_sim/clock", json.dumps({"advance": "5min"}).encode())

    def _steps(self, *steps: object) -> None:
        self._ask("POST", "/_sim/steps", json.dumps([{"wait": "0ms"}, *steps]).encode())

    def _note(self, what: str, result: Any) -> None:
        self._seen.results[f"{what}: {result.reason or 'ok'} {result.code if result.reason else ''}".rstrip()] += 1

    def _dice(self, up_to: int = 2**31) -> int:
        return self._chance.randrange(up_to)

    def _ask(self, method: str, target: str, body: bytes = b"") -> bytes:
        path, _, query = target.partition("?")
        return self._wire.exchange(Request(method, "127.0.0.1", path, query, (), body)).body

    def _json(self, method: str, target: str) -> Any:
        return json.loads(self._ask(method, target))


def read_along(url: str, seen: Seen, stop: threading.Event) -> None:
    """Read the event stream, as an open console does."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    connection.request("GET", "/_sim/events")
    with contextlib.closing(connection), connection.getresponse() as answer:
        while not stop.is_set() and (line := answer.readline()):
            seen.records += line.startswith(b"event: record")


def soak(minutes: float, rate: float, into: TextIO) -> tuple[list[int], Seen]:
    """Load a served world for so many *minutes*; return its memory every ten seconds, in kB, and what was seen."""
    seen, stop, kilobytes = Seen(), threading.Event(), list[int]()
    with serving(VENDORS, PHONES) as (url, process_id):
        clients = [Client(url, number, seen) for number in range(SENDERS + PEOPLE)]
        work = [(client.go_on, client.servers, SENDERS / rate, stop) for client in clients[:SENDERS]]
        work += [(client.go_on, client.people, 1.0, stop) for client in clients[SENDERS:]]
        threads = [threading.Thread(target=run, args=given, daemon=True) for run, *given in work]
        threads.append(threading.Thread(target=read_along, args=(url, seen, stop), daemon=True))
        for thread in threads:
            thread.start()
        for number in range(round(minutes * 60 / SAMPLE_S) + 1):
            kilobytes.append(resident_kb(process_id))
            print(f"{number * SAMPLE_S},{kilobytes[-1]},{seen.asked.total()},{seen.records}", file=into, flush=True)
            stop.wait(SAMPLE_S)
        stop.set()
        for thread in threads:
            thread.join(30)
    return kilobytes, seen


def growth_percent(kilobytes: list[int]) -> float:
    """Return how far the last sixth of the samples lies above the third."""
    part = max(1, len(kilobytes) // 6)
    before, after = median(kilobytes[2 * part : 3 * part]), median(kilobytes[-part:])
    return (after - before) * 100 / before


def main(minutes: float, rate: float, path: Path | None) -> int:
    """Return 0 where memory stayed level."""
    with contextlib.ExitStack() as stack:
        into = sys.stdout if path is None else stack.enter_context(path.open("w", encoding="utf-8"))
        kilobytes, seen = soak(minutes, rate, into)
    for what, count in sorted((seen.asked + seen.results).items()):
        print(f"  {count:>9}  {what}")
    grown = growth_percent(kilobytes)
    marks = ", ".join(f"{one / 1024:.0f}" for one in kilobytes[:: max(1, len(kilobytes) // 6)])
    print(f"{minutes:g} min, {seen.asked.total()} requests and {seen.records} events: {marks} MB; {grown:+.1f} %")
    return 1 if grown > GROWTH_PERCENT_MAX else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    if given and float(given[0]) < 1:
        sys.exit("a soak takes a minute at least: its memory is compared between parts of it")
    sys.exit(
        main(
            float(given[0]) if given else 60,
            float(given[1]) if given[1:] else 300,
            Path(given[2]) if given[2:] else None,
        )
    )
