"""AndroidManifest.xml: as text, as binary XML, or inside an APK."""

import re
import tempfile
from typing import IO, Final

from simulator.device.app.manifest import ACTIVITIES, ComponentKind, ManifestFault, parse_manifest
from simulator.device.app.manifest_file import manifest_text
from simulator.diagnose.app_parts import ManifestPart
from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import FOR_VENDORS, Place
from simulator.diagnose.reader import PartBroken, Reader
from simulator.diagnose.settings import NOTIFICATION_PERMISSION
from simulator.diagnose.ticket import OFFICE, Part
from simulator.diagnose.vendor_words import field_in, vendor_in

APK_BYTES_MAX: Final = 1024**3
_BINARY_XML: Final = b"\x03\x00\x08\x00"
_CHUNK: Final = 1024**2
_PLACEHOLDER: Final = re.compile(r"\$\{(\w{1,100})\}")
_ZIP: Final = b"PK\x03\x04"


def _fits(part: Part) -> int:
    is_xml = b"<manifest" in part.head and b"schemas.android.com/apk/res/android" in part.head
    is_app = part.head.startswith((_BINARY_XML, _ZIP)) and not part.name.lower().endswith(OFFICE)
    return 95 if is_xml or is_app else 0


def _read(part: Part, findings: Findings) -> None:
    try:
        with part.open() as file, tempfile.TemporaryFile() as copy:
            text = manifest_text(file if part.path is not None else _copied(file, copy))
        # The build fills these in; what matters is that there is something.
        placeholders = {name: name for name in _PLACEHOLDER.findall(text) if name != "applicationId"}
        manifest = parse_manifest(text, placeholders)
    except ManifestFault as fault:
        raise PartBroken(f"no manifest that Android would take: {fault}") from fault
    found = ManifestPart(part.name, text, manifest)
    findings.app.manifest = found
    application = manifest.application_id
    receivers = [one for one in manifest.components if one.kind is ComponentKind.RECEIVER]
    looked = {
        "package": application,
        "target_sdk": manifest.target_sdk,
        "receivers": sorted(one.name for one in receivers),
        "activities": sorted(one.name for one in manifest.components if one.kind in ACTIVITIES),
        "declares_notification_permission": NOTIFICATION_PERMISSION in manifest.permissions,
    }
    for key, told in manifest.meta_data.items():
        vendor = vendor_in(key)
        field = field_in(key, vendor) if vendor else ""
        # Some guides have names before their values, so that Android takes them for texts.
        if (known := told.rpartition("=")[2]) and field and known not in placeholders:
            place = Place(part.name, found.line_of(key), f"{key}: {told}")
            findings.looked_up.add((FOR_VENDORS, vendor, "app", "constants", field), known, place)
    for name, value in looked.items():
        line = found.line_of(NOTIFICATION_PERMISSION) if "permission" in name else 0
        findings.looked_up.add(("app", name), value, Place(part.name, line, f"{name}: {value}"))


def _copied(file: IO[bytes], copy: IO[bytes]) -> IO[bytes]:
    """Bring what lies inside an archive to where it can be sought in.

    Raises:
        PartBroken: It is larger than any app.
    """
    left = APK_BYTES_MAX
    while chunk := file.read(_CHUNK):
        left -= len(chunk)
        if left < 0:
            raise PartBroken(f"larger than {APK_BYTES_MAX} bytes")
        copy.write(chunk)
    copy.seek(0)
    return copy


READER = Reader(_fits, _read)
