"""Name resolution that hands out no address a crawl may not connect to, and ends in time."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

import idna
from scrapy.resolver import CachingHostnameResolver
from twisted.internet._resolver import GAIResolver
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from twisted.python.threadpool import ThreadPool
from zope.interface import implementer

from linkspider.networks import Networks, PrivateAddressError
from linkspider.proxy import Proxy, parse_proxy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import DelayedCall
    from twisted.internet.interfaces import IAddress, IHostResolution


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Keeps the addresses that may be connected to; where none is left, connecting fails.

    Every connection asks it, for addresses in figures too, and connects to the very address that
    was judged here. A name without an answer after DNS_TIMEOUT seconds has no addresses.
    """

    def __init__(
        self,
        reactor: Any,
        cache_size: int,
        *,
        threads: ThreadPool,
        networks: Networks,
        proxy: Proxy | None,
        timeout: float,
    ) -> None:
        super().__init__(reactor, cache_size)
        lookups: Any = GAIResolver(reactor, lambda: threads, look_up)  # type: ignore[arg-type]
        self.original_resolver = lookups
        self._networks = networks
        self._proxy = proxy
        self._timeout = timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        settings = crawler.settings
        threads = LookUpThreads(0, settings.getint("REACTOR_THREADPOOL_MAXSIZE"))
        threads.start()
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0,
            threads=threads,
            networks=Networks.parse(settings.getlist("LINKSPIDER_ALLOWED_NETWORKS")),
            proxy=parse_proxy(settings["LINKSPIDER_PROXY"]),
            timeout=settings.getfloat("DNS_TIMEOUT"),
        )

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        networks = None if self._is_proxy(hostName, portNumber) else self._networks
        receiver: Any = _GuardingReceiver(resolutionReceiver, hostName, networks, addressTypes)
        receiver.alarm = self.reactor.callLater(self._timeout, receiver.resolutionComplete)
        return super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )

    def _is_proxy(self, host: str, port: int) -> bool:
        """Whether the proxy is looked for; Twisted names no port (0) before it opens a tunnel."""
        proxy = self._proxy
        return proxy is not None and host == proxy.host and port in (proxy.port, 0)


class LookUpThreads(ThreadPool):
    """Threads that the process does not wait for: the system may look for a name for minutes, and
    cannot be interrupted."""

    threadFactory = partial(Thread, daemon=True)  # type: ignore[assignment]  # noqa: N815


class _GuardingReceiver:
    """Passes on the addresses that may be connected to, until the resolution is complete."""

    alarm: DelayedCall

    def __init__(
        self,
        receiver: Any,
        name: str,
        networks: Networks | None,
        kinds: Sequence[type[IAddress]] | None,
    ) -> None:
        self._receiver = receiver
        self._name = name
        self._networks = networks
        self._kinds = tuple(kinds or (IPv4Address, IPv6Address))
        self._has_passed = self._has_refused = self._is_complete = False

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802
        # After the timeout an address is for the cache alone, and the cache knows no kinds.
        if self._is_complete or not isinstance(address, self._kinds):
            return
        if self._networks is None or self._networks.permits(address.host):
            self._has_passed = True
            self._receiver.addressResolved(address)
        else:
            self._has_refused = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._is_complete:
            return
        self._is_complete = True
        if self.alarm.active():
            self.alarm.cancel()
        if self._has_refused and not self._has_passed:
            self._receiver.addressResolved(RefusedAddress(self._name))
        self._receiver.resolutionComplete()


class RefusedAddress(IPv4Address):
    """What stands for all addresses of a name that were refused: to read it raises.

    A resolver can answer with addresses only, and without any the error would be `dns`.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def host(self) -> str:  # type: ignore[override]
        raise PrivateAddressError(f"{self.name} has no address that may be connected to")


def look_up(host: str, *arguments: Any) -> list[Any]:
    """`socket.getaddrinfo` for a name that Twisted has decoded from punycode.

    Left to Python, `faß.example` would be encoded as `fass.example`, which is another's, and a name
    that cannot be encoded would raise an error that Twisted does not expect.
    """
    return socket.getaddrinfo(_encode(host), *arguments)


def _encode(host: str) -> bytes:
    if host.isascii():
        return host.encode()
    try:
        return idna.encode(host)
    except idna.IDNAError:
        return host.encode("idna")  # how Scrapy decodes what idna refuses, like emoji
