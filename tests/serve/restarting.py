"""Kills a served world at random moments under load, starts it again, and counts what it has acknowledged.

`python -m tests.serve.restarting [TIMES]` does it as often as wanted.
"""

import contextlib
import multiprocessing
import random  # noqa: TID251  # the moments of the kills are random on purpose
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from simulator.serve.journal import Journal
from simulator.serve.routing import MAIN
from simulator.serve.server import Server, machine_ms
from simulator.serve.worlds import Worlds
from tests.serve.senders import auth_body, message
from tests.serve.serving import VIVO

SENDERS = 4


def serve(path: Path, ready: Connection) -> None:
    """Serve the world of the journal at *path*, and tell the port."""
    import asyncio

    from simulator.runner.suite import vocabulary

    async def run() -> None:
        worlds = Worlds(vocabulary(), machine_ms, Journal(path))
        if MAIN not in worlds:
            worlds.create(MAIN, VIVO, 1)
        server = Server(worlds)
        await server.start()
        ready.send(server.port)
        await asyncio.Event().wait()

    asyncio.run(run())


@dataclass
class Acknowledged:
    """What the server has said yes to.

    Attributes:
        pushes: The vendor's number of each message, by the sender's number of it.
        edits: Certificates that were saved, by their number.
        users: Users who were registered.
        some: Set as soon as there are pushes since it was cleared.
    """

    pushes: dict[str, str] = field(default_factory=dict)
    edits: list[int] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    some: threading.Event = field(default_factory=threading.Event)


def load(url: str, prefix: str, reg_id: str, token: str, known: Acknowledged, stop: threading.Event) -> None:
    """Push, save certificates and register users, until the server is gone."""
    number = 0
    with httpx.Client(base_url=url, trust_env=False) as client, contextlib.suppress(httpx.TransportError):
        while not stop.is_set():
            number += 1
            name = f"{prefix}-{number}"
            sent = client.post("/message/send", json=message(reg_id, requestId=name), headers={"authToken": token})
            known.pushes[name] = sent.json()["taskId"]
            known.some.set()
            if number % 5 == 0:
                certificate = int(prefix.replace("-", "")) * 1_000 + number
                step = {"save_certificate": {"vendor": "vivo", "id": certificate}}
                if client.post("/_sim/steps", json=[step]).status_code == 200:
                    known.edits.append(certificate)
            if number % 7 == 0:
                user = f"user-{name}"
                steps = [{"log_in_elsewhere": {"user": user, "platform": "Web"}}]
                if client.post("/_sim/steps", json=steps).status_code == 200:
                    known.users.append(user)


def restart(times: int, folder: Path, *, seed: int = 1) -> tuple[Acknowledged, Worlds]:
    """Kill and restart *times* times; return what was acknowledged, and the worlds as they are restored at last."""
    context: ForkServerContext = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.serve.restarting", "simulator.runner.suite"])
    path, known, chance = folder / "session.db", Acknowledged(), random.Random(seed)
    for turn in range(times):
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(path, there), daemon=True)
        process.start()
        url = f"http://127.0.0.1:{here.recv()}"
        with httpx.Client(base_url=url, trust_env=False) as client:
            vivo = client.get("/_sim/credentials").json()["vendors"]["vivo"]
            reg_id = client.get("/_sim/phones/bob_phone").json()["reg_id"]
            token = client.post("/message/auth", json=auth_body(vivo, machine_ms())).json()["authToken"]
        stop = threading.Event()
        threads = [
            threading.Thread(target=load, args=(url, f"{turn}-{one}", reg_id, token, known, stop))
            for one in range(1, SENDERS + 1)
        ]
        known.some.clear()
        for thread in threads:
            thread.start()
        # However slow the machine is: a kill before there is load would kill nothing.
        known.some.wait()
        stop.wait(chance.uniform(0.01, 0.25))
        process.kill()
        process.join()
        stop.set()
        for thread in threads:
            thread.join()
        here.close()
        there.close()
    from simulator.runner.suite import vocabulary

    return known, Worlds(vocabulary(), machine_ms, Journal(path))


def problems(known: Acknowledged, worlds: Worlds) -> list[str]:
    """Return what was acknowledged and is lost, or there twice."""
    # A login that was under way at the kill still has its way to IM before it.
    world = worlds.set_clock(MAIN, advance_ms=1_000, pace=None).world
    accepted = Counter(
        record.data["message_id"] for record in world.trace if record.name == "vendor_accepted" and record.push_id
    )
    asked = Counter(
        record.data["request"]["body"]
        for record in world.trace
        if record.name == "customer>vivo"
        and "request" in record.data
        and b"requestId" in record.data["request"]["body"]
    )
    found = [
        f"push {name} is there {accepted[task]} times" for name, task in known.pushes.items() if accepted[task] != 1
    ]
    found += [f"a request is there {count} times" for count in asked.values() if count != 1]
    console = world.im.console
    found += [f"certificate {one} is lost" for one in known.edits if console.latest(one) is None]
    found += [f"user {one} is lost" for one in known.users if one not in world.im.accounts]
    return found


def main(times: int) -> int:
    """Return 0 where nothing was lost or doubled."""
    with TemporaryDirectory() as folder:
        known, worlds = restart(times, Path(folder))
    found = problems(known, worlds)
    for problem in found:
        print(problem)
    print(
        f"{times} kills: {len(known.pushes)} pushes, {len(known.edits)} certificates and {len(known.users)} users were"
        f" acknowledged; {len(found)} of them lost or doubled"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 50))
