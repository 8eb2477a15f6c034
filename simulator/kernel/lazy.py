"""A property that is computed when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

ValueT = TypeVar("ValueT")


class lazy(Generic[ValueT]):  # noqa: N801  # used as a decorator, as `property` is
    """Like `functools.cached_property`, without the lock that it takes at each first access.

    A world runs in one thread. The value becomes an attribute of the object, which must not have slots.
    """

    def __init__(self, compute: Callable[[Any], ValueT]) -> None:
        """Ask *compute* once for each object."""
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type[object], name: str) -> None:
        """Learn under which *name* the value is to be kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[object]) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[object]) -> ValueT: ...

    def __get__(self, instance: object | None, owner: type[object]) -> Self | ValueT:
        """Compute the value and keep it where it will be found before this descriptor."""
        if instance is None:
            return self
        value = self._compute(instance)
        setattr(instance, self._name, value)
        return value
