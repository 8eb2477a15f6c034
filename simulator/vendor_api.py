"""What a vendor folder declares: its form, and how its four sides are made.

A vendor is a package below `simulator/vendors`, or one of its own with an entry point in the group
`simulator.vendors`, whose `__init__` declares `VENDOR`. Nothing else has to be edited. Its modules, in the order in
which they are best written:

- `facts`: limits, client codes, the certificate form; each with its source. `rejections` and `codes`: what the
  numbers of the cloud are, and what they mean.
- `call`, `rules`, `cloud`, `delivery`, `receipts`: the simulated cloud, a `cloud.vendor_cloud.VendorCloud`.
- `sender`: IM's client, an `im.sender.VendorSender`, or an `im.token_sender.TokenSender` where a token is fetched.
- `push_service`: the `device.push_service.PushService` in the phone's system; `sdk` and `sdk_rules`: the
  `device.sdk_client.SdkClient` in an app; `demo`: the `device.vendor_demo.VendorDemo` that the guide has the app
  write; `rom`: what the phone's system does with apps.
- `models.json`, `statements.json`, `README.md`: its phones, the promises of its guide, what is modelled and what not.

`tests/vendors/seventh/lumen_push` is the smallest whole vendor, and `tests/vendors/test_contract.py` says what every
vendor has to keep.
"""

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
