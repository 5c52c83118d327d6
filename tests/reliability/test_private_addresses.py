"""No page, redirect, robots.txt or sitemap leads a crawl to an address that is not public."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest

from linkspider.urls import parse
from tests.conftest import scrapy
from tests.rawweb import http, page_of
from tests.reliability.loopback import listening, open_sockets

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux has all of 127.0.0.0/8 on loopback"
)

LOOPBACK = (
    # Ways to write 127.0.0.1
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "2130706433.", "0x7f000001",
    "0X7F000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0x0000007f.0.0.1", "017700000001", "0177.1",
    "0177.0.0.1", "0177.0.0.01", "00000177.0.0.1", "0x7f.0.01", "127.0x0.1", "127.0.00000.1",
    "１２７．０．０．１", "127。0。0。1", "127｡0｡0｡1", "①②⑦.⓪.⓪.①", "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1", "user:password@127.0.0.1", "example.com@127.0.0.1", "example.com%40@127.1",
    "example.com:80@0x7f000001",
    # The rest of 127.0.0.0/8, and what Linux takes for itself
    "127.0.0.2", "127.127.127.127", "127.255.255.254", "0.0.0.0", "0", "0x0", "000.000.000.000",
    # IPv6
    "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::0.0.0.1]", "[::]", "[0:0:0:0:0:0:0:0]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:7F00:0001]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:127.127.127.127]", "[::ffff:0.0.0.0]", "user@[::1]", "[::127.0.0.1]",
)  # fmt: skip
"""Hosts that lead to this machine."""
ELSEWHERE = (
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]", "[fd00:ec2::254]", "100.100.100.200", "168.63.129.16",
    "192.0.0.192", "10.0.0.1", "10.1", "0xa000001", "172.16.0.1", "172.31.255.255",
    "192.168.0.1", "192.168.257", "3232235521",
    "100.64.0.1", "198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "[fc00::1]", "[fd00::1]", "[fe80::1]",
    "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001::7f00:1]",
    "[100::1]", "[::ffff:0:127.0.0.1]", "[3fff::1]", "[5f00::1]",
)  # fmt: skip
"""Hosts that lead to other places that the public cannot reach."""
NAMES = ("localhost", "LOCALHOST", "LocalHost", "%6cocalhost", "ｌｏｃａｌｈｏｓｔ", "localhost.")
"""Names of this machine. Not every hosts file has each, and such a name is not found."""
FORMS = (*LOOPBACK, *ELSEWHERE, *NAMES)
VICTIMS = ("127.0.0.1", "127.0.0.2", "127.127.127.127", "127.255.255.254", "::1")
SITES = [f"127.0.9.{number}" for number in range(1, len(FORMS) + 1)]
"""A site for each form, for a robots.txt that redirects; the first has the pages as well."""


class Attack(NamedTuple):
    """What came of a crawl of pages that name hosts they should not."""

    exit_code: int
    stderr: str
    pages: dict[str, dict[str, Any]]
    port: int
    """Where the victims listen."""
    asked: list[str]
    """Requests to the sites that may be reached."""
    reached: list[str]
    """Connections to the victims."""

    def error(self, url: str) -> str | None:
        """The error in the row of a URL as it was written."""
        return self.pages[key(url)]["error"]


def key(url: str) -> str:
    """What a URL is known by in the tables: no strangers' credentials in it."""
    parsed = parse(url.replace("user:password@", "").replace("example.com:80@", ""))
    assert parsed is not None and parsed.host is not None, url
    scheme, _, rest = parsed.key.partition("//")
    return f"{scheme}//{rest.rpartition('@')[2]}"


def forms(way: str, port: int, hosts: tuple[str, ...] = FORMS) -> list[str]:
    """A URL for each host, another one for each way that leads there."""
    return [f"http://{host}:{port}/{way}/{number}" for number, host in enumerate(hosts)]


