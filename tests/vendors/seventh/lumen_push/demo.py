"""The code that Lumen's guide has the app write: one call at start, whose answer brings the token."""

from lumen_push import facts
from lumen_push.sdk import LumenPushService
from simulator.device.app.process import AppProcess
from simulator.device.vendor_sdk import ManifestParts, VendorDemo
from simulator.kernel.source import Fact, Source
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.uplink import Register, Registered, Unregister

START = Fact("lumen.register_at_start", True, Source(facts.CLIENT, "register", ("L01",)))
_TOKEN = "lumen.token"


class LumenDemo(VendorDemo):
    """Lumen's branch of the app."""

    vendor = facts.NAME
    manifest_source = Source(facts.CLIENT, "manifest")
    brands = ("lumen",)
    manufacturers = ("lumen",)
    receiver_class = "LumenReceiver"
    sdk_version = "1.0"
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:
        return ManifestParts(f'        <receiver android:name="{receiver}" android:exported="true" />')

    def start(self, process: AppProcess) -> None:
        process.hop(Hop.SDK_STARTED, rule=START.name)
        self.open_push(process)

    def open_push(self, process: AppProcess) -> None:
        service = process.device.push_service
        if isinstance(service, LumenPushService):
            device, constants = process.device, process.app.build.constants[facts.NAME]
            question = Register(device.name, process.app.package, constants["app_id"], "", device.reg_id_wanted)
            service.ask(question, lambda answer: self._answered(process, answer))

    def _answered(self, process: AppProcess, answer: Registered | Broken) -> None:
        if not process.is_alive or isinstance(answer, Broken):
            return
        process.callback("onRegister", {"code": answer.code, "reg_id": answer.reg_id})
        if answer.code == 0:
            self.reg_id_renewed(process, answer.reg_id)

    def close_push(self, process: AppProcess) -> None:
        service = process.device.push_service
        if service is not None:
            service.ask(Unregister(self.reg_id(process)), lambda _: None)

    def reg_id(self, process: AppProcess) -> str:
        return process.app.storage.get(_TOKEN, "")

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        process.app.storage[_TOKEN] = reg_id
        process.reg_id_received(reg_id, START.name)
