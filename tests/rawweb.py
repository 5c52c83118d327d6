"""A made-up web that answers byte for byte what a test says, and crawls of made-up webs."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from socket import socket
from socketserver import StreamRequestHandler
from threading import Lock
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from linkspider.demo.server import Answer, DemoWeb, serve
from tests.conftest import crawl_options, scrapy

CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", "../shared/conformance"))
"""Files of other projects' test suites; tests that need them are left out where it is missing."""

Sender = Callable[[socket], None]
"""Sends an answer itself, in the way and at the pace it likes."""
Page = str | bytes | Answer | Sender
"""An answer: HTML in UTF-8, raw bytes from the status line on, or one of the demo server's."""


class Asked(NamedTuple):
    """One request as it arrived."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


class RawWeb(DemoWeb):
    """An HTTP proxy like `SmallWeb`, whose answers need not be HTTP. Each ends its connection."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        super().__init__()
        self.RequestHandlerClass = RawHandler
        self.asked: list[Asked] = []
        """What was asked for, with its headers, in order of arrival."""
        self.answered: list[str] = []
        """URLs whose answers were sent to the end."""
        self._pages = pages
        self._hosts = {url.split("/")[2] for url in pages}
        self._lock = Lock()

    def note(self, asked: Asked) -> None:
        """Keep in mind what was asked for."""
        with self._lock:
            self.asked.append(asked)
            self.requests.append((asked.method, asked.url))

    def find(self, url: str) -> Page:
        """The answer for a URL; 404 on the web's own hosts, 502 elsewhere and for tunnels."""
        if not url.startswith("http://") or url.split("/")[2] not in self._hosts:
            return http(status=b"502 Bad Gateway")
        if url not in self._pages:
            return http(b"<h1>Not found</h1>", status=b"404 Not Found")
        return self._pages[url]


class RawHandler(StreamRequestHandler):
    """One connection to the proxy, which takes one request."""

    server: RawWeb

    def handle(self) -> None:
        """Reads the request and sends the answer."""
        asked = self.read()
        if asked is not None:
            self.server.note(asked)
            self.answer(asked.url)

    def read(self) -> Asked | None:
        """The request; None where the client hung up."""
        lines = []
        while (line := self.rfile.readline(65_536)).strip():
            lines.append(line.decode("latin-1").rstrip("\r\n"))
        if not lines:
            return None
        method, url, _ = lines[0].split(" ", 2)
        pairs = (line.partition(":") for line in lines[1:])
        headers = tuple((name, value.strip()) for name, _, value in pairs)
        return Asked(method, url, headers)

    def answer(self, url: str) -> None:
        """Sends the answer for a URL."""
        page = self.server.find(url)
        with suppress(OSError):
            if callable(page):
                page(self.connection)
            else:
                self.connection.sendall(as_bytes(page))
            self.server.answered.append(url)


def as_bytes(page: str | bytes | Answer) -> bytes:
    """An answer from the status line on."""
    if isinstance(page, bytes):
        return page
    if isinstance(page, str):
        return http(page.encode())
    headers = [f"{name}: {value}".encode() for name, value in page.headers.items()]
    return http(page.body, *headers, status=str(page.status).encode(), content_type=None)


def http(
    body: bytes = b"",
    *headers: bytes,
    status: bytes = b"200 OK",
    content_type: bytes | None = b"text/html; charset=utf-8",
    length: bytes | None = None,
) -> bytes:
    """An answer from the status line on, with the body's true length unless another is given."""
    lines = [b"HTTP/1.1 " + status, *headers, b"Connection: close"]
    if content_type is not None:
        lines.append(b"Content-Type: " + content_type)
    lines.append(b"Content-Length: " + (str(len(body)).encode() if length is None else length))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def page_of(links: Iterable[str], *, head: str = "", text: str = "link") -> str:
    """A page with these addresses as links."""
    anchors = "\n".join(f'<p><a href="{link}">{text}</a></p>' for link in links)
    return f"<!doctype html><html><head><title>t</title>{head}</head><body>{anchors}</body></html>"


@dataclass(frozen=True)
class Crawled:
    """What a crawl said, wrote, and asked a made-up web for."""

    exit_code: int
    stdout: str
    stderr: str
    data: Path
    web: DemoWeb

    @cached_property
    def requests(self) -> list[str]:
        """The http URLs asked for, in order."""
        return [url for method, url in self.web.requests if method == "GET"]

    @cached_property
    def pages(self) -> dict[str, dict[str, Any]]:
        """The rows of `pages` by URL."""
        return {row["url"]: row for row in self.rows("pages")}

    @cached_property
    def links(self) -> list[dict[str, Any]]:
        """The rows of `links`."""
        return self.rows("links")

    @cached_property
    def links_of(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of `links` by page, in their order on it."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted(self.links, key=lambda row: int(row["ordinal"])):
            found[row["source_url"]].append(row)
        return found

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as Python values."""
        rows: list[dict[str, Any]] = pq.read_table(self.data / table).to_pylist()
        return rows

    def targets(self, source: str) -> list[str | None]:
        """The addresses of a page's links, in order."""
        return [row["target_url"] for row in self.links_of.get(source, ())]

    def read(self, domain: str) -> list[str]:
        """The URLs of a registrable domain that were read with status 200, in order of arrival."""
        known = {url for url, row in self.pages.items() if row["domain"] == domain}
        read = {url for url in known if self.pages[url]["status"] == 200}
        return [url for url in self.requests if url in read]


def crawl(web: DemoWeb, data: Path, spider: str, *options: str, **arguments: object) -> Crawled:
    """Serve a made-up web and crawl it; further ``options`` are those of `scrapy crawl`."""
    given = [text for name, value in arguments.items() for text in ("-a", f"{name}={value}")]
    with serve(web):
        run = scrapy("crawl", spider, *given, *crawl_options(web, data), *options)
    return Crawled(run.returncode, run.stdout, run.stderr, data, web)
