"""OPPO, OnePlus and realme phones: OPPO PUSH (OPUSH, HeytapPush)."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.cloud import OppoCloud
from simulator.vendors.oppo.codes import CODES
from simulator.vendors.oppo.demo import OppoDemo
from simulator.vendors.oppo.push_service import OppoPushService
from simulator.vendors.oppo.rom import ROM
from simulator.vendors.oppo.sender import OppoSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {
        "app_key": f"oppo-app-key-{digits(12)}",
        "app_id": digits(8),
        "app_secret": f"oppo-app-secret-{digits(12)}",
        "master_secret": f"oppo-master-secret-{digits(12)}",
        "channel_id": facts.GUIDE_CHANNEL_ID.value,
    }


VENDOR = Vendor(
    name=facts.NAME,
    label="OPPO",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=OppoCloud,
    make_sender=OppoSender,
    make_push_service=OppoPushService,
    demo=OppoDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("一加", "真我", "opush", "heytap", "coloros", "mcs"),
)
