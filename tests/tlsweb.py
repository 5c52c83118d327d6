"""A made-up web that answers over https as well, with certificates as a test likes them."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from contextlib import suppress

import trustme

from tests.rawweb import Page, RawHandler, RawWeb, http


class TlsWeb(RawWeb):
    """Takes tunnels to its hosts, in which it shows a certificate of an authority that nobody
    trusts, or the one given for a host."""

    def __init__(
        self,
        pages: Mapping[str, Page],
        certificates: Mapping[str, trustme.LeafCert] | None = None,
        lost: int = 0,
    ) -> None:
        """``lost`` is how many of the first tunnels fail."""
        super().__init__(pages)
        self.RequestHandlerClass = TlsHandler
        self._lost = lost
        authority = trustme.CA()
        self._contexts = {}
        for host in self._hosts:
            context = self._contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            ((certificates or {}).get(host) or authority.issue_cert(host)).configure_cert(context)

    def context(self, address: str) -> ssl.SSLContext | None:
        """What a tunnel to this address is secured with; None where there is none."""
        self._lost -= 1
        return self._contexts.get(address.removesuffix(":443")) if self._lost < 0 else None

    def find(self, url: str) -> Page:
        missing = http(b"<h1>Not found</h1>", status=b"404 Not Found")
        return self._pages.get(url, missing) if url.startswith("https:") else super().find(url)


class TlsHandler(RawHandler):
    """One connection to the proxy: a request, or a tunnel that takes one."""

    server: TlsWeb

    def handle(self) -> None:
        """Reads the request and sends the answer, in the tunnel if it asks for one."""
        asked = self.read()
        if asked is None:
            return
        self.server.note(asked)
        context = self.server.context(asked.url) if asked.method == "CONNECT" else None
        if context is None:
            self.answer(asked.url)
            return
        self.connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError), context.wrap_socket(self.connection, server_side=True) as secure:
            self.connection, self.rfile = secure, secure.makefile("rb")
            inner = self.read()
            if inner is not None:
                url = f"https://{asked.url.removesuffix(':443')}{inner.url}"
                self.server.note(inner._replace(url=url))
                self.answer(url)
