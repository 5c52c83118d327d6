"""Scrapy's decompression of bodies, with a word for what can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

from linkspider.download import wants_body

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class BodyTooLarge(IgnoreRequest):
    """The body exceeds DOWNLOAD_MAXSIZE once it is decompressed."""


class BodyNotDecoded(IgnoreRequest):
    """The body is not what its Content-Encoding says."""


class CompressionMiddleware(HttpCompressionMiddleware):
    """Raises BodyTooLarge or BodyNotDecoded, whatever the library behind an encoding raises."""

    def process_response(  # type: ignore[override] # without the deprecated spider argument
        self, request: Request, response: Response
    ) -> Request | Response:
        if not wants_body(request, response.headers):
            return response
        if request.meta.get("download_maxsize") == 0:
            del request.meta["download_maxsize"]  # that was for the download, which ended in time
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise BodyTooLarge(request.url) from error
        except Exception as error:  # each library has errors of its own
            raise BodyNotDecoded(f"{request.url}: {error}") from error
