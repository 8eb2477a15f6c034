from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.randomness import Stream, Streams
from tests.kernel.properties import repeatable

NAMES = st.text(alphabet="ab/1 ", max_size=4)
SEEDS = st.integers(min_value=0, max_value=10**6)


def draws(stream: Stream, count: int = 5) -> list[int]:
    return [stream.between(0, 2**40) for _ in range(count)]


@repeatable
@given(SEEDS, NAMES, NAMES, st.lists(st.booleans(), max_size=12))
def test_one_more_actor_shifts_nobody_elses_draws(seed: int, name: str, other: str, turns: list[bool]):
    if other == name:
        other += "x"
    alone = draws(Streams(seed).named(name), len(turns))
    streams = Streams(seed)
    mixed: list[int] = []
    for both in turns:
        if both:
            streams.named(other).between(0, 9)
        mixed += draws(streams.named(name), 1)
    assert mixed == alone[: len(mixed)]


@repeatable
@given(SEEDS, NAMES, NAMES)
def test_streams_of_different_names_or_seeds_differ(seed: int, name: str, other: str):
    drawn = draws(Stream(seed, name))
    assert (draws(Stream(seed, other)) == drawn) is (name == other)
    assert draws(Stream(seed + 1, name)) != drawn


def test_stream_is_the_same_one_each_time_it_is_named():
    streams = Streams(1)
    assert streams.named("im") is streams.named("im")


def test_stream_for_its_keeper_alone_draws_what_the_named_one_draws():
    streams = Streams(1)
    assert draws(streams.new("bob_phone")) == draws(streams.named("bob_phone"))
    assert draws(streams.new("bob_phone")) == draws(streams.new("bob_phone"))


def test_draws_stay_what_they_were_when_this_was_written():
    """A trace that somebody kept must come again from its seed, with later versions and on other machines."""
    stream = Stream(1, "bob_phone")
    drawn = (stream.between(20, 60), stream.digits(6), stream.hex(8))
    assert drawn == (37, "815925", "625bdf28")


@repeatable
@given(SEEDS, st.integers(-50, 50), st.integers(0, 100))
def test_number_lies_between_its_bounds(seed: int, lowest: int, span: int):
    assert lowest <= Stream(seed, "im").between(lowest, lowest + span) <= lowest + span


def test_both_bounds_are_drawn():
    stream = Stream(1, "im")
    assert {stream.between(1, 3) for _ in range(100)} == {1, 2, 3}


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="nothing lies between 3 and 2"):
        Stream(1, "im").between(3, 2)


@pytest.mark.parametrize("count", [1, 2, 23, 40])
def test_digits_have_the_wanted_length_and_no_leading_zero(count: int):
    texts = [Stream(seed, "im").digits(count) for seed in range(50)]
    assert all(len(text) == count and text.isdecimal() and text[0] != "0" for text in texts)
    assert len(set(texts)) > 5


@pytest.mark.parametrize("count", [1, 7, 32, 128])
def test_hexadecimal_text_has_the_wanted_length(count: int):
    text = Stream(1, "im").hex(count)
    assert (len(text), text.strip("0123456789abcdef")) == (count, "")


@pytest.mark.parametrize(
    "draw", [lambda stream: stream.digits(0), lambda stream: stream.digits(41), lambda stream: stream.hex(129)]
)
def test_lengths_that_cannot_be_drawn_are_refused(draw: Callable[[Stream], str]):
    with pytest.raises(ValueError, match="characters"):
        draw(Stream(1, "im"))
