"""Sitemaps: what they name, and what is none."""

from __future__ import annotations

import gzip
import os
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from socket import socket

import pytest

from linkspider.sitemap import (
    LARGE_BYTES,
    MAX_TEXT,
    SitemapError,
    may_take_long,
    read_sitemap,
)

PROJECT = Path(__file__).parents[1]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))
BOMBS = CONFORMANCE / "xml-bombs"

URL = "https://example.com/maps/sitemap.xml"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACE}>{inside}</urlset>'.encode()


def index(inside: str) -> bytes:
    return f"<sitemapindex {NAMESPACE}>{inside}</sitemapindex>".encode()


def urls(body: bytes) -> list[str]:
    entries, _ = read_sitemap(body, URL, NOW)
    return [entry.url for entry in entries]


def test_an_entry_has_every_column() -> None:
    body = urlset(
        "<url><loc>https://example.com/a#x</loc><lastmod>2026-05-01T02:00:00+02:00</lastmod>"
        "<changefreq>daily</changefreq><priority>0.8</priority></url>"
    )
    [entry], children = read_sitemap(body, URL, NOW)
    assert entry.url == "https://example.com/a"
    assert entry.lastmod == datetime(2026, 5, 1, tzinfo=UTC)
    assert entry.priority == 0.8
    assert entry.sitemap_url == URL
    assert entry.fetched_at == NOW
    assert children == []


def test_an_index_names_sitemaps_and_no_entries() -> None:
    body = index(
        "<sitemap><loc>https://example.com/1.xml</loc></sitemap>"
        "<sitemap><loc>https://example.com/2.xml.gz</loc><lastmod>2026</lastmod></sitemap>"
    )
    assert read_sitemap(body, URL, NOW) == (
        [],
        ["https://example.com/1.xml", "https://example.com/2.xml.gz"],
    )


@pytest.mark.parametrize(
    ("loc", "url"),
    [
        ("https://example.com/a", "https://example.com/a"),
        (" \n https://example.com/a \n", "https://example.com/a"),
        ("https://example.com/?a=1&amp;b=2", "https://example.com/?a=1&b=2"),
        ("<![CDATA[https://example.com/?a=1&b=2]]>", "https://example.com/?a=1&b=2"),
        ("https://EXAMPLE.com:443/ä", "https://example.com/%C3%A4"),
        ("https://other.example/", "https://other.example/"),
        ("/a", "https://example.com/a"),
        ("a", "https://example.com/maps/a"),
        ("<!-- x -->https://example.com/a", "https://example.com/a"),
    ],
)
def test_an_address_is_serialised_like_any_other(loc: str, url: str) -> None:
    assert urls(urlset(f"<url><loc>{loc}</loc></url>")) == [url]


@pytest.mark.parametrize(
    "entry",
    [
        "<url><loc>http://[</loc></url>",
        "<url><loc>mailto:ann@example.com</loc></url>",
        "<url><loc>ftp://example.com/a</loc></url>",
        "<url><loc>javascript:x</loc></url>",
        "<url><loc></loc></url>",
        "<url><loc> </loc></url>",
        "<url><loc/></url>",
        "<url></url>",
        "<url><lastmod>2026-05-01</lastmod></url>",
        "<url/>",
    ],
)
def test_an_entry_without_a_web_address_is_left_out(entry: str) -> None:
    assert urls(urlset(f"{entry}<url><loc>https://example.com/b</loc></url>")) == [
        "https://example.com/b"
    ]


