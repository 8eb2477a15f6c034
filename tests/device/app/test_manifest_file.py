"""Manifests as text, as binary XML and in an APK; hostile ones end in a clear fault."""

import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.device.app.manifest import ManifestFault, parse_manifest
from simulator.device.app.manifest_file import DIRECTORY_BYTES_MAX, read_manifest_file
from simulator.device.app.manifest_xml import SIZE_BYTES_MAX
from tests.device.app.axml import apk, binary_xml

TEXT = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat">
    <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34" />
    <uses-permission android:name="android.permission.INTERNET" />
    <permission android:name="com.example.chat.permission.MIPUSH_RECEIVE" android:protectionLevel="2" />
    <application android:name=".ChatApplication">
        <activity android:name=".MainActivity" android:exported="true" android:launchMode="2">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
                <data android:scheme="pushscheme" android:host="com.example.chat" android:path="/detail" />
            </intent-filter>
        </activity>
        <service android:name="com.example.Push" android:process=":push" android:enabled="false" />
        <meta-data android:name="com.vivo.push.app_id" android:value="100001" />
    </application>
</manifest>
"""
BINARY = binary_xml(TEXT)


def read(folder: Path, content: bytes) -> str:
    path = folder / "given"
    path.write_bytes(content)
    return read_manifest_file(path)


def fault(folder: Path, content: bytes) -> str:
    with pytest.raises(ManifestFault) as caught:
        parse_manifest(read(folder, content))
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), BINARY, apk(BINARY)],
    ids=["text", "bom", "binary", "apk"],
)
def test_one_manifest_in_every_form_says_the_same(content, tmp_path):
    found, wanted = parse_manifest(read(tmp_path, content)), parse_manifest(TEXT)
    assert (found.package, found.min_sdk, found.target_sdk) == ("com.example.chat", 21, 34)
    assert found.components == wanted.components
    assert (found.permissions, found.meta_data) == (wanted.permissions, wanted.meta_data)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "1:1: not XML: no element found"),
        (b"\xff\xfe\x00", "1:1: neither an APK, nor binary XML, nor text in UTF-8"),
        (b"x" * (SIZE_BYTES_MAX + 1), f"1:1: larger than {SIZE_BYTES_MAX} bytes"),
        (apk(BINARY, "Other.xml"), "1:1: the archive holds no AndroidManifest.xml"),
        (apk(BINARY)[:40], "1:1: the archive is cut off"),
        (apk(b"\x03\x00\x08\x00\x08\x00\x00\x00"), "1:1: the binary XML holds no element"),
        (BINARY[:-1], "1:1: the binary XML is cut off"),
        (BINARY[:2000] + b"\xff" * (len(BINARY) - 2000), "1:1: the binary XML is broken"),
        (apk(b" " * (SIZE_BYTES_MAX + 1)), f"1:1: larger than {SIZE_BYTES_MAX} bytes"),
    ],
    ids=[
        "empty",
        "not_utf_8",
        "too_large",
        "no_manifest",
        "apk_cut_off",
        "no_element",
        "cut_off",
        "broken",
        "in_apk_too_large",
    ],
)
def test_what_is_no_manifest_is_a_clear_fault(content, what, tmp_path):
    assert fault(tmp_path, content).startswith(what)


def test_entities_are_refused_in_an_apk_too(tmp_path):
    bomb = b'<!DOCTYPE m [<!ENTITY a "aaaa">]><manifest package="&a;"/>'
    assert fault(tmp_path, apk(bomb)) == "1:25: a manifest defines no entities"


def test_zip_bomb_is_read_no_further_than_a_manifest_may_be_long(tmp_path):
    content = apk(b"\0" * (200 * SIZE_BYTES_MAX))
    assert len(content) < SIZE_BYTES_MAX
    tracemalloc.start()
    try:
        assert fault(tmp_path, content) == f"1:1: larger than {SIZE_BYTES_MAX} bytes"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * SIZE_BYTES_MAX


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_packed_as_android_cannot_unpack_it_is_refused_unread(method, tmp_path):
    content = apk(TEXT.encode(), method=method)
    assert fault(tmp_path, content) == "1:1: AndroidManifest.xml is neither stored nor deflated: Android cannot read it"


def test_fault_quotes_no_more_than_a_person_reads(tmp_path):
    level = "9" * 900_000
    told = fault(tmp_path, TEXT.replace('minSdkVersion="21"', f'minSdkVersion="{level}"').encode())
    assert told.startswith('2:5: android:minSdkVersion is "999')
    assert told.endswith("9…")
    assert len(told) < 400


def test_archive_that_claims_a_huge_list_of_files_is_not_read(tmp_path):
    content = bytearray(apk(BINARY))
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = (DIRECTORY_BYTES_MAX + 1).to_bytes(4, "little")
    assert "the archive lists more files" in fault(tmp_path, bytes(content))


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(
    st.integers(0, len(BINARY)), st.lists(st.tuples(st.integers(0, len(BINARY) - 1), st.integers(0, 255)), max_size=8)
)
def test_damaged_binary_xml_is_read_or_a_fault_and_nothing_else(tmp_path_factory, cut, changes):
    content = bytearray(BINARY)
    for at, byte in changes:
        content[at] = byte
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(apk(bytes(content[:cut])))
    with suppress(ManifestFault):
        assert parse_manifest(read_manifest_file(path), {"applicationId": "com.example.chat"}).application_id
