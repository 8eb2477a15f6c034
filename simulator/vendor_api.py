"""What a vendor folder declares: its form, and how its four sides are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.cloud.kit import CloudKit
from simulator.cloud.vendor_cloud import VendorCloud
from simulator.device.device import Device
from simulator.device.push_service import PushService
from simulator.device.rom import STOCK, Rom
from simulator.device.vendor_demo import VendorDemo
from simulator.im.sender import SenderKit, VendorSender
from simulator.kernel.source import Fact
from simulator.push.certificate import CertificateForm
from simulator.push.code import CodeTable


@dataclass(frozen=True, slots=True)
class Vendor:
    """One phone maker's push channel.

    Attributes:
        name: As in scenarios, and the name of its folder.
        label: As people write it.
        form: What the IM console asks for its certificate.
        credentials: Makes plausible credentials from a function that gives so many digits; by field name.
        make_cloud: Its simulated cloud.
        make_sender: IM's client of that cloud.
        make_push_service: Its service on a phone, of some version.
        demo: The code that its guide has the app write.
        codes: What its numbers mean.
        rom: What its phones' system does with apps, as they are sold.
        also_called: Further words, in lower case, by which reports speak of it: its Chinese name, its SDK, its system.
        abbreviations: Short for it in names of constants, such as those of the IM demos, in lower case.
    """

    name: str
    label: str
    form: CertificateForm
    credentials: Callable[[Callable[[int], str]], dict[str, str]]
    make_cloud: Callable[[CloudKit], VendorCloud[Any]]
    make_sender: Callable[[SenderKit], VendorSender]
    make_push_service: Callable[[Device, int], PushService]
    demo: VendorDemo[Any]
    codes: CodeTable = CodeTable((), (), (), ())
    rom: Fact[Rom] = STOCK
    also_called: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