@pytest.mark.parametrize(
    ("lastmod", "moment"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-05-01T12:30Z", datetime(2026, 5, 1, 12, 30, tzinfo=UTC)),
        ("2026-05-01T12:30:00.5+02:00", datetime(2026, 5, 1, 10, 30, 0, 500_000, tzinfo=UTC)),
        (" 2026-05-01 ", datetime(2026, 5, 1, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_the_last_change_is_a_moment_or_null(lastmod: str, moment: datetime | None) -> None:
    body = urlset(f"<url><loc>https://example.com/</loc><lastmod>{lastmod}</lastmod></url>")
    [entry], _ = read_sitemap(body, URL, NOW)
    assert entry.lastmod == moment


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("0.5", 0.5),
        ("1", 1.0),
        ("0.0", 0.0),
        (" 0.5 ", 0.5),
        ("1.1", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("high", None),
        ("", None),
    ],
)
def test_the_priority_is_from_0_to_1_or_null(text: str, priority: float | None) -> None:
    body = urlset(f"<url><loc>https://example.com/</loc><priority>{text}</priority></url>")
    [entry], _ = read_sitemap(body, URL, NOW)
    assert entry.priority == priority


ONE = "<url><loc>https://example.com/a</loc></url>"


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset>{ONE}</urlset>".encode(),
        b"\xef\xbb\xbf" + urlset(ONE),
        b"\n\n  " + urlset(ONE),
        b" " * 500 + f"<urlset>{ONE}</urlset>".encode(),
        f"<!-- made by hand --><urlset {NAMESPACE}>{ONE}</urlset>".encode(),
        f'<?xml-stylesheet href="x.xsl"?><urlset {NAMESPACE}>{ONE}</urlset>'.encode(),
        f'<urlset xmlns="https://www.google.com/schemas/sitemap/0.84">{ONE}</urlset>'.encode(),
        b'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url>'
        b"<s:loc>https://example.com/a</s:loc></s:url></s:urlset>",
        urlset(ONE)[:-9],
        urlset(ONE + "<url><loc>ftp://example.com/b")[:-9],
    ],
    ids=range(10),
)
def test_sitemaps_are_read_as_the_web_writes_them(body: bytes) -> None:
    assert urls(body) == ["https://example.com/a"]


def test_addresses_of_images_and_videos_are_no_entries() -> None:
    body = urlset(
        "<url><i:image xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'>"
        "<i:loc>https://example.com/a.png</i:loc></i:image><loc>https://example.com/a</loc></url>"
    )
    assert urls(body) == ["https://example.com/a"]


@pytest.mark.parametrize(
    "body",
    [
        b"https://example.com/a\nhttps://example.com/b\n",
        b"https://example.com/a\r\nhttps://example.com/b",
        b"\xef\xbb\xbfhttps://example.com/a\n\n  https://example.com/b  \n",
        b"https://example.com/a\nftp://example.com/\nhttps://example.com/b\nhttp://[\n",
    ],
)
def test_a_text_file_has_an_address_on_each_line(body: bytes) -> None:
    assert urls(body) == ["https://example.com/a", "https://example.com/b"]


@pytest.mark.parametrize("body", [urlset(ONE), b"https://example.com/a\n"])
def test_a_packed_sitemap_is_unpacked(body: bytes) -> None:
    assert urls(gzip.compress(body)) == ["https://example.com/a"]


def test_an_empty_sitemap_names_nothing() -> None:
    assert read_sitemap(urlset(""), URL, NOW) == ([], [])
    assert read_sitemap(index(""), URL, NOW) == ([], [])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"\xef\xbb\xbf",
        b"Not found",
        bytes(range(256)),
        b"\x00" * 1_000,
        b"<",
        b"<<<<",
        b"<!-- only a comment -->",
        b"<?xml version='1.0'?>",
        b"<!doctype html><html><body><p>Not found</body></html>",
        b"<html><head></head><body></body></html>",
        b"<rss version='2.0'><channel><item><link>https://example.com/</link></item></channel></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>",
        b"<foo><url><loc>https://example.com/</loc></url></foo>",
        b"<urlsets><url><loc>https://example.com/</loc></url></urlsets>",
        b"\x1f\x8b",
        b"\x1f\x8bnot packed",
        gzip.compress(b"Not found"),
        gzip.compress(b""),
        b'{"urls": ["https://example.com/"]}',
        b"%PDF-1.7",
    ],
    ids=lambda body: ascii(body[:20]),
)
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(SitemapError):
        read_sitemap(body, URL, NOW)


@pytest.mark.parametrize("as_text", [True, False])
def test_of_a_huge_sitemap_50000_entries_are_read(as_text: bool) -> None:
    addresses = [f"https://example.com/{number}" for number in range(50_010)]
    if as_text:
        body = "\n".join(addresses).encode()
    else:
        body = urlset("".join(f"<url><loc>{address}</loc></url>" for address in addresses))
    assert urls(body) == addresses[:50_000]


