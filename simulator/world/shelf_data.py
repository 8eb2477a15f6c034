"""Data that lie in the vendors' folders, beside what holds for all: read without importing any vendor's code."""

from collections.abc import Iterator
from pathlib import Path

from simulator.vendors import VENDORS

_COMMON = ""
"""Stands for what is no vendor's."""


def data_files(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of each file called *name*, with its vendor; that of no vendor comes last, with an empty name."""
    for vendor in VENDORS:
        path = VENDORS.folder(vendor) / name
        if path.is_file():
            yield vendor, path.read_bytes()
    yield _COMMON, Path(__file__).with_name(name).read_bytes()
