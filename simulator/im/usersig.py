"""Reading a UserSig: what it claims, and whether the claim holds."""

import base64
import hashlib
import hmac
import zlib
from collections.abc import Callable
from functools import lru_cache

import msgspec

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

_BYTES_MAX = 4_096
"""A UserSig is some 200 characters; what unpacks to more than this is refused instead of filling memory."""

_DOCUMENT = "Tencent IM UserSig (TLS-SIG-API v2)"
_FROM_URL = str.maketrans("*-_", "+/=")


class SigContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a UserSig says of itself, field by field as inside it."""

    identifier: str = msgspec.field(name="TLS.identifier")
    sdk_app_id: int = msgspec.field(name="TLS.sdkappid")
    time_s: int = msgspec.field(name="TLS.time")
    expire_s: int = msgspec.field(name="TLS.expire")
    sig: str = msgspec.field(name="TLS.sig")
    userbuf: str | None = msgspec.field(name="TLS.userbuf", default=None)


_decode = msgspec.json.Decoder(SigContent).decode


@lru_cache(maxsize=256)
def unpack(text: str) -> bytes | None:
    """Return what is in *text*: base64 with `* - _`, then zlib; `None` when either fails."""
    try:
        packed = base64.b64decode(text.translate(_FROM_URL), validate=True)
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(packed, _BYTES_MAX)
    except (ValueError, zlib.error):
        return None
    # A stream that goes on is too long, one that stops short has lost its end and with it the checksum.
    return plain if unpacker.eof else None


@lru_cache(maxsize=256)
def read_user_sig(text: str) -> SigContent | None:
    """Return what the UserSig *text* says; `None` when it is packed wrongly, or holds no document of a UserSig."""
    plain = unpack(text)
    if plain is None:
        return None
    try:
        return _decode(plain)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return None


@lru_cache(maxsize=256)
def _expected_sig(key: str, content: SigContent) -> str:
    text = (
        f"TLS.identifier:{content.identifier}\nTLS.sdkappid:{content.sdk_app_id}\n"
        f"TLS.time:{content.time_s}\nTLS.expire:{content.expire_s}\n"
    )
    if content.userbuf is not None:
        text += f"TLS.userbuf:{content.userbuf}\n"
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode("ascii")


WRONG_SIGS_MAX = Fact("im.wrong_sigs_max", 20, Source("Tencent IM error codes", "70050", grade=Grade.ASSUMED))
"""Wrong UserSigs of one user after which IM looks at none of his for a while; no document says how many."""
WRONG_SIGS_S = Fact("im.wrong_sigs_s", 60, Source("Tencent IM error codes", "70050"))
"""For so long; and those are counted that were shown within as long."""


class WrongSigCounter:
    """When each user showed wrong UserSigs."""

    def __init__(self) -> None:
        """Start without any."""
        self._shown_s: Newest[str, list[int]] = Newest()

    def note(self, user: str, now_s: int) -> None:
        """Take note of a wrong one of *user* at Unix second *now_s*."""
        self._shown_s[user] = [*self._lately(user, now_s), now_s]

    def count(self, user: str, now_s: int) -> int:
        """Return how many *user* has shown lately."""
        return len(self._lately(user, now_s))

    def _lately(self, user: str, now_s: int) -> list[int]:
        return [shown_s for shown_s in self._shown_s.get(user, ()) if now_s - shown_s < WRONG_SIGS_S.value]


class SigCase(msgspec.Struct, frozen=True):
    """A UserSig and what it is shown for.

    Attributes:
        now_s: Unix seconds of the server.
        revoked_before_s: UserSigs made earlier were revoked by a kick; 0 when none were.
        wrong_lately: How many wrong ones the user has shown.
    """

    text: str
    user: str
    sdk_app_id: int
    key: str
    now_s: int
    revoked_before_s: int = 0
    wrong_lately: int = 0

    @property
    def is_packed(self) -> bool:
        """Whether it is whole, whatever is in it."""
        return unpack(self.text) is not None

    @property
    def content(self) -> SigContent | None:
        """What it says; `None` when it cannot be read."""
        return read_user_sig(self.text)

    def claims(self, is_wrong: Callable[[SigContent], bool]) -> bool:
        """Return whether it can be read and *is_wrong* says so of what it says."""
        content = self.content
        return content is not None and is_wrong(content)


def _rule(
    name: str, code: ImCode, says_no: Callable[[SigCase], bool], grade: Grade = Grade.DOCUMENTED
) -> Rule[SigCase]:
    return Rule(f"im.user_sig.{name}", Reason.LOGIN_FAILED, says_no, Source(_DOCUMENT, "1.6", grade=grade), code)


USER_SIG: Decision[SigCase] = Decision(
    "im.user_sig",
    (
        _rule("wrong_too_often", codes.SIG_WRONG_TOO_OFTEN, lambda case: case.wrong_lately >= WRONG_SIGS_MAX.value),
        _rule("empty", codes.SIG_EMPTY, lambda case: not case.text),
        # Assumed: of the two codes for a UserSig that cannot be parsed, the first is for what was cut short on its way.
        _rule("illegal", codes.SIG_ILLEGAL, lambda case: not case.is_packed, Grade.ASSUMED),
        _rule(
            "no_document",
            codes.SIG_NO_DOCUMENT,
            lambda case: unpack(case.text) is not None and case.content is None,
            Grade.ASSUMED,
        ),
        _rule(
            "other_user",
            codes.SIG_OF_OTHER_USER,
            lambda case: case.claims(lambda claim: claim.identifier != case.user),
        ),
        _rule(
            "other_app",
            codes.SIG_OF_OTHER_APP,
            lambda case: case.claims(lambda claim: claim.sdk_app_id != case.sdk_app_id),
        ),
        _rule(
            "other_key",
            codes.SIG_OF_OTHER_KEY,
            lambda case: case.claims(lambda claim: claim.sig != _expected_sig(case.key, claim)),
        ),
        _rule(
            "expired",
            codes.SIG_EXPIRED,
            lambda case: case.claims(lambda claim: claim.time_s + claim.expire_s <= case.now_s),
        ),
        _rule(
            "revoked",
            codes.SIG_REVOKED,
            lambda case: case.claims(lambda claim: claim.time_s < case.revoked_before_s),
            Grade.OBSERVED,
        ),
    ),
)
"""What is asked of a UserSig, in the order the server is taken to ask it.

A key of another app is 70009, as the error codes say; 70003 is left to what cannot be parsed at all.
"""
