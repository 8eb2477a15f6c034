"""A served world in a process of its own, with phones of several vendors, and how much memory a process has."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.world.models import supported_model

_ROOT = Path(__file__).parents[2]


@contextmanager
def serving(vendors: Iterable[str], phones: int) -> Iterator[tuple[str, int]]:
    """Run `pushsim serve` on a free port with so many *phones* of each vendor, `vivo_0` of the user `vivo_0_user`.

    Yields:
        Its address and the number of its process.
    """
    names = ((vendor, f"{vendor}_{number}") for vendor in vendors for number in range(phones))
    spec = {"phones": {name: {"model": supported_model(vendor), "user": f"{name}_user"} for vendor, name in names}}
    with TemporaryDirectory(prefix="pushsim-served-") as folder:
        world = Path(folder) / "world.yaml"
        world.write_text(json.dumps(spec), encoding="utf-8")
        command = [sys.executable, "-m", "simulator", "serve", str(world), "--port", "0"]
        with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline().split()[2], process.pid
            finally:
                process.terminate()


def resident_kb(process_id: int) -> int:
    """Return how much memory a process has."""
    command = ["ps", "-o", "rss=", "-p", str(process_id)]
    return int(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
