"""Has schemathesis ask a served world what the description of its control API allows, and what it does not.

`python -m tests.serve.fuzzing [EXAMPLES]` asks as many of each operation, and tries every bound of the schema as well.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx

from simulator.runner.suite import vocabulary
from simulator.serve.in_thread import ServerInThread
from simulator.serve.live_world import usual_world
from simulator.serve.routing import MAIN
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.programs import FUZZER

BRIEF = ("fuzzing", "stateful")
ALL = ("examples", "coverage", *BRIEF)
_CONFIGURATION = Path(__file__).parent / "schemathesis" / "schemathesis.toml"
_ENDLESS = "/_sim/events"
_STEPS = "/_sim/steps"


def complaints(examples: int, phases: Sequence[str]) -> Iterator[str]:
    """Yield what schemathesis finds wrong with a world that is served for it, with *examples* of each operation.

    Steps are asked for while time stands still, where they jump over their waits; the rest may set it going.
    """
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create_of(MAIN, usual_world(), 1)
    with ServerInThread(worlds) as served:
        httpx.post(f"{served.url}/_sim/clock", json={"pace": "stopped"}, trust_env=False).raise_for_status()
        for which in (["--include-path", _STEPS], ["--exclude-path", _STEPS, "--exclude-path", _ENDLESS]):
            command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIGURATION), "run"]
            # Whoever reaches this machine needs no token, as the description says.
            checks = ["--checks", "all", "--exclude-checks", "ignored_auth", "--continue-on-failure"]
            limits = ["--max-examples", str(examples), "--phases", ",".join(phases), "--request-timeout", "30"]
            ran = subprocess.run(
                [*command, f"{served.url}/_sim/openapi.json", *which, *checks, *limits, "--seed", "1", "--no-shrink"],
                env={**os.environ, "PYTHONPATH": str(FUZZER)},
                cwd=FUZZER,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if ran.returncode:
                yield f"{ran.stdout}\n{ran.stderr}"


def main(examples: int) -> int:
    """Return 0 where there is nothing to complain of."""
    found = list(complaints(examples, ALL))
    for text in found:
        print(text)
    if not found:
        print(f"nothing is wrong with {examples} examples of each operation, and at the bounds of the schema")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 200))
