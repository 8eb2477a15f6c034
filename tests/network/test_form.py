"""Forms as strangers send them are read as Python's own library reads them."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.network.form import form_pairs


@pytest.mark.parametrize(
    "form",
    [
        "",
        "a=1&b=2",
        "a&b=&=c&&d==e",
        "a+b=c+d%2B%26%3D",
        "message=%7B%22title%22%3A%22%E6%A0%87%E9%A2%98%20%F0%9F%98%80%22%7D",
        "a=%",
        "a=%zz%41&b=100%",
        r"a=\x41\u4f60\N{BULLET}%5Cn",
        "a=标题%2B",
    ],
)
def test_fields_are_those_of_the_standard_library(form: str) -> None:
    assert form_pairs(form.encode()) == parse_qsl(form, keep_blank_values=True)


@given(st.text(alphabet="ab=&+%\\xuN{}45EF标\n"))
def test_no_text_is_read_in_another_way(form: str) -> None:
    try:
        expected = parse_qsl(form, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError):
            form_pairs(form.encode())
    else:
        assert form_pairs(form.encode()) == expected


def test_what_is_no_utf_8_is_told_or_replaced() -> None:
    with pytest.raises(UnicodeDecodeError):
        form_pairs(b"a=%FF")
    assert form_pairs(b"a=%FF", errors="replace") == [("a", "�")]
