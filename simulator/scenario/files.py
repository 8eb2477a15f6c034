"""Files that a scenario names: all of them lie below the suite's root."""

from pathlib import Path, PurePosixPath, PureWindowsPath

from simulator.scenario.errors import quoted
from simulator.scenario.nodes import ScalarNode
from simulator.scenario.reading import Failed, Reading
from simulator.scenario.suggest import nearest


def find_file(node: ScalarNode, path: str, reading: Reading) -> Path | Failed:
    """Return the way from the current directory to the file that *node* names, or note why there is none.

    A name leads from the folder of the file in which it is written.
    """
    text = node.text
    if PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive or text.startswith(("~", "\\")):
        return reading.wrong(
            node,
            path,
            f"{quoted(text)} is not a relative path",
            value=text,
            next="give the way from this file's folder, to a file below the suite's root",
        )
    folder = reading.source_of(node).path.parent
    try:
        target = (folder / text).resolve()
        is_inside = target.is_relative_to(reading.root.resolve())
        is_file = target.is_file()
    except (OSError, RuntimeError, ValueError):  # names that no file can have, and links that lead in a circle
        return reading.wrong(node, path, f"no file is at {quoted(text)}", value=text, next="correct the path")
    if not is_inside:
        return reading.wrong(
            node,
            path,
            f"{quoted(text)} leads out of the suite",
            value=text,
            next=f"keep the file below {quoted(reading.root.as_posix())}, or run the folder that holds both",
        )
    if not is_file:
        near = _near_file(folder, text)
        return reading.wrong(
            node,
            path,
            f"no file is at {quoted(text)}",
            value=text,
            suggestion=near,
            next=None if near else f"put it at {quoted((folder / text).as_posix())}, or correct the path",
        )
    return folder / text


def _near_file(folder: Path, text: str) -> str | None:
    """Return the file that *text* was probably meant to lead to, looking only in its own folder."""
    parent = PurePosixPath(text).parent
    try:
        names = [entry.name for entry in (folder / parent).iterdir()]
    except (OSError, ValueError):
        return None
    near = nearest(PurePosixPath(text).name, names)
    return (parent / near).as_posix() if near else None
