"""All that came into served worlds from outside, each with its instant, in a file that outlives the process."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from simulator.kernel.units import Duration
from simulator.network.http import Request
from simulator.world.spec import WorldSpec

FORMAT = 1


class Created(msgspec.Struct, frozen=True, tag="created"):
    """A world was made."""

    spec: WorldSpec
    seed: int


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """A world was dropped."""


class Asked(msgspec.Struct, frozen=True, tag="asked"):
    """A real sender asked the server *end*, a vendor or `im`."""

    end: str
    request: Request


class Played(msgspec.Struct, frozen=True, tag="played"):
    """Steps were begun; *tree* is their JSON."""

    tree: bytes


class ClockSet(msgspec.Struct, frozen=True, tag="clock_set"):
    """The time of a world was changed: first its pace, then by a jump."""

    advance_ms: int = 0
    pace: Literal["real", "stopped"] | None = None


Input = Created | Dropped | Asked | Played | ClockSet


class Entry(msgspec.Struct, frozen=True):
    """One input.

    Attributes:
        world: Whom it reached.
        at_ms: The virtual instant of that world.
        machine_ms: What the machine's clock showed, in Unix milliseconds.
    """

    world: str
    at_ms: int
    machine_ms: int
    input: Input


class JournalUnusable(Exception):
    """The file cannot be written, is in use, is damaged, or is no journal of this program."""


def _decode_own(wanted: type, value: object) -> object:
    assert wanted is Duration, "msgspec knows all other types"
    assert isinstance(value, int), "milliseconds"
    return Duration(value)


_encode = msgspec.msgpack.Encoder(enc_hook=int).encode
_decode = msgspec.msgpack.Decoder(Input, dec_hook=_decode_own).decode


class Journal:
    """Writes inputs, and reads them again.

    What was written is safe from the end of this process, however it ends: each input is a transaction of its own in
    SQLite's write-ahead log. A machine that loses its power may lose the latest.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at *path*, or make it.

        Raises:
            JournalUnusable: It cannot be written, somebody else has it, or it is something else.
        """
        # The event loop may run in another thread than the one that opens it; only one of them ever writes.
        self._path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        is_open = False
        try:
            self._open()
            is_open = True
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        finally:
            if not is_open:
                self._connection.close()

    def _unusable(self, error: sqlite3.Error) -> JournalUnusable:
        what = "another process has it open" if "locked" in str(error) else str(error)
        return JournalUnusable(f"{self._path}: this journal cannot be used: {what}")

    def _open(self) -> None:
        """Prepare the file.

        Raises:
            JournalUnusable: It is of another version.
        """
        run = self._connection.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = NORMAL")
        [version] = run("PRAGMA user_version").fetchone()
        if version not in {0, FORMAT}:
            what = f"this journal has format {version}, and {FORMAT} is known; begin a new file"
            raise JournalUnusable(f"{self._path}: {what}")
        run(f"PRAGMA user_version = {FORMAT}")
        run(
            "CREATE TABLE IF NOT EXISTS inputs (n INTEGER PRIMARY KEY, world TEXT NOT NULL, at_ms INTEGER NOT NULL,"
            " machine_ms INTEGER NOT NULL, input BLOB NOT NULL)"
        )

    def write(self, entry: Entry) -> None:
        """Write *entry*; when this returns, it is there.

        Raises:
            JournalUnusable: It cannot be written, for want of room for example.
        """
        try:
            self._connection.execute(
                "INSERT INTO inputs (world, at_ms, machine_ms, input) VALUES (?, ?, ?, ?)",
                (entry.world, entry.at_ms, entry.machine_ms, _encode(entry.input)),
            )
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def __iter__(self) -> Iterator[Entry]:
        """Walk what was written, in its order.

        Raises:
            JournalUnusable: It is damaged.
        """
        try:
            for n, world, at_ms, machine_ms, data in self._connection.execute(
                "SELECT n, world, at_ms, machine_ms, input FROM inputs ORDER BY n"
            ):
                yield Entry(world, at_ms, machine_ms, self._read(n, data))
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _read(self, n: int, data: bytes) -> Input:
        """Return what *data*, row *n*, says.

        Raises:
            JournalUnusable: It is no input that is known here.
        """
        try:
            said: Input = _decode(data)
        except (msgspec.DecodeError, TypeError) as error:
            raise JournalUnusable(f"{self._path}: input {n} of this journal is damaged: {error}") from error
        return said

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
