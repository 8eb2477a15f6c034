"""Lumen's SDK in the app's process."""

from collections.abc import Callable

from lumen_push import facts
from lumen_push.push_service import LumenPushService
from simulator.device.app.process import AppProcess
from simulator.device.sdk_client import SdkClient
from simulator.network.faults import Broken
from simulator.push.uplink import Register, Registered, Unregister

_TOKEN = "lumen.token"


class LumenClient(SdkClient[LumenPushService]):
    """Lumen's SDK in one process."""

    service_class = LumenPushService

    def __init__(self, process: AppProcess, on_token: Callable[[str], None]) -> None:
        super().__init__(process)
        self._on_token = on_token

    def register(self) -> None:
        device, app = self.process.device, self.process.app
        app_id = app.build.constants_of(facts.NAME)["app_id"]
        if self.service is not None:
            question = Register(device.name, app.package, app_id, "", device.reg_id_wanted)
            self.service.ask(question, self.if_listening(self._answered))

    def _answered(self, answer: Registered | Broken) -> None:
        if isinstance(answer, Broken):
            return
        self.process.callback("onRegister", {"code": answer.code, "reg_id": answer.reg_id})
        if answer.code == 0:
            self.take_token(answer.reg_id)

    def unregister(self) -> None:
        if self.service is not None:
            self.service.ask(Unregister(self.get_token()), lambda _: None)

    def get_token(self) -> str:
        return self.storage.get(_TOKEN, "")

    def take_token(self, token: str) -> None:
        self.storage[_TOKEN] = token
        self._on_token(token)
