"""Writes manifests as the build tools do: binary XML, and an APK around it."""

import io
import struct
import zipfile
from xml.etree import ElementTree as ET

ANDROID = "http://schemas.android.com/apk/res/android"
RESOURCE_IDS = {
    "permission": 0x01010006,
    "protectionLevel": 0x01010009,
    "enabled": 0x0101000E,
    "name": 0x01010003,
    "exported": 0x01010010,
    "process": 0x01010011,
    "launchMode": 0x0101001D,
    "value": 0x01010024,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "path": 0x0101002A,
    "minSdkVersion": 0x0101020C,
    "targetSdkVersion": 0x01010270,
}
NOTHING = 0xFFFFFFFF
STRING, INTEGER, BOOLEAN = 0x03, 0x10, 0x12


class _Writer:
    def __init__(self, root: ET.Element) -> None:
        used = {_bare(key) for one in root.iter() for key in one.attrib if key.startswith("{")}
        self.resources = sorted(used & RESOURCE_IDS.keys())
        self.strings = list(self.resources)
        self.nodes: list[bytes] = []
        prefix, self.uri = self.index("android"), self.index(ANDROID)
        self.node(0x0100, struct.pack("<II", prefix, self.uri))
        self.element(root)
        self.node(0x0101, struct.pack("<II", prefix, self.uri))

    def index(self, text: str) -> int:
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def node(self, kind: int, content: bytes) -> None:
        self.nodes.append(struct.pack("<HHIII", kind, 16, 16 + len(content), 1, NOTHING) + content)

    def element(self, one: ET.Element) -> None:
        attributes = [self.attribute(key, value) for key, value in one.attrib.items()]
        head = struct.pack("<IIHHHHHH", NOTHING, self.index(one.tag), 20, 20, len(attributes), 0, 0, 0)
        self.node(0x0102, head + b"".join(attributes))
        for child in one:
            self.element(child)
        self.node(0x0103, struct.pack("<II", NOTHING, self.index(one.tag)))

    def attribute(self, key: str, value: str) -> bytes:
        space = self.uri if key.startswith("{") else NOTHING
        raw, kind, data = NOTHING, STRING, 0
        if value in {"true", "false"}:
            kind, data = BOOLEAN, NOTHING if value == "true" else 0
        elif value.isdecimal():
            kind, data = INTEGER, int(value)
        else:
            raw = data = self.index(value)
        return struct.pack("<IIIHBBI", space, self.index(_bare(key)), raw, 8, 0, kind, data)

    def pool(self) -> bytes:
        data, offsets = b"", b""
        for text in self.strings:
            offsets += struct.pack("<I", len(data))
            data += struct.pack("<H", len(text)) + text.encode("utf-16le") + b"\0\0"
        data += b"\0" * (-len(data) % 4)
        start = 28 + len(offsets)
        return struct.pack("<HHIIIIII", 1, 28, start + len(data), len(self.strings), 0, 0, start, 0) + offsets + data

    def whole(self) -> bytes:
        ids = b"".join(struct.pack("<I", RESOURCE_IDS[name]) for name in self.resources)
        inner = self.pool() + struct.pack("<HHI", 0x0180, 8, 8 + len(ids)) + ids + b"".join(self.nodes)
        return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner


def _bare(key: str) -> str:
    return key.rpartition("}")[2]


def binary_xml(text: str) -> bytes:
    """Return the manifest *text* as the build tools write it."""
    return _Writer(ET.fromstring(text)).whole()


def apk(content: bytes, name: str = "AndroidManifest.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive that holds *content* as its manifest, packed by *method*."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("classes.dex", b"dex")
        archive.writestr(name, content)
    return file.getvalue()
