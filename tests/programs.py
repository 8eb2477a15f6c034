"""Programs of the machine that some tests need; without one its tests are skipped, and say how to get it."""

from shutil import which

import pytest

PACKAGES = {"chromedriver": "chromium-driver", "node": "nodejs"}
"""Debian's packages, where they are not called as the program is."""


def needs(*programs: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need *programs*."""
    missing = [program for program in programs if which(program) is None]
    packages = " ".join(PACKAGES.get(program, program) for program in missing)
    return pytest.mark.skipif(
        bool(missing), reason=f"there is no {' and no '.join(missing)} here; apt-get install {packages}"
    )
