"""HTTP/1.1 connections that read no more response headers than a limit, and say what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web.client import _HTTP11ClientFactory

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.python.failure import Failure
    from twisted.web._newclient import Request
    from twisted.web.iweb import IResponse

MAX_HEADER_BYTES = 1024 * 1024
"""Status lines and headers of one response, with those of interim responses (1xx)."""
MAX_LINE_BYTES = 64 * 1024
"""Twisted's own 16 KiB would lose pages whose Content-Security-Policy or Link header is long."""


class HeadersError(Exception):
    """An answer's status line or headers have no end, or no meaning."""


class LimitedFactory(_HTTP11ClientFactory):
    """Makes the connections of an `HTTPConnectionPool`."""

    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> LimitedProtocol:  # noqa: N802
        return LimitedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class LimitedProtocol(_LenientHTTP11ClientProtocol):
    """One connection, whose answers are read by a `LimitedParser`."""

    def request(self, request: Request) -> Deferred[IResponse]:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = LimitedParser  # as Scrapy does: Twisted names the class itself
        answer.addErrback(_uncover)
        return answer


class LimitedParser(_LenientHTTPClientParser):
    """Reads one answer; Twisted alone would collect its headers without any limit."""

    MAX_LENGTH = MAX_LINE_BYTES
    _header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._header_bytes += len(line) + len(self.delimiter)
        if self._header_bytes > MAX_HEADER_BYTES:
            raise HeadersError(f"more than {MAX_HEADER_BYTES} bytes of headers")
        try:
            super().lineReceived(line)
        except Exception as error:
            raise HeadersError(f"headers that mean nothing: {error!r}"[:300]) from error

    def lineLengthExceeded(self, line: bytes) -> NoReturn:  # noqa: N802
        raise HeadersError(f"a header of more than {MAX_LINE_BYTES} bytes")


def _uncover(failure: Failure) -> Any:
    """The `HeadersError` that Twisted has wrapped, or the failure as it is."""
    for reason in getattr(failure.value, "reasons", ()):
        if reason.check(HeadersError):
            return reason
    return failure
