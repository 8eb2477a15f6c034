"""The code that Lumen's guide has the app write: one call at start, whose answer brings the token."""

from lumen_push import facts
from lumen_push.sdk import LumenClient
from simulator.device.app.process import AppProcess
from simulator.device.vendor_demo import ManifestParts, VendorDemo
from simulator.kernel.source import Fact, Source

REGISTER = Fact("lumen.register_at_start", True, Source(facts.CLIENT, "register", ("L01",)))


class LumenDemo(VendorDemo[LumenClient]):
    """Lumen's branch of the app."""

    vendor = facts.NAME
    client_class = LumenClient
    manifest_source = Source(facts.CLIENT, "manifest")
    brands = ("lumen",)
    manufacturers = ("lumen",)
    receiver_class = "LumenReceiver"
    sdk_version = "1.0"
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:
        return ManifestParts(f'        <receiver android:name="{receiver}" android:exported="true" />')

    def new_client(self, process: AppProcess) -> LumenClient:
        return LumenClient(process, lambda token: process.reg_id_received(token, REGISTER.name))

    def start(self, process: AppProcess) -> None:
        self.sdk_started(process, REGISTER)
        self.open_push(process)

    def open_push(self, process: AppProcess) -> None:
        self.client(process).register()

    def close_push(self, process: AppProcess) -> None:
        self.client(process).unregister()

    def reg_id(self, process: AppProcess) -> str:
        return self.client(process).get_token()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        self.client(process).take_token(reg_id)
