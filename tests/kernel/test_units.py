import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.units import Duration, seconds_text
from tests.kernel.properties import repeatable


@pytest.mark.parametrize(
    ("text", "span_ms"),
    [("0ms", 0), ("500ms", 500), ("30s", 30_000), ("10min", 600_000), ("24h", 86_400_000), ("7d", 604_800_000)],
)
def test_duration_is_a_whole_number_and_its_unit(text: str, span_ms: int):
    assert Duration.parse(text) == span_ms


@pytest.mark.parametrize(
    "text", ["", "10", "s", "1.5s", "-1s", "10 s", "10m", "10S", "１０s", "1h30min", "1" * 19 + "s"]
)
def test_anything_else_is_refused_with_examples(text: str):
    with pytest.raises(ValueError, match="500ms, 30s, 10min, 24h, 7d"):
        Duration.parse(text)


@repeatable
@given(st.integers(min_value=0, max_value=10**11))
def test_spelling_of_a_duration_reads_back_as_itself(span_ms: int):
    assert Duration.parse(str(Duration(span_ms))) == span_ms


@pytest.mark.parametrize(
    ("span_ms", "text"), [(0, "0ms"), (90_000, "90s"), (120_000, "2min"), (86_400_000, "1d"), (1_001, "1001ms")]
)
def test_spelling_is_the_shortest_exact_one(span_ms: int, text: str):
    assert str(Duration(span_ms)) == text


@pytest.mark.parametrize(("span_ms", "text"), [(0, "0.000s"), (380, "0.380s"), (61_005, "61.005s")])
def test_seconds_for_people_have_milliseconds(span_ms: int, text: str):
    assert seconds_text(span_ms) == text
