"""What IM's console and webhooks call a push that failed: the troubleshooting codes of offline push."""

from collections.abc import Mapping

from simulator.im.codes import ImCode
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason


def _code(code: int, text: str, grade: Grade = Grade.DOCUMENTED) -> ImCode:
    return ImCode(code, text, Source("Tencent IM error codes", "offline push", grade=grade))


SENT = _code(0, "OK")
NO_CERTIFICATE_ID = _code(-1, "no certificate ID set")
NO_TOKEN = _code(-2, "no token uploaded")
VENDOR_REFUSED = _code(-198, "the vendor replied with an error")


PUSH_CODES: Mapping[str, ImCode] = {
    Reason.CERTIFICATE_NOT_IN_EFFECT: _code(-197, "certificate error", Grade.ASSUMED),
    Reason.AUTH_REFUSED: _code(-197, "certificate error", Grade.ASSUMED),
    Reason.VENDOR_FAULT: VENDOR_REFUSED,
    Reason.VENDOR_UNREACHABLE: _code(-199, "the vendor cannot be reached"),
    Reason.CERTIFICATE_UNKNOWN: _code(-201, "bad token or certificate ID"),
    Reason.CERTIFICATE_OF_OTHER_VENDOR: _code(-201, "bad token or certificate ID"),
    Reason.REG_ID_INVALID: _code(-201, "bad token or certificate ID"),
    Reason.NO_TOKEN: NO_TOKEN,
}
"""By what ended the push; a vendor's refusal for any other reason is `VENDOR_REFUSED`."""
