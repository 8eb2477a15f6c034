import pytest

from simulator.device.android.build import api_level_of


@pytest.mark.parametrize(("android", "level"), [(5, 21), (8, 26), (11, 30), (12, 31), (13, 33), (17, 37)])
def test_android_version_has_its_api_level(android: int, level: int) -> None:
    assert api_level_of(android) == level


@pytest.mark.parametrize("android", [4, 18, 2026])
def test_unknown_android_version_is_refused(android: int) -> None:
    with pytest.raises(ValueError, match=f"Android {android}; known are 5 to 17"):
        api_level_of(android)
