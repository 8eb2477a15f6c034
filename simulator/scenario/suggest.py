"""Finds the known name that was probably meant."""

import re
import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher

from simulator.scenario.punctuation import plain

_WORD_LENGTH_MAX = 64
_RATIO_MIN = 0.8
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the one of *known* that *word* was probably meant to be; None where nothing is near.

    Full-width letters, letter case, `-` for `_` and leading zeros do not count as differences. Then comes the
    fewest edits (a letter too many, too few, wrong, or two in the wrong order), then names of the same words.
    """
    if not word or len(word) > _WORD_LENGTH_MAX:
        return None
    folded = {name: _fold(name) for name in known}
    meant = _fold(word)
    return _by_edits(meant, folded) or _by_words(meant, folded) or _by_ratio(meant, folded)


def alike(word: str, known: Collection[str], count: int) -> list[str]:
    """Return the *count* names of *known* that are most like *word*, the likeliest first."""
    meant = _fold(word)
    return sorted(known, key=lambda name: (-SequenceMatcher(None, meant, _fold(name)).ratio(), name))[:count]


def edits(one: str, other: str, most: int = _WORD_LENGTH_MAX) -> int:
    """Return how many edits lead from *one* to *other*, or more than *most* where they are more.

    Two neighbouring letters swapped count as one edit.
    """
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, target in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != target))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == target
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, above = above, current
    return above[-1]


def _fold(name: str) -> str:
    visible = "".join(letter for letter in plain(name) if unicodedata.category(letter) != "Cf")
    bare = visible.strip(" \"'").casefold().replace("-", "_").replace(" ", "_")
    return _LEADING_ZEROS.sub("", bare)


def _by_edits(meant: str, folded: dict[str, str]) -> str | None:
    edits_max = len(meant) // 2 if len(meant) <= 3 else 2 if len(meant) <= 7 else len(meant) // 3
    best: tuple[int, int, int, float, str] | None = None
    for name, spelling in folded.items():
        # Each edit brings or takes two letters at most, which is cheaper to see than the edits.
        if abs(len(spelling) - len(meant)) > edits_max or len(set(spelling) ^ set(meant)) > 2 * edits_max:
            continue
        count = edits(meant, spelling, edits_max)
        if count > edits_max:
            continue
        rank = (count, *_tie_break(meant, spelling), name)
        if best is None or rank < best:
            best, edits_max = rank, count
    return best[-1] if best else None


def _tie_break(meant: str, spelling: str) -> tuple[int, int, float]:
    """Rank names that are equally many edits away: first a plural s, then swapped letters, then likeness."""
    differs_by_plural = meant.rstrip("s") == spelling.rstrip("s")
    same_letters = sorted(meant) == sorted(spelling)
    return (
        0 if differs_by_plural or same_letters else 1,
        0 if meant[:1] == spelling[:1] else 1,
        -SequenceMatcher(None, meant, spelling).ratio(),
    )


def _by_words(meant: str, folded: dict[str, str]) -> str | None:
    """Return the name with the fewest words more or less, where one of the two has all words of the other."""
    words = set(meant.split("_")) - {""}
    near = [
        (len(words ^ others), len(spelling), name)
        for name, spelling in folded.items()
        if words and (others := set(spelling.split("_"))) and (words <= others or others <= words)
    ]
    return min(near)[-1] if near else None


def _by_ratio(meant: str, folded: dict[str, str]) -> str | None:
    near = [
        (-ratio, name)
        for name, spelling in folded.items()
        if (ratio := SequenceMatcher(None, meant, spelling).ratio()) >= _RATIO_MIN
    ]
    return min(near)[-1] if near else None
