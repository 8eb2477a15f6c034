import pytest

from simulator.network.json_body import json_or_none, object_or_none

DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a": "\xff"}', DEEP, "\ud800", "{'a': 1}"],
    ids=["empty", "open", "not_utf8", "deep", "half_a_character", "quotes"],
)
def test_what_cannot_be_read_is_nothing(text: str | bytes):
    assert json_or_none(text) is None
    assert object_or_none(text) is None


@pytest.mark.parametrize("text", ["1", "[]", "null", '"{}"'])
def test_json_that_is_no_object_is_no_object(text: str):
    assert object_or_none(text) is None


def test_json_is_read_from_text_and_bytes():
    assert json_or_none("[1]") == [1]
    assert object_or_none('{"吃": 1}'.encode()) == {"吃": 1}
