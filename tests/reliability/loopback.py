"""Sockets on loopback that answer byte for byte, and tell who came: no proxy between."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread

Answer = Callable[[str, str], bytes]
"""What is answered to the address that was connected to, and the path asked for."""


def open_sockets(hosts: Sequence[str], port: int = 0) -> list[socket.socket]:
    """A listening socket at each address, all at one port, free unless it is given."""
    sockets: list[socket.socket] = []
    for host in hosts:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sockets.append(socket.create_server((host, port), family=family))
        port = port or int(sockets[0].getsockname()[1])
    return sockets


@contextmanager
def listening(sockets: Sequence[socket.socket], answer: Answer) -> Iterator[list[str]]:
    """Answers at these sockets until the context is left; the list tells each connection: \
``127.0.0.1 GET /path``."""
    arrived: list[str] = []
    started = Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        for each in sockets:
            await asyncio.start_server(handle, sock=each)
        started.set()
        await stop.wait()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        number = len(arrived)
        arrived.append(host)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await reader.readuntil(b"\r\n\r\n")
            line = head.split(b"\r\n", 1)[0].decode("latin-1")
            arrived[number] = f"{host} {line.removesuffix(' HTTP/1.1')}"
            writer.write(answer(host, line.split(" ")[1]))
            await writer.drain()
        writer.close()

    thread = Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield arrived
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        for each in sockets:
            each.close()
