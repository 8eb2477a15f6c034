"""Plays every shipped scenario over each adapter and compares the traces, byte for byte: `make carried`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.replay import PLANTED, Machine, replay
from tests.test_determinism import SCENARIOS

OVER = ("direct", "httpx", "sockets")


def main() -> int:
    """Return 0 where all traces are the same."""
    machines = [Machine(hash_seed=0, date="2026-03-02 01:00:00", over=over) for over in OVER]
    with TemporaryDirectory() as folder:
        direct, *others = replay(machines, SCENARIOS, Path(folder))
    played = direct.keys() - PLANTED.keys()
    differ = [
        f"{case} over {over}"
        for over, traces in zip(OVER[1:], others, strict=True)
        for case in sorted(played)
        if traces.get(case) != direct[case]
    ]
    for case in differ:
        print(f"differs: {case}")
    print(f"{len(played)} cases over {', '.join(OVER)}: {len(differ)} traces differ")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
