"""Referring domains and their suffixes, on a few links counted by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from linkspider.analysis import open
from linkspider.analysis.backlinks import referring_domains, top_level_domains
from linkspider.analysis.backlinks.domains import public_suffix
from tests.analysis.backlinks.test_profile import LINKS, seen
from tests.analysis.frames import NOW, link, page, rows, view


def test_each_domain_has_its_links_pages_hosts_and_targets() -> None:
    names = (
        "source_domain", "links", "backlinks", "referring_pages", "referring_hosts",
        "target_pages", "followed_links", "followed_backlinks", "followed",
    )  # fmt: skip
    assert rows(referring_domains(view(seen(), LINKS)), *names) == [
        ("ref.example", 4, 3, 2, 2, 2, 2, 2, True),
        ("forum.example", 2, 1, 1, 1, 1, 0, 0, False),
    ]


def test_a_domain_was_observed_from_its_first_page_to_its_last() -> None:
    later, latest = NOW + timedelta(days=1), NOW + timedelta(days=2)
    first, second, third = (f"https://ref.example/{n}" for n in range(3))
    pages = [
        page(first, crawl="old"),
        page(first, crawl="now", fetched_at=later),
        page(second, crawl="now", fetched_at=latest),
        page(third, crawl="old", fetched_at=NOW - timedelta(days=9)),  # links to nothing here
    ]
    links = [
        link(first, "/", crawl="old"), link(first, "/", crawl="now"), link(second, "/")
    ]  # fmt: skip
    found = referring_domains(view(pages, links))
    assert rows(found, "links", "first_observed", "last_observed") == [(2, NOW, latest)]


def test_the_most_backlinks_come_first_then_links_then_the_name() -> None:
    sources = ["https://c.example/", "https://b.example/", "https://a.example/"]
    links = [link(source, "/") for source in sources] + [link("https://b.example/", "/", ordinal=1)]
    links += [link("https://c.example/", "/tea")]
    found = referring_domains(view(map(page, sources), links))
    assert rows(found, "source_domain") == [("c.example",), ("b.example",), ("a.example",)]


def test_suffixes_are_what_domains_are_registered_under() -> None:
    sources = {
        "https://a.co.uk/": True, "https://www.b.co.uk/": False, "https://c.github.io/": False,
        "https://d.github.io/": False, "https://d.github.io/2": False, "http://127.0.0.1/": True,
    }  # fmt: skip
    links = [
        link(url, "/", rel=[] if followed else ["nofollow"]) for url, followed in sources.items()
    ]
    assert rows(top_level_domains(view(map(page, sources), links))) == [
        ("github.io", "io", 3, 3, 3, 2, 2, 0, 0.4),
        ("co.uk", "uk", 2, 2, 2, 2, 2, 1, 0.4),
        (None, None, 1, 1, 1, 1, 1, 1, 0.2),
    ]


@pytest.mark.parametrize(
    ("domain", "suffix"),
    {
        "example.com": "com", "a.wordpress.com": "wordpress.com", "wordpress.com": "wordpress.com",
        "xn--bcher-kva.example": "example", "例え.jp": "jp", "[::1]": None, "10.0.0.1": None,
        "localhost": None,
    }.items(),
)  # fmt: skip
def test_the_suffix_of_a_domain(domain: str, suffix: str | None) -> None:
    assert public_suffix(domain) == suffix


def test_nothing_gives_no_rows() -> None:
    assert rows(referring_domains(view())) == rows(top_level_domains(view())) == []


def test_the_demo_is_counted(demo_data: Path) -> None:
    opened = open(demo_data, "shop.example")
    found = referring_domains(opened)
    assert rows(found, "source_domain", "links", "backlinks", "referring_pages", "followed")[
        :3
    ] == [
        ("slowmornings.example", 11, 11, 10, True),
        ("bargainlinks.example", 12, 9, 4, True),
        ("steeped.example", 8, 7, 3, True),
    ]
    assert rows(top_level_domains(opened), "public_suffix", "referring_domains") == [("example", 8)]
