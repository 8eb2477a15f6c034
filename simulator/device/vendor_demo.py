"""The code that a vendor's guide has the app write: manifest parts, start-up calls, receiver."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from simulator.device.app.process_rules import START
from simulator.device.app.variant import BrandTest
from simulator.kernel.source import Fact, Source
from simulator.push.journey import Hop

if TYPE_CHECKING:
    from simulator.device.app.process import AppProcess

ClientT = TypeVar("ClientT")


class SdkMethodUnknown(Exception):
    """A method that the simulated SDK does not have, or that takes other arguments.

    Attributes:
        method: The name that was called.
        known: All methods, with their arguments: `setAlias(alias)`.
    """

    def __init__(self, method: str, known: Sequence[str]) -> None:
        """Name the *method*, and the *known* ones."""
        super().__init__(f'no method "{method}" that takes this; known: {", ".join(known) or "none"}')
        self.method = method
        self.known = known


class ManifestParts(msgspec.Struct, frozen=True):
    """What a vendor's guide tells the app to add to its manifest.

    Attributes:
        application: Elements inside `application`.
        beside: Elements outside `application`: permissions.
    """

    application: str
    beside: str = ""


class VendorDemo(ABC, Generic[ClientT]):
    """The code that a vendor's guide tells the app to write.

    Attributes:
        vendor: Name of the vendor.
        client_class: The vendor's SDK.
        manifest_source: Where the guide lists what the manifest needs.
        brands: Values of `Build.BRAND`, in lower case, of phones with its push service.
        manufacturers: The same for `Build.MANUFACTURER`.
        needs_brand_and_manufacturer: Both must match; a phone that matches only one has another vendor's service.
        receiver_class: Class name, without package, of the app's push receiver.
        im_brand: IM's number for phones of this vendor.
        sdk_version: Version of the vendor's SDK, unless the app variant names another.
        opens_push_on_page: Push is switched on by a page of the app; otherwise `start` does it.
    """

    vendor: str
    client_class: type[ClientT]
    manifest_source: Source
    brands: tuple[str, ...]
    manufacturers: tuple[str, ...]
    needs_brand_and_manufacturer: bool = False
    receiver_class: str
    im_brand: int = 2002
    sdk_version: str = ""
    opens_push_on_page: bool = True

    @property
    def brand_test(self) -> BrandTest:
        """The test for this vendor's phones in the app's code."""
        return BrandTest(self.vendor, self.brands, self.manufacturers, self.needs_brand_and_manufacturer)

    @abstractmethod
    def manifest_parts(self, sdk_version: str, values: "dict[str, str]", receiver: str) -> ManifestParts:
        """Return the parts for the app's manifest.

        Args:
            sdk_version: Version of the vendor's SDK in this app.
            values: The app's credentials, by the names of the certificate form.
            receiver: Full class name of the app's receiver.
        """

    @abstractmethod
    def new_client(self, process: "AppProcess") -> ClientT:
        """Return the vendor's SDK, with the callbacks of the app's code."""

    def client(self, process: "AppProcess") -> ClientT:
        """Return the SDK's one instance in *process*."""
        client = process.vendor_client
        if not isinstance(client, self.client_class):
            client = process.vendor_client = self.new_client(process)
        return client

    def sdk_started(self, process: "AppProcess", fact: Fact[bool], *asked: str) -> None:
        """Record that `onCreate` starts the SDK as *fact* says; *asked* names the decisions that were passed."""
        data = {"sdk": process.app.variant.sdk_version(self.vendor), "facts": (START.name, *asked)}
        process.hop(Hop.SDK_STARTED, rule=fact.name, data=data)

    @abstractmethod
    def start(self, process: "AppProcess") -> None:
        """Run the vendor's branch of `Application.onCreate`."""

    @abstractmethod
    def open_push(self, process: "AppProcess") -> None:
        """Run the vendor's code that switches push on."""

    @abstractmethod
    def close_push(self, process: "AppProcess") -> None:
        """Switch the vendor's push off."""

    def call_sdk(self, process: "AppProcess", method: str, arguments: Sequence[str]) -> None:  # noqa: ARG002  # for vendors
        """Call *method* of the vendor's SDK by its own name, as further code of the app may.

        Raises:
            SdkMethodUnknown: The simulated SDK has no such method, or it takes other arguments.
        """
        raise SdkMethodUnknown(method, ())

    @abstractmethod
    def reg_id(self, process: "AppProcess") -> str:
        """Return the regId that the vendor's SDK keeps on this phone; empty for none."""

    @abstractmethod
    def reg_id_renewed(self, process: "AppProcess", reg_id: str) -> None:
        """Call the running app back with another regId."""
