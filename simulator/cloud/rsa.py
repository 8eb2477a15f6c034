"""RSA signatures over SHA-256, checked with a public key: PKCS #1 v1.5 (RS256) and PSS (PS256).

Sources: RFC 8017, 8.1.2 and 8.2.2; RFC 5280, 4.1.2.7; RFC 5958. Verifying needs no secret, so big integers do.
"""

import base64
import binascii
import hashlib

import msgspec

_HASH_BYTES = 32
_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""Of SHA-256, in front of the hash in a signature of PKCS #1 v1.5."""
_MODULUS_BITS_MIN = 1_024
_INTEGER, _BIT_STRING, _OCTET_STRING, _SEQUENCE = 0x02, 0x03, 0x04, 0x30


class KeyUnreadable(ValueError):
    """A text is no RSA key in PEM form."""


class PublicKey(msgspec.Struct, frozen=True):
    """An RSA public key."""

    modulus: int
    exponent: int

    @classmethod
    def from_pem(cls, text: str) -> "PublicKey":
        """Return the key of a `PUBLIC KEY`, `RSA PUBLIC KEY`, `PRIVATE KEY` or `RSA PRIVATE KEY` block.

        Raises:
            KeyUnreadable: It is none of them, or no RSA key of at least 1024 bits.
        """
        lines = [line.strip() for line in text.replace("\\n", "\n").strip().splitlines()]
        if len(lines) < 3 or not lines[0].startswith("-----BEGIN ") or not lines[0].endswith("KEY-----"):
            raise KeyUnreadable("no PEM block of a key")
        try:
            numbers = _numbers(base64.b64decode("".join(lines[1:-1]), validate=True))
        except (binascii.Error, IndexError) as error:
            raise KeyUnreadable("the block holds no key") from error
        # A private key begins with its version, which no modulus can be.
        modulus, exponent = numbers[1:3] if len(numbers) > 2 else numbers
        if modulus.bit_length() < _MODULUS_BITS_MIN:
            raise KeyUnreadable(f"{modulus.bit_length()} bits are too few")
        return cls(modulus, exponent)

    @property
    def size_bytes(self) -> int:
        """Bytes of a signature."""
        return (self.modulus.bit_length() + 7) // 8

    def verifies_pkcs1(self, signature: bytes, message: bytes) -> bool:
        """Return whether *signature* is that of *message* (RS256)."""
        opened = self._opened(signature, self.size_bytes)
        tail = _DIGEST_INFO + hashlib.sha256(message).digest()
        return opened == b"\x00\x01" + b"\xff" * (self.size_bytes - len(tail) - 3) + b"\x00" + tail

    def verifies_pss(self, signature: bytes, message: bytes) -> bool:
        """Return whether *signature* is that of *message* (PS256), whose salt is as long as the hash."""
        bits = self.modulus.bit_length() - 1
        size = (bits + 7) // 8
        opened = self._opened(signature, size)
        if opened is None or opened[-1] != 0xBC:
            return False
        masked, seal = opened[: size - _HASH_BYTES - 1], opened[size - _HASH_BYTES - 1 : -1]
        spare_bits = 8 * size - bits
        if masked[0] >> (8 - spare_bits):
            return False
        block = int.from_bytes(masked) ^ int.from_bytes(_mask(seal, len(masked)))
        block &= (1 << (bits - 8 * (_HASH_BYTES + 1))) - 1
        padded = block.to_bytes(len(masked))
        padding, salt = padded[:-_HASH_BYTES], padded[-_HASH_BYTES:]
        if padding != b"\x00" * (len(padding) - 1) + b"\x01":
            return False
        return hashlib.sha256(b"\x00" * 8 + hashlib.sha256(message).digest() + salt).digest() == seal

    def _opened(self, signature: bytes, size: int) -> bytes | None:
        """Return what was signed, as *size* bytes; `None` where *signature* cannot be one of this key."""
        number = int.from_bytes(signature)
        if len(signature) != self.size_bytes or number >= self.modulus:
            return None
        opened = pow(number, self.exponent, self.modulus)
        return opened.to_bytes(size) if opened.bit_length() <= 8 * size else None


def _mask(seed: bytes, size: int) -> bytes:
    """Return *size* bytes of MGF1 over *seed*."""
    blocks = range((size + _HASH_BYTES - 1) // _HASH_BYTES)
    return b"".join(hashlib.sha256(seed + number.to_bytes(4)).digest() for number in blocks)[:size]


def _numbers(der: bytes) -> list[int]:
    """Return the integers of the innermost key in *der*, whatever it is wrapped in.

    Raises:
        KeyUnreadable: It is no key.
    """
    parts = _parts(_only(der, _SEQUENCE))
    for tag, content in parts:
        if tag == _BIT_STRING:
            return _numbers(content[1:])
        if tag == _OCTET_STRING:
            return _numbers(content)
    if len(parts) < 2 or any(tag != _INTEGER for tag, _ in parts):
        raise KeyUnreadable("no RSA key")
    return [int.from_bytes(content) for _, content in parts]


def _only(der: bytes, tag: int) -> bytes:
    """Return the content of the one element in *der*.

    Raises:
        KeyUnreadable: There is another one.
    """
    parts = _parts(der)
    if len(parts) != 1 or parts[0][0] != tag:
        raise KeyUnreadable("no key")
    return parts[0][1]


def _parts(der: bytes) -> list[tuple[int, bytes]]:
    """Return tag and content of each element in *der*.

    Raises:
        KeyUnreadable: One is longer than what holds it.
    """
    parts = []
    at = 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length & 0x80:
            more = length & 0x7F
            length, at = int.from_bytes(der[at : at + more]), at + more
        if at + length > len(der):
            raise KeyUnreadable("cut off")
        parts.append((tag, der[at : at + length]))
        at += length
    return parts
