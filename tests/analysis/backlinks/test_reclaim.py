"""Backlinks to reclaim, on small sites worked out by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider.analysis import open
from linkspider.analysis.backlinks import reclaim
from tests.analysis.frames import absolute, link, page, rows, view

FIRST, SECOND = "https://a.example/", "https://b.example/"


def test_errors_chains_and_loops_are_found_and_what_works_is_not() -> None:
    pages = [
        page(FIRST), page("/fine"), page("/moved", redirect_to="/fine"),
        page("/forbidden", status=403),
        page("/lost", status=404), page("/gone", status=410), page("/broken", status=503),
        page("/to-lost", redirect_to="/lost"),
        page("/far", redirect_to="/moved", status=302),
        page("/round", redirect_to="/about"), page("/about", redirect_to="/round"),
        page("/self", redirect_to="/self"), page("/nowhere", status=301),
        page("/to-unknown", redirect_to="/unknown"), page("/further", redirect_to="/to-unknown"),
        *(page(f"/{n}", redirect_to=f"/{n + 1}") for n in range(11)), page("/11"),
    ]  # fmt: skip
    targets = [
        "/fine", "/moved", "/forbidden", "/lost", "/gone", "/broken", "/to-lost", "/far", "/round",
        "/self", "/nowhere", "/to-unknown", "/further", "/0", "/never-tried",
    ]  # fmt: skip
    found = reclaim(view(pages, [link(FIRST, target) for target in targets]))
    names = ("target_url", "problem", "status", "hops", "chain", "final_status")
    expected = {
        "/0": ("redirect-too-long", 301, 10, [f"/{n}" for n in range(1, 11)], None),
        "/broken": ("server-error", 503, 0, [], 503),
        "/far": ("redirect-chain", 302, 2, ["/moved", "/fine"], 200),
        "/further": ("redirect-chain", 301, 2, ["/to-unknown", "/unknown"], None),
        "/gone": ("gone", 410, 0, [], 410),
        "/lost": ("not-found", 404, 0, [], 404),
        "/nowhere": ("redirect-nowhere", 301, 0, [], None),
        "/round": ("redirect-loop", 301, 10, ["/about", "/round"], None),
        "/self": ("redirect-loop", 301, 10, ["/self"], None),
        "/to-lost": ("not-found", 301, 1, ["/lost"], 404),
    }
    assert rows(found, *names) == [
        (absolute(url), problem, status, hops, [absolute(one) for one in chain], final)
        for url, (problem, status, hops, chain, final) in expected.items()
    ]


def test_the_links_with_most_followed_domains_come_first() -> None:
    pages = [page(FIRST), page(SECOND), page("/a", status=404), page("/b", status=404)]
    links = [
        link(FIRST, "/a"), link(FIRST, "/a", ordinal=1), link(FIRST, "/b"),
        link(SECOND, "/b", rel=["nofollow"]), link(SECOND, "/tea"),
    ]  # fmt: skip
    names = (
        "target_url", "links", "backlinks", "referring_pages", "referring_hosts",
        "referring_domains", "followed_links", "followed_backlinks", "followed_referring_domains",
    )  # fmt: skip
    assert rows(reclaim(view(pages, links)), *names) == [
        (absolute("/b"), 2, 2, 2, 2, 2, 1, 1, 1),
        (absolute("/a"), 2, 1, 1, 1, 1, 2, 1, 1),
    ]


def best(*pages: object, target: str = "/tea/green-cups.php", anchor: str = "") -> str | None:
    """The page that is proposed for a broken target among these live ones."""
    found = view(
        [page(FIRST), page(target, status=404), *pages],  # type: ignore[list-item]
        [link(FIRST, target, anchor)],
    )
    [(proposed, score)] = rows(reclaim(found), "best_page", "best_page_score")
    assert (proposed is None) == (score is None)
    assert score is None or 0.3 <= score <= 1
    return proposed


def test_the_most_similar_live_page_is_proposed() -> None:
    others = [page("/coffee", title="Coffee"), page("/about", title="About us")]
    assert best(page("/shop/Cups-Green", title="Green tea cups"), page("/tea/"), *others) == (
        absolute("/shop/Cups-Green")
    )
    assert best(*others) is None


def test_the_anchor_finds_a_page_that_the_url_does_not() -> None:
    pages = [page("/p/17", title="Kyusu, a red tea pot"), page("/p/18", title="A blue mug")]
    assert best(*pages, target="/item?id=3", anchor="look at this red kyusu") == absolute("/p/17")
    assert best(*pages, target="/item?id=3") is None


def test_what_is_not_live_and_indexable_is_never_proposed() -> None:
    assert best(
        page("/tea/green-cups", noindex=True),
        page("/tea/green-cups/", status=500),
        page("/tea/green_cups", redirect_to="/"),
        page("https://a.example/tea/green-cups"),
    ) is None  # fmt: skip


def test_a_word_that_all_pages_have_says_little_and_of_equal_pages_the_shorter_url_wins() -> None:
    pages = [page(f"/tea/{n}", title="Tea") for n in range(20)]
    assert best(*pages) is None
    assert best(*pages, page("/x/cups"), page("/cups"), target="/cups/tea") == absolute("/cups")


def test_a_chain_goes_to_its_own_end_where_that_is_a_page() -> None:
    pages = [page(FIRST), page("/0", redirect_to="/1"), page("/1", redirect_to="/2"), page("/2")]
    assert rows(reclaim(view(pages, [link(FIRST, "/0")])), "best_page", "best_page_score") == [
        (absolute("/2"), None)
    ]
    pages[-1] = page("/2", status=403)
    assert rows(reclaim(view(pages, [link(FIRST, "/0")])), "best_page") == [(None,)]


def test_hostile_texts_do_no_harm() -> None:
    pages = [page("/tea", title="<script>alert(1)</script> " * 80), page("/%ff%00", title="\u202e")]
    assert best(*pages, target="/%E0%A4%A", anchor="=cmd|' /C calc'!A0" + "x " * 900) is None


def test_nothing_gives_no_rows_and_both_sides_must_be_complete() -> None:
    assert rows(reclaim(view())) == []
    assert not reclaim(view(complete_inside=False)).complete
    assert not reclaim(view(complete_outside=False)).complete


def test_the_demo_is_counted(demo_data: Path) -> None:
    found = reclaim(open(demo_data, "shop.example"))
    shop = "http://shop.example"
    assert rows(found, "target_url", "problem", "links", "chain", "best_page") == [
        (f"{shop}/blog/matcha-guide", "not-found", 1, [], None),
        (
            f"{shop}/old/green-tea.php", "redirect-chain", 1,
            [f"{shop}/shop/green-tea", f"{shop}/tea/green/"], f"{shop}/tea/green/",
        ),
    ]  # fmt: skip
