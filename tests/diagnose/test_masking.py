"""What must not leave a ticket is hidden in every place where it may stand."""

from pathlib import Path

import pytest

from simulator.diagnose.masking import masked
from simulator.diagnose.reading import read_ticket


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("app_secret=ad01b1c2d3e4f5061728394a5b6c7d8e", "ad01b1c2d3e4f5061728394a5b6c7d8e"),
        ('"AppSecret": "s3cr3t-value-9"', "s3cr3t-value-9"),
        ("Authorization: key=abcdef123456789", "abcdef123456789"),
        ("Authorization: Bearer CgB6e3x9abcdefgh", "CgB6e3x9abcdefgh"),
        ("userSig: eJyrVgrxCdYrSy1SslJQMtIzUNJRAItkpqTmlWSmZUIkkvKTYBLFKdmJ", "eJyrVgrxCdYrSy1S"),
        ("onReceiveRegId = 15646472431991408944055", "15646472431991408944055"),
        ('"regIds": ["15646472431991408944055", "15646472431991408944056"]', "15646472431991408944056"),
        ("AppSecret 11111111-2222-3333-4444-555555555555", "11111111-2222"),
        ("token=AL1mj76xQQ8u3kd9s0d9f8g7h6j5", "AL1mj76xQQ8u3kd9s0d9f8g7h6j5"),
        ("给用户 13812345678 发的消息", "13812345678"),
        ("+86 138-1234-5678 called", "138-1234-5678"),
        ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----", "MIIEvQIBADANBg"),
        ("regId: v2-CK_abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz0123456789"),
    ],
)
def test_credentials_tokens_and_numbers_are_hidden(text: str, secret: str) -> None:
    assert secret not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "setOfflinePushToken err code = 6014",
        "java.lang.IllegalStateException: service not ready",
        "vivopush open vivo push fail state = 101",
        "No Channel found for pkg=com.example.chat, channelId=tuikit",
        "errorCode: 907122050",
    ],
)
def test_what_a_diagnosis_needs_stays(text: str) -> None:
    assert masked(text) == text


def test_names_of_files_tell_no_number_and_stay_readable(tmp_path: Path) -> None:
    (tmp_path / "13812345678-bugreport-PD2024-2025-11-22-08-00-00.log").write_text(
        "vivopush open vivo push fail state = 101\n", encoding="utf-8"
    )
    [place] = {one.file for one in read_ticket([tmp_path]).recognised()}
    assert place == "***-bugreport-PD2024-2025-11-22-08-00-00.log"
    (tmp_path / "13812345678.png").write_bytes(b"\x89PNG" + bytes(range(256)))
    assert [one.file for one in read_ticket([tmp_path]).unreadable] == ["***.png"]