def test_a_bomb_of_packed_blanks_is_an_error_soon() -> None:
    bomb = gzip.compress(b" " * 80_000_000, compresslevel=1)
    with pytest.raises(SitemapError):
        read_sitemap(bomb, URL, NOW)


def entity_bombs() -> list[Path]:
    """The bombs, with the parts that they draw in and two harmless files of the same form."""
    if not BOMBS.is_dir():
        return []
    return [path for path in sorted(BOMBS.iterdir()) if path.suffix in (".xml", ".dtd", ".ent")]


@pytest.mark.skipif(not BOMBS.is_dir(), reason=f"no conformance data: {BOMBS} is missing")
def test_there_are_entity_bombs_to_read() -> None:
    assert len(entity_bombs()) > 15


def read_soon(body: bytes) -> None:
    """Read a hostile file: in no time it is an error, or names nothing."""
    try:
        entries, children = read_sitemap(body, URL, NOW)
    except SitemapError:
        entries, children = [], []
    assert (entries, children) == ([], [])


@pytest.mark.parametrize("path", entity_bombs(), ids=lambda path: path.name)
def test_an_entity_bomb_ends_quickly_and_names_nothing(path: Path) -> None:
    read_soon(path.read_bytes())


def test_an_entity_bomb_in_a_sitemap_ends_quickly_and_names_nothing() -> None:
    levels = "".join(f'<!ENTITY x{level} "{f"&x{level - 1};" * 10}">' for level in range(1, 10))
    read_soon(
        f'<!DOCTYPE urlset [<!ENTITY x0 "https://example.com/">{levels}]>'
        f"<urlset {NAMESPACE}><url><loc>&x9;</loc></url></urlset>".encode()
    )


def test_a_sitemap_cannot_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://example.com/secret")
    body = (
        f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        f"<urlset {NAMESPACE}><url><loc>&x;</loc></url>{ONE}</urlset>"
    ).encode()
    try:
        found = urls(body)
    except SitemapError:
        found = []
    assert "https://example.com/secret" not in found


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE urlset SYSTEM "{}">',
        '<!DOCTYPE urlset PUBLIC "x" "{}">',
        '<!DOCTYPE urlset [<!ENTITY % x SYSTEM "{}"> %x;]>',
        '<!DOCTYPE urlset [<!ENTITY loc SYSTEM "{}">]>',
    ],
)
def test_a_sitemap_draws_in_nothing_from_network_or_disk(doctype: str, tmp_path: Path) -> None:
    drawn_in = tmp_path / "drawn-in.dtd"
    drawn_in.write_text('<!ENTITY loc "https://example.com/secret">')
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        port = listener.getsockname()[1]
        for address in (drawn_in.as_uri(), str(drawn_in), f"http://127.0.0.1:{port}/x.dtd"):
            read_soon(
                f"{doctype.format(address)}<urlset {NAMESPACE}><url><loc>&loc;</loc></url>"
                "</urlset>".encode()
            )
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "piece", [b"<x/>", b"<x>", b"<url>", b"<url><x/>", b"<loc>", b" ", b"&amp;", b"<!-- -->", b"x "]
)
@pytest.mark.parametrize("before", [b"", b"<urlset>", b"<urlset><url><loc>"])
def test_megabytes_of_one_thing_are_an_error_or_name_nothing(before: bytes, piece: bytes) -> None:
    read_soon(before + piece * (500_000 // len(piece)))


def test_entries_before_a_flood_of_elements_are_kept() -> None:
    body = urlset(ONE)[:-9] + b"<x/>" * 1_100_000
    assert urls(body) == ["https://example.com/a"]


def test_a_value_without_end_is_left_out() -> None:
    body = urlset(f"<url><loc>https://example.com/{'&amp;' * MAX_TEXT}</loc></url>{ONE}")
    assert urls(body) == ["https://example.com/a"]


def test_what_is_large_or_packed_may_take_long() -> None:
    assert not may_take_long(b" " * LARGE_BYTES)
    assert may_take_long(b" " * (LARGE_BYTES + 1))
    assert may_take_long(gzip.compress(b""))


def test_of_a_sitemap_no_more_is_kept_than_is_needed() -> None:
    body = urlset(ONE * 60_000)
    tracemalloc.start()
    try:
        read_sitemap(body, URL, NOW)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60_000_000
