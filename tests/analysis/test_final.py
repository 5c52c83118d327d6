"""The final page of a URL: cases worked out by hand."""

from __future__ import annotations

import random
from typing import Any

import pytest

from linkspider.analysis.final import final_urls, fold, redirect_ends
from tests.analysis.frames import Row, absolute, link, page, rows, table, view


def ladder(steps: int) -> list[Row]:
    """/0 redirects to /1 and so on, to a page."""
    return [page(f"/{n}", redirect_to=f"/{n + 1}") for n in range(steps)] + [page(f"/{steps}")]


OTHER = "https://other.example/"
REDIRECTS: dict[str, tuple[list[Row], str | None, str | None, int]] = {
    "one hop": (ladder(1), "/1", None, 1),
    "ten hops": (ladder(10), "/10", None, 10),
    "eleven hops": (ladder(11), None, "too-long", 10),
    "to an error": ([page("/0", redirect_to="/1"), page("/1", status=404)], "/1", None, 1),
    "to what was never tried": ([page("/0", redirect_to="/1")], None, "untried", 1),
    "to itself": ([page("/0", redirect_to="/0")], None, "loop", 10),
    "in a circle": (
        [page("/0", redirect_to="/1"), page("/1", redirect_to="/0")], None, "loop", 10,
    ),
    "into a circle": (
        [page("/0", redirect_to="/1"), page("/1", redirect_to="/2"), page("/2", redirect_to="/1")],
        None, "loop", 10,
    ),
    "out of the scope and back": (
        [page("/0", redirect_to=OTHER), page(OTHER, redirect_to="/1"), page("/1")], "/1", None, 2,
    ),
    "to what gave no answer": (
        [page("/0", redirect_to="/1"), page("/1", status=None, error="timeout")], "/1", None, 1,
    ),
    "to a redirect that names no address": (
        [page("/0", redirect_to="/1"), page("/1", status=301)], None, "no-location", 1,
    ),
    "to no address at all": ([page("/0", status=301)], None, "no-location", 0),
    "into a circle after eight hops": (
        [*ladder(8)[:-1], page("/8", redirect_to="/9"), page("/9", redirect_to="/8")],
        None, "loop", 10,
    ),
    "in a circle of ten": (
        [*ladder(9)[:-1], page("/9", redirect_to="/0")], None, "loop", 10,
    ),
    "with a password on the way": (
        [page("/0", redirect_to="https://ann:secret@shop.example/1"), page("/1")], "/1", None, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REDIRECTS)
def test_redirects_end_where_they_end(name: str) -> None:
    pages, end, unresolved, hops = REDIRECTS[name]
    [found] = [
        found for found in rows(redirect_ends(table("pages", pages))) if found[0] == absolute("/0")
    ]
    assert found == (absolute("/0"), 301, hops, unresolved, end and absolute(end))


WITH_PASSWORD = "https://ann:secret@shop.example/1"
CANONICALS: dict[str, tuple[Row, Row | None, str]] = {
    "to a page that stands for itself": (page("/0", canonical_url="/1"), page("/1"), "/1"),
    "to a page that names itself": (
        page("/0", canonical_url="/1"), page("/1", canonical_url="/1"), "/1",
    ),
    "to an error": (page("/0", canonical_url="/1"), page("/1", status=404), "/0"),
    "to a redirect": (page("/0", canonical_url="/1"), page("/1", redirect_to="/2"), "/0"),
    "to a noindex page": (page("/0", canonical_url="/1"), page("/1", noindex=True), "/0"),
    "to a canonicalised page": (
        page("/0", canonical_url="/1"), page("/1", canonical_url="/2"), "/0",
    ),
    "to another domain": (page("/0", canonical_url=OTHER), page(OTHER), "/0"),
    "to another host of the domain": (
        page("/0", canonical_url="https://www.shop.example/0"), page("https://www.shop.example/0"),
        "https://www.shop.example/0",
    ),
    "to what was never tried": (page("/0", canonical_url="/1"), None, "/0"),
    "of an error": (page("/0", canonical_url="/1", status=404), page("/1"), "/0"),
    "with a password": (page("/0", canonical_url=WITH_PASSWORD), page("/1"), "/1"),
    "to a page that names itself with a password": (
        page("/0", canonical_url="/1"), page("/1", canonical_url=WITH_PASSWORD), "/1",
    ),
    "of a page that was never answered": (
        page("/0", canonical_url="/1", status=None, error="timeout"), page("/1"), "/0",
    ),
    "to a page that was never answered": (
        page("/0", canonical_url="/1"), page("/1", status=None, error="timeout"), "/0",
    ),
    "to a page of another scheme": (
        page("/0", canonical_url="http://shop.example/0"), page("http://shop.example/0"),
        "http://shop.example/0",
    ),
    "to no web page": (page("/0", canonical_url="mailto:ann@shop.example"), None, "/0"),
}  # fmt: skip


@pytest.mark.parametrize("name", CANONICALS)
def test_one_canonical_is_followed_where_it_may_stand_for_the_page(name: str) -> None:
    first, second, final = CANONICALS[name]
    pages = table("pages", [first, *filter(None, [second])])
    assert dict(rows(final_urls(pages)))[absolute("/0")] == absolute(final)


def test_a_canonical_is_followed_behind_redirects_and_no_redirect_behind_a_canonical() -> None:
    pages = [page("/0", redirect_to="/1"), page("/1", canonical_url="/2"), page("/2")]
    assert dict(rows(final_urls(table("pages", pages)))) == {
        absolute(url): absolute("/2") for url in ("/0", "/1", "/2")
    }


def test_slashes_schemes_and_parameters_are_not_guessed() -> None:
    urls = ["/a", "/a/", "/a?utm_source=x", "http://shop.example/a"]
    found = dict(rows(final_urls(table("pages", map(page, urls)))))
    assert found == {absolute(url): absolute(url) for url in urls}


def test_what_was_never_tried_stands_for_itself_and_a_loop_for_nothing() -> None:
    pages = [page("/"), page("/loop", redirect_to="/loop")]
    targets = ["/", "/loop", "/unknown", "https://ann:secret@shop.example/", None]
    links = [link("/", target, ordinal=n) for n, target in enumerate(targets)]
    seen = view(pages, links)
    folded: dict[Any, Any] = dict(
        rows(fold(seen.links, "target_url", seen.finals, "final"), "ordinal", "final")
    )
    home = absolute("/")
    assert folded == {0: home, 1: None, 2: absolute("/unknown"), 3: home, 4: None}


def final_by_hand(url: str, pages: dict[str, Row]) -> str | None:
    """The final page, found step by step."""
    hops = 0
    while pages[url].get("redirect_to"):
        url, hops = pages[url]["redirect_to"], hops + 1
        if hops > 10 or url not in pages:
            return None
    canonical = pages[url].get("canonical_url")
    named = pages.get(canonical or url, {})
    if (
        pages[url]["status"] == named.get("status") == 200
        and not named.get("noindex")
        and named.get("canonical_url") in (None, canonical)
        and named["domain"] == pages[url]["domain"]
    ):
        return canonical or url
    return url


@pytest.mark.parametrize("seed", range(8))
def test_on_any_web_the_final_pages_are_those_that_are_found_step_by_step(seed: int) -> None:
    chance = random.Random(seed)
    urls = [absolute(f"/{n}") for n in range(60)] + [f"https://b.test/{n}" for n in range(20)]
    pages = [
        page(
            url,
            status=chance.choice([200, 200, 200, 404]),
            redirect_to=chance.choice([None, chance.choice(urls)]),
            canonical_url=chance.choice([None, url, chance.choice(urls)]),
            noindex=chance.choice([None, False, False, True]),
        )
        for url in chance.sample(urls, 70)
    ]
    by_url = {found["url"]: found for found in pages}
    assert dict(rows(final_urls(table("pages", pages)))) == {
        url: final_by_hand(url, by_url) for url in by_url
    }
