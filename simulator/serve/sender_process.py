"""The sender's own process: it is run to its end, and so is what it leaves behind, as far as that ends soon."""

import asyncio
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GRACE_S = 10
"""What a command has to end that was told to by SIGTERM, and then what has left it and runs on by itself."""
_INTERRUPTS_MAX = 3
"""One Ctrl-C more ends a command that makes nothing of it."""
_LOOK_AGAIN_S = 0.2
_PROCESSES = Path("/proc")


async def run_process(
    command: Sequence[str], environment: Mapping[str, str], mark: str, *, grace_s: float = GRACE_S
) -> tuple[int, list[str]]:
    """Run *command*, and wait for processes that it has left behind.

    Args:
        command: The program and its arguments; it has the terminal of this process.
        environment: All of it.
        mark: `NAME=value` of *environment* that no other process has; by it those are known that belong to the command.
        grace_s: How long what was told to end, or was left behind, is waited for.

    Returns:
        Its exit code, 128 and the signal's number where one ended it; and what still runs when nobody waits any more.

    Raises:
        OSError: It cannot be started.
    """
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    loop = asyncio.get_running_loop()
    ending = _Ending(process, grace_s)
    loop.add_signal_handler(signal.SIGINT, ending.interrupt)
    loop.add_signal_handler(signal.SIGTERM, ending.terminate)
    try:
        code = await process.wait()
        left = await _ended(mark, ending.is_wanted, grace_s)
    finally:
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(sign)
    return code if code >= 0 else 128 - code, left


class _Ending:
    """How the command comes to its end before it would by itself.

    Attributes:
        is_wanted: Somebody has asked for it.
    """

    def __init__(self, process: asyncio.subprocess.Process, grace_s: float) -> None:
        self._process = process
        self._grace_s = grace_s
        self._interrupts = 0
        self.is_wanted = asyncio.Event()

    def interrupt(self) -> None:
        """Leave a Ctrl-C to the command, which has it from the terminal, unless it has made nothing of many."""
        self.is_wanted.set()
        self._interrupts += 1
        if self._interrupts >= _INTERRUPTS_MAX:
            self._kill()

    def terminate(self) -> None:
        """Pass a SIGTERM on, and end what does not heed it."""
        self.is_wanted.set()
        with suppress(ProcessLookupError):
            self._process.terminate()
        asyncio.get_running_loop().call_later(self._grace_s, self._kill)

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()


async def _ended(mark: str, is_enough: asyncio.Event, grace_s: float) -> list[str]:
    """Wait for the processes with *mark*, unless it *is_enough*, and return those that have not ended in good time."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + grace_s
    while (left := list(_marked(mark))) and not is_enough.is_set() and loop.time() < until_s:
        with suppress(TimeoutError):
            await asyncio.wait_for(is_enough.wait(), _LOOK_AGAIN_S)
    return left


def _marked(mark: str) -> Iterator[str]:
    """Walk the processes with *mark* in their environment; none where the system does not show them so."""
    wanted = mark.encode()
    for folder in _PROCESSES.glob("[0-9]*"):
        # It may end just now, or be somebody else's.
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                words = (folder / "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ")
                yield f"{os.fsdecode(words)} (process {folder.name})"
