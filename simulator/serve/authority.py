"""A throw-away certificate authority for the vendors' true host names, and the files that make a client trust it."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

JAVA_STORE_PASSWORD = "changeit"
"""Java's own default; the store holds no secret."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Files by which clients trust the authority, and nobody else.

    Attributes:
        pem: Its certificate, as almost every run-time reads it.
        java_store: The same in PKCS #12, as a Java virtual machine reads it.
    """

    pem: Path
    java_store: Path


class Authority:
    """Signs one certificate for all simulated hosts. Its keys never leave the process and end with it."""

    def __init__(self, hosts: Iterable[str]) -> None:
        """Make the keys and a certificate for *hosts*."""
        import trustme

        self._hosts = frozenset(hosts)
        self._authority = trustme.CA(organization_name="pushsim, for this run alone")
        self._certificate = self._authority.issue_cert(*sorted(self._hosts))

    def server_context(self, asked: Callable[[str, bool], None] = lambda _, __: None) -> ssl.SSLContext:
        """Return what a server speaks TLS with, from TLS 1.2 on; a handshake for another host is broken off.

        Args:
            asked: Told of each host that a client names, and whether it is one of these.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        self._certificate.configure_cert(context)

        def named(_: ssl.SSLObject | ssl.SSLSocket, host: str | None, __: ssl.SSLContext) -> int | None:
            if host is None:
                return None
            name = host.lower().removesuffix(".")
            asked(name, name in self._hosts)
            return None if name in self._hosts else int(ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)

        context.sni_callback = named
        return context

    def write_trust(self, folder: Path) -> Trust:
        """Write the files of trust into *folder*."""
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

        pem = self._authority.cert_pem.bytes()
        trust = Trust(folder / "pushsim-ca.pem", folder / "pushsim-ca.p12")
        trust.pem.write_bytes(pem)
        entry = pkcs12.PKCS12Certificate(x509.load_pem_x509_certificate(pem), b"pushsim")
        trust.java_store.write_bytes(
            pkcs12.serialize_java_truststore([entry], BestAvailableEncryption(JAVA_STORE_PASSWORD.encode()))
        )
        return trust
