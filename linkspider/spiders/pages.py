"""Rows of `pages`: what is known of a URL once it was asked for."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from linkspider.download import read_media_type
from linkspider.items import HtmlDocument, PageItem
from linkspider.text import clean
from linkspider.urls import Base, registrable_domain

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from linkspider.frontier.entry import Entry
    from linkspider.scope import Scopes

_DOCUMENT_FIELDS = [field.name for field in fields(HtmlDocument)]


def tried_page(entry: Entry, request: Request, scopes: Scopes, path: str) -> PageItem:
    """The row of a URL that was asked for, without what came of it."""
    return PageItem(
        url=entry.url,
        host=entry.host,
        domain=registrable_domain(entry.host),
        scope=scopes.match(entry.host, path),
        depth=entry.depth,
        discovered_from=entry.discovered_from,
        fetched_at=datetime.now(UTC),
        elapsed_ms=request.meta.get("elapsed_ms"),
        tls_valid=request.meta.get("tls_valid"),
        googlebot_allowed=request.meta.get("googlebot_allowed"),
    )


def add_response(page: PageItem, response: Response) -> None:
    """Fill in what the answer's status and headers say."""
    headers = response.headers
    if not 0 <= response.status <= 999:
        page.error = "headers"
        return
    page.status = response.status
    media_type = read_media_type(headers)
    page.content_type = clean(media_type, 200) if media_type else None
    page.last_modified = _read_http_date(headers.get(b"Last-Modified"))
    page.bytes = _body_size(response)
    if response.ip_address is not None and not response.meta.get("proxy"):
        page.ip_address = str(response.ip_address)
    location = headers.get(b"Location")
    if 300 <= response.status < 400 and location:
        target = Base(page.url).join(location.decode("utf-8", "replace"))
        page.redirect_to = target.key if target else None


def add_document(page: PageItem, document: HtmlDocument) -> None:
    """Fill in what the HTML says, and its links."""
    for name in _DOCUMENT_FIELDS:
        setattr(page, name, getattr(document, name))


def _body_size(response: Response) -> int | None:
    if response.headers.get(b"Content-Encoding"):  # what is not read is not decompressed
        return None
    if "download_stopped" not in response.flags:
        return len(response.body)
    announced = response.headers.get(b"Content-Length") or b""
    return int(announced[:18]) if announced.isdigit() else None


def _read_http_date(value: bytes | None) -> datetime | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value.decode("latin-1"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None
