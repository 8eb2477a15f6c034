"""What the figures were taken on: they mean nothing without it."""

import os
import platform
import sysconfig
from pathlib import Path


def machine() -> str:
    """Return processor, cores, Python and how it was built, in one line."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or ""
    built = "optimised build" if "--enable-optimizations" in options else "build without --enable-optimizations"
    python = f"{platform.python_implementation()} {platform.python_version()} ({built})"
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {python}"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
