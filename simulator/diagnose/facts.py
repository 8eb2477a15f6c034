"""What a ticket says of the customer's world: vendor, phone, Android, IM; gathered while it is read."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from simulator.causes import CAUSES
from simulator.causes.setting import Setting
from simulator.diagnose.concepts import concepts_of
from simulator.report.codes import IM
from simulator.vendors import VENDORS
from simulator.world.models import models

_ANDROID: Final = re.compile(r"(?:android|安卓)[ :]{0,2}(\d{1,2})\b", re.IGNORECASE)
_API: Final = re.compile(r"\b(?:api(?: level)?|sdk_int|targetSdk\w*)\W{0,3}(\d{2})\b", re.IGNORECASE)
_TENCENT_IM: Final = re.compile(
    r"tencent|timsdk|tuikit|\btim\b|imsdk|腾讯|即时通信|setOfflinePushToken|ThirdPushTokenMgr|im_open", re.IGNORECASE
)
_ANDROID_MIN, _ANDROID_MAX = 5, 17
_CLAUSE: Final = re.compile(r"[;；,，。\n]")
_IN_TROUBLE: Final = 3
"""What the vendor of a phone that gets nothing weighs beside one that is named by the way."""
_NAMED_BY_FORM: Final = 100
"""What a form's own field weighs beside mentions in a text."""


@lru_cache(maxsize=1)
def _mentions() -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(_word(word) for word in sorted(_words_for(name))), re.IGNORECASE) for name in VENDORS
    }


def makers_in(text: str) -> int:
    """Return how many makers of phones *text* names, whether they have a push channel here or not."""
    return sum(bool(regex.search(text)) for regex in _mentions().values()) + ("other_brand" in concepts_of(text))


def _words_for(name: str) -> set[str]:
    vendor = VENDORS[name]
    return {name, vendor.label.lower(), *vendor.demo.brands, *vendor.demo.manufacturers, *vendor.also_called}


def _word(word: str) -> str:
    return rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)


def _vendors_in(text: str) -> Counter[str]:
    """Return how often *text* names each vendor; where it names several, those count whose phones are in trouble."""
    named = Counter({name: len(regex.findall(text)) for name, regex in _mentions().items()})
    if sum(count > 0 for count in named.values()) <= 1:
        return named
    told: Counter[str] = Counter()
    for clause in _CLAUSE.split(text):
        here = {name for name, regex in _mentions().items() if regex.search(clause)}
        concepts = concepts_of(clause) if here else frozenset()
        for name in here:
            told[name] += 0 if "works" in concepts else _IN_TROUBLE if "nothing" in concepts else 1
    return told if any(told.values()) else named


def _is_fine(model: str, text: str) -> bool:
    """Whether *text* names *model* as a phone on which all is well, beside the one in question."""
    said = (concepts_of(clause) for clause in _CLAUSE.split(text) if model.lower() in clause.lower())
    return any("works" in concepts for concepts in said)


class Facts:
    """What is known of the customer's world so far.

    Attributes:
        android: Version of the phone; 0 while nobody said.
        has_im: Whether Tencent IM is in it; None while nobody said.
        app: Fields of the app, as a scenario has them.
        more: Keys of the world part, as a scenario has them.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self.android = 0
        self.has_im: bool | None = None
        self.model = ""
        self.start = ""
        self.app: dict[str, Any] = {}
        self.more: dict[str, Any] = {}
        self._vendors: Counter[str] = Counter()

    def name_vendor(self, name: str) -> None:
        """A field of a form names the vendor."""
        if name in VENDORS:
            self._vendors[name] += _NAMED_BY_FORM

    def hear(self, text: str, weight: int = 1) -> None:
        """Take what *text* says by the way."""
        for name, count in _vendors_in(text).items():
            self._vendors[name] += weight * count
        versions = [int(one) for one in _ANDROID.findall(text) if _ANDROID_MIN <= int(one) <= _ANDROID_MAX]
        if versions:
            self.android = max(versions)
        for name in models():
            if name.lower() in text.lower() and not _is_fine(name, text):
                self.model = name
        if _TENCENT_IM.search(text):
            self.has_im = True

    @property
    def vendors(self) -> tuple[str, ...]:
        """Those that were spoken of, most often first."""
        return tuple(name for name, count in self._vendors.most_common() if count)

    @property
    def services(self) -> tuple[str, ...]:
        """Whose codes may stand in it: the vendors that were named, and IM; empty where nothing is known."""
        named = tuple(name for name, count in self._vendors.items() if count >= _NAMED_BY_FORM)
        return (*(named or self.vendors), *((IM,) if self.has_im else ()))

    def setting(self) -> Setting:
        """Return the world that a healthy scenario of this ticket plays in."""
        vendor = next(iter(self.vendors), "") or _usual_vendor()
        known = models()
        model = self.model if self.model and known[self.model].push_vendor == vendor else ""
        return Setting(vendor, model, self.android, self.start, self.app, self.more)


@lru_cache(maxsize=1)
def _usual_vendor() -> str:
    """Return the vendor that most causes concern, for tickets that name none."""
    return max(VENDORS, key=lambda name: sum(cause.concerns(Setting(name)) for cause in CAUSES.values()))
