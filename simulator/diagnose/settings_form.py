"""Settings as a form brings them, in the shape of `settings.looked_up`; what has another shape is left out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_certificate(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        _is_scalar(one) or (name == "on_click" and isinstance(one, Mapping)) for name, one in value.items()
    )


def _is_number(value: Any) -> bool:
    return str(value).isdecimal()


_PARTS: Final = ("im_console", "vendor_console", "app", "phone", "message", "answers")
_INSIDE: Final = frozenset({("im_console", "device"), ("app", "constants")})
"""Maps whose keys are settings of their own."""
_CERTIFICATES: Final = ("im_console", "certificates")
_WHOLE: Final[Mapping[tuple[str, ...], Callable[[Any], bool]]] = {
    _CERTIFICATES: lambda value: isinstance(value, list) and all(_is_certificate(one) for one in value),
    ("phone", "channels"): lambda value: isinstance(value, Mapping) and all(_is_scalar(one) for one in value.values()),
    ("app", "receivers"): _is_list_of_text,
    ("app", "activities"): _is_list_of_text,
    ("message", "fields"): _is_list_of_text,
    ("vendor_console", "channels"): _is_list_of_text,
    ("phone", "android"): _is_number,
    ("message", "title_length"): _is_number,
    ("message", "text_length"): _is_number,
}
"""Settings that are no single value, or a number."""


def settings_in(form: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Walk the settings of *form*, each with its path."""
    for part in _PARTS:
        if isinstance(inner := form.get(part), Mapping):
            yield from _settings_in((part,), inner)


def _settings_in(path: tuple[str, ...], tree: Mapping[Any, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in tree.items():
        own = (*path, str(name))
        if own in _INSIDE:
            if isinstance(value, Mapping):
                yield from _settings_in(own, value)
        elif _WHOLE.get(own, _is_scalar)(value):
            yield own, value
