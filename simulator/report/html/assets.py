"""The page's own files as one style sheet and one module: read as they are written, with no build step."""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import compress

import msgspec

FOLDER = Path(__file__).parent
_PAGE = FOLDER / "page"
_STYLES = ("base", "list", "overview", "case", "journey", "lanes", "wire", "phone", "print")
_IMPORT = re.compile(r'^import [^;]*? from "(\.[\w./]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=\w)", re.MULTILINE)


@lru_cache
def style(names: tuple[str, ...] = _STYLES, own: Path | None = None) -> str:
    """Return the style sheets *names* of the page of a run, and *own* of another page behind them, as one."""
    files = [_PAGE / f"{name}.css" for name in names]
    return "".join(_text(file) for file in (*files, *(() if own is None else (own,))))


@lru_cache
def script(first: Path = _PAGE / "page.mjs") -> str:
    """Return *first* and all modules that it needs as one: each behind those that it imports.

    No two of them use one name for different things, so that they can share one scope.
    """
    text = "".join(f"// {file.name}\n{_EXPORT.sub('', _IMPORT.sub('', _text(file)))}" for file in _in_order(first, {}))
    assert "</script" not in text.lower(), "this would end the script"
    return text


def content_hash(text: str) -> str:
    """Return what a content security policy names *text* by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def packed(data: Any) -> str:
    """Return *data* as a page carries it: `unpacked` of `data.mjs` reads it."""
    return b64encode(compress(msgspec.json.encode(data), 9)).decode()


def write_page(path: Path, style: str, script: str, index: str, blocks: Sequence[str] = ()) -> None:
    """Write a page of these parts to *path*; its policy lets nothing else in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Nothing of the data stands in the template but as base64, so there is nothing to escape.
    environment = Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, autoescape=False)
    page = environment.get_template("page.html.j2").stream(
        style=style,
        style_hash=content_hash(style),
        script=script,
        script_hash=content_hash(script),
        index=index,
        blocks=blocks,
    )
    with path.open("wb") as file:
        page.dump(file, encoding="utf-8")


def _in_order(file: Path, seen: dict[Path, None]) -> Iterator[Path]:
    """Yield the modules that *file* needs, then itself; each once."""
    seen[file] = None
    for needed in _IMPORT.findall(_text(file)):
        path = (file.parent / needed).resolve()
        if path not in seen:
            yield from _in_order(path, seen)
    yield file


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
