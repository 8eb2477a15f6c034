"""Results as JSON Lines: a head, then one line a case, sorted by name."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import msgspec

from simulator.report.case_report import CaseReport

FORMAT = 1
IN_MEMORY_BYTES_MAX = 4 * 1024 * 1024


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line.

    Attributes:
        format: Which keys the lines have; this program writes and reads one format.
        seed: What everything drawn in all cases repeats from.
    """

    format: int = FORMAT
    seed: int


class Results:
    """The cases of one run, taken in as they come and walked by name; they wait on the disk, not in memory.

    Attributes:
        head: What holds for all of them.
    """

    def __init__(self, head: Head) -> None:
        """Begin with none."""
        self.head = head
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(CaseReport)
        self._file = SpooledTemporaryFile[bytes](IN_MEMORY_BYTES_MAX)  # closed with the results
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        """Return itself; the disk is given back behind the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, report: CaseReport) -> None:
        """Take *report* in; of two for one case the later one counts."""
        line = self._encoder.encode(report)
        self._file.seek(self._end)
        self._file.write(line)
        self._places[report.case] = (self._end, len(line))
        self._end += len(line)

    def __iter__(self) -> Iterator[CaseReport]:
        """Walk the cases, sorted by name."""
        return map(self._decoder.decode, self._lines())

    def __getitem__(self, case: str) -> CaseReport:
        """Return what there is to tell of *case*.

        Raises:
            KeyError: It was never taken in.
        """
        return self._decoder.decode(self._line(self._places[case]))

    def _lines(self) -> Iterator[bytes]:
        return (self._line(place) for _, place in sorted(self._places.items()))

    def _line(self, place: tuple[int, int]) -> bytes:
        start, length = place
        self._file.seek(start)
        return self._file.read(length)

    def write(self, path: Path) -> None:
        """Write all of it to *path*."""
        with path.open("wb") as file:
            file.write(self._encoder.encode(self.head) + b"\n")
            for line in self._lines():
                file.write(line)
                file.write(b"\n")
