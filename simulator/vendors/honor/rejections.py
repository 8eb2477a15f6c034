"""Honor's refusals. Its table of codes could not be read: codes and statuses follow HTTP, and the texts are assumed."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


class HonorRejection(Rejection, frozen=True):
    """One refusal; `code` is both the HTTP status and the `code` of the answer.

    Attributes:
        error: OAuth's word, for a refusal of the token endpoint; empty for one of the send endpoint.
    """

    error: str = ""


def _oauth(code: int, error: str, text: str, meaning: str) -> HonorRejection:
    return HonorRejection(code, text, Reason.AUTH_REFUSED, meaning, error)


def _invalid(text: str, meaning: str) -> HonorRejection:
    return HonorRejection(400, text, Reason.INVALID_REQUEST, meaning)


GRANT_MISSING = _oauth(400, "invalid_request", "Missing form parameter: grant_type", "no grant_type")
GRANT_UNSUPPORTED = _oauth(
    400, "unsupported_grant_type", "Unsupported grant_type", "grant_type is not client_credentials"
)
CLIENT_UNKNOWN = _oauth(
    401, "invalid_client", "Invalid client or Invalid client credentials", "client_id unknown; the appId is not it"
)
SECRET_WRONG = _oauth(401, "invalid_client", "Invalid client or Invalid client credentials", "client_secret wrong")

TOKEN_INVALID = HonorRejection(
    401, "access token is invalid", Reason.AUTH_REFUSED, "access token missing, unknown or expired"
)
APP_OF_OTHER_TOKEN = HonorRejection(
    401, "appId does not match the access token", Reason.AUTH_REFUSED, "appId of the path is not the token's"
)
APP_NOT_OPEN = HonorRejection(
    403, "push service is not enabled", Reason.APP_NOT_OPEN, "push is switched off, or not approved yet"
)

BODY_UNREADABLE = _invalid("request body is not a JSON object", "the body is no JSON object")
TARGET_MISSING = _invalid("token is empty", "no target")
TARGETS_TOO_MANY = _invalid("token has more than 1000 elements", "more than 1000 targets")
NOTHING_TO_SEND = _invalid("neither notification nor data", "neither a notification nor data")
TEXT_MISSING = _invalid("title or body is empty", "a notification without title or text")
CLICK_MISSING = _invalid("clickAction is empty", "a notification without clickAction")
CLICK_TYPE_WRONG = _invalid("clickAction.type is invalid", "clickAction.type is not 1 to 3")
PAGE_MISSING = _invalid("clickAction.intent and clickAction.action are empty", "type 1 without intent and action")
URL_WRONG = _invalid("clickAction.url must begin with https", "type 2 without an https address")
TTL_WRONG = _invalid("ttl is invalid", "ttl is no number of seconds, or more than 15 days")
IMPORTANCE_WRONG = _invalid("importance is invalid", "importance is not LOW or NORMAL")
TEST_TYPE_WRONG = _invalid("targetUserType is invalid", "targetUserType is not 0 or 1")
DATA_WRONG = _invalid("data is not a JSON object", "data of a notification is no JSON object")
STYLE_WRONG = _invalid("style is invalid", "style is not 0 or 1")
BIG_TEXT_WRONG = _invalid(
    "bigTitle and bigBody must equal title and body", "style 1, and bigTitle or bigBody is not title or body"
)
IMAGE_WRONG = _invalid("image must begin with https", "image is no https address")
IMAGE_OF_MARKETING = _invalid("image is only allowed for the service class", "a marketing message with an image")
BUTTONS_WRONG = _invalid("buttons are invalid", "more than 3 buttons, or one with a wrong field")
BADGE_WRONG = _invalid("badge is invalid", "addNum is not 1 to 99, or setNum not 0 to 99")
NOTIFY_ID_WRONG = _invalid("notifyId is invalid", "notifyId is no whole number")

TOO_FAST = HonorRejection(429, "too many requests", Reason.FREQUENCY_CONTROL, "more than 3000 sends a second")

TOKEN_FAILED = HonorRejection(200, "failTokens", Reason.REG_ID_INVALID, "not a token of this app")
TOKEN_EXPIRED = HonorRejection(200, "expireTokens", Reason.REG_ID_INVALID, "a token that is no longer valid")
