"""The catalogue of real phone models: `models.json` of each vendor's folder, and here those of makers without push."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from simulator.device.profile import Profile
from simulator.world.shelf_data import data_files

_decode = msgspec.json.Decoder(dict[str, Profile]).decode


@lru_cache(maxsize=1)
def models() -> Mapping[str, Profile]:
    """Return all models by name.

    Raises:
        ValueError: Two vendors have a model of one name.
    """
    found: dict[str, Profile] = {}
    for vendor, text in data_files("models.json"):
        listed = _decode(text)
        if twice := sorted(found.keys() & listed.keys()):
            raise ValueError(f"models of two vendors: {', '.join(twice)}")
        found |= {name: msgspec.structs.replace(one, push_vendor=vendor) for name, one in listed.items()}
    return found


@lru_cache(maxsize=64)
def supported_model(vendor: str) -> str:
    """Return the model that stands for *vendor* where a scenario names none: the first of its list that has push.

    Raises:
        LookupError: It lists no such phone.
    """
    for name, profile in models().items():
        if profile.push_vendor == vendor and profile.push_service:
            return name
    raise LookupError(f'the catalogue has no phone with the push service of "{vendor}"')
