"""Which addresses a crawl may connect to: public ones, and those of networks it was allowed. Pure.

The tables are those of IANA's special-purpose address registries. `ipaddress.is_global` would not
do: it takes multicast, 6to4 and NAT64 for global, and changes with the version of Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network: Linux connects it to itself
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by a provider's customers
            "127.0.0.0/8",
            "168.63.129.16/32",  # looks public, and is the host of every machine at Azure
            "169.254.0.0/16",  # link-local, with most clouds' metadata services
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that was ever given out to the public; loopback, local and multicast lie outside."""
_NOT_PUBLIC_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: leads to any IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_V4_BITS = 0xFFFF_FFFF

_LOOPBACK_NAMES = frozenset(
    {
        "localhost",
        "localhost.localdomain",
        "localhost4",
        "localhost4.localdomain4",
        "localhost6",
        "localhost6.localdomain6",
        "ip6-localhost",
        "ip6-loopback",
    }
)
"""What hosts files call the machine itself."""


class PrivateAddressError(Exception):
    """A host has no address that the crawl may connect to."""


class NetworkError(ValueError):
    """What was given as a network is none; the message says so to whoever wrote it."""


class Networks:
    """The addresses that may be connected to: all public ones, and those of allowed networks.

    >>> Networks().permits("192.168.1.1"), Networks().permits("93.184.215.14")
    (False, True)
    >>> Networks.parse(["192.168.0.0/16"]).permits("192.168.1.1")
    True
    """

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Networks:
        """Public addresses, and these networks or single ones; NetworkError where one is none."""
        return cls([_parse_network(text.strip()) for text in texts if text.strip()])

    def permits(self, address: str) -> bool:
        """Whether ``address``, as a resolver writes it, may be connected to."""
        return self._permits(ip_address(address))

    def permits_host(self, host: str) -> bool:
        """Whether a URL with this host may be asked for, as far as the host alone can tell.

        >>> Networks().permits_host("[::1]"), Networks().permits_host("unknown.example")
        (False, True)
        """
        address = written_address(host)
        return address is None or self._permits(address)

    def _permits(self, address: Address) -> bool:
        inner = _inner_v4(address) or address
        return is_public(address) or any(
            candidate in network for network in self._allowed for candidate in (address, inner)
        )


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet, reached the same way from everywhere.

    >>> is_public(ip_address("64:ff9b::7f00:1")), is_public(ip_address("2606:4700::1111"))
    (False, True)
    """
    if (inner := _inner_v4(address)) is not None:
        return is_public(inner)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    return (
        address in _GLOBAL_UNICAST
        and address.scope_id is None
        and not any(address in network for network in _NOT_PUBLIC_V6)
    )


def written_address(host: str) -> Address | None:
    """The address that the host of a WHATWG URL spells out; None where it is a name to look up.

    >>> written_address("[::ffff:7f00:1]"), written_address("app.localhost")
    (IPv6Address('::ffff:7f00:1'), IPv4Address('127.0.0.1'))
    """
    host = host.rstrip(".").lower()
    if host in _LOOPBACK_NAMES or host.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _inner_v4(address: Address) -> IPv4Address | None:
    """The IPv4 address that a mapped or NAT64 address leads to."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(int(address) & _V4_BITS)
    return None


def _parse_network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise NetworkError(f"{error}; write networks like 10.0.0.0/8, comma-separated") from None
