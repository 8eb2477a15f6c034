"""What a phone is: its brand, its model and its Android version, as `android.os.Build` tells apps."""

from collections.abc import Mapping

import msgspec

from simulator.kernel.source import Fact, Source

API_LEVELS: Fact[Mapping[int, int]] = Fact(
    "android.api_levels",
    {5: 21, 6: 23, 7: 24, 8: 26, 9: 28, 10: 29, 11: 30, 12: 31, 13: 33, 14: 34, 15: 35, 16: 36, 17: 37},
    Source("Android API reference", "Build.VERSION_CODES"),
)
"""API level of each Android version, without the levels of its later maintenance releases."""

CHANNELS_API = 26
"""Android 8.0: notification channels."""
POST_NOTIFICATIONS_API = 33
"""Android 13: notifications need a runtime permission."""


class Build(msgspec.Struct, frozen=True):
    """Constants of one phone.

    Attributes:
        brand: `Build.BRAND`, as apps compare it: `vivo`, `Redmi`.
        manufacturer: `Build.MANUFACTURER`.
        model: `Build.MODEL`.
        api_level: `Build.VERSION.SDK_INT`.
    """

    brand: str
    manufacturer: str
    model: str
    api_level: int


def api_level_of(android: int) -> int:
    """Return the API level of Android version *android*, as people count it: 8 is 26.

    Raises:
        ValueError: No phone of this simulator runs that version.
    """
    level = API_LEVELS.value.get(android)
    if level is None:
        known = API_LEVELS.value
        raise ValueError(f"no API level is known for Android {android}; known are {min(known)} to {max(known)}")
    return level
