"""The text of a file and where it is from; errors about it are made here."""

import codecs
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn, Unpack

from simulator.scenario.errors import Parts, ScenarioError, ScenarioErrors, Where

FILE_BYTES_MAX = 1024 * 1024

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Source:
    """A text and where it is from.

    Attributes:
        path: Of the file, as the user wrote it.
        text: All of it.
    """

    path: Path
    text: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(_LINE_BREAK.split(self.text))

    @cached_property
    def file(self) -> str:
        """The path for people: relative where it is below the current directory."""
        if self.path.is_absolute():
            try:
                return self.path.relative_to(Path.cwd()).as_posix()
            except ValueError:
                return self.path.as_posix()
        return self.path.as_posix()

    def error(self, line: int, column: int, path: str, what: str, **parts: Unpack[Parts]) -> ScenarioError:
        """Return the error *what* at a place of this file; *parts* are those of `ScenarioError`."""
        return ScenarioError(Where(self.file, line, column), path, what, **parts)

    def refuse(self, line: int, column: int, what: str, then: str) -> NoReturn:
        """Give up on the file as a whole.

        Raises:
            ScenarioErrors: Always.
        """
        raise ScenarioErrors([self.error(line, column, "", what, next=then)])

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character at *index*."""
        above = _LINE_BREAK.split(self.text[:index])
        return len(above), len(above[-1]) + 1


def read_source(path: Path) -> Source:
    """Read the file at *path*.

    Raises:
        ScenarioErrors: It cannot be opened, is larger than 1 MiB, or is not UTF-8.
    """
    source = Source(path)
    try:
        # Asked before opening: opening a pipe would wait for its writer.
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            source.refuse(0, 0, "this is not a file", "name a YAML file, or a folder of them")
        if about.st_size > FILE_BYTES_MAX:
            source.refuse(
                0,
                0,
                f"this file has {about.st_size} bytes; at most {FILE_BYTES_MAX} are read",
                "write one scenario per file, and keep other data elsewhere",
            )
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        source.refuse(0, 0, f"this file cannot be read: {reason}", "correct the path, or the file's permissions")
    return Source(path, _decoded(source, data))


def _decoded(source: Source, data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        source.refuse(0, 0, "this file is UTF-16", "save it as UTF-8")
    if _looks_like_utf_16(data):
        source.refuse(0, 0, "this file looks like UTF-16", "save it as UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        source.refuse(line, 0, "this file is binary, not text", "name a YAML file, saved as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        looks_chinese = _decodes(data, "gb18030")
        source.refuse(
            line,
            0,
            "this file is not UTF-8" + ("; it looks like GBK" if looks_chinese else ""),
            "save it as UTF-8",
        )


def _looks_like_utf_16(data: bytes) -> bool:
    """Whether every other byte is mostly nought, as in texts of plain letters."""
    half = len(data) // 2
    return half > 1 and max(data[::2].count(0), data[1::2].count(0)) > half * 3 // 4


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return "\ufffd" not in data.decode(encoding)
    except UnicodeDecodeError:
        return False
