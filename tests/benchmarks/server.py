"""A web server that holds a whole site as ready responses, in a process of its own.

The process ends when its standard input is closed, so it cannot outlive who started it. It
prints one JSON line when it is ready, and one for every line that it reads: what it has served
since the last one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import mmap
import os
import resource
import socket
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import uvloop

from .documentation import documentation_site
from .site import GeneratedSite
from .survey import page_key, survey

HEAD_LIMIT = 65_536
NOT_FOUND = (
    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nNot found"
)


class ResponseStore:
    """Responses by decoded path, in an unnamed temporary file that is mapped into memory."""

    def __init__(self, pages: Iterable[tuple[str, bytes]]) -> None:
        self._places: dict[str, tuple[int, int, int]] = {}
        with tempfile.TemporaryFile(prefix="linkspider-benchmark-") as file:
            for path, body in pages:
                head = (
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n"
                ).encode()
                start = file.tell()
                file.write(head + body)
                self._places[path] = (start, start + len(head), file.tell())
            file.flush()
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def response(self, path: str) -> bytes | None:
        """The head and body of a page."""
        place = self._places.get(path)
        return self._bytes[place[0] : place[2]] if place else None

    def body(self, path: str) -> bytes | None:
        """The HTML of a page."""
        place = self._places.get(path)
        return self._bytes[place[1] : place[2]] if place else None


class Tally:
    """What the server has answered since it was last asked."""

    def __init__(self) -> None:
        self.pages: set[str] = set()
        self.requests = 0
        self._cpu_seconds = 0.0

    def take(self) -> dict[str, object]:
        """The counts so far, which begin again from nothing."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        cpu_seconds = usage.ru_utime + usage.ru_stime
        counts = {
            "pages": sorted(self.pages),
            "requests": self.requests,
            "cpu_seconds": cpu_seconds - self._cpu_seconds,
        }
        self.pages, self.requests, self._cpu_seconds = set(), 0, cpu_seconds
        return counts


class PageProtocol(asyncio.Protocol):
    """HTTP/1.1 for GET and HEAD, with connections kept alive."""

    def __init__(self, store: ResponseStore, tally: Tally) -> None:
        self._store = store
        self._tally = tally
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection to answer on."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request whose head is complete."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[:end])
            del self._buffer[: end + 4]
            self._transport.write(self._answer(head))
            if b"\r\nconnection: close" in head.lower():
                self._transport.close()
                return
        if len(self._buffer) > HEAD_LIMIT:
            self._transport.close()

    def _answer(self, head: bytes) -> bytes:
        """The response to a request, counted."""
        method, _, rest = head.partition(b" ")
        path = page_key(rest.partition(b" ")[0].decode("latin-1"))
        response = self._store.response(path)
        if path != "/robots.txt":
            self._tally.requests += 1
        if response is None:
            response = NOT_FOUND
        else:
            self._tally.pages.add(path)
        if method == b"HEAD":
            response = response[: response.index(b"\r\n\r\n") + 4]
        return response


async def serve(listener: socket.socket, store: ResponseStore, tally: Tally, ready: str) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: PageProtocol(store, tally), sock=listener)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    print(ready, flush=True)
    while await lines.readline():
        print(json.dumps(tally.take()), flush=True)
    server.close()


def main() -> None:
    """Build the site, survey it, serve it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path)
    for name in ("pages", "links", "kilobytes"):
        parser.add_argument(f"--{name}", type=int, default=100)
    arguments = parser.parse_args()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    pages: Iterable[tuple[str, bytes]]
    if arguments.docs:
        pages = documentation_site(arguments.docs)
    else:
        pages = GeneratedSite(
            base_url=base_url,
            pages=arguments.pages,
            links=arguments.links,
            kilobytes=arguments.kilobytes,
        )
    store, tally = ResponseStore(pages), Tally()
    found = survey(base_url, store.body)
    facts = {
        "base_url": base_url,
        "pages": sorted(found.pages),
        "linking": sorted(found.linking),
        "hyperlinks": found.hyperlinks,
    }
    tally.take()
    uvloop.run(serve(listener, store, tally, json.dumps(facts)))
    # Open connections of a killed crawl need no farewell.
    os._exit(0)


if __name__ == "__main__":
    main()
