"""What some tests need of the machine; without it they are skipped, and say how to get it."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from simulator.serve import isolation

PACKAGES = {
    "chromedriver": "chromium-driver",
    "node": "nodejs",
    "php": "php-cli php-curl",
    "go": "golang-go",
    "java": "default-jdk-headless",
}
"""Debian's packages, where they are not called as the program is."""

SDKS = Path(__file__).parents[1] / ".sdks"
"""Where `make sdks` puts public SDKs."""

FUZZER = Path(__file__).parents[1] / ".schemathesis"
"""Where `make fuzz` puts schemathesis: apart, since in the environment it would join every run of pytest."""


def needs(*programs: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need *programs*."""
    missing = [program for program in programs if which(program) is None]
    packages = " ".join(PACKAGES.get(program, program) for program in missing)
    return pytest.mark.skipif(
        bool(missing), reason=f"there is no {' and no '.join(missing)} here; apt-get install {packages}"
    )


def needs_sdks(sender: str) -> pytest.MarkDecorator:
    """Return the mark of tests that run *sender*, which imports public SDKs."""
    installed = SDKS / ("python" if sender.endswith(".py") else "node_modules")
    is_whole = installed.is_dir() and (SDKS / ".ready").exists()
    return pytest.mark.skipif(not is_whole, reason=f"the SDKs of {sender} are not installed; make sdks")


needs_fuzzer = pytest.mark.skipif(
    not (FUZZER / ".ready").exists(), reason="schemathesis is not installed; make .schemathesis/.ready"
)

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no processes can be looked at here")
needs_root = pytest.mark.skipif(
    isolation.possible() is not isolation.Isolation.LED,
    reason="only root on Linux may lead a command by name tables of its own",
)

AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") if os.geteuid() == 0 else ()
"""What a program is run with to have no rights."""


def _is_held_back() -> bool:
    """Whether a user without rights can run this checkout, and may give a command name tables of its own."""
    ask = "from simulator.serve.isolation import *; import sys; sys.exit(possible() is not Isolation.HELD_BACK)"
    try:
        asked = subprocess.run([*AS_NOBODY, sys.executable, "-c", ask], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return asked.returncode == 0


needs_namespace = pytest.mark.skipif(not _is_held_back(), reason="users without rights have no namespaces here")
