"""Lumen phones: Lumen Push."""

from collections.abc import Callable

from lumen_push import facts
from lumen_push.cloud import LumenCloud
from lumen_push.codes import CODES
from lumen_push.demo import LumenDemo
from lumen_push.push_service import LumenPushService
from lumen_push.sender import LumenSender
from simulator.vendor_api import Vendor


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {"app_id": digits(6), "app_secret": digits(20)}


VENDOR = Vendor(
    name=facts.NAME,
    label="Lumen",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=LumenCloud,
    make_sender=LumenSender,
    make_push_service=LumenPushService,
    demo=LumenDemo(),
    codes=CODES,
)
