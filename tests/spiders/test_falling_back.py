"""A start whose https form does not answer at once: its http form is tried, and leads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rawweb import Crawled, Page, crawl, http, page_of
from tests.tlsweb import TlsWeb

PLAIN, SECURE, OTHER = "http://site.example", "https://site.example", "http://www.site.example"
TARGET = "https://target.example/"
PAGES = [f"{SECURE}{path}" for path in ("/", "/a", "/b")]


def moved(location: str) -> bytes:
    """A redirect."""
    return http(b"", b"Location: " + location.encode(), status=b"301 Moved Permanently")


def web(pages: dict[str, Page], lost: int) -> TlsWeb:
    """A small site by https, with other pages beside it."""
    site = {url: page_of(["/a", "/b", TARGET]) for url in PAGES}
    return TlsWeb({**site, **pages}, lost=lost)


def crawled(web: TlsWeb, data: Path, spider: str) -> Crawled:
    """A crawl of the site, named by its host alone, or a search of it."""
    if spider == "target":
        return crawl(web, data, spider, domain="site.example", speed="full")
    return crawl(
        web, data, spider, domain="target.example", sources="site.example", check_targets=0
    )


LEADS_BACK: dict[str, dict[str, Page]] = {
    "a redirect": {f"{PLAIN}/": moved(f"{SECURE}/")},
    "redirects by another host": {
        f"{PLAIN}/": moved(f"{OTHER}/"),
        f"{OTHER}/": moved(f"{SECURE}/"),
    },
}


@pytest.mark.parametrize("spider", ["target", "referring"])
@pytest.mark.parametrize("name", LEADS_BACK)
def test_a_start_that_lost_a_connection_is_read_where_its_http_form_leads_to_it(
    name: str, spider: str, tmp_path: Path
) -> None:
    found = crawled(web(LEADS_BACK[name], lost=1), tmp_path / "data", spider)
    assert found.exit_code == 0, found.stderr
    assert {url: found.pages[url]["status"] for url in PAGES} == dict.fromkeys(PAGES, 200)
    assert len(found.rows("pages")) == len(found.pages) == len(PAGES) + len(LEADS_BACK[name])
    [row] = found.rows("crawls")
    assert (row["done"], row["failed"], row["pending"]) == (len(found.pages), 0, 0)


def test_it_is_tried_as_often_as_others_then(tmp_path: Path) -> None:
    found = crawled(web(LEADS_BACK["a redirect"], lost=4), tmp_path / "data", "target")
    assert found.pages[f"{SECURE}/"]["status"] == 200


def test_one_that_is_never_reached_fails_once(tmp_path: Path) -> None:
    found = crawled(web(LEADS_BACK["a redirect"], lost=99), tmp_path / "data", "target")
    assert found.exit_code == 0, found.stderr
    assert [row["error"] for row in found.rows("pages")] == [None, "robots-unreachable"]
    [row] = found.rows("crawls")
    assert (row["known"], row["done"], row["failed"], row["pending"]) == (2, 1, 1, 0)


def test_a_site_without_https_is_asked_for_it_once(tmp_path: Path) -> None:
    pages: dict[str, Page] = {f"{PLAIN}/": page_of(["/c"]), f"{PLAIN}/c": page_of([])}
    found = crawled(web(pages, lost=99), tmp_path / "data", "target")
    assert [row["status"] for row in found.rows("pages")] == [200, 200, None]
    assert [url for method, url in found.web.requests if method == "CONNECT"] == [
        "site.example:443"
    ]
