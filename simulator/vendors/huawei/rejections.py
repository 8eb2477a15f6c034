"""Huawei's refusals. Texts are Huawei's where one was seen; the others follow their pattern."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST)


def _auth(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.AUTH_REFUSED)


# -- token ------------------------------------------------------------------------------------------------------------

CLIENT_ID_WRONG = _auth(1101, "invalid client_id")
CLIENT_SECRET_WRONG = _auth(1101, "invalid client_secret")
PARAMETER_MISSING = _auth(1102, "missing required parameter")
GRANT_TYPE_WRONG = _auth(1104, "unsupported grant_type")
SCOPE_WRONG = _auth(1203, "invalid scope")
TOO_MANY_TOKENS = Rejection(503, "flow control", Reason.FREQUENCY_CONTROL)

# -- send -------------------------------------------------------------------------------------------------------------

OAUTH_WRONG = _auth(80200001, "Oauth authentication error")
OAUTH_EXPIRED = _auth(80200003, "Oauth Token expired")
JWT_EXPIRED = _auth(80200005, "JWT Token expired")
OAUTH_SERVICE_FAILED = _auth(80600003, "Failed to call the OAuth service")
NO_RIGHT_TO_SEND = Rejection(80300002, "No permission to send message to this token", Reason.APP_NOT_OPEN)
PARAMETER_WRONG = _invalid(80100001, "Parameter error")
ONE_TOKEN_WANTED = _invalid(80100002, "The number of tokens must be 1 for a synchronous message")
PAYLOAD_WRONG = _invalid(80100003, "Illegal payload")
TTL_PAST = _invalid(80100004, "Illegal payload, ttl is less than current time")
COLLAPSE_KEY_WRONG = _invalid(80100013, "Illegal payload, invalid collapse_key")
SENSITIVE = Rejection(80100016, "Anti-Spam: word is forbidden in [CONTENT]", Reason.CONTENT_REFUSED)
TOO_MANY_TOPIC_TASKS = Rejection(80100017, "Too many topic messages are being sent", Reason.FREQUENCY_CONTROL)
REVIEW_WRONG = _invalid(80100018, "The review signature does not match the message")
BODY_TOO_LARGE = _invalid(80300008, "The message body is too large")
TOKEN_COUNT_WRONG = _invalid(80300010, "Invalid token number")
NO_RIGHT_TO_HIGH = Rejection(80300011, "No permission to send high importance message", Reason.MESSAGE_CLASS_LIMITED)
RECEIPT_ADDRESS_WRONG = _invalid(80300013, "Invalid receipt address")
ALL_TOKENS_INVALID = Rejection(80300007, "All the tokens are invalid", Reason.REG_ID_INVALID)
SOME_TOKENS_INVALID = Rejection(80100000, "Some tokens are invalid", Reason.REG_ID_INVALID)
"""Its text on the wire is JSON that counts and names the tokens."""
TOO_FAST = Rejection(503, "flow control", Reason.FREQUENCY_CONTROL)
INTERNAL = Rejection(81000001, "System inner error", Reason.VENDOR_FAULT)

# -- topics -----------------------------------------------------------------------------------------------------------

TOPIC_MISSING = _invalid(82000001, "topic name is empty")
TOPIC_NO_TEXT = _invalid(82000002, "topic name and data do not match")
TOKEN_ARRAY_MISSING = _invalid(82000003, "tokenArray is null")
TOPIC_UNKNOWN = _invalid(82000004, "topic does not exist")
TOPIC_OF_OTHER_APP = _invalid(82000005, "topic does not belong to this app")
TOPICS_USED_UP = Rejection(82000006, "too many topics", Reason.QUOTA_USED)
TOPIC_NAME_WRONG = _invalid(82000007, "invalid topic")
TOKEN_ARRAY_SIZE_WRONG = _invalid(82000008, "tokenArray is empty or too long")
TOO_MANY_TOPICS = _invalid(82000009, "the token has too many topics")
SOME_TOKENS_FAILED = Rejection(82000010, "some tokens failed", Reason.REG_ID_INVALID)
TOPIC_TOKEN_MISSING = _invalid(82000011, "token is null")
NO_DATA_STORAGE = Rejection(82000012, "no data storage location is selected", Reason.APP_NOT_OPEN)
TOKEN_ARRAY_NO_LIST = _invalid(82000013, "topic name and data do not match")

# -- the old gateway --------------------------------------------------------------------------------------------------

NSP_METHOD_UNKNOWN = _invalid(3, "method not found")
NSP_TOTAL_USED_UP = Rejection(4, "total request limit reached", Reason.FREQUENCY_CONTROL)
NSP_SESSION_EXPIRED = _auth(6, "session timeout")
NSP_CALLS_USED_UP = Rejection(7, "call limit reached", Reason.QUOTA_USED)
NSP_TOO_FREQUENT = Rejection(8, "too frequent", Reason.FREQUENCY_CONTROL)
NSP_PARAMETER_WRONG = _invalid(100, "invalid parameter")
NSP_APP_UNKNOWN = _auth(101, "invalid api key")
NSP_SESSION_UNKNOWN = _auth(102, "invalid session key")
NSP_NOT_POST = _invalid(103, "must be POST")
NSP_PARAMETER_MISSING = _invalid(105, "missing system parameter")
NSP_NO_RIGHT = _auth(106, "no permission")
NSP_SECRET_CHANGED = _auth(107, "client and secret must be obtained again")
NSP_TIME_OFF = _auth(109, "nsp_ts out of range")
NSP_INTERNAL = Rejection(110, "internal error", Reason.VENDOR_FAULT)
