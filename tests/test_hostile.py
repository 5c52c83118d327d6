"""No page may stop a crawl, spoil another page's rows, or fall out of the tables."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from collections import Counter
from pathlib import Path
from random import Random
from socket import socket
from typing import Any, NamedTuple

import brotli
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from backports import zstd

from linkspider import html
from linkspider.dataset import record_batch
from linkspider.items import HtmlDocument
from pipelines.anchor_text import name_link
from tests.hostile_shapes import SHAPES
from tests.rawweb import CONFORMANCE, Crawled, Page, RawWeb, crawl, http, page_of
from tests.web import redirect

SITE = "http://hostile.example"
MAX_BYTES = 8 * 1024 * 1024
HEALTHY = [f"{SITE}/healthy/{number}" for number in range(20)]
TEXT = "Grüße & 日本語"


class Case(NamedTuple):
    """A hostile answer, and what the row of its URL must say."""

    answer: Page
    status: int | None = 200
    error: str | tuple[str, ...] | None = None
    """One of these words; None where there is nothing wrong."""
    links: int | None = None
    """Hyperlinks that the page must have, where that is certain."""


FAILED: tuple[str, ...] = ("connection", "headers", "timeout", "decode")
"""What an answer that is no answer may be called."""


def read(body: bytes | str, links: int | None = None, **options: Any) -> Case:
    """HTML that must be read."""
    return Case(http(body.encode() if isinstance(body, str) else body, **options), links=links)


def header(line: bytes, *, status: bytes = b"200 OK") -> Case:
    """A page with one link and one odd header line."""
    body = b'<a href="http://b.example/">b</a>'
    return Case(http(body, line, status=status), status=int(status[:3]))


def typed(content_type: bytes, links: int | None = None) -> Case:
    """A page with one link under an odd Content-Type."""
    return Case(http(b'<a href="http://b.example/">b</a>', content_type=content_type), links=links)


def location(value: bytes, status: bytes = b"302 Found") -> Case:
    """A redirect with an odd address."""
    return Case(http(b"", b"Location: " + value, status=status), status=int(status[:3]))


def drip(connection: socket) -> None:
    """Sends a byte now and then, for longer than a crawl waits."""
    connection.sendall(http(length=b"1000"))
    for _ in range(100):
        connection.sendall(b"<")
        time.sleep(0.2)


def silence(connection: socket) -> None:
    """Says nothing for longer than a crawl waits."""
    connection.settimeout(20)
    connection.recv(1)


ONE = '<a href="http://b.example/">b</a>'
ODD_SIGNS = "".join(map(chr, (*range(1, 32), *range(127, 160)))) + "\u2028\u202e\ufeff\U0010ffff"
REFERENCES = "&#xD800;&#xDFFF;&#0;&#1;&#x1b;&#x85;&#x9f;&#x110000;&#99999999999;&#xFFFF;"
BAD_HREFS = (
    "http://[", "//", "http://", "http://a:99999/", "http:// /", "http://%00/", "https://[::1", "",
    "javascript:alert(1)", "data:text/html," + "x" * 1_000_000, "mailto:", "tel:", ":", "?", "#",
    "http://b.example/" + "x" * 100_000, "\\\\b.example\\c", "http:b.example", "http://..b.example/",
    "http://b.example:0/", "http://\u202e.example/", "//b.example/\x01\x7f\x85", "http://256.1.1.1/",
    "http://xn--a.example/", "ftp://b.example/", "blob:http://b.example/1", "view-source:x",
    "http://b.example/?" + "%" * 1_000, "http://b.example/&#xD800;",
)  # fmt: skip

BIG_SCRIPT = '<script type="application/ld+json">{"datePublished": "%s", "x": [[[[</script>'
GARBLED_ELEMENTS = (
    f'<title>{ODD_SIGNS}{REFERENCES}</title><meta name="description" content="{REFERENCES}">'
    f'<meta name="generator" content="{REFERENCES}{ODD_SIGNS}">'
    f'<html lang="{ODD_SIGNS}{REFERENCES}">'
    f'<meta name="robots" content="{REFERENCES}{ODD_SIGNS},index">'
    f'<link rel="alternate" hreflang="{REFERENCES}{ODD_SIGNS}" href="/healthy/0">'
    f"<h1>{REFERENCES}{ODD_SIGNS}</h1><h2>{ODD_SIGNS}</h2><h3>{REFERENCES}</h3>"
    f'<x-{ODD_SIGNS}\u0000><a href="{SITE}/healthy/1#{ODD_SIGNS}{REFERENCES}"'
    f' title="{REFERENCES}"'
    f' rel="nofollow {REFERENCES} {ODD_SIGNS}x">{REFERENCES}{ODD_SIGNS}anchor</a>'
    f'<a href="http://[{ODD_SIGNS}{REFERENCES}">unparseable</a>'
)
"""One anchor that leads to a page and one that leads nowhere."""

CASES: dict[str, Case] = {
    # Bodies
    "binary": read(bytes(range(256)) * 400),
    "png": read(b"\x89PNG\r\n\x1a\n" + b"\0\xff" * 5_000, links=0),
    "empty": read(b"", links=0),
    "nul": read(b"\0" * 10_000 + ONE.encode(), links=1),
    "utf-16": read(("\ufeff" + ONE).encode("utf-16-le"), links=1),
    "half-utf-16": read(b"\xff\xfe" + ONE.encode("utf-16-le")[:-1]),
    "invalid-utf-8": read(b"\xff\xc3\x28\xed\xa0\x80" + ONE.encode() + b"\xf0\x90", links=1),
    "open-tag": read("<a href='http://b.example/' title='never closed"),
    "open-comment": read(ONE + "<!-- " + ONE, links=1),
    "open-script": read(ONE + "<script>" + ONE, links=1),
    "deep": read("<div>" * 3_000 + ONE, links=1),
    "deep-inline": read("<b><i><font>" * 1_000 + ONE, links=1),
    "deeper": read("<div>" * 30_000 + ONE),
    "nested-anchors": read("<a href='http://b.example/'>x" * 2_000, links=2_000),
    "nested-anchors-kept": read("<a href='http://b.example/'><object>x" * 500, links=500),
    "unclosed": read("<table><tr><td><p><ul><li>" * 500 + ONE, links=1),
    "many-links": read(
        "".join(f"<a href=//b.example/{n}>{n}</a>" for n in range(200_000)), 200_000
    ),
    "many-attributes": read(
        f"<a href='http://b.example/' {' '.join(f'a{n}' for n in range(4_000))}>x", links=1
    ),
    "more-attributes": read(
        f"<a href='http://b.example/' {' '.join(f'a{n}' for n in range(9_000))}>x", links=1
    ),
    "huge-attributes": read(
        f'<body class="{"x " * 500_000}" id="{"y" * 1_000_000}"><a href="http://b.example/" rel="'
        f'{"z" * 1_000_000}" title="{"t" * 1_000_000}" aria-label="{"l" * 1_000_000}"><img alt="'
        f'{"i" * 1_000_000}"></a>',
        links=1,
    ),
    "huge-title": read(f"<title>{'t' * 1_000_000}</title><h1>{'h' * 1_000_000}</h1>{ONE}", links=1),
    "huge-tag": read(f"<{'x' * 1_000_000}>{ONE}", links=1),
    "garbled": read("\ufeff" + GARBLED_ELEMENTS, links=2),
    "garbled-utf-16": read(("\ufeff" + GARBLED_ELEMENTS).encode("utf-16-le"), links=2),
    "surrogates-in-utf-16": read(
        b"\xff\xfe"
        + "<a href='http://b.example/?\ud800' title='\udfff'>\ud800x</a>".encode(
            "utf-16-le", "surrogatepass"
        ),
        links=1,
    ),
    "bad-hrefs": read(
        "".join(f'<a href="{href}">{n}</a>' for n, href in enumerate(BAD_HREFS)),
        links=len(BAD_HREFS),
    ),
    "too-large": Case(
        http(ONE.encode() + b"x" * (MAX_BYTES + 1)), status=None, error="too-large", links=0
    ),
    "base-mailto": read(
        f'<base href="mailto:a@b">{ONE}<a href="/x">x</a><a href="x">x</a>', links=3
    ),
    "base-file": read(
        f'<base href="file:///etc/">{ONE}<a href="/x">x</a><a href="x">x</a>', links=3
    ),
    "base-bad": read(
        f'<base href="http://["><base href="//">{ONE}<a href="/healthy/0">x</a>', links=2
    ),
    "base-huge": read(
        f'<base href="http://b.example/{"x" * 100_000}">{ONE}<a href="#">x</a>', links=2
    ),
    "base-data": read(f'<base href="data:text/html,x">{ONE}', links=1),
    "many-headings": read("<h1>x</h1>" * 5_000 + ONE, links=1),
    "refresh-bad": read(
        "".join(
            f'<meta http-equiv=refresh content="{content}">'
            for content in (
                "",
                ";",
                "0;url=",
                "0;url=http://[",
                "x",
                "0;url='",
                "9" * 5_000,
                " " * 5_000,
                "0;url=javascript:alert(1)",
                "1e999; url=//",
                REFERENCES,
            )
        )
        + ONE,
        links=1,
    ),
    "dates-bad": read(
        "".join(
            BIG_SCRIPT % value
            for value in (
                "99999-01-01",
                "0001-01-01T00:00:00+23:59",
                "9999-12-31T23:59:59-23:59",
                REFERENCES,
                "2026-13-45",
                "٢٠٢٦",
            )
        )
        + '<time datetime="0000"></time><time datetime="-1"></time>'
        '<meta property="article:published_time" content="0001-01-01T00:00:00+14:00">' + ONE,
        links=1,
    ),
    "xml-in-html": read(
        '<?xml version="1.0" encoding="zip"?><!DOCTYPE x [<!ENTITY a "b">]>' + ONE, links=1
    ),
    "frames": read('<frameset><frame src="/healthy/0"></frameset>', links=0),
    # Encodings
    "charset-unknown": typed(b"text/html; charset=klingon", 1),
    "charset-zip": typed(b"text/html; charset=zip", 1),
    "charset-idna": typed(b"text/html; charset=idna", 1),
    "charset-hex": typed(b"text/html; charset=hex_codec", 1),
    "charset-unicode-escape": typed(b"text/html; charset=unicode_escape", 1),
    "charset-undefined": typed(b"text/html; charset=undefined", 1),
    "charset-utf-7": typed(b"text/html; charset=utf-7", 1),
    "charset-utf-16": typed(b"text/html; charset=utf-16"),
    "charset-nul": typed(b'text/html; charset="\0"'),
    "charset-latin": typed(b"text/html; charset=\xe9\xff", 1),
    "charset-huge": typed(b"text/html; charset=" + b"x" * 10_000, 1),
    "meta-zip": read(f'<meta charset="zip">{ONE}', links=1),
    "meta-utf-16": read(f'<meta charset="utf-16">{ONE}', links=1),
    "meta-odd": read(f'<meta charset="{REFERENCES}é\u0001">{ONE}', links=1),
    # Content-Type and other headers
    "type-empty": typed(b"", 1),
    "type-garbage": typed(b'\x00\xff;;;=,"\x7f'),
    "type-latin": typed("text/html; größe=1".encode("latin-1"), 1),
    "type-upper": typed(b"  TEXT/HTML ;CHARSET=UTF-8", 1),
    "type-huge": typed(b"x" * 10_000),
    "type-control": typed(b"text/\x01\x1b[31mhtml"),
    "last-modified-99999": header(b"Last-Modified: Fri, 01 Jan 99999 00:00:00 GMT"),
    "last-modified-0": header(b"Last-Modified: Mon, 01 Jan 0001 00:00:00 +2359"),
    "last-modified-9999": header(b"Last-Modified: Fri, 31 Dec 9999 23:59:59 -2359"),
    "last-modified-garbage": header(b"Last-Modified: \xff\x00 soon"),
    "last-modified-huge": header(b"Last-Modified: " + b"9" * 5_000),
    "header-latin": header(b"X-Robots-Tag: \xe9\xff\x01noindex\x7f\x85"),
    "header-robots": header(b"X-Robots-Tag: " + b"a:" * 4_000),
    "header-link": header(b'Link: <\xff\x01>; rel="canonical\x02", <<<>;;=,"; rel=next'),
    "header-link-huge": header(b"Link: " + b"<" * 16_000),
    "header-no-name": Case(http(ONE.encode(), b": x"), error=(*FAILED, "")),
    "header-no-colon": Case(http(ONE.encode(), b"nonsense"), error=(*FAILED, "")),
    "header-language": header(b"Content-Language: \xff\xfe"),
    "header-encoding-unknown": header(b"Content-Encoding: klingon"),
    "header-encoding-latin": Case(
        http(ONE.encode(), b"Content-Encoding: \xff\xfe"),
        error=("decode", "headers", ""),
        links=None,
    ),
    "header-cookie": header(b"Set-Cookie: \xff=\x01; Domain=.example; Expires=never"),
    "header-many": header(b"\r\n".join(b"X-%d: y" % n for n in range(2_000))),
    "status-999": header(b"X: y", status=b"999 Odd"),
    "status-299": header(b"X: y", status=b"299 \xff\x01"),
    "status-418": header(b"X: y", status=b"418"),
    "status-304": header(b"X: y", status=b"304 Not Modified"),
    "status-300": Case(http(status=b"300 Choices"), status=300),
    "status-0": Case(http(status=b"000 None"), status=0, error=None),
    "no-http": Case(b"220 mail.example ESMTP\r\n", status=None, error=FAILED),
    "nothing": Case(b"", status=None, error=FAILED),
    "status-line-only": Case(b"HTTP/1.1 200 OK\r\n", status=None, error=FAILED),
    "status-line-odd": Case(b"HTTP/1.1 \xff\xfe\r\n\r\n", status=None, error=FAILED),
    "line-huge": Case(b"HTTP/1.1 200 " + b"x" * 2_000_000 + b"\r\n\r\n", status=None, error=FAILED),
    "continue-first": Case(b"HTTP/1.1 100 Continue\r\n\r\n" * 100 + http(ONE.encode()), links=1),
    "silence": Case(silence, status=None, error="timeout"),
    "drip": Case(drip, status=None, error="timeout"),
    # Lengths and codings
    "length-short": Case(http(ONE.encode(), length=b"5")),
    "length-long": Case(http(ONE.encode(), length=b"5000"), links=1),
    "length-words": Case(http(ONE.encode(), length=b"many"), status=None, error=FAILED),
    "length-negative": Case(http(ONE.encode(), length=b"-1"), status=None, error=FAILED),
    "length-huge": Case(http(ONE.encode(), length=b"9" * 30), status=None, error="too-large"),
    "length-huge-pdf": Case(http(b"", length=b"9" * 30, content_type=b"application/pdf")),
    "lengths-two": Case(http(ONE.encode(), b"Content-Length: 1"), status=None, error=(*FAILED, "")),
    "chunked-garbage": Case(
        http(b"zz\r\n" + ONE.encode(), b"Transfer-Encoding: chunked").replace(
            b"Content-Length", b"X"
        ),
        status=None,
        error=(*FAILED, ""),
    ),
    "chunked-cut": Case(
        http(b"ff\r\n" + ONE.encode(), b"Transfer-Encoding: chunked").replace(
            b"Content-Length", b"X"
        ),
        links=1,
    ),
    "chunked-huge": Case(
        http(b"f" * 40 + b"\r\nx", b"Transfer-Encoding: chunked").replace(b"Content-Length", b"X"),
        status=None,
        error=(*FAILED, "", "too-large"),
    ),
    "gzip": Case(http(gzip.compress(ONE.encode()), b"Content-Encoding: gzip"), links=1),
    "gzip-cut": Case(
        http(
            gzip.compress(ONE.encode() + Random(1).randbytes(50_000))[:-2_000],
            b"Content-Encoding: gzip",
        ),
        links=1,
    ),
    "gzip-not": Case(http(ONE.encode(), b"Content-Encoding: gzip"), status=None, error="decode"),
    "gzip-head-only": Case(
        http(gzip.compress(b"x")[:10], b"Content-Encoding: gzip"), status=None, error=("decode", "")
    ),
    "gzip-bomb": Case(
        http(gzip.compress(b"\0" * 100_000_000), b"Content-Encoding: gzip"),
        status=None,
        error="too-large",
    ),
    "gzip-twice": Case(
        http(gzip.compress(gzip.compress(ONE.encode())), b"Content-Encoding: gzip, gzip"), links=1
    ),
    "gzip-many": Case(
        http(
            gzip.compress(gzip.compress(brotli.compress(ONE.encode()))),
            b"Content-Encoding: br, gzip, gzip",
        ),
        links=1,
    ),
    "gzip-endlessly": Case(
        http(b"x", b"Content-Encoding: " + b"gzip," * 1_000 + b"gzip"), status=None, error="decode"
    ),
    "deflate-bomb": Case(
        http(zlib.compress(b"\0" * 100_000_000), b"Content-Encoding: deflate"),
        status=None,
        error="too-large",
    ),
    "br-bomb": Case(
        http(brotli.compress(b"\0" * 100_000_000, quality=1), b"Content-Encoding: br"),
        status=None,
        error="too-large",
    ),
    "zstd-bomb": Case(
        http(zstd.compress(b"\0" * 100_000_000), b"Content-Encoding: zstd"),
        status=None,
        error="too-large",
    ),
    "deflate": Case(http(zlib.compress(ONE.encode()), b"Content-Encoding: deflate"), links=1),
    "deflate-not": Case(
        http(ONE.encode(), b"Content-Encoding: deflate"), status=None, error="decode"
    ),
    "br-not": Case(http(ONE.encode(), b"Content-Encoding: br"), status=None, error=("decode", "")),
    "zstd-not": Case(
        http(ONE.encode(), b"Content-Encoding: zstd"), status=None, error=("decode", "")
    ),
    "pdf-gzip-not": Case(http(b"%PDF", b"Content-Encoding: gzip", content_type=b"application/pdf")),
    # Redirects
    "location-empty": location(b""),
    "location-space": location(b"   "),
    "location-javascript": location(b"javascript:alert(1)"),
    "location-bytes": location(b"\xff\xfe\x01/\x7f"),
    "location-unparseable": location(b"http://["),
    "location-huge": Case(
        http(b"", b"Location: /" + b"x" * 2_000_000, status=b"302 Found"), status=None, error=FAILED
    ),
    "location-long": location(b"/" + b"x" * 12_000),
    "location-port": location(b"http://hostile.example:99999/"),
    "location-data": location(b"data:text/html,x"),
    "location-self": location(b""),
    "location-loop": location(b"/location-loop"),
    "location-latin": location("/healthy/größe".encode("latin-1")),
    "location-200": Case(http(ONE.encode(), b"Location: http://b.example/"), links=1),
}

ROBOTS: dict[str, Page] = {
    "binary": http(bytes(range(256)) * 1_000),
    "nul": http(b"\0" * 10_000),
    "cut": http(b"User-agent: *\nDisallow: /x", length=b"100000"),
    "endless-line": http(b"User-agent: *\nDisallow: /" + b"x" * 1_000_000),
    "stars": http(b"User-agent: *\nDisallow: /" + b"*a" * 5_000 + b"\n"),
    "odd": http(
        b"User-agent: *\nCrawl-delay: -1\nCrawl-delay: nan\nSitemap: http://[\nSitemap:\n"
        b"Sitemap: \xff\nSitemap: javascript:1\nRequest-rate: 1/0\nDisallow: /%\xff%zz\n"
    ),
    "loop": redirect("/robots.txt"),
    "loop-of-two": redirect("http://loop-of-two.hostile.example/robots.txt?again", 302),
    "to-javascript": redirect("javascript:alert(1)"),
    "to-nowhere": redirect("http://["),
    "gzip-not": http(b"User-agent: *\nDisallow: /x\n", b"Content-Encoding: gzip"),
    "html": http(page_of(["/"]).encode()),
    "teapot": http(status=b"418 Teapot"),
    "line-huge": b"HTTP/1.1 200 " + b"x" * 2_000_000 + b"\r\n\r\n",
    "forbidden": http(status=b"403 Forbidden"),
    "error": http(status=b"500 Error"),
    "large": http(b"User-agent: *\nDisallow: /secret\n" + b"# comment\n" * 900_000),
}
CLOSED = {"error", "line-huge", "gzip-not", "cut"}
"""Hosts whose robots.txt cannot be had, at least not whole, so that their pages may not be read."""

SITEMAPS: dict[str, Page] = {
    "binary": http(bytes(range(256)) * 1_000, content_type=b"application/xml"),
    "empty": http(b""),
    "bracket": http(b"<"),
    "comment": http(b"<!-- x -->"),
    "html": http(page_of(["/"]).encode()),
    "cut": http(b"<urlset><url><loc>http://hostile.example/from-cut</loc></url><url><lo"),
    "gz-not": http(b"\x1f\x8bgarbage", content_type=b"application/gzip"),
    "gz-bomb": http(
        gzip.compress(b"<urlset>" + b" " * 60_000_000), content_type=b"application/gzip"
    ),
    "odd": http(
        b'<?xml version="1.0" encoding="zip"?><urlset><url><loc>http://[</loc></url>'
        b"<url><loc>javascript:1</loc></url><url><lastmod>\xff</lastmod></url><url>"
        b"<loc>http://b.example/odd</loc><priority>nan</priority><lastmod>99999-01-01</lastmod></url>"
        b"</urlset>"
    ),
    "self": http(b"<sitemapindex><sitemap><loc>/maps/self</loc></sitemap></sitemapindex>"),
    "loop": redirect("/maps/loop"),
    "gone": http(status=b"410 Gone"),
    "nothing": b"",
    "bomb": http(
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(
            b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10)
            for n in range(9)
        )
        + b"]><urlset><url><loc>http://b.example/&a8;</loc></url></urlset>"
    ),
    "outside": http(
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url>'
        b"<loc>http://hostile.example/&f;</loc></url></urlset>"
    ),
}


def conformance(folder: str, pattern: str) -> dict[str, bytes]:
    """Files of other projects' suites; none where they are missing."""
    root = Path(__file__).parents[1] / CONFORMANCE / folder
    return {path.name.replace("_", "-").lower(): path.read_bytes() for path in root.glob(pattern)}


