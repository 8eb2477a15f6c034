"""OPPO's server codes. Texts are those of OPPO's own server SDK; what they mean stands in `codes`."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection


def _invalid(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.INVALID_REQUEST)


def _auth(code: int, text: str) -> Rejection:
    return Rejection(code, text, Reason.AUTH_REFUSED)


FLOW_CONTROL = Rejection(-2, "Service in Flow Control", Reason.FREQUENCY_CONTROL)
UNAVAILABLE = Rejection(-1, "Service Currently Unavailable", Reason.VENDOR_FAULT)
TOKEN_INVALID = _auth(11, "Invalid Auth Token")
WRONG_HTTP_METHOD = _invalid(12, "Http Action Not Allowed")
CALL_LIMITED = Rejection(13, "App Call Limited", Reason.FREQUENCY_CONTROL)
APP_KEY_UNKNOWN = _auth(14, "Invalid App Key")
APP_KEY_MISSING = _auth(15, "Missing App Key")
SIGN_WRONG = _auth(16, "Invalid Signature")
SIGN_MISSING = _auth(17, "Missing Signature")
TIMESTAMP_MISSING = _auth(18, "Missing Timestamp")
TIMESTAMP_WRONG = _auth(19, "Invalid Timestamp")
METHOD_UNKNOWN = _invalid(20, "Invalid Method")
METHOD_MISSING = _invalid(21, "Missing Method")
VERSION_MISSING = _invalid(22, "Missing Version")
VERSION_WRONG = _invalid(23, "Invalid Version")
VERSION_UNSUPPORTED = _invalid(24, "Unsupported Version")
ENCODING_WRONG = _invalid(25, "Invalid Encoding")
ADDRESS_BLOCKED = _auth(26, "IP Black List")
APP_DISABLED = Rejection(28, "App Disabled", Reason.APP_NOT_OPEN)
TOKEN_MISSING = _auth(29, "Missing Auth Token")
PERMISSION_DENIED = Rejection(30, "API Permission Denied", Reason.APP_NOT_OPEN)
DATA_MISSING = _invalid(31, "Data Not Exist")
PUBLIC_USED_UP = Rejection(33, "The number of messages exceeds the daily limit", Reason.QUOTA_USED)
PICTURES_USED_UP = Rejection(34, "The number of upload pictures exceeds the daily limit", Reason.QUOTA_USED)
ARGUMENT_MISSING = _invalid(40, "Missing Required Arguments")
ARGUMENT_WRONG = _invalid(41, "Invalid Arguments")
PICTURE_WRONG = _invalid(51, "Invalid Picture")
TEMPLATE_MISSING = Rejection(54, "private_msg_template_id is null", Reason.MESSAGE_CLASS_LIMITED)
TOO_FAST = Rejection(55, "App Call Frequency Limit", Reason.FREQUENCY_CONTROL)
BUTTONS_DENIED = Rejection(59, "UseSecondaryAction permission denied", Reason.MESSAGE_CLASS_LIMITED)
CATEGORY_WRONG = Rejection(67, "Category error", Reason.MESSAGE_CLASS_LIMITED)
REG_ID_INVALID = Rejection(10000, "Invalid Registration_id", Reason.REG_ID_INVALID)
