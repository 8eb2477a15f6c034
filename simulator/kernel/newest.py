"""A mapping that remembers its newest entries only, for what piles up where a world lives long."""

from typing import ClassVar, TypeVar

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")

KEPT_MAX = 10_000
"""Assumed: how many messages, receipts and the like a server's store remembers; far more than a scenario sends."""


class Newest(dict[KeyT, ValueT]):
    """A dict of at most `kept_max` entries: when one more comes, the one that came first goes.

    A value that is written anew keeps its place.
    """

    __slots__ = ()
    kept_max: ClassVar[int] = KEPT_MAX

    def __setitem__(self, key: KeyT, value: ValueT) -> None:
        """Write *value*, and forget the oldest where there are too many."""
        super().__setitem__(key, value)
        if len(self) > self.kept_max:
            del self[next(iter(self))]

    def setdefault(self, key: KeyT, default: ValueT, /) -> ValueT:
        """Return the value of *key*, which is *default* where there was none."""
        if key not in self:
            self[key] = default
        return self[key]
