"""The proxy: what may be given as one, and what is never asked of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Request

from linkspider.networks import Networks, PrivateAddressError
from linkspider.proxy import Proxy, ProxyError, ProxyMiddleware, parse_proxy
from tests.rawweb import crawl, page_of
from tests.web import SmallWeb, redirect

PRIVATE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]",
    "169.254.169.254", "10.0.0.1", "192.168.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "localhost",
    "LOCALHOST", "localhost.", "app.localhost", "ip6-localhost", "localhost.localdomain",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "host", "port", "url"),
    [
        ("http://127.0.0.1:3128", "127.0.0.1", 3128, "http://127.0.0.1:3128"),
        ("http://127.0.0.1:3128/", "127.0.0.1", 3128, "http://127.0.0.1:3128"),
        ("HTTP://Proxy.Example", "proxy.example", 80, "http://proxy.example:80"),
        ("http://proxy.example:80", "proxy.example", 80, "http://proxy.example:80"),
        ("http://[::1]:3128", "::1", 3128, "http://[::1]:3128"),
    ],
)
def test_a_proxy_is_a_host_and_a_port(text: str, host: str, port: int, url: str) -> None:
    proxy = parse_proxy(text)
    assert proxy == Proxy(host, port)
    assert proxy.url == url


@pytest.mark.parametrize(
    "text",
    [
        "proxy.example", "proxy.example:3128", "127.0.0.1:3128", "socks5://127.0.0.1:1080",
        "https://proxy.example:443", "http://", "http://[", "http://a:99999", "http://a b",
        "http://user@proxy.example", "http://user:password@proxy.example:3128",
        "http://proxy.example/path", "http://proxy.example/?a",
        "file:///proxy", "none",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ProxyError, match=r"must be like http://proxy\.example:3128") as caught:
        parse_proxy(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", [None, ""])
def test_no_proxy(text: str | None) -> None:
    assert parse_proxy(text) is None


@pytest.mark.parametrize("host", PRIVATE)
def test_private_hosts_are_refused_before_the_proxy(host: str) -> None:
    proxy = ProxyMiddleware(Proxy("127.0.0.1", 3128), Networks())
    for port in (80, 3128):
        request = Request(f"http://{host}:{port}/", meta={"verbatim_url": True})
        with pytest.raises(PrivateAddressError):
            proxy.process_request(request)
        assert "proxy" not in request.meta


def test_allowed_hosts_and_all_names_go_through_the_proxy() -> None:
    proxy = ProxyMiddleware(Proxy("127.0.0.1", 3128), Networks.parse(["127.0.0.0/8"]))
    for url in ("http://127.0.0.1/", "https://localhost/", "http://a.example/", "http://8.8.8.8/"):
        request = Request(url)
        proxy.process_request(request)
        assert request.meta["proxy"] == "http://127.0.0.1:3128"


def test_a_crawl_asks_its_proxy_for_no_private_address(tmp_path: Path) -> None:
    site = "http://site.example"
    private = [f"http://{host}:8000/{number}" for number, host in enumerate(PRIVATE)]
    moves = {f"{site}/to/{number}": redirect(f"{url}/to") for number, url in enumerate(private)}
    pages = {f"{site}/": page_of([*private, *moves]), **moves}
    run = crawl(
        SmallWeb(pages), tmp_path / "data", "target", "-s", "RETRY_ENABLED=0",
        domain="site.example", start_urls=f"{site}/", speed="full", check_outbound=1,
    )  # fmt: skip
    assert run.exit_code == 0, run.stderr[-2_000:]
    refused = {row["url"]: row["error"] for row in run.pages.values() if row["status"] is None}
    assert len(refused) == 2 * len(PRIVATE)
    assert set(refused.values()) == {"private-address"}
    assert {url.split("/")[2] for url in run.requests} == {"site.example"}


def test_a_proxy_with_a_local_name_is_reached_with_and_without_a_tunnel(tmp_path: Path) -> None:
    web = SmallWeb({"http://site.example/": page_of(["https://site.example/"])})
    web.proxy = web.proxy.replace("127.0.0.1", "localhost")
    run = crawl(
        web, tmp_path / "data", "target", "-s", "RETRY_ENABLED=0",
        domain="site.example", start_urls="http://site.example/", speed="full",
    )  # fmt: skip
    assert run.pages["http://site.example/"]["status"] == 200
    assert run.pages["https://site.example/"]["error"] == "robots-unreachable"
    assert ("CONNECT", "site.example:443") in web.requests
