"""Strings that have broken other programs, wherever a stranger can put one."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from protego import Protego

from linkspider import html
from linkspider.dataset import Dataset, record_batch
from linkspider.items import HtmlDocument, PageItem
from linkspider.sitemap import SitemapError, read_sitemap
from linkspider.urls import parse, registrable_domain
from pipelines.anchor_text import name_link

PROJECT = Path(__file__).parents[1]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))
FILE = CONFORMANCE / "strings/blns.json"
URL = "http://a.example/"
NOW = datetime(2026, 11, 20, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason=f"no conformance data: {FILE} is missing"
)


@pytest.fixture(scope="module")
def strings() -> list[str]:
    found: list[str] = json.loads(FILE.read_text("utf-8"))
    assert len(found) > 500
    return found


def page_with(text: str, headers: dict[str, list[str]] | None = None) -> HtmlDocument:
    """A page that has a string wherever a page can have one, as markup and as text."""
    body = "".join(
        f'<html lang="{each}"><title>{each}</title><meta name=description content="{each}">'
        f'<meta name=robots content="{each}"><meta name=generator content="{each}">'
        f'<h1>{each}</h1><div class="{each}" id="{each}"><a href="{each}" rel="{each}" '
        f'title="{each}" aria-label="{each}">{each}<img alt="{each}"></a></div>'
        f'<link rel=alternate hreflang="{each}" href="{each}"><time datetime="{each}"></time>'
        f'<meta http-equiv=refresh content="{each}"><iframe src="{each}"></iframe>'
        f'<script type="application/ld+json">{{"datePublished": "{each}"}}</script>'
        for each in (text, escape(text))
    )
    return html.read(body.encode("utf-8", "replace"), URL, headers or {}, lambda target: True)


def test_each_is_stored_and_read_back_wherever_it_stands_in_a_page(
    strings: list[str], tmp_path: Path
) -> None:
    documents = [page_with(text) for text in strings]
    links = [link for document in documents for link in document.links]
    for link in links:
        name_link(link)
        if link.target_host is not None:
            link.target_domain = registrable_domain(link.target_host)
            assert link.target_domain
    dataset = Dataset(str(tmp_path))
    dataset.begin("naughty", ())
    dataset.write_part("links", "naughty", 0, [record_batch("links", links)])
    rows = pq.read_table(tmp_path / "links").to_pylist()
    assert [row["anchor_text"] for row in rows] == [link.anchor_text for link in links]
    assert [row["target_url"] for row in rows] == [link.target_url for link in links]
    assert len({row["anchor_text"] for row in rows}) > 400


def test_each_can_stand_in_a_header(strings: list[str], tmp_path: Path) -> None:
    items = []
    for text in strings:
        value = text.encode("utf-8", "replace").decode("latin-1")
        headers = {"content-type": [value], "link": [value, f"<{value}>; rel=canonical"]}
        page = page_with("x", headers | {"x-robots-tag": [value]})
        items.append(
            PageItem(
                url=URL,
                host="a.example",
                domain="a.example",
                depth=0,
                fetched_at=NOW,
                title=page.title,
                x_robots_tag=page.x_robots_tag,
                canonical_url=page.canonical_url,
            )
        )
    dataset = Dataset(str(tmp_path))
    dataset.begin("naughty", ())
    dataset.write_part("pages", "naughty", 0, [record_batch("pages", items)])
    assert pq.read_table(tmp_path / "pages").num_rows == len(strings)


def test_each_can_stand_in_a_sitemap(strings: list[str]) -> None:
    for text in strings:
        for each in (text, escape(text), f"https://a.example/{escape(text)}"):
            body = f"<urlset><url><loc>{each}</loc><lastmod>{each}</lastmod></url></urlset>"
            for form in (body, each):
                try:
                    entries, _ = read_sitemap(form.encode("utf-8", "replace"), URL, NOW)
                except SitemapError:
                    continue
                record_batch("sitemaps", entries)
                assert all(entry.url.startswith(("http://", "https://")) for entry in entries)


def test_each_can_stand_in_robots_txt_and_in_an_address(strings: list[str]) -> None:
    for text in strings:
        rules = Protego.parse(f"User-agent: *\nDisallow: {text}\nSitemap: {text}\n{text}\n")
        assert rules.can_fetch("http://a.example/y", "linkspider") in (True, False)
        for address in (text, f"http://{text}/", f"http://a.example/{text}"):
            url = parse(address)
            if url is not None and url.host is not None:
                assert registrable_domain(url.host)
                assert parse(url.key) == url._replace(fragment=None)
