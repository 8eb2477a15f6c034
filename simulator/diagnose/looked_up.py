"""Settings that lie scattered over the parts of a ticket, each with its place, compared once all are known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.causes.words import Words
from simulator.diagnose.code_signs import code_of_sign
from simulator.diagnose.evidence import TEXT_LENGTH_MAX, Evidence
from simulator.diagnose.facts import Facts
from simulator.diagnose.masking import masked
from simulator.diagnose.misfits import misfits
from simulator.diagnose.signs import signs

CERTIFICATES = ("im_console", "certificates")
FOR_VENDORS = "by_vendor"
"""A path that begins with it and a vendor's name counts where the ticket is about that vendor."""

CONTRADICTION: Final = "contradiction"
"""Area of the signs that two parts tell one thing differently."""
_ONE_ONLY: Final = frozenset({"package", "certificate_id", "sdk_app_id", "app_id", "app_key"})
"""Settings that an app has one of, whoever tells them."""
_DECIDED_BY: Final[Mapping[str, tuple[str, str]]] = {
    "set.no_own_receiver": ("app", "receivers"),
    "set.receiver_of_the_sample": ("app", "receivers"),
    "set.permission_undeclared": ("app", "declares_notification_permission"),
    "set.shrinks": ("app", "shrinks"),
    "set.push_flag_1": ("message", "is_custom"),
    "set.online_only": ("message", "is_custom"),
    "set.custom_without_desc": ("message", "is_custom"),
    "set.text_long": ("message", "text_length"),
    "set.text_is_a_test": ("message", "text_is_a_test"),
}
"""Signs that one setting decides: where it was looked up and they do not show, they are not so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    Attributes:
        line: From 1; 0 for the whole part.
        text: As it stands there.
    """

    file: str
    line: int = 0
    text: str = ""

    @property
    def told(self) -> str:
        """It for people."""
        return f"{self.file}:{self.line}" if self.line else self.file


class LookedUp:
    """Fills with single settings, in the shape of `diagnose/settings.py`; what was looked up first counts."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._settings: dict[tuple[str, ...], tuple[Any, Place]] = {}
        self._differing: dict[tuple[str, ...], tuple[Any, Place]] = {}

    def add(self, path: tuple[str, ...], value: Any, place: Place) -> None:
        """Keep *value*, which stands at *place*."""
        known, _ = self._settings.setdefault(path, (value, place))
        if path[-1] in _ONE_ONLY and str(known) != str(value):
            self._differing.setdefault(path, (value, place))

    def add_certificate(self, certificate: Mapping[str, Any], place: Place) -> None:
        """Keep a certificate of the IM console."""
        self.add((*CERTIFICATES, f"{certificate.get('vendor')} {certificate.get('id')}"), dict(certificate), place)

    @property
    def decided(self) -> frozenset[str]:
        """Names of the signs that would show if they were so."""
        return frozenset(name for name, path in _DECIDED_BY.items() if path in self._settings)

    def evidence(self, facts: Facts) -> Iterator[Evidence]:
        """Walk what does not fit, each at the last of the places without which it would."""
        vendor = next(iter(facts.vendors), "")
        yield from self._contradictions(vendor)
        places = tuple(dict.fromkeys(place for _, place in self._settings.values()))
        shown = tuple(misfits(self._tree(vendor, facts.android), vendor))
        if not shown:
            return
        without = {place: frozenset(misfits(self._tree(vendor, facts.android, place), vendor)) for place in places}
        for name in shown:
            of = [place for place in places if name not in without[place]] or places[-1:]
            text = masked((" | ".join(place.text for place in of if place.text) or name)[: 2 * TEXT_LENGTH_MAX])
            known = signs().get(name)
            code = None if known is not None else code_of_sign(name)
            if known is not None:
                yield Evidence(of[-1].file, of[-1].line, text, known.means, name, known.speaks, good=known.good)
            elif code is not None:
                yield Evidence(of[-1].file, of[-1].line, text, code.means, name, code.speaks())

    def _contradictions(self, vendor: str) -> Iterator[Evidence]:
        """Walk what two parts tell differently though it can be one thing only, each at the second."""
        for path, (other, place) in self._differing.items():
            if path[0] == FOR_VENDORS and path[1] != vendor:
                continue
            value, first = self._settings[path]
            name = " ".join(key for key in path[-2:] if key not in {"app", "device", "im_console", "constants"})
            here, there = (masked(f"{name}: {one}")[:TEXT_LENGTH_MAX] for one in (other, value))
            means = Words(
                f"{first.told} has {there}",
                f"{first.told} 中是 {there}",
            )
            yield Evidence(place.file, place.line, here, means, f"{CONTRADICTION}.{name.replace(' ', '_')}")

    def _tree(self, vendor: str, android: int, without: Place | None = None) -> dict[str, Any]:
        tree: dict[str, Any] = {"phone": {"android": android}} if android else {}
        for path, (value, place) in self._settings.items():
            if place == without:
                continue
            if path[:2] == (FOR_VENDORS, vendor):
                keys = path[2:]
            elif path[0] == FOR_VENDORS:
                continue
            else:
                keys = path
            at = tree
            for key in keys[:-1]:
                # A map of a form may be the value of one of these, and is not to be written to.
                at[key] = at = dict(at.get(key, {}))
            if keys == CERTIFICATES:
                # The console was looked at, and had none.
                at.setdefault(keys[-1], {})
            else:
                at[keys[-1]] = value
        console = tree.get(CERTIFICATES[0], {})
        if CERTIFICATES[1] in console:
            tree[CERTIFICATES[0]] = {**console, CERTIFICATES[1]: list(console[CERTIFICATES[1]].values())}
        return tree
