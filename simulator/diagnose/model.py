"""The little that is fitted: how often each word is met, and how much weight signs get. Everything else is knowledge.

`pushsim diagnose --evaluate CASES --fit` writes `model.json` anew; it is fitted to public reports alone.
"""

import json
import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from simulator.causes.cause_hop import CauseHop
from simulator.diagnose.evidence import Evidence, events
from simulator.diagnose.sign import UNDECIDED

FILE: Final = Path(__file__).with_name("model.json")
WORDS: Final = (*CauseHop, UNDECIDED)


class Model(msgspec.Struct, frozen=True):
    """The fitted figures.

    Attributes:
        temperature: How much a doubling of the odds counts; 1 is at its word.
        decay: What each further sign of one area counts, beside the one before it.
        prior: How often each word was met; what is not there was not.
        smoothing: Added to each.
        doubt: Added to the logarithm of the odds of `undecided`.
        sharpness: The power to which the probability of each word is taken in the end, so that what is said to be
            half sure is right half of the time; it changes no order.
    """

    temperature: float = 1.0
    decay: float = 0.6
    prior: dict[str, float] = {}
    smoothing: float = 1.5
    doubt: float = 0.0
    sharpness: float = 1.0

    def log_priors(self) -> Mapping[str, float]:
        """Return the logarithm of each word's share."""
        counts = {word: self.prior.get(word, 0.0) + self.smoothing for word in WORDS}
        total = sum(counts.values())
        return {word: math.log(count / total) for word, count in counts.items()}

    def scores(self, evidence: Collection[Evidence]) -> Mapping[str, float]:
        """Return the logarithm of each word's odds, up to one constant, after *evidence*."""
        scores = {word: prior + self.weight(evidence, (word,)) for word, prior in self.log_priors().items()}
        return {**scores, UNDECIDED: scores[UNDECIDED] + self.doubt}

    def weight(self, evidence: Collection[Evidence], words: Sequence[str]) -> float:
        """Return what *evidence* adds to the logarithm of the odds of *words*, which explain it together."""
        by_area: dict[tuple[str, bool], list[float]] = defaultdict(list)
        for event in events(evidence):
            told = [(one.speaks[word], one.area) for one in event for word in words if word in one.speaks]
            if told:
                best, area = max(told)
                by_area[area, best > 0].append(abs(best))
        total = 0.0
        for (_, is_for), found in by_area.items():
            worth = sum(weight * self.decay**index for index, weight in enumerate(sorted(found, reverse=True)))
            total += worth if is_for else -worth
        return self.temperature * math.log(2) * total

    def sharpened(self, words: Mapping[str, float]) -> dict[str, float]:
        """Return the probabilities of *words* as they are told."""
        powers = {word: share**self.sharpness for word, share in words.items()}
        total = sum(powers.values())
        return {word: power / total for word, power in powers.items()}


@lru_cache(maxsize=1)
def fitted() -> Model:
    """Return the model that is shipped."""
    return msgspec.json.decode(FILE.read_bytes(), type=Model)


def shares(scores: Mapping[str, float]) -> dict[str, float]:
    """Return *scores* as probabilities, most probable first."""
    top = max(scores.values())
    raw = {word: math.exp(score - top) for word, score in scores.items()}
    total = sum(raw.values())
    return {word: raw[word] / total for word in sorted(raw, key=lambda word: (-raw[word], word))}


def written(model: Model) -> str:
    """Return *model* as the text of its file."""
    return json.dumps(msgspec.to_builtins(model), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