def answers(port: int, site_port: int) -> dict[tuple[str, str], bytes]:
    """What the sites answer, whose pages try to lead the crawl to the victims."""
    home, *_ = SITES
    redirects = forms("redirect", port)
    own = [f"/to/{number}" for number in range(len(redirects))]
    sitemaps = "".join(f"Sitemap: {url}\n" for url in forms("named-sitemap", port))
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in forms("sitemap", port))
    children = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in forms("child", port))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    found = {
        (home, "/"): http(page_of([*forms("link", port), *own]).encode()),
        (home, "/robots.txt"): http(
            f"User-agent: *\nDisallow:\n{sitemaps}Sitemap: http://{home}:{site_port}/index.xml\n"
            f"Sitemap: http://{home}:{site_port}/moved.xml\n".encode(),
            content_type=b"text/plain; charset=utf-8",
        ),
        (home, "/sitemap.xml"): http(f"<urlset {space}>{entries}</urlset>".encode()),
        (home, "/index.xml"): http(f"<sitemapindex {space}>{children}</sitemapindex>".encode()),
        (home, "/moved.xml"): moved(f"http://127.0.0.1:{port}/moved.xml"),
    }
    for path, url in zip(own, redirects, strict=True):
        found[home, path] = moved(url)
    for site, url in list(zip(SITES, forms("robots", port), strict=True))[1:]:
        found[site, "/robots.txt"] = moved(url)
    return found


def moved(url: str) -> bytes:
    """A redirect."""
    return http(b"", b"Location: " + quote(url, safe=":/@[]%").encode(), status=b"302 Found")


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    """A crawl that is led to every form, on each of the five ways."""
    data = tmp_path_factory.mktemp("attack") / "data"
    sites, victims = open_sockets(SITES), open_sockets(VICTIMS)
    site_port, port = sites[0].getsockname()[1], victims[0].getsockname()[1]
    given = answers(port, site_port)
    not_found = http(b"not found", status=b"404 Not Found")
    hosts = {parsed.host for url in forms("x", port) if (parsed := parse(url)) is not None}
    starts = [f"http://{site}:{site_port}/" for site in SITES] + forms("start", port)
    with (
        listening(sites, lambda host, path: given.get((host, path), not_found)) as asked,
        listening(victims, lambda host, path: http(b"reached")) as reached,
    ):
        run = scrapy(
            "crawl", "target", "-a", f"domain={','.join(sorted({*hosts, SITES[0]}))}",
            "-a", f"start_urls={','.join(starts)}", "-a", "speed=full",
            "-s", f"LINKSPIDER_DATA={data}", "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.9.0/24",
            "-s", "RETRY_ENABLED=0",
            "-s", "LINKSPIDER_RETRY_SECONDS=0.05",
        )  # fmt: skip
        pages = {row["url"]: row for row in pq.read_table(data / "pages").to_pylist()}
        yield Attack(run.returncode, run.stderr, pages, port, asked, reached)


WAYS = ("start", "link", "redirect", "sitemap")


def test_no_connection_is_made_to_any_of_them(attack: Attack) -> None:
    assert attack.reached == []


def test_the_crawl_itself_went_well(attack: Attack) -> None:
    assert attack.exit_code == 0, attack.stderr[-2_000:]
    assert "Traceback" not in attack.stderr
    assert attack.pages[f"http://{SITES[0]}:{site_port(attack)}/"]["status"] == 200


@pytest.mark.parametrize("way", WAYS)
def test_each_address_has_its_row_with_the_reason(attack: Attack, way: str) -> None:
    urls = forms(way, attack.port)[: len(LOOPBACK) + len(ELSEWHERE)]
    assert len(urls) >= 60
    assert {url: attack.error(url) for url in urls} == dict.fromkeys(urls, "private-address")


@pytest.mark.parametrize("way", WAYS)
def test_each_name_of_the_machine_has_its_row(attack: Attack, way: str) -> None:
    urls = forms(way, attack.port)[-len(NAMES) :]
    assert {attack.error(url) for url in urls} <= {"private-address", "robots-unreachable"}


