"""`VUpsManager`: vivo's calls in the words of the unified push alliance, which SDK 2.x brought."""

from collections.abc import Callable

import msgspec

from simulator.network.faults import Broken
from simulator.push.uplink import Register, Registered, SdkCommand
from simulator.vendors.vivo.facts import ClientCode
from simulator.vendors.vivo.sdk import PushClient


class CodeResult(msgspec.Struct, frozen=True):
    """What a call came to.

    Attributes:
        return_code: `getReturnCode()`; 0 for success.
    """

    return_code: int


class TokenResult(msgspec.Struct, frozen=True):
    """What a registration came to.

    Attributes:
        return_code: `getReturnCode()`; 0 for success.
        token: `getToken()`: the regId; empty for none.
    """

    return_code: int
    token: str = ""


class VUpsManager:
    """`com.vivo.push.ups.VUpsManager` over the process's `PushClient`.

    Assumed: that a refused registration comes back as 10800 and one that is not there to give back as 10801.
    """

    def __init__(self, client: PushClient) -> None:
        """Use the process of *client*, and keep the regId where it does."""
        self._client = client

    def register_token(self, app_id: str, app_key: str, app_secret: str, told: Callable[[TokenResult], None]) -> None:
        """Register with credentials that the app brings itself, instead of those in its manifest."""
        process = self._client.process
        question = Register(process.device.name, process.app.package, app_id, app_key)
        argument = msgspec.json.encode((question, (app_id, app_key, app_secret))).decode()

        def answered(answer: Registered) -> None:
            if answer.code == ClientCode.OK:
                self._client.keep_reg_id(answer.reg_id)
            self._tell("registerToken", answer.code)
            told(TokenResult(answer.code, answer.reg_id))

        self._ask(SdkCommand("", "upsRegister", argument), answered)

    def unregister_token(self, told: Callable[[CodeResult], None]) -> None:
        """Give the regId back."""
        process = self._client.process

        def answered(answer: Registered) -> None:
            if answer.code == ClientCode.OK:
                self._client.forget_reg_id()
            self._tell("unRegisterToken", answer.code)
            told(CodeResult(answer.code))

        self._ask(SdkCommand(self._client.get_reg_id(), "upsUnRegister", process.device.name), answered)

    def turn_on_push(self, told: Callable[[CodeResult], None]) -> None:
        """Do what `PushClient.turnOnPush` does."""
        self._client.turn_on_push(lambda state: told(CodeResult(state)))

    def turn_off_push(self, told: Callable[[CodeResult], None]) -> None:
        """Do what `PushClient.turnOffPush` does."""
        self._client.turn_off_push(lambda state: told(CodeResult(state)))

    def _ask(self, command: SdkCommand, answered: Callable[[Registered], None]) -> None:
        def heard(answer: Registered | Broken) -> None:
            if self._client.process.is_listening:
                answered(Registered(ClientCode.TIMEOUT) if isinstance(answer, Broken) else answer)

        service = self._client.service
        if service is None:
            heard(Registered(ClientCode.UNSUPPORTED))
        else:
            service.ask(command, heard)

    def _tell(self, call: str, code: int) -> None:
        self._client.process.callback(call, {"returnCode": code})
