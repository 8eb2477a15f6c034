"""A ticket: its parts as bytes, wherever they lie, and what is left out because it cannot be read."""

import bz2
import gzip
import io
import lzma
import os
import shutil
import stat
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Final, Protocol

from simulator.diagnose.masking import masked_name

PARTS_MAX: Final = 2_000
MEMBER_BYTES_MAX: Final = 2 * 1024**3
ARCHIVE_BYTES_MAX: Final = 4 * 1024**3
RATIO_MAX: Final = 200
"""A member that grows by more than this is a bomb, not a log."""
RATIO_BYTES_MIN: Final = 16 * 1024**2
IN_MEMORY_BYTES_MAX: Final = 16 * 1024**2
"""What is larger and lies in an archive, or comes through standard input, is put on disk while it is read."""
HEAD_BYTES: Final = 64 * 1024
DEPTH_MAX: Final = 3
"""Archives within archives that are opened."""
STDIN: Final = "-"
OFFICE: Final = (".docx", ".xlsx", ".pptx")
"""Documents that are archives too."""


class SupportsRead(Protocol):
    """What can be read on."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes."""
        ...


_ZIP: Final = b"PK\x03\x04"
_PACKED: Final[Mapping[bytes, Callable[[IO[bytes]], SupportsRead]]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
"""By the first bytes: how a single file is unpacked."""
_DAMAGE: Final = (OSError, EOFError, zlib.error, lzma.LZMAError)


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
        path: Where it lies on disk; None for what lies in an archive or is packed.
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
    """Walk the parts of the ticket at *paths*: files, folders, archives, `-` for standard input.

    A part can be opened until the next one is asked for.
    """
    count = 0
    for path in paths:
        for found in _at(path):
            count += 1
            if count > PARTS_MAX:
                yield Unreadable(str(path), f"more than {PARTS_MAX} files; give those that matter")
                return
            yield _shown(found)


def _shown(found: Part | Unreadable) -> Part | Unreadable:
    """Return *found* with a name that may be told."""
    if isinstance(found, Unreadable):
        return replace(found, file=masked_name(found.file))
    return replace(found, name=masked_name(found.name))


def _at(path: Path) -> Iterator[Part | Unreadable]:
    if str(path) == STDIN:
        with tempfile.NamedTemporaryFile() as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
            copy.flush()
            yield from _file(Path(copy.name), "standard input")
    elif path.is_dir():
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith("."):
                    yield from _file(Path(folder, name), Path(folder, name).relative_to(path).as_posix())
    else:
        yield from _file(path, path.name)


def _file(path: Path, name: str, depth: int = 0) -> Iterator[Part | Unreadable]:
    """Walk the file at *path*; *depth* is how many archives it lies in."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield Unreadable(name, "not a file")
            return
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        yield Unreadable(name, f"cannot be read: {(error.strerror or 'no reason given').lower()}")
        return
    open_archive = _zip if _is_zip(name, head) else _tar if _is_tar(name, path, head) else None
    if open_archive is None:
        yield _unpacked(name, head, lambda: path.open("rb"), path.stat().st_size, path)
    elif depth > DEPTH_MAX:
        yield Unreadable(name, f"in more than {DEPTH_MAX} archives; give it by itself")
    else:
        yield from open_archive(path, name, depth)


def _is_zip(name: str, head: bytes) -> bool:
    """Whether it is a zip archive of parts, and no app or document that is read as a whole."""
    return head.startswith(_ZIP) and not name.lower().endswith((".apk", ".aab", *OFFICE))


def _inside(
    name: str, head: bytes, opener: Callable[[], IO[bytes]], size: int, depth: int
) -> Iterator[Part | Unreadable]:
    """Walk a member of an archive: itself, or what is in it where it is an archive too."""
    if _is_zip(name, head) or tarfile_like(name, head):
        with opener() as file:
            yield from _on_disk(name, file, depth)
    else:
        yield _unpacked(name, head, opener, size)


def _unpacked(
    name: str, head: bytes, opener: Callable[[], IO[bytes]], packed_bytes: int, path: Path | None = None
) -> Part | Unreadable:
    """Return the part *name*, unpacked where it is packed by itself, as `phone.log.gz` is."""
    unpack = next((one for mark, one in _PACKED.items() if head.startswith(mark)), None)
    if unpack is None:
        return Part(name, head, opener, path)
    bytes_max = max(RATIO_BYTES_MIN, RATIO_MAX * packed_bytes)

    def open_unpacked() -> IO[bytes]:
        packed = opener()
        return _Bounded(unpack(packed), packed, bytes_max)

    try:
        with open_unpacked() as file:
            inner = file.read(HEAD_BYTES)
    except _DAMAGE as error:
        return Unreadable(name, f"cannot be unpacked: {str(error).lower()[:80]}")
    return Part(name, inner, open_unpacked)


class _Bounded(io.BytesIO):
    """Reads on until more came out than belongs in there."""

    def __init__(self, file: SupportsRead, packed: IO[bytes], bytes_max: int) -> None:
        super().__init__()
        self._file = file
        self._packed = packed
        self._left = bytes_max

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes.

        Raises:
            OSError: It unpacks to too much.
        """
        wanted = self._left + 1 if size is None or size < 0 else size
        data = self._file.read(wanted)
        self._left -= len(data)
        if self._left < 0:
            raise OSError("unpacks to far more than it is packed in")
        return data

    def close(self) -> None:
        """Close what it reads from."""
        self._packed.close()
        super().close()


def _is_tar(name: str, path: Path, head: bytes) -> bool:
    """Whether it is a tar archive, packed or not, by its name or its mark."""
    if tarfile_like(name, head):
        return True
    packed = _unpacked(name, head, lambda: path.open("rb"), path.stat().st_size)
    return isinstance(packed, Part) and packed.path is None and tarfile_like("", packed.head)


def tarfile_like(name: str, head: bytes) -> bool:
    """Whether it is a tar archive, packed or not, by its name or its mark."""
    return name.lower().endswith((".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")) or head[257:262] == b"ustar"


def _zip(path: Path, name: str, depth: int) -> Iterator[Part | Unreadable]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if {"AndroidManifest.xml", "classes.dex"} <= {one.filename for one in members}:
                with path.open("rb") as file:
                    yield Part(name, file.read(HEAD_BYTES), lambda: path.open("rb"), path)
                return
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
                # zipfile's words: RuntimeError for a password, NotImplementedError for a packing that it does not know.
                except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
                    yield Unreadable(inner, f"cannot be unpacked: {str(error).lower()[:80]}")
                    continue
                yield from _inside(inner, head, _zip_opener(archive, member), member.file_size, depth)
            if len(members) > PARTS_MAX:
                yield Unreadable(name, f"more than {PARTS_MAX} files in it; the rest is left out")
    except (zipfile.BadZipFile, NotImplementedError, OSError, zlib.error, EOFError) as error:
        yield Unreadable(name, f"broken archive: {str(error).lower()[:80]}")


def _zip_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    """Return how *member* is opened; it ends at the size that the archive declares, whatever it would unpack to."""
    return lambda: archive.open(member)


def _tar(path: Path, name: str, depth: int) -> Iterator[Part | Unreadable]:
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
                    if member.size <= IN_MEMORY_BYTES_MAX:
                        data = file.read()
                        yield from _inside(inner, data[:HEAD_BYTES], _in_memory(data), len(data), depth)
                    else:
                        yield from _on_disk(inner, file, depth)
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        yield Unreadable(name, f"broken archive: {str(error).lower()[:80]}")


def _on_disk(name: str, file: IO[bytes], depth: int) -> Iterator[Part | Unreadable]:
    with tempfile.NamedTemporaryFile() as copy:
        try:
            shutil.copyfileobj(file, copy)
        except (*_DAMAGE, zipfile.BadZipFile) as error:
            yield Unreadable(name, f"cannot be unpacked: {str(error).lower()[:80]}")
            return
        copy.flush()
        yield from _file(Path(copy.name), name, depth + 1)


def _in_memory(data: bytes) -> Callable[[], IO[bytes]]:
    return lambda: io.BytesIO(data)
