"""Reading forms, `application/x-www-form-urlencoded`, as they come from strangers."""

from urllib.parse import unquote_to_bytes


def form_pairs(form: bytes, *, errors: str = "strict") -> list[tuple[str, str]]:
    """Return the fields of *form*, in order; one without a value, or without `=`, has an empty one.

    Raises:
        UnicodeDecodeError: They are not UTF-8, and *errors* is `strict`.
    """
    pairs = (piece.partition(b"=") for piece in form.replace(b"+", b" ").split(b"&") if piece)
    return [(_plain(name).decode("utf-8", errors), _plain(value).decode("utf-8", errors)) for name, _, value in pairs]


def _plain(text: bytes) -> bytes:
    """Return *text* without its percent signs.

    Read as Python's escapes, which are `%41` under another sign, it takes a fifth of the time: JSON within a form is
    escapes for the most part.
    """
    if b"%" not in text:
        return text
    try:
        return text.replace(b"\\", b"\\\\").replace(b"%", b"\\x").decode("unicode_escape").encode("latin-1")
    except UnicodeError:
        return unquote_to_bytes(text)  # a percent sign that begins nothing stays
