"""A manifest in any form in which an app comes: text, binary XML, or inside an APK."""

import io
import logging
import struct
import zipfile
from pathlib import Path
from typing import IO

from simulator.device.app.manifest_xml import SIZE_BYTES_MAX, ManifestFault

MANIFEST_NAME = "AndroidManifest.xml"
DIRECTORY_BYTES_MAX = 16 * 1024 * 1024
"""An APK's list of files may be this long; that of the largest known apps is a tenth of it."""

_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_ZIP_END_BYTES = 22
_ZIP_COMMENT_BYTES_MAX = 2**16
_BINARY_XML = b"\x03\x00\x08\x00"
_DAMAGE = (
    *(AssertionError, AttributeError, LookupError, NotImplementedError, OverflowError, RecursionError),
    *(SyntaxError, TypeError, ValueError, struct.error),
)
"""What the library throws at damage: it has no error of its own, and its asserts and lookups speak for it."""


def read_manifest_file(path: Path) -> str:
    """Return the text of the manifest in the file *path*: XML, binary XML, or an APK with either.

    Raises:
        ManifestFault: It is none of these, has no manifest, or is too large to be one.
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return manifest_text(file)


def manifest_text(file: IO[bytes]) -> str:
    """Return the text of the manifest in *file*, which can be sought in, as `read_manifest_file` does.

    Raises:
        ManifestFault: It is none of these, has no manifest, or is too large to be one.
    """
    head = file.read(len(_ZIP))
    file.seek(0)
    content = _from_apk(file) if head == _ZIP else file.read(SIZE_BYTES_MAX + 1)
    if len(content) > SIZE_BYTES_MAX:
        raise ManifestFault(1, 1, f"larger than {SIZE_BYTES_MAX} bytes")
    if content.startswith(_BINARY_XML):
        return _decoded(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise ManifestFault(1, 1, "neither an APK, nor binary XML, nor text in UTF-8") from broken


def _from_apk(file: IO[bytes]) -> bytes:
    """Return the manifest's bytes, at most one more than a manifest may have, whatever the archive claims.

    Raises:
        ManifestFault: The archive is broken, or has no manifest.
    """
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as apk:
            # Android knows no other two, and the library unpacks the others whole, whatever is asked of it.
            if apk.getinfo(MANIFEST_NAME).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise ManifestFault(1, 1, f"{MANIFEST_NAME} is neither stored nor deflated: Android cannot read it")
            with apk.open(MANIFEST_NAME) as manifest:
                return manifest.read(SIZE_BYTES_MAX + 1)
    except KeyError as missing:
        raise ManifestFault(1, 1, f"the archive holds no {MANIFEST_NAME}") from missing
    # zipfile's words: RuntimeError for a password, NotImplementedError for a packing that it does not know.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as broken:
        raise ManifestFault(1, 1, f"the archive is broken: {broken}") from broken


def _check_directory(file: IO[bytes]) -> None:
    """See that the archive's list of files, which is read as a whole, has a sane length.

    Raises:
        ManifestFault: It has not, or is not there.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _ZIP_END_BYTES - _ZIP_COMMENT_BYTES_MAX))
    tail = file.read()
    at = tail.rfind(_ZIP_END)
    if at < 0 or len(tail) - at < _ZIP_END_BYTES:
        raise ManifestFault(1, 1, "the archive is cut off")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if length > DIRECTORY_BYTES_MAX:
        raise ManifestFault(1, 1, f"the archive lists more files than {DIRECTORY_BYTES_MAX} bytes can name")
    file.seek(0)


def _decoded(content: bytes) -> str:
    """Return binary XML as text.

    Raises:
        ManifestFault: It is cut off or broken.
    """
    if int.from_bytes(content[4:8], "little") > len(content):
        raise ManifestFault(1, 1, "the binary XML is cut off")
    # Imported late: the library brings an XML library along, and few scenarios have an APK.
    from pyaxmlparser.axmlprinter import AXMLPrinter

    said = _Said()
    library = logging.getLogger("pyaxmlparser")
    library.addHandler(said)
    try:
        printer = AXMLPrinter(content)
        text: str = "" if printer.root is None else printer.get_xml().decode("utf-8")
    except _DAMAGE as broken:
        raise ManifestFault(1, 1, f"the binary XML is broken: {type(broken).__name__}: {broken}") from broken
    finally:
        library.removeHandler(said)
    if not text:
        raise ManifestFault(1, 1, "the binary XML holds no element")
    if said.damage:
        raise ManifestFault(1, 1, f"the binary XML is broken: {said.damage[0]}")
    return text


class _Said(logging.Handler):
    """Hears what the library says of an input, and keeps what it calls malformed: it goes on with the rest of it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.damage: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what speaks of damage; manifests that were made hard to read on purpose are odd and not broken."""
        text = record.getMessage()
        if "malformed" in text.lower():
            self.damage.append(text)
