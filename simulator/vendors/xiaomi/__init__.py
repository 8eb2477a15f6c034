"""Xiaomi, Redmi and POCO phones: MiPush."""

from collections.abc import Callable

from simulator.vendor_api import Vendor
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.cloud import XiaomiCloud
from simulator.vendors.xiaomi.codes import CODES
from simulator.vendors.xiaomi.demo import XiaomiDemo
from simulator.vendors.xiaomi.push_service import XiaomiPushService
from simulator.vendors.xiaomi.rom import ROM
from simulator.vendors.xiaomi.sender import XiaomiSender


def _credentials(digits: Callable[[int], str]) -> dict[str, str]:
    return {
        "app_id": digits(19),
        "app_key": digits(13),
        "app_secret": f"mi/app+secret{digits(10)}==",
        "channel_id": f"im_{digits(6)}",
    }


VENDOR = Vendor(
    name=facts.NAME,
    label="Xiaomi",
    form=facts.CERTIFICATE_FORM,
    credentials=_credentials,
    make_cloud=XiaomiCloud,
    make_sender=XiaomiSender,
    make_push_service=XiaomiPushService,
    demo=XiaomiDemo(),
    codes=CODES,
    rom=ROM,
    also_called=("小米", "红米", "mipush", "xmpush", "miui", "hyperos"),
    abbreviations=("xm",),
)
