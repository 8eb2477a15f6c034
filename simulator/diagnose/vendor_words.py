"""Reads vendors and fields of certificates out of names in code and consoles: `XM_PUSH_BUZID`, `vivoAppKey`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from simulator.vendors import VENDORS

CERTIFICATE_ID: Final = "certificate_id"
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[\u4e00-\u9fff]+")
_IDS: Final = ("buzid", "bussid", "busiid", "busid", "businessid", "bussinessid", "certid", "certificateid", "证书id")


@lru_cache(maxsize=1)
def _vendors() -> Mapping[str, str]:
    return {
        word: name
        for name, vendor in VENDORS.items()
        for word in (name, vendor.label.lower(), *vendor.also_called, *vendor.abbreviations)
    }


@lru_cache(maxsize=4096)
def vendor_in(name: str) -> str:
    """Return the vendor that an identifier or a heading names; empty for none."""
    known = _vendors()
    words = (name, *_WORD.findall(name))
    return next((known[word.lower()] for word in words if word.lower() in known), "")


@lru_cache(maxsize=4096)
def field_in(name: str, vendor: str = "") -> str:
    """Return the field of a certificate that *name* ends in: `app_key`, or `certificate_id`; empty for none."""
    flat = re.sub(r"[\W_]+", "", name).lower()
    if flat.endswith(_IDS):
        return CERTIFICATE_ID
    forms = [VENDORS[vendor].form] if vendor else [one.form for one in VENDORS.values()]
    names = {field for form in forms for field in form.names}
    labels = {field.label.lower(): field.name for form in forms for field in form.fields}
    fits = {one for one in names if flat.endswith(one.replace("_", ""))}
    fits |= {field for label, field in labels.items() if flat.endswith(re.sub(r"[\W_]+", "", label))}
    return max(fits, key=lambda one: (len(one), one), default="")
