"""The newest entries stay, and no others."""

from simulator.kernel.newest import Newest


class OfThree(Newest[int, str]):
    kept_max = 3


class OfTwo(Newest[int, str]):
    kept_max = 2


class OfOne(Newest[int, list[int]]):
    kept_max = 1


def test_oldest_goes_when_there_is_one_too_many():
    newest = OfThree()
    for key in range(3):
        newest[key] = str(key)
    assert list(newest) == [0, 1, 2]
    newest[3] = "3"
    assert newest == {1: "1", 2: "2", 3: "3"}


def test_value_that_is_written_anew_keeps_its_place():
    newest = OfTwo()
    newest[1], newest[2] = "a", "b"
    newest[1] = "c"
    newest[3] = "d"
    assert newest == {2: "b", 3: "d"}


def test_default_that_is_set_counts_too():
    newest = OfOne()
    newest.setdefault(1, []).append(1)
    newest.setdefault(1, []).append(2)
    assert newest == {1: [1, 2]}
    newest.setdefault(2, [])
    assert newest == {2: []}
