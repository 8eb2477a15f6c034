"""RSA signatures: what another implementation made is taken, and whatever is changed is not."""

import base64

import pytest

from simulator.cloud.rsa import KeyUnreadable, PublicKey
from tests.rsa_key import MODULUS, PUBLIC_PEM, pkcs1_signature, pss_signature

KEY = PublicKey.from_pem(PUBLIC_PEM)
OF_OPENSSL_PKCS1 = bytes.fromhex(
    "9ba31877cbee38fd4add7210100b9ef03d42d3dde96e5f60aa925f81be89207aa7ed4ff5a9e61d2c7ef0ccf025654249bb744c8f"
    "f2dab45995af82605de3c0e772d376d9c79c512761858bd0f0faf06b12f75d5b9c88319f839d84875905fbeccb2e3031922d2517"
    "e023ba85a04c084228b2f411511efaab2c3162eff9a224554cc9ada0535789869eb091cb1c00c1d4335a005d0423063124b63646"
    "bd4a2e462c525b11b1af7419e1da262f254a0001ff3bfd46ab9049dce97dac3bb8d0724055579bbe0eb8d9d3657c9003a2895b0e"
    "daf20e6ad3058706e4d1cad64a9c442bc08f00e8ced88c49882467107ef751e34a25d2ba2e6c39defb7c69962a06b247"
)
"""Made by `openssl dgst -sha256 -sign` over `hello`."""
OF_OPENSSL_PSS = bytes.fromhex(
    "7ec935f77f02197dd1e7c63118db7157e740100e51f61c0227829eedd6a4b3da9a1d6a2aa0b208deed2712bb2631a5c5785787b5"
    "fde2bb5ac78cb10dd6fd9f3bb9c0c90a97e23bfb8de4c95d27bd50e29d13e3ceef3fef05f91c834c6f89d27816312d499b15630d"
    "7ec9cb38eb6631373a993db247091258032adaa2d65514ed3de7e9bfbb35feafd23924e96780c901b360ccb2fad322d8a523ec96"
    "0de3d9d5c91b21a178298a4003f03f62da40c1e1c681bfca2df1cf4880ca00c399dd15e863a5928abe3ad896be5712ddaca347a9"
    "581de34efa63e59e03cf38bc9a92547f95737dff8c010600efa0e134841cba204e3b53af410f890d1c4c5273456cffd2"
)
"""The same with `rsa_padding_mode:pss`, `rsa_pss_saltlen:32`."""


def test_key_is_read_from_pem():
    assert PublicKey(MODULUS, 65_537) == KEY
    assert KEY.size_bytes == 256


def test_key_is_read_from_one_line_with_escaped_line_ends():
    assert PublicKey.from_pem(PUBLIC_PEM.replace("\n", "\\n")) == KEY


def _pem(kind: str, der: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{base64.b64encode(der).decode()}\n-----END {kind}-----\n"


def _element(tag: int, content: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(content).to_bytes(2) + content


def _sequence(*numbers: int) -> bytes:
    return _element(0x30, b"".join(_element(0x02, number.to_bytes(257)) for number in numbers))


@pytest.mark.parametrize(
    ("kind", "der"),
    [
        ("RSA PUBLIC KEY", _sequence(MODULUS, 65_537)),
        ("RSA PRIVATE KEY", _sequence(0, MODULUS, 65_537, 3, 5, 7)),
        ("PRIVATE KEY", _element(0x30, _element(0x02, b"\0") + _element(0x04, _sequence(0, MODULUS, 65_537, 3)))),
    ],
)
def test_key_is_read_in_each_wrapping(kind, der):
    assert PublicKey.from_pem(_pem(kind, der)) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key at all",
        PUBLIC_PEM.replace("MIIB", "!!!!"),
        PUBLIC_PEM.replace("PUBLIC KEY", "CERTIFICATE"),
        _pem("PUBLIC KEY", b""),
        _pem("PUBLIC KEY", b"\x30"),
        _pem("PUBLIC KEY", b"\x30\x05\x02\x01\x01"),
        _pem("PUBLIC KEY", _sequence(MODULUS)),
        _pem("PUBLIC KEY", _element(0x30, _element(0x0C, b"text") * 2)),
        _pem("PUBLIC KEY", _sequence(3_233, 17)),
    ],
)
def test_what_is_no_key_is_said_to_be_none(text):
    with pytest.raises(KeyUnreadable):
        PublicKey.from_pem(text)


def test_signatures_of_another_implementation_are_taken():
    assert KEY.verifies_pkcs1(OF_OPENSSL_PKCS1, b"hello")
    assert KEY.verifies_pss(OF_OPENSSL_PSS, b"hello")
    assert pkcs1_signature(b"hello") == OF_OPENSSL_PKCS1
    assert KEY.verifies_pss(pss_signature(b"hello"), b"hello")


@pytest.mark.parametrize(
    ("verifies", "right", "other"),
    [
        (KEY.verifies_pkcs1, OF_OPENSSL_PKCS1, OF_OPENSSL_PSS),
        (KEY.verifies_pss, OF_OPENSSL_PSS, OF_OPENSSL_PKCS1),
    ],
)
def test_what_is_changed_is_not_taken(verifies, right, other):
    assert not verifies(right, b"hellO")
    assert not verifies(other, b"hello")
    assert not verifies(b"", b"hello")
    assert not verifies(right[:-1], b"hello")
    assert not verifies(b"\0" + right, b"hello")
    assert not verifies((int.from_bytes(right) + MODULUS).to_bytes(257)[-256:], b"hello")
    assert not [at for at in range(256) if verifies(right[:at] + bytes((right[at] ^ 1,)) + right[at + 1 :], b"hello")]
