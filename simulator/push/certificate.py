"""A vendor's credentials as the IM console hosts them, and the form that asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.push.click import Click, ClickKind


@dataclass(frozen=True, slots=True)
class CertificateField:
    """One input of a vendor's form in the IM console.

    Attributes:
        name: In code and YAML: `app_secret`.
        label: As the console writes it: `AppSecret`.
        required: The form is not saved without it.
        secret: Never printed whole.
        is_sent: IM's requests carry it where the vendor checks it; a wrong value of any other field goes unnoticed.
    """

    name: str
    label: str
    required: bool = True
    secret: bool = False
    is_sent: bool = True


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """What the console asks for one vendor.

    Attributes:
        fields: In the console's order.
        pages: Ways in which *open a page inside the app* can be given for this vendor.
        app_only: Names of further values at the vendor: credentials that only the app needs, and how its cloud answers.
    """

    fields: tuple[CertificateField, ...]
    pages: frozenset[ClickKind]
    app_only: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all credentials, asked for or not."""
        return (*(field.name for field in self.fields), *self.app_only)


@dataclass(frozen=True, slots=True)
class Certificate:
    """One saved certificate.

    Attributes:
        certificate_id: Number given by the console; the app reports it with its token.
        vendor: Whose credentials.
        values: By field name.
        on_click: What a tap does, for every notification of this certificate.
    """

    certificate_id: int
    vendor: str
    values: Mapping[str, str] = field(default_factory=dict)
    on_click: Click = Click()
