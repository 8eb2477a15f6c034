"""Files of an app that a scenario names: whether the program can read what is in them."""

from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.scenario.errors import quoted

APPLICATION_ID = "com.example.app"
"""Stands for whatever the scenario's app is called: no manifest is right for one name and wrong for another."""


def _manifest_fault(path: Path) -> str | None:
    from simulator.device.app.manifest import ManifestFault, parse_manifest
    from simulator.device.app.manifest_file import read_manifest_file

    try:
        parse_manifest(read_manifest_file(path), {"applicationId": APPLICATION_ID})
    except ManifestFault as fault:
        return str(fault)
    return None


def _shrinking_fault(path: Path) -> str | None:
    from simulator.device.app.shrinking import ShrinkingFault, read_rules_file

    try:
        read_rules_file(path)
    except ShrinkingFault as fault:
        return f"{fault.line}: R8 would say {quoted(fault.what)}"
    return None


# The readers are imported when a file is there to be read: most scenarios name none.
FAULTS: Mapping[str, Callable[[Path], str | None]] = {"manifest": _manifest_fault, "shrinking": _shrinking_fault}
"""Finds what is wrong in a file of each kind, with its place there; `None` for nothing."""
