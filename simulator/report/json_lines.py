"""Results as JSON Lines: a head, then one line a case, sorted by name."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import NoReturn, Self

import msgspec

from simulator.report.case_report import CaseReport
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where, quoted

FORMAT = 1
IN_MEMORY_BYTES_MAX = 4 * 1024 * 1024
LINE_BYTES_MAX = 256 * 1024 * 1024
NOT_COUNTED = -1


class Head(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first line.

    Attributes:
        format: Which keys the lines have; this program writes and reads one format.
        seed: What everything drawn in all cases repeats from.
        cases: How many lines follow; a file from elsewhere may leave it out.
        shard: `2/5` where these are the cases of one shard; empty where they are all.
    """

    format: int
    seed: int
    cases: int = NOT_COUNTED
    shard: str = ""


class Results:
    """The cases of one run, taken in as they come and walked by name; they wait on the disk, not in memory.

    Attributes:
        seed: What everything drawn in all cases repeats from.
        shard: `2/5` where these are the cases of one shard; empty where they are all.
    """

    def __init__(self, seed: int, shard: str = "") -> None:
        """Begin with none."""
        self.seed = seed
        self.shard = shard
        self._encode = msgspec.json.Encoder().encode
        self._decode = msgspec.json.Decoder(CaseReport).decode
        self._file = SpooledTemporaryFile[bytes](IN_MEMORY_BYTES_MAX)
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        """Return itself; the disk is given back behind the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def add(self, report: CaseReport) -> None:
        """Take *report* in; of two for one case the later one counts."""
        line = self._encode(report)
        self._file.seek(self._end)
        self._file.write(line)
        self._places[report.case] = (self._end, len(line))
        self._end += len(line)

    def __len__(self) -> int:
        """Return how many cases there are."""
        return len(self._places)

    def __contains__(self, case: str) -> bool:
        """Return whether the case of that name is there."""
        return case in self._places

    def __getitem__(self, case: str) -> CaseReport:
        """Return the case of that name.

        Raises:
            KeyError: It is not there.
        """
        return self._decode(self._line(self._places[case]))

    def __iter__(self) -> Iterator[CaseReport]:
        """Walk the cases, sorted by name."""
        return map(self.__getitem__, sorted(self._places))

    def _line(self, place: tuple[int, int]) -> bytes:
        start, length = place
        self._file.seek(start)
        return self._file.read(length)

    def write(self, path: Path) -> None:
        """Write all of it to *path*."""
        with path.open("wb") as file:
            file.write(self._encode(Head(FORMAT, self.seed, len(self), self.shard)) + b"\n")
            for case in sorted(self._places):
                file.write(self._line(self._places[case]))
                file.write(b"\n")


def read_results(path: Path) -> Results:
    """Read what `Results.write` has written to *path*.

    Raises:
        ScenarioErrors: It cannot be opened, is cut off, or holds something else.
    """
    lines = _Lines(path)
    try:
        with path.open("rb") as file:
            head = lines.head(file.readline(LINE_BYTES_MAX))
            with ExitStack() as until_whole:
                results = until_whole.enter_context(Results(head.seed, head.shard))
                while line := file.readline(LINE_BYTES_MAX):
                    results.add(lines.case(line, results))
                lines.end(head, results)
                until_whole.pop_all()
                return results
    except OSError as error:
        lines.number = 0
        reason = (error.strerror or "no reason given").lower()
        lines.refuse(f"this file cannot be read: {reason}", "correct the path, or the file's permissions")


_ANEW = "write it anew with --json FILE; several files become one by pushsim report merge"


class _Lines:
    """Reads one line after the other.

    Attributes:
        number: Of the present one, from 1; 0 for the file as a whole.
    """

    def __init__(self, path: Path) -> None:
        self.number = 0
        self._path = path
        self._heads = msgspec.json.Decoder(Head)
        self._cases = msgspec.json.Decoder(CaseReport)

    def head(self, line: bytes) -> Head:
        """Read the first line."""
        self.number += 1
        if not line:
            self.number = 0
            self.refuse("this file is empty", _ANEW)
        try:
            head = self._heads.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self.refuse("this is not the first line of results", _ANEW)
        if head.format != FORMAT:
            self.refuse(
                f"these results have format {head.format}, and this pushsim reads format {FORMAT}",
                "write and read them with one version of pushsim",
            )
        return head

    def case(self, line: bytes, before: Results) -> CaseReport:
        """Read the next line, whose case is none of those *before*."""
        self.number += 1
        if not line.endswith(b"\n"):
            what = (
                "this line is cut off"
                if len(line) < LINE_BYTES_MAX
                else f"this line is longer than {LINE_BYTES_MAX} bytes"
            )
            self.refuse(what, _ANEW)
        try:
            report = self._cases.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self.refuse(f"this is not a case's line: {str(error).lower()}", _ANEW)
        if report.case in before:
            self.refuse(f"{quoted(report.case)} stands here a second time", _ANEW)
        return report

    def end(self, head: Head, results: Results) -> None:
        """Check that nothing is missing."""
        self.number = 0
        if head.cases not in {len(results), NOT_COUNTED}:
            self.refuse(f"this file was cut off: it has {len(results)} of {head.cases} cases", _ANEW)

    def refuse(self, what: str, then: str) -> NoReturn:
        """Give up on the file.

        Raises:
            ScenarioErrors: Always.
        """
        raise ScenarioErrors([ScenarioError(Where(self._path.as_posix(), self.number), "", what, next=then)])
