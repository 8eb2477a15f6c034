"""An RSA key made up for tests, and signatures with it, written from RFC 8017 and not from what verifies them."""

import base64
import hashlib
import json

PUBLIC_PEM = """\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs79RTGnaykljVD2yJ/El
52nAVOxOSVAG6jOLh8Y+aAB3l0IrDVg8o8k+3CYFAMkWhwPGPyhyCkvDLrSMw3HA
inKBLUB8zRpPVCg79S4LK0JG/EqMZWSD5eRnGMYXsOWdDB4dblNBgTygumDmDgnE
6veW8lgeLY7iJWMzTBFFmJYQF+eDzTxnryULXQQb6X1XO3DP7k1qaBC1hwZsZ3Pf
7tGYYrNR4NJQw5rq+4K+wyXTnJeFo9ur/gix92w9oUVl6A5yHEihFcTqC8bPGSoz
bEf+vAcarGXQYchmbY6QBgvb6nNN0gminR1QbAjNBBeA2dgyJRC4twtgqqPZxJxL
ZwIDAQAB
-----END PUBLIC KEY-----
"""
MODULUS = int(
    "b3bf514c69daca4963543db227f125e769c054ec4e495006ea338b87c63e68007797422b0d583ca3c93edc260500c9168703c63f"
    "28720a4bc32eb48cc371c08a72812d407ccd1a4f54283bf52e0b2b4246fc4a8c656483e5e46718c617b0e59d0c1e1d6e5341813c"
    "a0ba60e60e09c4eaf796f2581e2d8ee22563334c114598961017e783cd3c67af250b5d041be97d573b70cfee4d6a6810b587066c"
    "6773dfeed19862b351e0d250c39aeafb82bec325d39c9785a3dbabfe08b1f76c3da14565e80e721c48a115c4ea0bc6cf192a336c"
    "47febc071aac65d061c8666d8e90060bdbea734dd209a29d1d506c08cd041780d9d8322510b8b70b60aaa3d9c49c4b67",
    16,
)
_PRIVATE_EXPONENT = int(
    "7699844f5ce052ed3f35a0858b353f5a61bc93065e55b8851d517f950f71f8134b327580812f100e134b4539f990354d121775a4"
    "6df2ae3874fdd4f24071bb0f1318a00a5cda097db9f0ef4d5b8fba51282b29b987ca465a56ed29d2c51d893506685e45dd494889"
    "d1209d51e885b5472b6abdb40c86e8bbd766bb8dbf8c166df193af98a5b8a4777ae61de0a129c44848734e9e334d32c35649d8ac"
    "17c76d99f837779df5674b868853b11e637abf8ea7fb86d0323ab0c0b53d2da9ba4bcaff03ea909a214b60bc0bd3eb01631f1072"
    "ce7835a442b9c4b386449e008693e23d03e1c9e3eae26af7e924a9f63d95bef2784b4a055b8fdf4fa692819fe0b9141",
    16,
)
_SIZE = 256


def _signed(block: bytes) -> bytes:
    return pow(int.from_bytes(block), _PRIVATE_EXPONENT, MODULUS).to_bytes(_SIZE)


def pkcs1_signature(message: bytes) -> bytes:
    """Sign as RS256 does."""
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(message).digest()
    return _signed(b"\x00\x01".ljust(_SIZE - len(info) - 1, b"\xff") + b"\x00" + info)


def pss_signature(message: bytes, salt: bytes = b"s" * 32) -> bytes:
    """Sign as PS256 does, with a salt that is always the same."""
    seal = hashlib.sha256(bytes(8) + hashlib.sha256(message).digest() + salt).digest()
    block = bytes(_SIZE - 32 - 32 - 2) + b"\x01" + salt
    mask = b"".join(hashlib.sha256(seal + bytes((0, 0, 0, number))).digest() for number in range(8))
    masked = bytearray(one ^ other for one, other in zip(block, mask, strict=False))
    masked[0] &= 0x7F
    return _signed(bytes(masked) + seal + b"\xbc")


def jwt(head: dict[str, object], claims: dict[str, object]) -> str:
    """Return a JSON web token, signed as its head says; any other algorithm is signed as RS256."""
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, claims))
    signed = b".".join(parts)
    sign = pss_signature if head.get("alg") == "PS256" else pkcs1_signature
    return (signed + b"." + base64.urlsafe_b64encode(sign(signed)).rstrip(b"=")).decode()
