"""The resolver's guard: which addresses of a name are left, and what is said if none is."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.task import Clock
from twisted.python.failure import Failure

from linkspider import resolver as module
from linkspider.networks import Networks, PrivateAddressError
from linkspider.proxy import Proxy
from linkspider.resolver import GuardedResolver, RefusedAddress, look_up

LOCAL = Proxy("127.0.0.1", 3128)


class FakePool:
    """A thread pool without threads: each look-up is done at once, or never."""

    def __init__(self, *, answers: bool = True) -> None:
        self._answers = answers

    def callInThreadWithCallback(
        self, done: Callable[[bool, Any], None], work: Callable[..., Any], *arguments: Any
    ) -> None:
        if not self._answers:
            return
        try:
            result = work(*arguments)
        except OSError:
            done(False, Failure())
        else:
            done(True, result)


class FakeReactor(Clock):
    """A reactor whose clock a test turns, and whose threads are none."""

    def __init__(self) -> None:
        super().__init__()
        self.nameResolver = None

    def callFromThread(self, work: Callable[..., Any], *arguments: Any) -> None:
        work(*arguments)


class Receiver:
    """What a connection hears from its resolver."""

    def __init__(self) -> None:
        self.addresses: list[Any] = []
        self.completed = 0

    def resolutionBegan(self, resolution: object) -> None:
        """Nothing to do."""

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        self.completed += 1

    @property
    def hosts(self) -> list[str]:
        return [address.host for address in self.addresses]


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    dnscache.clear()
    yield
    dnscache.clear()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The names of a made-up DNS; a test adds them."""
    known: dict[str, list[str]] = {}

    def getaddrinfo(host: bytes, port: int, *_: Any) -> list[Any]:
        if host.decode() not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            if ":" in address
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in known[host.decode()]
        ]

    monkeypatch.setattr(module.socket, "getaddrinfo", getaddrinfo)
    return known


def guard(
    reactor: FakeReactor | None = None,
    allowed: str = "",
    proxy: Proxy | None = None,
    *,
    answers: bool = True,
) -> GuardedResolver:
    """A resolver as a crawl has it."""
    threads: Any = FakePool(answers=answers)
    networks = Networks.parse(allowed.split(","))
    return GuardedResolver(
        reactor or FakeReactor(), 100, threads=threads, networks=networks, proxy=proxy, timeout=20
    )


def ask(resolver: GuardedResolver, host: str, port: int = 80, **options: Any) -> Receiver:
    """What a connection to a host hears."""
    receiver = Receiver()
    resolver.resolveHostName(receiver, host, port, **options)
    return receiver


@pytest.mark.parametrize(
    ("addresses", "left"),
    [
        (["93.184.215.14"], ["93.184.215.14"]),
        (["2606:4700::1111", "1.1.1.1"], ["2606:4700::1111", "1.1.1.1"]),
        (["127.0.0.1", "93.184.215.14"], ["93.184.215.14"]),
        (["::1", "10.0.0.1", "2606:4700::1111", "fe80::1"], ["2606:4700::1111"]),
    ],
)
def test_of_several_addresses_the_public_ones_are_left(
    names: dict[str, list[str]], addresses: list[str], left: list[str]
) -> None:
    names["a.example"] = addresses
    resolver = guard()
    for _ in range(2):  # the second time from the cache
        answer = ask(resolver, "a.example", 8080)
        assert answer.hosts == left
        assert {address.port for address in answer.addresses} == {8080}
        assert answer.completed == 1


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["10.0.0.1", "fe80::1", "0.0.0.0"]])
def test_where_no_public_address_is_left_connecting_raises(
    names: dict[str, list[str]], addresses: list[str]
) -> None:
    names["a.example"] = addresses
    resolver = guard()
    for _ in range(2):
        answer = ask(resolver, "a.example")
        assert answer.completed == 1
        [address] = answer.addresses
        assert isinstance(address, RefusedAddress)
        with pytest.raises(PrivateAddressError, match=r"a\.example"):
            _ = address.host


