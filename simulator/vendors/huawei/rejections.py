"""Huawei's server codes. Texts are Huawei's where one was seen; the others follow their pattern."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST, meaning)


# -- token ------------------------------------------------------------------------------------------------------------

CLIENT_ID_WRONG = Rejection(1101, "invalid client_id", Reason.AUTH_REFUSED, "no app has this AppID")
CLIENT_SECRET_WRONG = Rejection(1101, "invalid client_secret", Reason.AUTH_REFUSED, "wrong AppSecret")
PARAMETER_MISSING = Rejection(1102, "missing required parameter", Reason.AUTH_REFUSED, "a field of the form is missing")
GRANT_TYPE_WRONG = Rejection(1104, "unsupported grant_type", Reason.AUTH_REFUSED, "not client_credentials")
TOO_MANY_TOKENS = Rejection(503, "flow control", Reason.FREQUENCY_CONTROL, "more than 1000 tokens in five minutes")

# -- send -------------------------------------------------------------------------------------------------------------

OAUTH_WRONG = Rejection(
    80200001, "Oauth authentication error", Reason.AUTH_REFUSED, "no access token, or one of another app"
)
OAUTH_EXPIRED = Rejection(
    80200003, "Oauth Token expired", Reason.AUTH_REFUSED, "access token older than 1 h, or changed"
)
NO_RIGHT_TO_SEND = Rejection(
    80300002, "No permission to send message to this token", Reason.APP_NOT_OPEN, "push is not enabled for this app"
)
PARAMETER_WRONG = _invalid(80100001, "Parameter error", "a field has a wrong value")
PAYLOAD_WRONG = _invalid(80100003, "Illegal payload", "the message is not built as it must be")
TTL_PAST = _invalid(80100004, "Illegal payload, ttl is less than current time", "the message expires at once")
COLLAPSE_KEY_WRONG = _invalid(80100013, "Illegal payload, invalid collapse_key", "collapse_key is not -1 to 100")
SENSITIVE = Rejection(
    80100016, "Anti-Spam: word is forbidden in [CONTENT]", Reason.CONTENT_REFUSED, "the text has a forbidden word"
)
BODY_TOO_LARGE = _invalid(80300008, "The message body is too large", "more than 4096 bytes without the tokens")
TOKEN_COUNT_WRONG = _invalid(80300010, "Invalid token number", "no token, or more than 1000")
NO_RIGHT_TO_HIGH = Rejection(
    80300011, "No permission to send high importance message", Reason.MESSAGE_CLASS_LIMITED, "HIGH was not granted"
)
ALL_TOKENS_INVALID = Rejection(
    80300007, "All the tokens are invalid", Reason.REG_ID_INVALID, "no token of the call is valid for this app"
)
SOME_TOKENS_INVALID = Rejection(
    80100000, "Some tokens are invalid", Reason.REG_ID_INVALID, "a token of the call is not valid for this app"
)
"""Its text on the wire is JSON that counts and names the tokens."""
TOO_FAST = Rejection(503, "flow control", Reason.FREQUENCY_CONTROL, "more sends a second than the app may make")
