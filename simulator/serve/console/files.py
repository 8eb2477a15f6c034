"""The files of the console, as they lie in the package, and those of the report's page that it draws with."""

from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

import msgspec

from simulator.network.http import Headers, Response
from simulator.report.html.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
FOLDERS = ("serve/console/page", "report/html/page")
"""They keep their places below `/console/`, so that modules find each other as they do on the disk."""
PAGE = "serve/console/page/index.html"
VOCABULARY = "vocabulary.json"
"""What reasons and rules mean, in both languages."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Headers = (
    ("content-security-policy", _POLICY),
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)


def answer_page(path: str) -> Response | None:
    """Return what lies at *path* of the console, `/` for the page itself; `None` where nothing does.

    Nothing of it is secret: it holds no word of any world.
    """
    name = PAGE if path == "/" else path.removeprefix("/console/")
    if name == VOCABULARY:
        return Response(HTTPStatus.OK, (("content-type", "application/json"), *_HEADERS), _vocabulary())
    # Only names that were found on the disk are ever opened.
    if name not in _names():
        return None
    file = ROOT / name
    return Response(HTTPStatus.OK, (("content-type", _TYPES[file.suffix]), *_HEADERS), file.read_bytes())


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    files = (file for folder in FOLDERS for file in (ROOT / folder).iterdir())
    return frozenset(file.relative_to(ROOT).as_posix() for file in files if file.suffix in _TYPES)


@lru_cache(maxsize=1)
def _vocabulary() -> bytes:
    return msgspec.json.encode(vocabulary())
