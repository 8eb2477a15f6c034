"""The page's own files as one style sheet and one module: read as they are written, with no build step."""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
FIRST_MODULE = "page.mjs"
_STYLES = ("base", "list", "overview", "case", "journey", "lanes", "wire", "phone", "print")
_IMPORT = re.compile(r'^import [^;]*? from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=\w)", re.MULTILINE)


@lru_cache(maxsize=1)
def style() -> str:
    """Return all style sheets, one behind the other."""
    return "".join(_text(f"{name}.css") for name in _STYLES)


@lru_cache(maxsize=1)
def script() -> str:
    """Return all modules as one: each behind those that it imports.

    No two of them use one name for different things, so that they can share one scope.
    """
    text = "".join(
        f"// {name}\n{_EXPORT.sub('', _IMPORT.sub('', _text(name)))}" for name in _in_order(FIRST_MODULE, {})
    )
    assert "</script" not in text.lower(), "this would end the script"
    return text


def content_hash(text: str) -> str:
    """Return what a content security policy names *text* by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _in_order(name: str, seen: dict[str, None]) -> Iterator[str]:
    """Yield the modules that *name* needs, then itself; each once."""
    seen[name] = None
    for needed in _IMPORT.findall(_text(name)):
        if needed not in seen:
            yield from _in_order(needed, seen)
    yield name


def _text(name: str) -> str:
    return (FOLDER / "page" / name).read_text(encoding="utf-8")
