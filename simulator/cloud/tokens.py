"""Access tokens that a vendor's cloud gives out."""

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.kernel.newest import Newest


class AccessToken(msgspec.Struct, frozen=True):
    """One token.

    Attributes:
        ends_ms: Virtual time from which on it is invalid.
    """

    text: str
    app_id: str
    ends_ms: int


class Tokens:
    """The tokens of one cloud; an app may have several valid ones at a time."""

    def __init__(self, kit: CloudKit, *, life_ms: int, characters: int, prefix: str = "") -> None:
        """Issue tokens of a *prefix* and *characters* hexadecimal characters, valid for *life_ms*."""
        self._life_ms = life_ms
        self._characters = characters
        self._prefix = prefix
        self._scheduler = kit.scheduler
        self._stream = kit.stream
        self._tokens: dict[str, AccessToken] = Newest()

    def issue(self, app_id: str) -> str:
        """Return a new token for *app_id*."""
        text = self._prefix + self._stream.hex(self._characters)
        self._tokens[text] = AccessToken(text, app_id, self._scheduler.now_ms + self._life_ms)
        return text

    def end_all(self) -> int:
        """Expire all tokens now; return how many were still valid."""
        now_ms = self._scheduler.now_ms
        good = [token for token in self._tokens.values() if token.ends_ms > now_ms]
        for token in good:
            self._tokens[token.text] = msgspec.structs.replace(token, ends_ms=now_ms)
        return len(good)

    def find(self, text: str) -> AccessToken | None:
        """Return the token *text*, expired or not; `None` if it was never issued."""
        return self._tokens.get(text)

    def begins(self, text: str) -> bool:
        """Return whether *text* begins with a token that was issued."""
        return any(text.startswith(token) for token in self._tokens)

    def valid(self, text: str | None) -> AccessToken | None:
        """Return the token *text*; `None` if it was never issued or has expired."""
        token = self._tokens.get(text or "")
        return None if token is None or token.ends_ms <= self._scheduler.now_ms else token
