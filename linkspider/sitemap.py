"""Sitemaps: the URLs that a site names itself (sitemaps.org): urlset, index, text, gzipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

import lxml.etree
from scrapy.utils.gz import gunzip

from linkspider.html.dates import parse_date
from linkspider.items import SitemapEntry
from linkspider.urls import Base

MAX_BYTES = 50 * 1024 * 1024
"""The protocol's own limit, uncompressed."""
MAX_ENTRIES = 50_000
"""The protocol's own limit for one file."""
MAX_ELEMENTS = 1_000_000
"""XML elements that are looked at, of entries or not: a second or so."""
MAX_TEXT = 64 * 1024
"""Characters of a value; what is longer is no address."""
LARGE_BYTES = 64 * 1024
"""A sitemap of fewer is read in 20 ms."""
_CHUNK_BYTES = 64 * 1024
_PACKED = b"\x1f\x8b"
_ADDRESS = re.compile(rb"(?<!\S)http\S*")
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}


class SitemapError(ValueError):
    """A file that is no sitemap, or too large for one."""


def may_take_long(body: bytes) -> bool:
    """Whether a sitemap is large, or may be once it is unpacked."""
    return len(body) > LARGE_BYTES or body.startswith(_PACKED)


def read_sitemap(
    body: bytes, url: str, fetched_at: datetime
) -> tuple[list[SitemapEntry], list[str]]:
    """The entries of a sitemap, and the sitemaps that an index names; SitemapError if it is none.

    Addresses that do not parse, or are not http(s), are left out, as are entries beyond 50,000.
    """
    if body.startswith(_PACKED):
        body = _unpack(body)
    body = body.removeprefix(b"\xef\xbb\xbf")
    base = Base(url)
    if body[:1_024].lstrip()[:1] == b"<":
        found = _read_xml(body)
    elif _ADDRESS.search(body):
        found = _read_lines(body)
    else:
        raise SitemapError("neither XML nor a list of URLs")
    entries, children = [], []
    for kind, values in islice(found, MAX_ENTRIES):
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


def _read_lines(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    for line in _ADDRESS.finditer(body):
        yield "url", {"loc": line[0].decode("utf-8", "replace")}


def _read_xml(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Entries as they are met: no tree is built, and no more is read than is asked for."""
    target = _Target()
    parser = lxml.etree.XMLParser(
        target=target, recover=True, resolve_entities=False, no_network=True
    )
    for start in range(0, len(body), _CHUNK_BYTES):
        try:
            parser.feed(body[start : start + _CHUNK_BYTES])
        except lxml.etree.XMLSyntaxError as error:
            raise SitemapError(f"not XML: {error}") from error
        yield from target.take()
        if target.elements > MAX_ELEMENTS:
            break
    if target.kind is None:
        raise SitemapError("not XML: no element")


class _Target:
    """What a parser tells of a sitemap: its root, then the values of its entries."""

    def __init__(self) -> None:
        self.kind: str | None = None
        self.elements = 0
        self._path: list[str] = []
        self._found: list[tuple[str, dict[str, str]]] = []
        self._values: dict[str, str] = {}
        self._text: list[str] = []
        self._room = MAX_TEXT

    def take(self) -> list[tuple[str, dict[str, str]]]:
        """The entries that ended since the last call, each with the kind of what it names."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: object) -> None:
        name = tag.rpartition("}")[2]
        if self.kind is None:
            if name not in _ROOTS:
                raise SitemapError(f"its root element is {name[:40]!r}")
            self.kind = _ROOTS[name]
        self.elements += 1
        self._path.append(name)
        self._clear()

    def end(self, tag: str) -> None:
        name = self._path.pop()
        if name in ("url", "sitemap"):
            if "loc" in self._values and self.kind is not None:
                self._found.append((self.kind, self._values))
            self._values = {}
        elif self._path and self._path[-1] in ("url", "sitemap") and self._room >= 0:
            self._values[name] = "".join(self._text).strip()
        self._clear()

    def data(self, text: str) -> None:
        self._room -= len(text)
        if self._room >= 0:
            self._text.append(text)

    def _clear(self) -> None:
        self._text, self._room = [], MAX_TEXT

    def close(self) -> None:
        """Nothing: entries are taken as they end."""


def _read_priority(text: str | None) -> float | None:
    try:
        priority = float(text or "")
    except ValueError:
        return None
    return priority if 0.0 <= priority <= 1.0 else None
