"""Sitemaps: the URLs that a site names itself (sitemaps.org): urlset, index, text, gzipped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import lxml.etree
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from linkspider.html.dates import parse_date
from linkspider.items import SitemapEntry
from linkspider.urls import Base

MAX_BYTES = 50 * 1024 * 1024
"""The protocol's own limit, uncompressed."""
MAX_ENTRIES = 50_000
"""The protocol's own limit for one file."""


class SitemapError(ValueError):
    """A file that is no sitemap, or too large for one."""


def read_sitemap(
    body: bytes, url: str, fetched_at: datetime
) -> tuple[list[SitemapEntry], list[str]]:
    """The entries of a sitemap, and the sitemaps that an index names; SitemapError if it is none.

    Addresses that do not parse, or are not http(s), are left out, as are entries beyond 50,000.
    """
    if body.startswith(b"\x1f\x8b"):
        body = _unpack(body)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    base = Base(url)
    if start != b"<":
        lines = body.decode("utf-8-sig", "replace").split()
        found = [("url", {"loc": line}) for line in lines if line.startswith("http")]
        if not found:
            raise SitemapError("neither XML nor a list of URLs")
    else:
        found = list(_read_xml(body))
    entries, children = [], []
    for kind, values in found[:MAX_ENTRIES]:
        target = base.join(values["loc"]) if values["loc"] else None
        if target is None or target.host is None:
            continue
        if kind == "sitemap":
            children.append(target.key)
        else:
            entries.append(
                SitemapEntry(
                    url=target.key,
                    lastmod=parse_date(values.get("lastmod")),
                    priority=_read_priority(values.get("priority")),
                    sitemap_url=url,
                    fetched_at=fetched_at,
                )
            )
    return entries, children


def _unpack(body: bytes) -> bytes:
    try:
        return gunzip(body, max_size=MAX_BYTES)
    except Exception as error:
        raise SitemapError(f"cannot be unpacked: {error}") from error


def _read_xml(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        sitemap = Sitemap(body)
        kind = "sitemap" if sitemap.type == "sitemapindex" else "url"
        if sitemap.type not in ("sitemapindex", "urlset"):
            raise SitemapError(f"its root element is {sitemap.type[:40]!r}")
        for values in sitemap:
            yield kind, values
    except (lxml.etree.XMLSyntaxError, StopIteration) as error:
        raise SitemapError(f"not XML: {error}") from error


def _read_priority(text: str | None) -> float | None:
    try:
        priority = float(text or "")
    except ValueError:
        return None
    return priority if 0.0 <= priority <= 1.0 else None
