"""What some tests need of the machine; without it they are skipped, and say how to get it."""

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

needs_root = pytest.mark.skipif(
    not isolation.is_possible(), reason="only root on Linux may give a command name tables of its own"
)
