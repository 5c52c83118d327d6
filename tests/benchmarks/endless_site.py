"""A tiny server of tiny pages: page n links to three new pages and to five that are known.

`python -m tests.benchmarks.endless_site TOTAL` prints its address, and then, for each line that it
reads, how many pages it has served. It ends when its standard input is closed.
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import uvloop

CHILDREN = 3
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def page(number: int, total: int) -> bytes:
    """The HTML of a page: no two have the same text."""
    children = range(CHILDREN * number + 1, CHILDREN * number + 1 + CHILDREN)
    known = ((number * step) // 97 for step in (3, 17, 41, 67, 89))
    links = [*(child for child in children if child < total), *known]
    anchors = "".join(f'<a href="/{link}">page {link}</a> ' for link in links)
    return f"<!doctype html><title>Page {number}</title><h1>Page {number}</h1>{anchors}".encode()


class Endless(asyncio.Protocol):
    """HTTP/1.1 for GET, with connections kept alive."""

    served = 0
    total = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection to answer on."""
        self._transport = cast(asyncio.WriteTransport, transport)
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer what has arrived in full."""
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].lstrip(b"/")
            if path and not path.isdigit():
                self._transport.write(_NOT_FOUND)
                continue
            body = page(int(path or b"0"), self.total)
            Endless.served += 1
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                % (len(body), body)
            )


async def serve() -> None:
    """Serve until standard input is closed."""
    Endless.total = int(sys.argv[1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endless, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(Endless.served, flush=True)


if __name__ == "__main__":
    uvloop.run(serve())
