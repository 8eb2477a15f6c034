"""Tickets that are broken, packed, endless or made to hurt end well: what cannot be read is named and left out."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path
from typing import IO, cast

import pytest

from simulator.diagnose.findings import LINES_MAX, Findings
from simulator.diagnose.masking import masked
from simulator.diagnose.reading import read_part, read_ticket
from simulator.diagnose.ticket import DEPTH_MAX, PARTS_MAX, Part

LINE = "11-22 08:00:00.000  1234  5678 D ThirdPushTokenMgr: third token is empty\n"
MANY = LINE.replace("third token is empty", "push of another thing") * 20_000
TOO_MUCH = "unpacks to far more than it is packed in"


def signs(found: Findings) -> dict[str, tuple[str, int]]:
    return {one.sign: (one.file, one.line) for one in found.recognised()}


def unread(path: Path) -> dict[str, str]:
    return {one.file: one.why for one in read_ticket([path]).unreadable}


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_packed_log_is_read_where_it_lies_and_in_archives(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    packed = pack((MANY + LINE).encode())
    (tmp_path / f"phone.log.{suffix}").write_bytes(packed)
    with zipfile.ZipFile(tmp_path / "ticket.zip", "w") as archive:
        archive.writestr(f"in/phone.log.{suffix}", packed)
    assert signs(read_ticket([tmp_path / f"phone.log.{suffix}"])) == {
        "log.token_empty": (f"phone.log.{suffix}", 20_001)
    }
    assert signs(read_ticket([tmp_path / "ticket.zip"])) == {
        "log.token_empty": (f"ticket.zip/in/phone.log.{suffix}", 20_001)
    }


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_archive_is_read_by_its_content_whatever_its_name(tmp_path: Path, mode: str) -> None:
    with tarfile.open(tmp_path / "ticket.bin", mode) as archive:  # type: ignore[call-overload]  # one of its modes
        member = tarfile.TarInfo("logs/phone.log")
        member.size = len(LINE)
        archive.addfile(member, io.BytesIO(LINE.encode()))
    assert signs(read_ticket([tmp_path / "ticket.bin"])) == {"log.token_empty": ("ticket.bin/logs/phone.log", 1)}


def test_a_zip_comes_through_standard_input_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "ticket.zip", "w") as archive:
        archive.writestr("phone.log", LINE)
    with (tmp_path / "ticket.zip").open("rb") as file, io.TextIOWrapper(file) as text:
        monkeypatch.setattr("sys.stdin", text)
        assert signs(read_ticket([Path("-")])) == {"log.token_empty": ("standard input/phone.log", 1)}


def test_bombs_are_named_and_what_lies_beside_them_is_read(tmp_path: Path) -> None:
    zeros = b"\0" * 40_000_000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.log", zeros)
        archive.writestr("phone.log", LINE)
    (tmp_path / "b.log.gz").write_bytes(gzip.compress(LINE.encode() + b"a" * 40_000_000))
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("bomb.log")
        member.size = len(zeros)
        tar.addfile(member, io.BytesIO(zeros))
    assert unread(tmp_path) == {"a.zip/bomb.log": TOO_MUCH, "b.log.gz": TOO_MUCH, "c.tar.gz/bomb.log": TOO_MUCH}
    assert signs(read_ticket([tmp_path / "a.zip"])) == {"log.token_empty": ("a.zip/phone.log", 1)}


def zipped(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def test_an_archive_in_an_archive_is_opened(tmp_path: Path) -> None:
    inner = zipped({"phone.log": LINE.encode()})
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": inner, "words.txt": b"vivo"}))
    with tarfile.open(tmp_path / "c.tar.gz", "w:gz") as tar:
        member = tarfile.TarInfo("d.zip")
        member.size = len(inner)
        tar.addfile(member, io.BytesIO(inner))
    assert signs(read_ticket([tmp_path / "a.zip"])) == {"log.token_empty": ("a.zip/b.zip/phone.log", 1)}
    assert signs(read_ticket([tmp_path / "c.tar.gz"])) == {"log.token_empty": ("c.tar.gz/d.zip/phone.log", 1)}


def test_archives_in_archives_without_end_are_left_out(tmp_path: Path) -> None:
    packed = LINE.encode()
    for depth in range(DEPTH_MAX + 2):
        packed = zipped({f"{depth}.zip" if depth else "phone.log": packed})
    (tmp_path / "a.zip").write_bytes(packed)
    [why] = unread(tmp_path).values()
    assert why == f"in more than {DEPTH_MAX} archives; give it by itself"


def test_a_damaged_archive_in_an_archive_spoils_nothing_beside_it(tmp_path: Path) -> None:
    inner = bytearray(zipped({"phone.log": LINE.encode()}))
    inner[40:60] = b"x" * 20
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": bytes(inner), "phone.log": LINE.encode()}))
    found = read_ticket([tmp_path / "a.zip"])
    assert signs(found) == {"log.token_empty": ("a.zip/phone.log", 1)}
    assert [one.file.removeprefix("a.zip/b.zip") for one in found.unreadable] == ["/phone.log"]


def test_an_office_document_is_named_as_one(tmp_path: Path) -> None:
    (tmp_path / "push.docx").write_bytes(zipped({"word/document.xml": b"<w:document/>"}))
    assert unread(tmp_path) == {"push.docx": "an office document: write down what it says"}


def test_bytes_that_look_like_the_mark_of_a_wide_text_do_not_make_one(tmp_path: Path) -> None:
    (tmp_path / "phone.log").write_bytes(b"\xff\xfe broken\n" + LINE.encode())
    assert signs(read_ticket([tmp_path])) == {"log.token_empty": ("phone.log", 2)}


def test_links_devices_and_paths_that_lead_out_of_an_archive_reach_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("收不到推送", encoding="utf-8")
    with tarfile.open(tmp_path / "ticket.tar", "w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, str(tmp_path / "secret.txt")
            archive.addfile(member)
        member = tarfile.TarInfo("../../out.log")
        member.size = len(LINE)
        archive.addfile(member, io.BytesIO(LINE.encode()))
    found = read_ticket([tmp_path / "ticket.tar"])
    assert signs(found) == {"log.token_empty": ("ticket.tar/../../out.log", 1)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.txt", "ticket.tar"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert unread(tmp_path) == {"pipe": "not a file"}


def test_more_files_than_anybody_reads_are_left_out_and_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ticket.zip", "w") as archive:
        for number in range(PARTS_MAX + 5):
            archive.writestr(f"{number}.txt", "a")
    assert any(f"more than {PARTS_MAX} files" in why for why in unread(tmp_path / "ticket.zip").values())


@pytest.mark.parametrize("name", ["cut.zip", "cut.tar.gz", "cut.log.gz", "AndroidManifest.xml", "app.apk"])
def test_what_is_cut_off_is_named(tmp_path: Path, name: str) -> None:
    whole = io.BytesIO()
    if name.endswith((".zip", ".apk")):
        with zipfile.ZipFile(whole, "w") as archive:
            archive.writestr("phone.log", os.urandom(5_000))
    elif "tar" in name:
        with tarfile.open(fileobj=whole, mode="w:gz") as tar:
            member = tarfile.TarInfo("phone.log")
            member.size = 5_000
            tar.addfile(member, io.BytesIO(os.urandom(5_000)))
    elif name.endswith(".gz"):
        whole.write(gzip.compress(os.urandom(5_000)))
    else:
        whole.write(b"\x03\x00\x08\x00" + b"\xff" * 2_000)
    (tmp_path / name).write_bytes(whole.getvalue()[:1_000])
    assert [file.partition("/")[0] for file in unread(tmp_path)] == [name]


def test_a_zip_of_a_version_that_nobody_knows_is_named(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("phone.log", LINE)
    raw = bytearray(whole.getvalue())
    raw[raw.index(b"PK\x01\x02") + 6] = 200
    (tmp_path / "ticket.zip").write_bytes(raw)
    assert unread(tmp_path) == {"ticket.zip": "broken archive: zip file version 20.0"}


def test_an_address_that_is_none_spoils_no_exchange(tmp_path: Path) -> None:
    text = 'POST http://[vivo.example/x HTTP/1.1\n\n{}\nHTTP/1.1 401 Unauthorized\n\n{"result": 10302}\n'
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert {"answer.unauthorised", "code.vivo.10302"} <= signs(read_ticket([tmp_path])).keys()


def test_entities_and_aliases_are_not_followed(tmp_path: Path) -> None:
    entities = '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaa">' + "".join(
        f'<!ENTITY a{number} "&a{number - 1 or ""};&a{number - 1 or ""};">' for number in range(1, 30)
    )
    manifest = '<manifest xmlns:android="http://schemas.android.com/apk/res/android">&a29;</manifest>'
    (tmp_path / "AndroidManifest.xml").write_text(f"{entities}]>{manifest}", encoding="utf-8")
    (tmp_path / "form.yaml").write_text("symptom: &a [x, x]\nevidence: [*a, *a]\n", encoding="utf-8")
    assert unread(tmp_path) == {
        "AndroidManifest.xml": "no manifest that Android would take: 1:46: a manifest defines no entities",
        "form.yaml": "aliases are not read",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_log_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    chinese = LINE.replace("third", "收到 第三方推送 third")
    (tmp_path / "phone.log").write_bytes((LINE.replace("token is empty", "push") * 9 + chinese).encode(encoding))
    assert signs(read_ticket([tmp_path])) == {"log.token_empty": ("phone.log", 10)}


def test_invalid_bytes_hide_nothing_that_lies_between_them(tmp_path: Path) -> None:
    raw = LINE.encode() * 5
    (tmp_path / "phone.log").write_bytes(raw.replace(b"third", b"\xff\xfe\xc0 third"))
    assert signs(read_ticket([tmp_path])) == {"log.token_empty": ("phone.log", 1)}


def test_a_line_of_ten_megabytes_hides_no_other_line(tmp_path: Path) -> None:
    for name, text in (("phone.log", MANY + "push" * 2_500_000 + "\n" + LINE), ("words.txt", "推送" * 3_000_000)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert signs(read_ticket([tmp_path / "phone.log"]))["log.token_empty"] == ("phone.log", 20_002)
    assert not read_ticket([tmp_path / "words.txt"]).unreadable


def test_a_log_that_one_thing_fills_still_shows_the_rare_line_at_its_end(tmp_path: Path) -> None:
    noise = "".join(LINE.replace("third token is empty", f"push {number} of the day") for number in range(60_000))
    (tmp_path / "phone.log").write_text(noise + LINE, encoding="utf-8")
    found = read_ticket([tmp_path])
    assert signs(found) == {"log.token_empty": ("phone.log", 60_001)}
    assert len(found.lines) <= LINES_MAX


class Endless(io.RawIOBase):
    """A log that lies nowhere: what was asked for comes, up to its size."""

    def __init__(self) -> None:
        self.left_bytes = len(MANY) * 20
        self.asked: list[int] = []

    def read(self, size: int = -1, /) -> bytes:
        self.asked.append(size)
        count = min(size, self.left_bytes, len(MANY))
        self.left_bytes -= count
        return MANY.encode()[:count]


def test_a_long_log_is_streamed() -> None:
    file = Endless()
    findings = Findings()
    read_part(Part("phone.log", MANY.encode()[:60_000], lambda: cast("IO[bytes]", file)), findings)
    assert file.left_bytes == 0
    assert all(0 < size <= 8 * 1024**2 for size in file.asked)
    assert len(findings.lines) == 1


@pytest.mark.parametrize(
    "piece",
    ["a", "1", '"', "{", "token ", "onReceiveRegId", "isBrand", "not log", "code: ", "_", "-", "没有调用", "a."],
)
def test_no_pattern_takes_long_over_a_line_that_is_made_to_hurt(tmp_path: Path, piece: str) -> None:
    # Patterns that go back and forth would take minutes over these.
    lines = (f"{number} push {piece * (3_900 // len(piece))}" for number in range(30))
    (tmp_path / "phone.log").write_text(
        LINE * 5 + "".join(f"{LINE[:31]}I {line}\n" for line in lines), encoding="utf-8"
    )
    assert signs(read_ticket([tmp_path]))["log.token_empty"] == ("phone.log", 1)
    assert len(masked(piece * 2_000)) <= len(piece) * 2_000