def hostile_web() -> dict[str, Page]:
    """A home page that leads to all cases, with healthy pages in between."""
    robots = ROBOTS | {
        name.removesuffix(".txt").replace(".", "-"): http(body, content_type=b"text/plain")
        for name, body in conformance("robots", "*.txt").items()
    }
    maps = SITEMAPS | {
        name: http(body, content_type=b"application/xml")
        for name, body in conformance("xml-bombs", "*.xml").items()
    }
    sites = {f"http://{name}.hostile.example": page for name, page in robots.items()}
    cases = [f"{SITE}/{name}" for name in CASES]
    spread = [url for pair in zip(cases, HEALTHY * 10, strict=False) for url in pair]
    pages: dict[str, Page] = {f"{SITE}/{name}": case.answer for name, case in CASES.items()}
    pages |= {url: healthy_page(url) for url in HEALTHY}
    pages |= {f"{SITE}/maps/{name}": page for name, page in maps.items()}
    for site, page in sites.items():
        pages |= {f"{site}/robots.txt": page, f"{site}/": page_of([f"{site}/secret"])}
        pages |= {f"{site}/secret": page_of([])}
    named = "".join(f"Sitemap: {SITE}/maps/{name}\n" for name in maps)
    return pages | {
        f"{SITE}/": page_of([*spread, *cases, *(f"{site}/" for site in sites)]),
        f"{SITE}/robots.txt": http(b"User-agent: *\nDisallow:\n" + named.encode()),
    }


