"""Making UserSigs (TLS-SIG-API v2), as the customer's server does with the key of its IM app."""

import base64
import hashlib
import hmac
import json
import zlib
from functools import lru_cache

LIFETIME_S = 180 * 86_400
"""What the official libraries take when nothing else is said."""

_FOR_URL = str.maketrans("+/=", "*-_")


@lru_cache(maxsize=256)
def make_user_sig(secret_key: str, sdk_app_id: int, user: str, *, now_s: int, lifetime_s: int = LIFETIME_S) -> str:
    """Return a UserSig of *user* that is valid for *lifetime_s* seconds from *now_s*, in Unix seconds."""
    signed = f"TLS.identifier:{user}\nTLS.sdkappid:{sdk_app_id}\nTLS.time:{now_s}\nTLS.expire:{lifetime_s}\n"
    digest = hmac.new(secret_key.encode(), signed.encode(), hashlib.sha256).digest()
    document = {
        "TLS.ver": "2.0",
        "TLS.identifier": user,
        "TLS.sdkappid": sdk_app_id,
        "TLS.expire": lifetime_s,
        "TLS.time": now_s,
        "TLS.sig": base64.b64encode(digest).decode("ascii"),
    }
    packed = zlib.compress(json.dumps(document).encode())
    return base64.b64encode(packed).decode("ascii").translate(_FOR_URL)
