"""Certificates are looked at, and none stops a crawl: handshakes with servers of our own."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import certifi
import pytest
import trustme
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from linkspider.tls import NotingPolicy
from tests.rawweb import crawl, page_of
from tests.tlsweb import TlsWeb

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@contextmanager
def tls_server(certificate: trustme.LeafCert) -> Iterator[tuple[str, int]]:
    """A server on loopback that shows this certificate to whoever connects once."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()
        thread.join(10)


@pytest.mark.parametrize(
    ("shown_for", "asked_for", "is_trusted", "expired", "valid"),
    [
        ("shop.example", "shop.example", True, False, True),
        ("*.shop.example", "www.shop.example", True, False, True),
        ("127.0.0.1", "127.0.0.1", True, False, True),
        ("shop.example", "rival.example", True, False, False),
        ("127.0.0.1", "127.0.0.2", True, False, False),
        ("shop.example", "shop.example", False, False, False),
        ("shop.example", "shop.example", True, True, False),
    ],
)
def test_a_handshake_passes_and_the_certificate_is_noted(
    shown_for: str,
    asked_for: str,
    is_trusted: bool,
    expired: bool,
    valid: bool,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    authority = trustme.CA()
    store = tmp_path_factory.mktemp("roots") / "roots.pem"
    (authority if is_trusted else trustme.CA()).cert_pem.write_to_path(str(store))
    monkeypatch.setattr(certifi, "where", lambda: str(store))
    certificate = authority.issue_cert(shown_for, not_after=LONG_AGO if expired else None)
    policy = NotingPolicy()
    assert policy.is_valid(asked_for) is None
    with tls_server(certificate) as address:
        creator = policy.creatorForNetloc(asked_for.encode(), 443)
        connection = creator.clientConnectionForTLS(None)  # type: ignore[arg-type]
        with socket.create_connection(address) as plain:
            _shake_hands(connection, plain)
    assert policy.is_valid(asked_for) is valid


def _shake_hands(connection: SSL.Connection, plain: socket.socket) -> None:
    """Carry bytes between a connection in memory, as the crawler uses it, and a socket."""
    while True:
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            _send_pending(connection, plain)
            connection.bio_write(plain.recv(65_536))
        else:
            _send_pending(connection, plain)
            return


def _send_pending(connection: SSL.Connection, plain: socket.socket) -> None:
    try:
        while True:
            plain.sendall(connection.bio_read(65_536))
    except SSL.WantReadError:
        return


@pytest.mark.parametrize("certificate", ["self-signed", "expired"])
def test_a_referring_page_is_read_whatever_its_certificate(
    certificate: str, tmp_path: Path
) -> None:
    page, link = "https://referring.example/page", "https://target.example/"
    authority = trustme.CA()
    shown = {
        "self-signed": trustme.LeafCert(
            authority.private_key_pem.bytes(), authority.cert_pem.bytes(), []
        ),
        "expired": authority.issue_cert("referring.example", not_after=LONG_AGO),
    }
    crawled = crawl(
        TlsWeb({page: page_of([link])}, {"referring.example": shown[certificate]}),
        tmp_path / "data", "referring", domain="target.example", sources=page, check_targets=0,
    )  # fmt: skip
    assert crawled.exit_code == 0, crawled.stderr
    row = crawled.pages[page]
    assert (row["status"], row["error"], row["tls_valid"]) == (200, None, False)
    assert crawled.targets(page) == [link]
    assert crawled.links[0]["link_type"] == "backlink"


def test_scrapy_s_handler_has_the_factory_that_ours_replaces() -> None:
    """A private name of Scrapy's: if it goes, no certificate is looked at."""
    assert "_contextFactory" in HTTP11DownloadHandler.__init__.__code__.co_names
