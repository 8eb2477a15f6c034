"""A catalogue of real phone models, as data: what `Build` says of them and whose push service they have.

Versions of vivo's push service are assumed: vivo's own list of supported models could not be read. What is known is the
check in its SDK: a service below version 1230, or none, is not supported (V05, V07).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Profile(NamedTuple):
    """One model.

    Attributes:
        brand: `Build.BRAND`.
        manufacturer: `Build.MANUFACTURER`.
        model: `Build.MODEL`.
        android: Version it is sold with, as people count it.
        push_vendor: Whose push service its system has; empty for none.
        push_service: Version of that service; 0 where it is not there yet.
    """

    brand: str
    manufacturer: str
    model: str
    android: int
    push_vendor: str = ""
    push_service: int = 0


PROFILES: Mapping[str, Profile] = {
    "vivo X60": Profile("vivo", "vivo", "V2046A", 11, "vivo", 1_500),
    "vivo X100": Profile("vivo", "vivo", "V2309A", 14, "vivo", 4_000),
    "vivo X9": Profile("vivo", "vivo", "vivo X9", 7, "vivo", 1_300),
    "vivo NEX": Profile("vivo", "vivo", "vivo NEX A", 8, "vivo", 1_350),
    "vivo S7": Profile("vivo", "vivo", "V2020A", 10, "vivo", 1_450),
    "vivo S18": Profile("vivo", "vivo", "V2323A", 13, "vivo", 3_800),
    "iQOO 7": Profile("iQOO", "vivo", "V2049A", 11, "vivo", 1_500),
    "iQOO 12": Profile("iQOO", "vivo", "V2307A", 14, "vivo", 4_000),
    "vivo Y51": Profile("vivo", "vivo", "vivo Y51", 5, "vivo", 0),
    "vivo Xplay5": Profile("vivo", "vivo", "vivo Xplay5A", 6, "vivo", 1_100),
    "Xiaomi 11": Profile("Xiaomi", "Xiaomi", "M2011K2C", 11, "xiaomi", 1),
    "Xiaomi 13": Profile("Xiaomi", "Xiaomi", "2211133C", 13, "xiaomi", 1),
    "Redmi Note 9": Profile("Redmi", "Xiaomi", "M2007J22C", 10, "xiaomi", 1),
    "Xiaomi Mi A1": Profile("xiaomi", "Xiaomi", "Mi A1", 9, "xiaomi", 0),
    "OPPO Find X5": Profile("OPPO", "OPPO", "PFFM10", 12, "oppo", 3_000),
    "OPPO Reno4": Profile("OPPO", "OPPO", "PDPM00", 10, "oppo", 2_000),
    "OPPO R11": Profile("OPPO", "OPPO", "OPPO R11", 7, "oppo", 1_100),
    "OPPO R7": Profile("OPPO", "OPPO", "OPPO R7", 5, "oppo", 0),
    "realme GT": Profile("realme", "realme", "RMX2202", 11, "oppo", 2_100),
    "OnePlus 9": Profile("OnePlus", "OnePlus", "LE2110", 11, "oppo", 2_100),
    "HUAWEI P40": Profile("HUAWEI", "HUAWEI", "ANA-AN00", 10, "huawei", 60_000_300),
    "HUAWEI P20": Profile("HUAWEI", "HUAWEI", "EML-AL00", 8, "huawei", 50_000_300),
    "HUAWEI Mate 9": Profile("HUAWEI", "HUAWEI", "MHA-AL00", 8, "huawei", 20_603_301),
    "HONOR 50": Profile("HONOR", "HONOR", "NTH-AN00", 11, "honor", 1),
    "HONOR Magic5": Profile("HONOR", "HONOR", "PGT-AN10", 13, "honor", 1),
    "Meizu 18": Profile("meizu", "Meizu", "MEIZU 18", 11, "meizu", 1),
    "Google Pixel 6": Profile("google", "Google", "Pixel 6", 12),
    "Samsung Galaxy S21": Profile("samsung", "samsung", "SM-G9910", 11),
}


def supported_model(vendor: str) -> str:
    """Return the model that stands for *vendor* where a scenario names none: the first of the catalogue.

    Raises:
        LookupError: The catalogue has no phone with this vendor's push service.
    """
    for name, profile in PROFILES.items():
        if profile.push_vendor == vendor and profile.push_service:
            return name
    raise LookupError(f'the catalogue has no phone with the push service of "{vendor}"')
