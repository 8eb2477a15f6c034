"""Whatever a ticket holds, reading it ends well: what cannot be read is named and left out."""

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from simulator.diagnose.findings import Findings
from simulator.diagnose.reading import read_ticket

SYMPTOM = "vivo 手机杀掉应用后收不到推送\n"


def read(path: Path) -> Findings:
    return read_ticket([path])


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_words_are_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    found = read(written(tmp_path, "words.txt", (SYMPTOM * 3 + "plain letters in between\n" * 9).encode(encoding)))
    assert "killed.nothing" in {one.sign for one in found.recognised()}


def test_a_zip_bomb_is_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "ticket.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 20 * 1024**2)
        archive.writestr("words.txt", SYMPTOM)
    found = read(path)
    assert [(one.file, one.why) for one in found.unreadable] == [
        ("ticket.zip/bomb.txt", "unpacks to far more than it is packed in")
    ]
    assert found.recognised()


def test_members_of_a_tar_with_strange_paths_are_read_and_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "ticket.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("../../words.txt")
        member.size = len(SYMPTOM.encode())
        archive.addfile(member, io.BytesIO(SYMPTOM.encode()))
    assert read(path).recognised()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ticket.tar.gz"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("form.yaml", b"a: &a [x]\nsymptom: *a\nevidence: [*a]\n", "aliases are not read"),
        ("form.yaml", b"symptom: " + b"[" * 3_000 + b"\nevidence: 1\n", "not the YAML of a form"),
        ("empty.txt", b"", "empty"),
        ("broken.zip", b"PK\x03\x04 and then nothing", "broken archive"),
        ("picture.bin", bytes(range(256)) * 99, "neither a text nor anything else"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    (left_out,) = read(written(tmp_path, name, data)).unreadable
    assert left_out.why.startswith(why)


@pytest.mark.parametrize(
    "data",
    [
        b"I/push: " + b"push a" * 500_000 + b"\n",
        b"token " + b"a" * 200_000 + b"\n" + b"no " * 60_000 + b"\n" + b"xregister" * 20_000,
        b"\xff\xfa\x80 push \x81 not utf8 \xc3(" * 500,
    ],
)
def test_long_lines_traps_for_patterns_and_broken_bytes_end_well(data: bytes, tmp_path: Path) -> None:
    found = read(written(tmp_path, "words.txt", data))
    assert all(len(one.text) <= 300 for one in found.recognised())
