"""OPPO's server codes. Texts are those of OPPO's own server SDK."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST, meaning)


def _auth(code: int, text: str, meaning: str) -> Rejection:
    return Rejection(code, text, Reason.AUTH_REFUSED, meaning)


UNAVAILABLE = Rejection(-1, "Service Currently Unavailable", Reason.VENDOR_FAULT, "a fault of OPPO's own")
TOKEN_INVALID = _auth(11, "Invalid Auth Token", "auth_token unknown, expired, or of the other cluster")
WRONG_HTTP_METHOD = _invalid(12, "Http Action Not Allowed", "another HTTP method than the call has")
CALL_LIMITED = Rejection(13, "App Call Limited", Reason.FREQUENCY_CONTROL, "more calls a second than allowed (old)")
APP_KEY_UNKNOWN = _auth(14, "Invalid App Key", "no push app has this app_key")
APP_KEY_MISSING = _auth(15, "Missing App Key", "app_key missing")
SIGN_WRONG = _auth(16, "Invalid Signature", "wrong MasterSecret, or the parts are joined wrongly")
SIGN_MISSING = _auth(17, "Missing Signature", "sign missing")
TIMESTAMP_MISSING = _auth(18, "Missing Timestamp", "timestamp missing")
TIMESTAMP_WRONG = _auth(19, "Invalid Timestamp", "not 13 digits, or more than ten minutes off the server's time")
METHOD_UNKNOWN = _invalid(20, "Invalid Method", "no such call")
ENCODING_WRONG = _invalid(25, "Invalid Encoding", "the body is not UTF-8")
APP_DISABLED = Rejection(28, "App Disabled", Reason.APP_NOT_OPEN, "the push app is switched off in the console")
TOKEN_MISSING = _auth(29, "Missing Auth Token", "auth_token neither in the form, nor in the query, nor in a header")
PERMISSION_DENIED = Rejection(
    30, "API Permission Denied", Reason.APP_NOT_OPEN, "the right to push has not been granted yet"
)
DATA_MISSING = _invalid(31, "Data Not Exist", "no such stored message")
PUBLIC_USED_UP = Rejection(
    33,
    "The number of messages exceeds the daily limit",
    Reason.QUOTA_USED,
    "public class messages of the day used up",
)
ARGUMENT_MISSING = _invalid(40, "Missing Required Arguments", "a field that must be there is not")
ARGUMENT_WRONG = _invalid(41, "Invalid Arguments", "broken JSON, or a field that is too long or out of range")
PICTURE_UNKNOWN = _invalid(51, "Invalid Picture", "no such picture")
TEMPLATE_MISSING = Rejection(
    54,
    "private_msg_template_id is null",
    Reason.MESSAGE_CLASS_LIMITED,
    "the category needs the number of an approved template",
)
TOO_FAST = Rejection(55, "App Call Frequency Limit", Reason.FREQUENCY_CONTROL, "more calls a second than allowed")
CATEGORY_WRONG = Rejection(
    67,
    "Category error",
    Reason.MESSAGE_CLASS_LIMITED,
    "category, notify_level and the class of the channel do not fit",
)
REG_ID_INVALID = Rejection(
    10000,
    "Invalid Registration_id",
    Reason.REG_ID_INVALID,
    "malformed, never given out, no longer valid, of another app or of the other cluster",
)
