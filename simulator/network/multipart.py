"""Reading the bodies of `multipart/form-data`."""

MEDIA_TYPE = "multipart/form-data"


def read_multipart(content_type: str, body: bytes) -> dict[str, bytes]:
    """Return the parts of a `multipart/form-data` *body* by name; what is none has none."""
    from email.parser import BytesHeaderParser

    head = BytesHeaderParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n")
    boundary = head.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        return {}
    parts: dict[str, bytes] = {}
    for chunk in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        fields, separator, content = chunk.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = BytesHeaderParser().parsebytes(fields).get_param("name", header="Content-Disposition")
        if separator and isinstance(name, str):
            parts[name] = content
    return parts
