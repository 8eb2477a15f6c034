"""Honor's refusals. Its table of codes could not be read: codes and statuses follow HTTP, and the texts are assumed."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


class HonorRejection(Rejection, frozen=True):
    """One refusal; `code` is both the HTTP status and the `code` of the answer.

    Attributes:
        error: OAuth's word, for a refusal of the token endpoint; empty for one of the send endpoint.
    """

    error: str = ""


def _oauth(code: int, error: str, text: str) -> HonorRejection:
    return HonorRejection(code, text, Reason.AUTH_REFUSED, error=error)


def _invalid(text: str) -> HonorRejection:
    return HonorRejection(400, text, Reason.INVALID_REQUEST)


GRANT_MISSING = _oauth(400, "invalid_request", "Missing form parameter: grant_type")
GRANT_UNSUPPORTED = _oauth(400, "unsupported_grant_type", "Unsupported grant_type")
CLIENT_UNKNOWN = _oauth(401, "invalid_client", "Invalid client or Invalid client credentials")
SECRET_WRONG = CLIENT_UNKNOWN

TOKEN_INVALID = HonorRejection(401, "access token is invalid", Reason.AUTH_REFUSED)
APP_OF_OTHER_TOKEN = HonorRejection(401, "appId does not match the access token", Reason.AUTH_REFUSED)
APP_NOT_OPEN = HonorRejection(403, "push service is not enabled", Reason.APP_NOT_OPEN)

BODY_UNREADABLE = _invalid("request body is not a JSON object")
TARGET_MISSING = _invalid("token is empty")
TARGETS_TOO_MANY = _invalid("token has more than 1000 elements")
NOTHING_TO_SEND = _invalid("neither notification nor data")
TEXT_MISSING = _invalid("title or body is empty")
CLICK_MISSING = _invalid("clickAction is empty")
CLICK_TYPE_WRONG = _invalid("clickAction.type is invalid")
PAGE_MISSING = _invalid("clickAction.intent and clickAction.action are empty")
URL_WRONG = _invalid("clickAction.url must begin with https")
TTL_WRONG = _invalid("ttl is invalid")
IMPORTANCE_WRONG = _invalid("importance is invalid")
TEST_TYPE_WRONG = _invalid("targetUserType is invalid")
DATA_WRONG = _invalid("data is not a JSON object")
STYLE_WRONG = _invalid("style is invalid")
BIG_TEXT_WRONG = _invalid("bigTitle and bigBody must equal title and body")
IMAGE_WRONG = _invalid("image must begin with https")
IMAGE_OF_MARKETING = _invalid("image is only allowed for the service class")
BUTTONS_WRONG = _invalid("buttons are invalid")
BADGE_WRONG = _invalid("badge is invalid")
NOTIFY_ID_WRONG = _invalid("notifyId is invalid")

TOO_FAST = HonorRejection(429, "too many requests", Reason.FREQUENCY_CONTROL)
TOO_BUSY = HonorRejection(503, "too many requests", Reason.FREQUENCY_CONTROL)
"""The same no; which of the two statuses Honor's servers give is not known, so that the push app says it."""

TOKEN_FAILED = HonorRejection(200, "failTokens", Reason.REG_ID_INVALID)
TOKEN_EXPIRED = HonorRejection(200, "expireTokens", Reason.REG_ID_INVALID)
