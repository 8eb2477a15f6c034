"""Huawei phones: HMS Push Kit, and the HMS 2.x SDK of the guides' time."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.cloud import HuaweiCloud
from simulator.vendors.huawei.codes import CODES
from simulator.vendors.huawei.demo import HuaweiDemo
from simulator.vendors.huawei.push_service import HuaweiPushService
from simulator.vendors.huawei.rom import ROM
from simulator.vendors.huawei.sender import HuaweiSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    fingerprint = digits(16)
    return {
        "app_id": digits(9),
        "app_secret": f"huawei/app+secret{digits(12)}",
        "badge_class": "com.example.chat.MainActivity",
        "category": "IM",
        "project_id": f"73643{digits(13)}",
        "key_id": digits(32),
        "sub_account": digits(9),
        "public_key": "",
        "data_storage": "CN",
        "receipt_id": "",
        "receipt_version": "1",
        "callback_user": "",
        "callback_key": "",
        "fingerprint": ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)),
    }


VENDOR = Vendor(
    name=facts.NAME,
    label="Huawei",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=HuaweiCloud,
    make_sender=HuaweiSender,
    make_push_service=HuaweiPushService,
    demo=HuaweiDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("华为", "hms", "emui", "harmonyos", "hmspush"),
    abbreviations=("hw",),
)
