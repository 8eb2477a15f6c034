"""Lumen's refusals."""

from simulator.push.reason import Reason
from simulator.push.rejection import Rejection

WRONG_KEY = Rejection(1, "wrong key", Reason.AUTH_REFUSED)
TITLE_MISSING = Rejection(2, "title missing", Reason.INVALID_REQUEST)
QUOTA_USED = Rejection(3, "quota used", Reason.QUOTA_USED)
APP_NOT_OPEN = Rejection(5, "push is switched off", Reason.APP_NOT_OPEN)
UNKNOWN_TOKEN = Rejection(4, "unknown token", Reason.REG_ID_INVALID)
