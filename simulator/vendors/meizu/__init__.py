"""Meizu phones: the push of Flyme."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.cloud import MeizuCloud
from simulator.vendors.meizu.codes import CODES
from simulator.vendors.meizu.demo import MeizuDemo
from simulator.vendors.meizu.push_service import MeizuPushService
from simulator.vendors.meizu.rom import ROM
from simulator.vendors.meizu.sender import MeizuSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {
        "app_id": digits(6),
        "app_key": f"meizu-app-key-{digits(10)}",
        "app_secret": f"meizu-app-secret-{digits(10)}",
    }


VENDOR = Vendor(
    name=facts.NAME,
    label="Meizu",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=MeizuCloud,
    make_sender=MeizuSender,
    make_push_service=MeizuPushService,
    demo=MeizuDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("魅族", "魅蓝", "flyme"),
    abbreviations=("mz",),
)
