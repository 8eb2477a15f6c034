"""Several mistakes in one app: each is a way to write it that differs from the careful one in that mistake alone."""

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, Final

from simulator.device.app.variant import AppVariant
from simulator.device.app.variants import VARIANTS, careful

_IN_WORDS: Final = frozenset({"about", "source", "is_mistake"})
"""Fields that say what a variant is, and not how the app behaves."""


def changed_by(mistake: str) -> dict[str, Any]:
    """Return what the variant called *mistake* has otherwise than the careful app."""
    variant = VARIANTS[mistake]
    names = (field.name for field in fields(variant) if field.name not in _IN_WORDS)
    return {name: getattr(variant, name) for name in names if getattr(variant, name) != getattr(careful.VARIANT, name)}


def can_stand_together(mistakes: Iterable[str]) -> bool:
    """Whether one app can make all of *mistakes*: no two are about the same thing."""
    met: set[str] = set()
    for mistake in mistakes:
        changed = changed_by(mistake).keys()
        if met & changed:
            return False
        met |= changed
    return True


@lru_cache(maxsize=256)
def with_mistakes(variant: str, mistakes: tuple[str, ...]) -> AppVariant:
    """Return the app called *variant* with *mistakes* besides; of two about the same thing the later counts."""
    changed: dict[str, Any] = {}
    for mistake in mistakes:
        changed |= changed_by(mistake)
    return replace(VARIANTS[variant], **changed)
