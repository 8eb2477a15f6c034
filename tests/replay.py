"""Plays scenarios in a process of its own, under another machine's clock and hash seed, and keeps their traces.

`python -m tests.replay FILE` reads what to play from standard input (JSON: `date`, `over`, `paths`) and writes the
traces to FILE, by case. Beside the scenarios it plays a case of its own, once as it is and once with each of the faults
that a comparison of traces has to find.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4  # noqa: TID251  # for a fault that is to be found

from freezegun import freeze_time

if TYPE_CHECKING:
    from simulator.world.build import RunOptions
    from simulator.world.world import World

ROOT = Path(__file__).parents[1]
SUITE = ROOT / "scenarios"
OWN_CASE = "own case"
SECONDS_MAX = 300


@dataclass(frozen=True, slots=True)
class Machine:
    """What differs between two machines, and must not show.

    Attributes:
        hash_seed: Decides the order of a set of texts.
        date: What its clock says.
        over: What carries HTTP there: `direct`, `httpx` or `sockets`.
    """

    hash_seed: int
    date: str
    over: str = "direct"


def replay(machines: Sequence[Machine], paths: Sequence[Path], folder: Path) -> list[Mapping[str, str]]:
    """Play all cases of the scenarios at *paths* on each of *machines*, side by side; return traces by case.

    Args:
        machines: One process each.
        paths: Scenario files, from the project's root on.
        folder: Where the traces are kept meanwhile.
    """
    runs: list[tuple[Path, subprocess.Popen[str]]] = []
    for number, machine in enumerate(machines):
        file = folder / f"{number}.json"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.replay", str(file)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(machine.hash_seed)},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        runs.append((file, process))
        assert process.stdin is not None
        wanted = {"date": machine.date, "over": machine.over, "paths": [path.as_posix() for path in paths]}
        process.stdin.write(json.dumps(wanted))
        process.stdin.close()
        process.stdin = None
    try:
        errors = [process.communicate(timeout=SECONDS_MAX)[1] for _, process in runs]
    finally:
        for _, process in runs:
            process.kill()
    assert [process.returncode for _, process in runs] == [0] * len(runs), "\n".join(errors)
    return [json.loads(file.read_text(encoding="utf-8")) for file, _ in runs]


def main(file: Path, date: str, over: str, paths: Sequence[str]) -> None:
    """Play everything and write the traces to *file*."""
    with freeze_time(date):
        traces = dict(_traces(over, [Path(path) for path in paths]))
    file.write_text(json.dumps(traces, ensure_ascii=False), encoding="utf-8")


def _traces(over: str, paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    # Imported here, under the machine's date: a module that reads the clock when it is imported shows as well.
    from simulator.cli.commands.run import ADAPTERS
    from simulator.runner.run import run_case
    from simulator.runner.suite import vocabulary
    from simulator.scenario.errors import ScenarioErrors
    from simulator.scenario.loader import load_scenario
    from simulator.scenario.model import cases
    from simulator.vendors import VENDORS
    from simulator.world.build import RunOptions

    options = RunOptions(make_adapter=ADAPTERS[over])
    for fault in ("", *PLANTED):
        yield fault or OWN_CASE, _play_own_case(options, fault)
    names = vocabulary()
    for path in paths:
        try:
            scenario = load_scenario(path, names, SUITE)
        except ScenarioErrors:
            # Its test finds no trace of it, and the others theirs.
            continue
        for case in cases(scenario, tuple(VENDORS)):
            yield f"{path.as_posix()}::{case.case_id}", _text(run_case(case, options).world)


def _play_own_case(options: "RunOptions", fault: str) -> str:
    from simulator.runner.run import play_step
    from simulator.scenario.model import PlacedStep
    from simulator.scenario.stage import Stage
    from simulator.scenario.steps import STEPS
    from simulator.world.build import build
    from simulator.world.spec import WorldSpec

    world = build(WorldSpec(), "vivo", options)
    stage = Stage(world)
    steps: list[tuple[str, dict[str, str]]] = [
        ("set_up", {"phone": "bob_phone", "user": "bob"}),
        ("kill_app", {"phone": "bob_phone"}),
        ("send_message", {"sender": "alice", "to": "bob", "text": "午饭?", "via": "rest"}),
        ("must_arrive", {"phone": "bob_phone", "body": "午饭?"}),
        ("tap_notification", {"phone": "bob_phone"}),
        ("must_open", {"phone": "bob_phone", "app": "main"}),
    ]
    for line, (verb, fields) in enumerate(steps, start=1):
        play_step(PlacedStep(STEPS[verb](**fields), line, 1, verb), stage, is_first=line == 1)
    if fault:
        PLANTED[fault](world)
    return _text(world)


def _text(world: "World") -> str:
    return "\n".join(world.trace.to_json_lines())


# -- planted faults ----------------------------------------------------------------------------------------------------


def _set_order(world: "World") -> None:
    """Act on the members of a set of texts one after the other, as they come."""
    for name in {f"phone {number}" for number in range(20)}:
        _write(world, name)


def _machine_clock(world: "World") -> None:
    """Record when the machine thinks it is."""
    _write(world, datetime.now().isoformat())  # noqa: DTZ005, TID251  # the fault that is to be found


def _unseeded_draw(world: "World") -> None:
    """Draw from a source that nobody seeded."""
    _write(world, uuid4().hex)


def _hash(world: "World") -> None:
    """Let a text's hash decide."""
    _write(world, str(hash("bob_phone") % 1_000_003))


def _write(world: "World", value: str) -> None:
    from simulator.kernel.trace import Kind

    world.trace.write("planted actor", Kind.STATE, "acted", data={"value": value})


PLANTED: Mapping[str, Callable[["World"], None]] = {
    "set order": _set_order,
    "machine clock": _machine_clock,
    "unseeded draw": _unseeded_draw,
    "hash": _hash,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), **json.load(sys.stdin))
