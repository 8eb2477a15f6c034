"""Results files, compared: what the machine's clock measured is left out."""

import re
from pathlib import Path

_WALL = re.compile(rb'"wall_\w+":[^,}\]]*,?')


def without_wall(written: Path | bytes) -> bytes:
    """Return what is *written* without its keys `wall_…`."""
    return _WALL.sub(b"", written.read_bytes() if isinstance(written, Path) else written)
