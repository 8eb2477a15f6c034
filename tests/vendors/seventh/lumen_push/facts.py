"""Lumen's limits, as plain data that every side may read."""

from simulator.kernel.source import Fact, Source
from simulator.kernel.units import DAY_MS
from simulator.push.certificate import CertificateField, CertificateForm
from simulator.push.click import ClickKind

NAME = "lumen"
API = "Lumen server API"
CLIENT = "Lumen client SDK"

CERTIFICATE_FORM = CertificateForm(
    fields=(CertificateField("app_id", "AppID"), CertificateField("app_secret", "AppSecret", secret=True)),
    pages=frozenset({ClickKind.INTENT}),
)
LIFE_MS = Fact("lumen.life_ms", DAY_MS, Source(API, "ttl"))
PER_DAY_MAX = Fact("lumen.per_day_max", 10_000, Source(API, "quota"))
TOKEN_CHARACTERS = Fact("lumen.token_characters", 32, Source(CLIENT, "token"))
CHANNEL = "lumen_push"
