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
        parser: Any = self._parser
        parser.__class__ = LimitedParser  # as Scrapy does: Twisted names the class itself
        parser.unfinished = bytearray()
        answer.addErrback(_uncover)
        return answer


class LimitedParser(_LenientHTTPClientParser):
    """Reads one answer; Twisted alone would collect its headers without any limit."""

    MAX_LENGTH = MAX_HEADER_BYTES  # of a line; Twisted's 16 KiB are less than real pages have
    _header_bytes = 0
    unfinished: bytearray
    """What has come of a line since its first packet."""

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Take bytes in. A line without end is gathered first: Twisted would look through all of it
        again with each packet."""
        if self.line_mode and self.delimiter not in data:
            self._everReceivedData = True
            self.unfinished += data
            if len(self.unfinished) > MAX_HEADER_BYTES:
                self.lineLengthExceeded(data)
            return
        whole = bytes(self.unfinished) + data if self.unfinished else data
        self.unfinished.clear()
        super().dataReceived(whole)  # type: ignore[no-untyped-call]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._header_bytes += len(line) + len(self.delimiter)
        if self._header_bytes > MAX_HEADER_BYTES:
            self.lineLengthExceeded(line)
        try:
            super().lineReceived(line)
        except Exception as error:
            raise HeadersError(f"headers that mean nothing: {error!r}"[:300]) from error

    def lineLengthExceeded(self, line: bytes) -> NoReturn:  # noqa: N802
        raise HeadersError(f"more than {MAX_HEADER_BYTES} bytes of headers")


def _uncover(failure: Failure) -> Any:
    """The `HeadersError` that Twisted has wrapped, or the failure as it is."""
    for reason in getattr(failure.value, "reasons", ()):
        if reason.check(HeadersError):
            return reason
    return failure
