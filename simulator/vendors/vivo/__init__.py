"""vivo and iQOO phones: vivo Push (VPush)."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.cloud import VivoCloud
from simulator.vendors.vivo.codes import CODES
from simulator.vendors.vivo.demo import VivoDemo
from simulator.vendors.vivo.push_service import VivoPushService
from simulator.vendors.vivo.rom import ROM
from simulator.vendors.vivo.sender import VivoSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {"app_id": digits(6), "app_key": f"vivo-app-key-{digits(12)}", "app_secret": f"vivo-app-secret-{digits(12)}"}


VENDOR = Vendor(
    name=facts.NAME,
    label="vivo",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=VivoCloud,
    make_sender=VivoSender,
    make_push_service=VivoPushService,
    demo=VivoDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("vpush", "funtouch", "originos", "bbk"),
)
