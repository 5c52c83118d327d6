"""The proxy that a crawl goes through, where one is set; the environment's proxies are ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from linkspider.networks import Networks, PrivateAddressError
from linkspider.urls import parse

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class ProxyError(ValueError):
    """What was given as a proxy is none; the message says what would be right."""


class Proxy(NamedTuple):
    """Where an HTTP proxy listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The proxy as requests name it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


class ProxyMiddleware:
    """Sends every request through LINKSPIDER_PROXY, but none whose host is a private address.

    The proxy looks names up itself, so that the resolver's guard sees none of them.
    """

    def __init__(self, proxy: Proxy, networks: Networks) -> None:
        self._proxy = proxy.url
        self._networks = networks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProxyMiddleware:
        proxy = parse_proxy(crawler.settings["LINKSPIDER_PROXY"])
        if proxy is None:
            raise NotConfigured
        return cls(proxy, Networks.parse(crawler.settings.getlist("LINKSPIDER_ALLOWED_NETWORKS")))

    def process_request(self, request: Request) -> None:
        url = parse(request.url)
        if url is None or url.host is None or not self._networks.permits_host(url.host):
            raise PrivateAddressError(request.url)
        request.meta["proxy"] = self._proxy


def parse_proxy(text: str | None) -> Proxy | None:
    """The proxy that ``text`` names, or None where it is empty; ProxyError where it names none.

    >>> parse_proxy("http://[::1]:3128")
    Proxy(host='::1', port=3128)
    """
    if not text:
        return None
    url = parse(text)
    parts = urlsplit(url.key if url else "")
    if url is None or not url.host or url.key != f"http://{parts.netloc}/" or "@" in parts.netloc:
        raise ProxyError("must be like http://proxy.example:3128, without a user name")
    return Proxy(url.host.strip("[]"), parts.port or 80)
