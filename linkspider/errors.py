"""Why a URL was not fetched, in one word."""

from __future__ import annotations

from OpenSSL.SSL import Error as TlsError
from scrapy import exceptions as scrapy_errors
from scrapy.core.downloader.handlers.http11 import TunnelError
from twisted.internet import error as network_errors

from linkspider.compression import BodyNotDecoded, BodyTooLarge
from linkspider.header_limit import HeadersError
from linkspider.networks import PrivateAddressError
from linkspider.politeness import HostSetAside
from linkspider.robots_middleware import RobotsForbidden, RobotsUnreachable

_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (RobotsForbidden, "robots"),
    (RobotsUnreachable, "robots-unreachable"),
    (PrivateAddressError, "private-address"),
    (HeadersError, "headers"),
    (BodyTooLarge, "too-large"),
    (BodyNotDecoded, "decode"),
    (scrapy_errors.DownloadCancelledError, "too-large"),
    (scrapy_errors.CannotResolveHostError, "dns"),
    (scrapy_errors.DownloadTimeoutError, "timeout"),
    (network_errors.TimeoutError, "timeout"),
    (TlsError, "tls"),
    (scrapy_errors.DownloadConnectionRefusedError, "connection"),
    (scrapy_errors.DownloadFailedError, "connection"),
    (scrapy_errors.ResponseDataLossError, "connection"),
    (network_errors.ConnectError, "connection"),
    (network_errors.ConnectionClosed, "connection"),
    (TunnelError, "connection"),
    (OSError, "connection"),
)


def error_word(error: BaseException) -> str:
    """The word of `pages.error` for a failed download; TLS counts wherever it is the cause."""
    if isinstance(error, HostSetAside):
        return error.reason
    if _caused_by_tls(error):
        return "tls"
    for kind, word in _WORDS:
        if isinstance(error, kind):
            return word
    return "internal"


def _caused_by_tls(error: BaseException | None) -> bool:
    for _ in range(10):
        if error is None:
            return False
        reasons = [failure.value for failure in getattr(error, "reasons", ())]
        if any(isinstance(reason, TlsError) for reason in (error, *reasons)):
            return True
        error = error.__cause__
    return False