def test_a_robots_txt_that_redirects_there_closes_its_site(attack: Attack) -> None:
    errors = {site: attack.error(f"http://{site}:{site_port(attack)}/") for site in SITES[1:]}
    assert set(errors.values()) == {"robots-unreachable"}


def test_every_redirect_and_sitemap_was_asked_for(attack: Attack) -> None:
    home = SITES[0]
    paths = [f"/to/{number}" for number in range(len(FORMS))]
    paths += ["/robots.txt", "/sitemap.xml", "/index.xml", "/moved.xml"]
    assert {f"{home} GET {path}" for path in paths} <= set(attack.asked)
    assert {f"{site} GET /robots.txt" for site in SITES} <= set(attack.asked)


def site_port(attack: Attack) -> int:
    """Where the sites listen."""
    [port] = {url.split(":")[2].split("/")[0] for url in attack.pages if SITES[0] + ":" in url}
    return int(port)


def test_the_forms_do_lead_to_the_victims_where_that_is_allowed(tmp_path: Path) -> None:
    """Else the tests above would prove nothing."""
    victims = open_sockets(VICTIMS)
    port = victims[0].getsockname()[1]
    starts = forms("start", port, (*LOOPBACK[:36], "[::1]", "[::ffff:127.0.0.1]", "localhost"))
    with listening(victims, lambda host, path: http(b"reached")) as reached:
        run = scrapy(
            "crawl", "target", "-a", "domain=site.example", "-a", f"start_urls={','.join(starts)}",
            "-a", "speed=full", "-s", f"LINKSPIDER_DATA={tmp_path}", "-s", "RETRY_ENABLED=0",
            "-s", "LINKSPIDER_RETRY_SECONDS=0.05",
            "-s", "LINKSPIDER_ALLOWED_NETWORKS=127.0.0.0/8, 0.0.0.0/8, ::1",
        )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2_000:]
    rows = pq.read_table(tmp_path / "pages").to_pylist()
    assert {row["url"]: row["status"] for row in rows} == dict.fromkeys(map(key, starts), 200)
    assert {line.partition(" ")[0] for line in reached} >= {"127.0.0.1", "::1"}


def test_with_nothing_allowed_a_site_on_loopback_has_rows_and_no_visitor(tmp_path: Path) -> None:
    sites = open_sockets(["127.0.0.1"])
    port = sites[0].getsockname()[1]
    starts = [f"http://127.0.0.1:{port}/", f"https://localhost:{port}/", f"http://127.1:{port}/b"]
    with listening(sites, lambda host, path: http(b"reached")) as reached:
        run = scrapy(
            "crawl", "target", "-a", "domain=127.0.0.1", "-a", f"start_urls={','.join(starts)}",
            "-a", "speed=full", "-s", f"LINKSPIDER_DATA={tmp_path}",
        )  # fmt: skip
    rows = pq.read_table(tmp_path / "pages").to_pylist()
    assert {row["url"]: row["error"] for row in rows} == dict.fromkeys(
        map(key, starts), "private-address"
    )
    assert run.returncode == 5
    assert reached == []


def test_a_name_that_nobody_knows_is_no_private_address(tmp_path: Path) -> None:
    starts = ["http://unknown.invalid/", "http://a!b.example/", "http://..a.invalid/"]
    run = scrapy(
        "crawl", "target", "-a", "domain=unknown.invalid", "-a", f"start_urls={','.join(starts)}",
        "-a", "speed=full", "-s", f"LINKSPIDER_DATA={tmp_path}", "-s", "RETRY_ENABLED=0",
            "-s", "LINKSPIDER_RETRY_SECONDS=0.05",
    )  # fmt: skip
    assert run.returncode == 5, run.stderr
    assert "Unhandled" not in run.stderr
    rows = pq.read_table(tmp_path / "pages").to_pylist()
    assert {row["url"]: row["error"] for row in rows} == dict.fromkeys(starts, "robots-unreachable")