def test_a_name_that_is_bound_anew_is_judged_anew(names: dict[str, list[str]]) -> None:
    names["a.example"] = ["93.184.215.14"]
    resolver = guard()
    assert ask(resolver, "a.example").hosts == ["93.184.215.14"]
    dnscache.clear()
    names["a.example"] = ["127.0.0.1"]
    assert isinstance(ask(resolver, "a.example").addresses[0], RefusedAddress)


def test_allowed_networks_are_reached(names: dict[str, list[str]]) -> None:
    names["a.example"] = ["10.0.0.1", "127.0.0.1"]
    assert ask(guard(allowed="10.0.0.0/8"), "a.example").hosts == ["10.0.0.1"]


def test_a_name_without_addresses_is_a_failure_of_dns(names: dict[str, list[str]]) -> None:
    for host in ("unknown.example", "..b.example", "a" * 70 + ".example", "-.example", "ß.example"):
        answer = ask(guard(), host)
        assert (answer.addresses, answer.completed) == ([], 1)


def test_a_look_up_ends_after_the_timeout() -> None:
    reactor = FakeReactor()
    answer = ask(guard(reactor, answers=False), "slow.example")
    reactor.advance(19)
    assert answer.completed == 0
    reactor.advance(2)
    assert (answer.addresses, answer.completed) == ([], 1)


def test_a_look_up_in_time_leaves_no_alarm_behind(names: dict[str, list[str]]) -> None:
    reactor = FakeReactor()
    names["a.example"] = ["93.184.215.14"]
    ask(guard(reactor), "a.example")
    ask(guard(reactor), "unknown.example")
    assert reactor.getDelayedCalls() == []


def test_kinds_of_addresses_that_were_not_asked_for_are_left_out(
    names: dict[str, list[str]],
) -> None:
    names["a.example"] = ["2606:4700::1111", "1.1.1.1"]
    resolver = guard()
    ask(resolver, "a.example")  # now the cache has both
    assert ask(resolver, "a.example", addressTypes=[IPv4Address]).hosts == ["1.1.1.1"]
    assert ask(resolver, "a.example", addressTypes=[IPv6Address]).hosts == ["2606:4700::1111"]


@pytest.mark.parametrize(
    ("proxy", "host", "port", "is_reached"),
    [
        (LOCAL, "127.0.0.1", 3128, True),
        (LOCAL, "127.0.0.1", 0, True),  # a tunnel
        (LOCAL, "127.0.0.1", 80, False),
        (LOCAL, "127.0.0.2", 3128, False),
        (LOCAL, "localhost", 3128, False),
        (Proxy("proxy.example", 3128), "proxy.example", 3128, True),
        (Proxy("proxy.example", 3128), "proxy.example", 80, False),
        (Proxy("proxy.example", 3128), "a.example", 3128, False),
        (None, "127.0.0.1", 3128, False),
    ],
)
def test_the_proxy_alone_is_reached_whatever_its_address_is(
    names: dict[str, list[str]], proxy: Proxy | None, host: str, port: int, is_reached: bool
) -> None:
    names |= {name: ["127.0.0.1"] for name in ("proxy.example", "a.example", "localhost")}
    names |= {address: [address] for address in ("127.0.0.1", "127.0.0.2")}
    [address] = ask(guard(proxy=proxy), host, port).addresses
    assert isinstance(address, RefusedAddress) is not is_reached


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("a.example", b"a.example"),
        ("faß.example", b"xn--fa-hia.example"),  # Python alone would ask for fass.example
        ("bücher.example", b"xn--bcher-kva.example"),
        ("💩.example", b"xn--ls8h.example"),
        ("a_b.example", b"a_b.example"),
    ],
)
def test_names_are_looked_up_as_the_url_has_them(
    monkeypatch: pytest.MonkeyPatch, name: str, encoded: bytes
) -> None:
    asked: list[bytes] = []
    monkeypatch.setattr(module.socket, "getaddrinfo", lambda host, *_: asked.append(host) or [])
    look_up(name, 80)
    assert asked == [encoded]
