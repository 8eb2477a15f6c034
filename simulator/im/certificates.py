"""The IM console's certificates: what is checked on saving, and when a saved value takes effect."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from simulator.kernel.randomness import Stream
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.push.certificate import Certificate, CertificateForm
from simulator.push.click import OPENS_PAGE, Click, ClickKind
from simulator.push.reason import Reason

EFFECT_MS_MAX = Fact("im.certificate_effect_ms_max", 10 * MINUTE_MS, Source("vivo guide", "step 2", ("C03",)))
"""A saved certificate is in effect this long after saving at the latest."""

EFFECT_MS_MIN = Fact(
    "im.certificate_effect_ms_min", 30 * SECOND_MS, Source("vivo guide", "step 2", ("C03",), Grade.ASSUMED)
)
"""The guides give no lower bound; some seconds keep 'at once' from ever being true."""

EDIT_IN_PLACE = Fact("im.edit_keeps_id", True, Source("vivo guide", "step 2", ("C25",), Grade.ASSUMED))
OWN_ID = Fact("im.certificate_has_own_id", True, Source("vivo guide", "step 2", ("C02", "C25")))

WEB_SCHEMES = ("http://", "https://")


class SaveCase(msgspec.Struct, frozen=True):
    """What somebody wants to save.

    Attributes:
        id_is_used: The ID belongs to a certificate of another vendor, or belonged to one that was deleted.
    """

    form: CertificateForm
    values: Mapping[str, str]
    on_click: Click
    id_is_used: bool = False


def _page_missing(case: SaveCase) -> bool:
    return case.on_click.kind in OPENS_PAGE and not case.on_click.target


SAVE: Decision[SaveCase] = Decision(
    "im.certificate_save",
    (
        Rule(
            "im.certificate_field_missing",
            Reason.CERTIFICATE_REFUSED,
            lambda case: any(field.required and not case.values.get(field.name) for field in case.form.fields),
            Source("vivo guide", "step 2", ("V01",), Grade.ASSUMED),
        ),
        Rule(
            "im.certificate_url_not_web",
            Reason.CERTIFICATE_REFUSED,
            lambda case: case.on_click.kind is ClickKind.URL and not case.on_click.target.startswith(WEB_SCHEMES),
            Source("vivo guide", "click", ("C07",), Grade.ASSUMED),
        ),
        Rule(
            "im.certificate_page_missing",
            Reason.CERTIFICATE_REFUSED,
            _page_missing,
            Source("vivo guide", "click", ("C07",), Grade.ASSUMED),
        ),
        Rule(
            "im.certificate_id_used",
            Reason.CERTIFICATE_REFUSED,
            lambda case: case.id_is_used,
            Source("vivo guide", "step 2", ("C02", "C25"), Grade.ASSUMED),
        ),
    ),
)
"""What the console asks before it saves."""


class _Hosted(msgspec.Struct):
    """One certificate ID and its editions: the certificate, and the virtual time from which each one holds."""

    vendor: str
    editions: list[tuple[int, Certificate]] = msgspec.field(default_factory=list)
    is_deleted: bool = False


class Console:
    """The certificates of one IM app."""

    def __init__(self, *, stream: Stream, rules: Rulebook, now_ms: Callable[[], int]) -> None:
        """Draw IDs and instants of effect from *stream*."""
        self._stream = stream
        self._rules = rules
        self._now_ms = now_ms
        self._hosted: dict[int, _Hosted] = {}
        self._expected: dict[str, Certificate] = {}

    def host(self, certificate: Certificate) -> None:
        """Host *certificate* as saved and in effect long ago, without the checks of saving."""
        self._hosted[certificate.certificate_id] = _Hosted(certificate.vendor, [(0, certificate)])

    def new_id(self) -> int:
        """Return a certificate ID that is not in use: five digits, as the console's are."""
        while True:
            certificate_id = int(self._stream.digits(5))
            if certificate_id not in self._hosted:
                return certificate_id

    def save(self, form: CertificateForm, certificate: Certificate) -> tuple[Rule[SaveCase] | None, int]:
        """Save *certificate*, new or in place of the one with its ID.

        The new values hold from some instant at most `EFFECT_MS_MAX` later, never at once.

        Returns:
            The rule that refused it, if any, and the virtual time at which it takes effect.
        """
        hosted = self._hosted.get(certificate.certificate_id)
        id_is_used = hosted is not None and (hosted.is_deleted or hosted.vendor != certificate.vendor)
        case = SaveCase(form, certificate.values, certificate.on_click, id_is_used)
        refusal = self._rules.first_no(SAVE, case)
        if refusal is not None:
            return refusal, 0
        effect_ms = self._now_ms() + self._stream.between(EFFECT_MS_MIN.value, EFFECT_MS_MAX.value)
        if hosted is None or id_is_used:
            hosted = self._hosted[certificate.certificate_id] = _Hosted(certificate.vendor)
        hosted.editions.append((effect_ms, certificate))
        return None, effect_ms

    def delete(self, certificate_id: int) -> None:
        """Remove a certificate for good: pushes with its ID stop at once."""
        self._hosted[certificate_id].is_deleted = True

    def _find(self, certificate_id: int) -> _Hosted | None:
        hosted = self._hosted.get(certificate_id)
        return None if hosted is None or hosted.is_deleted else hosted

    def vendor_of(self, certificate_id: int) -> str | None:
        """Return whose certificate has this ID; `None` when there is none."""
        hosted = self._find(certificate_id)
        return None if hosted is None else hosted.vendor

    def in_effect(self, certificate_id: int) -> Certificate | None:
        """Return the edition that pushes use now; `None` before the first one takes effect."""
        hosted = self._find(certificate_id)
        if hosted is None:
            return None
        now_ms = self._now_ms()
        current = None
        for effect_ms, certificate in hosted.editions:
            if effect_ms <= now_ms:
                current = certificate
        return current

    def latest(self, certificate_id: int) -> Certificate | None:
        """Return the values last saved under this ID, in effect or not."""
        hosted = self._find(certificate_id)
        return None if hosted is None else hosted.editions[-1][1]

    def expect(self, certificate: Certificate) -> None:
        """Take note of a *certificate* that was never saved; only pushes that a waived rule lets through use it."""
        self._expected[certificate.vendor] = certificate

    def for_push(self, certificate_id: int, vendor: str) -> Certificate:
        """Return what a push of *vendor* uses; where a waived rule let a wrong ID through, what it should have been.

        That is, in this order: the ID's own latest values, in effect or not, deleted or not; the vendor's other
        certificates; what is expected of one; a blank one, which the vendor refuses.
        """
        current = self.in_effect(certificate_id)
        if current is not None and current.vendor == vendor:
            return current
        own = self._hosted.get(certificate_id)
        if own is not None and own.vendor == vendor:
            return own.editions[-1][1]
        for other in self.ids_of(vendor):
            return self.in_effect(other) or self._hosted[other].editions[-1][1]
        return self._expected.get(vendor) or Certificate(certificate_id, vendor)

    def ids_of(self, vendor: str) -> Iterator[int]:
        """Iterate over the IDs of *vendor*'s certificates, oldest first."""
        return (
            certificate_id
            for certificate_id, hosted in self._hosted.items()
            if hosted.vendor == vendor and not hosted.is_deleted
        )

    @property
    def is_empty(self) -> bool:
        """Whether no certificate was ever saved."""
        return not self._hosted