def healthy_page(url: str) -> str:
    """A page whose links are known."""
    return page_of([*HEALTHY, f"{url}?gone", "http://b.example/"], text=TEXT)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One crawl of everything."""
    return crawl(
        RawWeb(hostile_web()), tmp_path_factory.mktemp("hostile") / "data", "target",
        "-s", "DOWNLOAD_TIMEOUT=6", "-s", "RETRY_TIMES=0",
        domain="hostile.example", start_urls=f"{SITE}/", speed="full",
    )  # fmt: skip


def test_the_crawl_ends_well(hostile: Crawled) -> None:
    assert hostile.exit_code == 0, hostile.stderr
    assert hostile.rows("crawls")[0]["finish_reason"] == "finished"


def test_no_traceback_is_shown(hostile: Crawled) -> None:
    assert "Traceback" not in hostile.stderr


def test_the_log_shows_no_control_character(hostile: Crawled) -> None:
    for text in (hostile.stderr, hostile.stdout):
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)


def test_each_url_has_one_row(hostile: Crawled) -> None:
    rows = Counter(row["url"] for row in hostile.rows("pages"))
    assert set(rows.values()) == {1}
    linked = {row["target_url"] for row in hostile.links_of[f"{SITE}/"] if row["element"] == "a"}
    assert len(linked) > len(CASES) + len(HEALTHY)
    assert linked <= set(rows)


@pytest.mark.parametrize("name", CASES)
def test_the_row_of_the_hostile_page_says_what_came(hostile: Crawled, name: str) -> None:
    case, row = CASES[name], hostile.pages[f"{SITE}/{name}"]
    if isinstance(case.error, tuple):
        assert (row["error"] or "") in case.error
    else:
        assert (row["status"], row["error"]) == (case.status, case.error)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.links is not None])
def test_the_links_of_the_hostile_page_are_complete(hostile: Crawled, name: str) -> None:
    rows = hostile.links_of.get(f"{SITE}/{name}", ())
    hyperlinks = [row for row in rows if row["element"] in ("a", "area")]
    assert len(hyperlinks) == CASES[name].links


@pytest.mark.parametrize("url", HEALTHY)
def test_the_healthy_page_is_complete(hostile: Crawled, url: str) -> None:
    assert hostile.pages[url]["status"] == 200
    assert hostile.targets(url) == [*HEALTHY, f"{url}?gone", "http://b.example/"]
    anchors = {row["anchor_text"] for row in hostile.links_of[url]}
    assert anchors == {TEXT}


@pytest.mark.parametrize("table", ["links", "pages", "sitemaps", "crawls"])
def test_pandas_reads_every_row(hostile: Crawled, table: str) -> None:
    folder = hostile.data / table
    assert len(pd.read_parquet(folder)) == pq.read_table(folder).num_rows > 0


@pytest.mark.parametrize("table", ["links", "pages", "sitemaps", "crawls"])
def test_no_text_holds_a_control_character(hostile: Crawled, table: str) -> None:
    rows = pq.read_table(hostile.data / table)
    found: dict[str, str] = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        texts = pc.list_flatten(column) if pa.types.is_list(column.type) else column
        if pa.types.is_string(texts.type):
            odd = pc.filter(texts, pc.match_substring_regex(texts, r"[\x00-\x1f\x7f-\x9f]"))
            found |= {name: odd[0].as_py()[:80]} if len(odd) else {}
    assert not found


def test_white_space_is_collapsed_although_control_characters_stood_in_it(tmp_path: Path) -> None:
    pages: dict[str, Page] = {
        f"{SITE}/": '<a href="http://b.example/">&#1; green &#2; tea &#3;</a>'
    }
    crawled = crawl(
        RawWeb(pages), tmp_path / "data", "target", domain="hostile.example", start_urls=f"{SITE}/"
    )
    assert [row["anchor_text"] for row in crawled.links] == ["green tea"]


@pytest.mark.parametrize("name", ROBOTS)
def test_a_hostile_robots_txt_harms_its_own_host_alone(hostile: Crawled, name: str) -> None:
    row = hostile.pages[f"http://{name}.hostile.example/"]
    if name in CLOSED:
        assert row["error"] == "robots-unreachable"
    else:
        assert (row["status"], row["error"]) == (200, None)


def test_the_rules_of_a_large_robots_txt_are_obeyed(hostile: Crawled) -> None:
    assert hostile.pages["http://large.hostile.example/secret"]["error"] == "robots"


@pytest.mark.skipif(not conformance("robots", "*.txt"), reason="no conformance files")
def test_robots_txt_files_of_other_suites_stop_nothing(hostile: Crawled) -> None:
    for name in conformance("robots", "*.txt"):
        host = f"{name.removesuffix('.txt').replace('.', '-')}.hostile.example"
        row = hostile.pages[f"http://{host}/"]
        assert row["status"] == 200 or row["error"] == "robots", row


def test_a_broken_sitemap_gives_what_it_has(hostile: Crawled) -> None:
    entries = {row["url"]: row for row in hostile.rows("sitemaps")}
    assert f"{SITE}/from-cut" in entries
    odd = entries["http://b.example/odd"]
    assert (odd["priority"], odd["lastmod"]) == (None, None)
    assert not [url for url in entries if "root:" in url or "aaaa" in url]
    assert hostile.requests.count(f"{SITE}/maps/self") == 1
    assert hostile.requests.count(f"{SITE}/maps/loop") <= 2


@pytest.mark.parametrize("name", ["many-headings", "deeper", "more-attributes"])
def test_a_page_of_which_something_is_left_out_says_so(hostile: Crawled, name: str) -> None:
    assert hostile.pages[f"{SITE}/{name}"]["truncated"] is True
    assert hostile.pages[HEALTHY[0]]["truncated"] is False


def test_no_page_leads_to_anything_but_the_target_s_web(hostile: Crawled) -> None:
    for url, row in hostile.pages.items():
        assert url.startswith(("http://", "https://")), url
        assert row["host"].endswith("hostile.example"), url


@pytest.mark.parametrize("status", [b"99999999999", b"-5"], ids=["large", "negative"])
def test_a_status_that_no_number_column_holds_loses_no_row(tmp_path: Path, status: bytes) -> None:
    pages: dict[str, Page] = {
        f"{SITE}/": page_of(["/odd", *HEALTHY]),
        f"{SITE}/odd": http(b"x", status=status + b" Odd"),
        **{url: healthy_page(url) for url in HEALTHY},
    }
    crawled = crawl(
        RawWeb(pages), tmp_path / "data", "target", "-s", "RETRY_TIMES=0",
        domain="hostile.example", start_urls=f"{SITE}/", speed="full",
    )  # fmt: skip
    assert crawled.exit_code == 0, crawled.stderr[-2_000:]
    assert "Traceback" not in crawled.stderr
    assert f"{SITE}/odd" in crawled.pages
    assert {url for url, row in crawled.pages.items() if row["status"] == 200} >= set(HEALTHY)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_of_a_hostile_shape_is_read(shape: str) -> None:
    """How long it takes, `python -m tests.benchmarks.hostile_pages` tells."""
    page = html.read(
        SHAPES[shape](2_000), f"{SITE}/", {"content-type": ["text/html"]}, lambda target: True
    )
    assert page.links or page.truncated
    for link in page.links:
        name_link(link)
    assert record_batch("links", page.links).num_rows == len(page.links)


def read_links(body: bytes) -> HtmlDocument:
    """A page of the hostile site, as it is read."""
    return html.read(body, f"{SITE}/", {"content-type": ["text/html"]}, lambda target: False)


KEPT = b"".join(b'<a href="/kept/%d">kept</a>' % number for number in range(50))


@pytest.mark.parametrize(
    "behind",
    [
        b"<div>" * 100_000,
        b"<div/>" * 100_000,
        b"".join(b"<p><b id=%d>" % number for number in range(100_000)),
        b"<ul><li>" * 100_000,
        b"<optgroup><option>" * 100_000,
        b"<svg>" + b"<td>" * 100_000,
        b"<svg>" + b"<g a=/>" * 100_000,
        b"".join(b"<x%d></x%d>" % (number, number) for number in range(100_000)),
        b"".join(b"<p a%d>" % number for number in range(100_000)),
        b"<p " + b" ".join(b"a%d" % number for number in range(100_000)) + b">",
        b"<p " + b" ".join(b"a%d" % number for number in range(100_000)),
        b"<html a=b>" * 10_000,
        b"<p></p>" * 500_000,
        b"<a href=/x></a>" * 210_000,
    ],
    ids=lambda behind: behind[:10].decode(),
)
def test_links_before_the_cut_are_kept_and_the_page_is_truncated(behind: bytes) -> None:
    page = read_links(KEPT + behind)
    assert page.truncated
    assert [link.target_url for link in page.links[:50]] == [
        f"{SITE}/kept/{number}" for number in range(50)
    ]
    assert {link.candidates.text for link in page.links[:50] if link.candidates} == {"kept"}


@pytest.mark.parametrize(
    "usual",
    [
        b"<p><b>unclosed <a href=/x>x</a>" * 5_000,
        b"<ul>" + b"<li>item <a href=/x>x</a>" * 20_000 + b"</ul>",
        b"<table>" + b"<tr><td>cell<td><a href=/x>x</a>" * 20_000 + b"</table>",
        b"<svg viewBox='0 0 1 1'><path d='M0 0'/><g><path d='M1 1' /></g></svg>" * 20_000,
        b"<br/><hr/><img src=x />" * 30_000,
        b"".join(b"<p id=i%d class=c%d>word</p>" % (n, n) for n in range(30_000)),
        b"<p style='" + b"x " * 5_000 + b"'>",
        b"<p title='a > b'>" * 6_000,
        b"<a href=/x>x</a>" * 199_950,
    ],
    ids=lambda usual: usual[:10].decode(),
)
def test_a_page_of_usual_markup_is_read_whole_however_long_it_is(usual: bytes) -> None:
    page = read_links(usual + KEPT)
    assert not page.truncated
    assert len(page.links) == usual.count(b"<a ") + 50


def test_addresses_on_a_long_base_fill_no_memory() -> None:
    base = b"<base href='http://b.example/" + b"x" * 8_000 + b"/'>"
    page = read_links(base + b"".join(b"<a href=%d>" % number for number in range(50_000)))
    assert page.truncated
    assert 1_000 < len(page.links) < 10_000


def test_a_text_around_which_many_links_stand_is_no_text_of_each() -> None:
    page = read_links(b"<a href=/x><object>" * 2_000 + b"x" * 1_000_000)
    assert len(page.links) == 2_000
    assert page.truncated
    assert sum(len(link.candidates.text) for link in page.links if link.candidates) < 10_000_000
