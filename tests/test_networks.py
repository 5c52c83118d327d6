"""Which addresses are public, case by case."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from linkspider.networks import NetworkError, Networks, is_public, written_address

PUBLIC = (
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255",
    "100.128.0.0", "126.255.255.255", "128.0.0.0", "168.63.129.15", "169.253.255.255",
    "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0",
    "192.31.196.1", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255",
    "203.0.114.0", "223.255.255.255",
    "2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1",
    "2003::1", "2606:4700::1111", "2a00:1450:4001:800::2004", "3ffe:ffff::1", "3fff:1000::1",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
)  # fmt: skip
NOT_PUBLIC = (
    "0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0",
    "100.100.100.200", "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.255.255.255",
    "168.63.129.16", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
    "172.31.255.255", "192.0.0.0", "192.0.0.9", "192.0.0.170", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.0", "224.0.0.251", "239.255.255.255", "240.0.0.0",
    "255.255.255.254", "255.255.255.255",
    "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8", "::ffff:0.0.0.0", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:224.0.0.1", "::ffff:0:127.0.0.1",
    "::ffff:0:8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1",
    "64:ff9b:0:0:0:1:0808:0808", "64:ff9b:1::1", "64:ff9b:1::8.8.8.8", "100::1", "100:0:0:1::1",
    "200::1", "1fff:ffff::1", "2001::1", "2001::7f00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:1::1", "2001:2::1", "2001:3::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1",
    "2001:db8::1", "2002::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1",
    "3fff::1", "3fff:fff:ffff::1", "4000::1", "5f00::1", "fbff::1", "fc00::1", "fd00:ec2::254",
    "fdff:ffff::1", "fe00::1", "fe80::1", "fe80::1%eth0", "fe80::1%1", "febf::1", "fec0::1",
    "ff00::1", "ff02::1", "ff02::1%lo", "ff0e::1", "ffff::1", "2606:4700::1111%eth0",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))
    assert Networks().permits(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not Networks().permits(address)


@pytest.mark.parametrize(
    ("allowed", "address", "permitted"),
    [
        ("127.0.0.0/8", "127.0.0.1", True),
        ("127.0.0.0/8", "::ffff:127.0.0.1", True),
        ("127.0.0.0/8", "64:ff9b::127.0.0.1", True),
        ("127.0.0.0/8", "::1", False),
        ("127.0.0.0/8", "10.0.0.1", False),
        ("127.0.0.9/32", "127.0.0.9", True),
        ("127.0.0.9/32", "127.0.0.8", False),
        ("127.0.0.9", "127.0.0.9", True),
        ("::1", "::1", True),
        ("::1", "127.0.0.1", False),
        ("::1", "::", False),
        ("fd00::/8", "fd12::1", True),
        ("fd00::/8", "fc00::1", False),
        ("10.0.0.0/8, 192.168.0.0/16", "192.168.1.1", True),
        (" 10.0.0.0/8 ,", "10.1.2.3", True),
        ("0.0.0.0/0", "255.255.255.255", True),
        ("", "127.0.0.1", False),
        ("10.0.0.0/8", "8.8.8.8", True),
    ],
)
def test_allowed_networks(allowed: str, address: str, permitted: bool) -> None:
    assert Networks.parse(allowed.split(",")).permits(address) is permitted


@pytest.mark.parametrize(
    "text", ["localhost", "10.0.0.1/8", "10.0.0.0/33", "10.0.0", "10.0.0.0-10.0.0.9", "[::1]", "x"]
)
def test_what_is_no_network_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NetworkError, match=r"write networks like 10\.0\.0\.0/8") as caught:
        Networks.parse([text])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("[::ffff:7f00:1]", "::ffff:127.0.0.1"),
        ("localhost", "127.0.0.1"),
        ("LOCALHOST.", "127.0.0.1"),
        ("app.localhost", "127.0.0.1"),
        ("localhost.localdomain", "127.0.0.1"),
        ("ip6-localhost", "127.0.0.1"),
        ("ip6-loopback", "127.0.0.1"),
        ("notlocalhost", None),
        ("localhost.example", None),
        ("example.com", None),
        ("", None),
    ],
)
def test_hosts_that_spell_out_an_address(host: str, address: str | None) -> None:
    assert written_address(host) == (ip_address(address) if address else None)


def test_a_host_that_is_a_name_is_for_the_resolver_to_judge() -> None:
    assert Networks().permits_host("example.com")
    assert not Networks().permits_host("localhost")
    assert Networks.parse(["127.0.0.0/8"]).permits_host("localhost")
