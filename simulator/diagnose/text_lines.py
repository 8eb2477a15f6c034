"""Lines of text of any encoding and any size, as a stream: what no text is, is never loaded whole."""

import codecs
from collections.abc import Iterator
from typing import IO, Final

from simulator.diagnose.ticket import HEAD_BYTES, Part

LINE_CHARACTERS_MAX: Final = 4_000
"""Of a longer line the beginning is read."""
_CHUNK: Final = 4 * 1024**2
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_NOT_IN_TEXTS: Final = (*range(9), 11, *range(14, 27), *range(28, 32))


def encoding_of(head: bytes) -> str | None:
    """Return the encoding of a text that begins with *head*; None for what is no text."""
    marked = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), "")
    if marked == "utf-16" and b"\n" in head and not (b"\n\0" in head or b"\0\n" in head):
        # Its lines end as no wide text's do: the mark is chance.
        marked = ""
    wide = marked or _unmarked_utf_16(head)
    if wide:
        return wide
    if sum(head.count(bytes([byte])) for byte in _NOT_IN_TEXTS) > len(head) // 50 + 1:
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        chinese = head.decode("gb18030", "replace")
        return "gb18030" if chinese.count("\ufffd") < len(chinese) // 100 + 1 else "utf-8"
    return "utf-8"


def _unmarked_utf_16(head: bytes) -> str:
    """Return the kind of UTF-16 that *head* is, where every other byte is nought as in plain letters."""
    even, odd = head[::2], head[1::2]
    if odd.count(0) > len(odd) // 2 and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > len(even) // 2 and not odd.count(0) else ""


def numbered_lines(part: Part) -> Iterator[tuple[int, str]]:
    """Walk the lines of *part*, from 1, without their ends; nothing for what is no text."""
    encoding = encoding_of(part.head)
    if encoding is None:
        return
    with part.open() as file:
        yield from _split(file, encoding)


def _split(file: IO[bytes], encoding: str) -> Iterator[tuple[int, str]]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    number, rest = 0, ""
    while chunk := file.read(_CHUNK):
        text = rest + decoder.decode(chunk)
        lines = text.split("\n")
        rest = lines.pop()[:LINE_CHARACTERS_MAX]
        for line in lines:
            number += 1
            yield number, line[:LINE_CHARACTERS_MAX].rstrip("\r")
    rest += decoder.decode(b"", final=True)
    if rest:
        yield number + 1, rest[:LINE_CHARACTERS_MAX].rstrip("\r")
