"""What an IM client runs on, and how old its SDK is."""

from enum import StrEnum


class Platform(StrEnum):
    """A kind of IM client, as the console's login policies tell them apart."""

    ANDROID = "Android"
    IPHONE = "iPhone"
    IPAD = "iPad"
    WINDOWS = "Windows"
    MAC = "Mac"
    WEB = "Web"


def is_at_least(version: str, wanted: str) -> bool:
    """Return whether the SDK *version* is *wanted* or newer; both are numbers with dots between."""
    return _numbers(version) >= _numbers(wanted)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
