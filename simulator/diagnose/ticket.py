"""A ticket: its parts as bytes, wherever they lie, and what is left out because it cannot be read."""

import io
import os
import stat
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

PARTS_MAX: Final = 2_000
MEMBER_BYTES_MAX: Final = 2 * 1024**3
ARCHIVE_BYTES_MAX: Final = 4 * 1024**3
RATIO_MAX: Final = 200
"""A member that grows by more than this is a bomb, not a log."""
RATIO_BYTES_MIN: Final = 16 * 1024**2
HEAD_BYTES: Final = 64 * 1024
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part that was left out, and why."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a ticket.

    Attributes:
        name: As shown to people: the path below the ticket, or within its archive.
        head: Its first 64 KiB.
        path: Where it lies on disk; None for what came through an archive or standard input.
    """

    name: str
    head: bytes
    _open: Callable[[], IO[bytes]]
    path: Path | None = None

    def open(self) -> IO[bytes]:
        """Open it from its beginning."""
        return self._open()

    def read(self, size_max: int) -> bytes:
        """Return its first *size_max* bytes."""
        with self.open() as file:
            return file.read(size_max)

    @property
    def suffix(self) -> str:
        """Of its name, in lower case: `.yaml`."""
        return PurePosixPath(self.name).suffix.lower()


def parts_of(paths: Sequence[Path]) -> Iterator[Part | Unreadable]:
    """Walk the parts of the ticket at *paths*: files, folders, archives, `-` for standard input."""
    count = 0
    for path in paths:
        for found in _at(path):
            count += 1
            if count > PARTS_MAX:
                yield Unreadable(str(path), f"more than {PARTS_MAX} files; give those that matter")
                return
            yield found


def _at(path: Path) -> Iterator[Part | Unreadable]:
    if str(path) == STDIN:
        data = sys.stdin.buffer.read(ARCHIVE_BYTES_MAX)
        yield Part("standard input", data[:HEAD_BYTES], lambda: io.BytesIO(data))
    elif path.is_dir():
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith("."):
                    yield from _file(Path(folder, name), Path(folder, name).relative_to(path).as_posix())
    else:
        yield from _file(path, path.name)


def _file(path: Path, name: str) -> Iterator[Part | Unreadable]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Unreadable(name, "not a file")
            return
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        yield Unreadable(name, f"cannot be read: {(error.strerror or 'no reason given').lower()}")
        return
    if head.startswith(b"PK\x03\x04") and not name.lower().endswith((".apk", ".aab", ".xlsx", ".docx")):
        yield from _zip(path, name)
    elif tarfile_like(name, head):
        yield from _tar(path, name)
    else:
        yield Part(name, head, lambda: path.open("rb"), path)


def tarfile_like(name: str, head: bytes) -> bool:
    """Whether it is a tar archive, packed or not, by its name or its mark."""
    return name.lower().endswith((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")) or head[257:262] == b"ustar"


def _zip(path: Path, name: str) -> Iterator[Part | Unreadable]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            total = 0
            for member in members[:PARTS_MAX]:
                inner = f"{name}/{member.filename}"
                total += member.file_size
                grows = member.file_size > RATIO_BYTES_MIN and member.file_size > RATIO_MAX * max(
                    1, member.compress_size
                )
                if grows or member.file_size > MEMBER_BYTES_MAX or total > ARCHIVE_BYTES_MAX:
                    yield Unreadable(inner, "unpacks to far more than it is packed in")
                    continue
                try:
                    with archive.open(member) as file:
                        head = file.read(HEAD_BYTES)
                except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
                    yield Unreadable(inner, f"cannot be unpacked: {str(error).lower()[:80]}")
                    continue
                yield Part(inner, head, _zip_opener(path, member.filename))
    except (zipfile.BadZipFile, OSError, zlib.error, EOFError) as error:
        yield Unreadable(name, f"broken archive: {str(error).lower()[:80]}")


def _zip_opener(path: Path, member: str) -> Callable[[], IO[bytes]]:
    """Return how *member* is opened; it ends at the size that the archive declares, whatever it would unpack to."""
    return lambda: zipfile.ZipFile(path).open(member)


def _tar(path: Path, name: str) -> Iterator[Part | Unreadable]:
    packed_bytes = path.stat().st_size
    total = 0
    try:
        with tarfile.open(path) as archive:
            for count, member in enumerate(archive):
                if not member.isfile():
                    continue
                inner = f"{name}/{member.name}"
                total += member.size
                if count > PARTS_MAX or (total > RATIO_BYTES_MIN and total > RATIO_MAX * max(1, packed_bytes)):
                    yield Unreadable(inner, "unpacks to far more than it is packed in")
                    return
                file = archive.extractfile(member)
                assert file is not None, "a regular member has content"
                with file:
                    data = file.read(MEMBER_BYTES_MAX)
                yield Part(inner, data[:HEAD_BYTES], _in_memory(data))
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        yield Unreadable(name, f"broken archive: {str(error).lower()[:80]}")


def _in_memory(data: bytes) -> Callable[[], IO[bytes]]:
    return lambda: io.BytesIO(data)
