"""Honor phones that left Huawei's services: Honor Push."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.honor import facts
from simulator.vendors.honor.cloud import HonorCloud
from simulator.vendors.honor.codes import CODES
from simulator.vendors.honor.demo import HonorDemo
from simulator.vendors.honor.push_service import HonorPushService
from simulator.vendors.honor.rom import ROM
from simulator.vendors.honor.sender import HonorSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {
        "app_id": digits(9),
        "client_id": f"honor-client-id-{digits(12)}",
        "client_secret": f"honor-client-secret-{digits(12)}",
        "fingerprint": ":".join(digits(2) for _ in range(32)),
    }


VENDOR = Vendor(
    name=facts.NAME,
    label="Honor",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=HonorCloud,
    make_sender=HonorSender,
    make_push_service=HonorPushService,
    demo=HonorDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("荣耀", "hihonor", "magicos"),
)
