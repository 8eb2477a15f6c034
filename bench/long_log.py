"""A long logcat in a ticket: how fast it is read. It is streamed, so a longer one takes longer and no more memory."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure, figure_of
from simulator.diagnose.reading import read_ticket

_TAGS = ("ActivityManager", "WifiService", "SurfaceFlinger", "chatty", "audio_hw", "BatteryStats")
_BLOCK_LINES = 20_000
_MB = 1_000_000
_MB_PER_S_MIN = 18
"""A gigabyte in less than a minute."""


def measure(sizes: Sizes) -> list[Row]:
    """Read a log of which next to nothing is about push."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "phone.log")
        _write(path, sizes.log_mb * _MB)
        rates = []
        for _ in range(min(3, sizes.rounds)):
            begun = time.perf_counter()
            found = read_ticket([path])
            rates.append(path.stat().st_size / _MB / (time.perf_counter() - begun))
            assert any("Suppressing" in line.text for line in found.lines), "its last line is the one that matters"
    median = figure_of(rates).median
    figure = Figure(median, max(rates), len(rates))
    return [
        Row(f"logcat of {sizes.log_mb} MB in a ticket", "MB a second", figure, aim=Aim(Bound.AT_LEAST, _MB_PER_S_MIN))
    ]


def _write(path: Path, size_bytes: int) -> None:
    block = "".join(_line(number) for number in range(_BLOCK_LINES))
    with path.open("w", encoding="utf-8") as file:
        while file.tell() < size_bytes:
            file.write(block)
        file.write(
            "11-22 08:05:01.010  1000  1078 E NotificationService: Suppressing notification from package com.x\n"
        )


def _line(number: int) -> str:
    stamp = f"11-22 08:{number // 600 % 60:02d}:{number // 10 % 60:02d}.{number % 1000:03d}"
    said = "push token asked for" if number % 2_000 == 0 else f"frame {number * 7919} of the system, told at length"
    return f"{stamp}  {1000 + number % 300}  {2000 + number % 500} {'VDIWE'[number % 5]} {_TAGS[number % 6]}: {said}\n"
