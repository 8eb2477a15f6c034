"""Calls that must not take effect twice: for some time the answer to the first is the answer to all like it."""

from collections.abc import Hashable, Mapping
from typing import Any


class RecentAnswers:
    """What was answered lately, by what makes two calls one."""

    def __init__(self) -> None:
        """Start empty."""
        self._answers: dict[Hashable, tuple[int, Mapping[str, Any]]] = {}
        self._swept_s = 0

    def find(self, key: Hashable, *, now_s: int) -> Mapping[str, Any] | None:
        """Return the answer that still holds for *key* at Unix second *now_s*; `None` for none."""
        until_s, answer = self._answers.get(key, (now_s, None))
        return answer if now_s < until_s else None

    def keep(self, key: Hashable, answer: Mapping[str, Any], *, now_s: int, until_s: int) -> None:
        """Keep *answer* for *key* until just before Unix second *until_s*, and forget expired answers."""
        if now_s != self._swept_s:
            self._swept_s = now_s
            self._answers = {known: held for known, held in self._answers.items() if now_s < held[0]}
        self._answers[key] = (until_s, answer)
