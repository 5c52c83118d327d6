"""TLS that looks at certificates and lets all pass: a bad one must not hide a referring page."""

from __future__ import annotations

from collections import OrderedDict

import certifi
from OpenSSL import SSL, crypto
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import (
    verify_certificate_hostname,
    verify_certificate_ip_address,
)
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

MAX_HOSTS = 10_000


@implementer(IPolicyForHTTPS)
class NotingPolicy:
    """Accepts every certificate, and notes for each host whether it is a valid one.

    Valid is what Mozilla's root store (certifi) vouches for, for this host, today.
    """

    def __init__(self) -> None:
        self._context = CertificateOptions(fixBrokenPeers=True).getContext()
        self._context.load_verify_locations(certifi.where())
        self._valid: OrderedDict[str, bool] = OrderedDict()

    def creatorForNetloc(self, hostname: bytes, port: int) -> _NotingConnectionCreator:  # noqa: N802
        """What makes the connections to a host."""
        return _NotingConnectionCreator(self, self._context, hostname.decode("ascii"))

    def note(self, host: str, *, valid: bool) -> None:
        """Keep what was seen of a host's certificate."""
        self._valid[host] = valid
        self._valid.move_to_end(host)
        while len(self._valid) > MAX_HOSTS:
            self._valid.popitem(last=False)

    def is_valid(self, host: str) -> bool | None:
        """Whether the certificate was valid that the host last showed; None if it showed none."""
        return self._valid.get(host)


@implementer(IOpenSSLClientConnectionCreator)
class _NotingConnectionCreator:
    def __init__(self, policy: NotingPolicy, context: SSL.Context, host: str) -> None:
        self._policy = policy
        self._context = context
        self._host = host

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(protocol)
        if not _is_address(self._host):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        seen = {"valid": True}

        def look(_: SSL.Connection, x509: crypto.X509, error: int, depth: int, ok: int) -> bool:
            """Called for each certificate of the chain, that of the host (depth 0) last."""
            seen["valid"] = seen["valid"] and not error
            if depth == 0:
                valid = seen["valid"] and _is_for(x509, self._host)
                self._policy.note(self._host, valid=valid)
            return True

        connection.set_verify(SSL.VERIFY_PEER, look)
        connection.set_connect_state()
        return connection


def _is_for(x509: crypto.X509, host: str) -> bool:
    verify = verify_certificate_ip_address if _is_address(host) else verify_certificate_hostname
    try:
        verify(x509.to_cryptography(), host)
    except (CertificateError, VerificationError, ValueError):
        return False
    return True


def _is_address(host: str) -> bool:
    return ":" in host or host.rpartition(".")[2].isdigit()
