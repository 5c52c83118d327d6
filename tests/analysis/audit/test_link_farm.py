"""Link farms: tables worked out by hand."""

from __future__ import annotations

from linkspider.analysis.audit.link_farm import link_farms
from linkspider.analysis.audit.profile import Profile
from tests.analysis.frames import Row, link, page, rows, view

FARM = "https://farm.example"


def links_from(path: str, domains: int) -> list[Row]:
    """A page with two links to the target, one to its own site, and links to other domains."""
    targets = ["https://shop.example/", "https://shop.example/tea", f"{FARM}/about"]
    targets += [f"https://site{n}.example/{path}" for n in range(domains - 1)]
    return [link(FARM + path, target, ordinal=n) for n, target in enumerate(targets)]


def test_pages_with_very_many_outbound_domains_are_counted_and_the_worst_is_named() -> None:
    links = links_from("/a", 5) + links_from("/b", 6) + links_from("/c", 4)
    found = link_farms(
        Profile(view([page(FARM + path) for path in ("/a", "/b", "/c")], links)), outbound_domains=5
    )
    assert rows(found) == [
        ("farm.example", "link_farm", "outbound", 0.4,
         "2 pages that link here link to 5 other domains or more: https://farm.example/b to 6."),
    ]  # fmt: skip


def test_pages_that_do_not_link_here_and_links_within_a_site_do_not_count() -> None:
    elsewhere = [link(f"{FARM}/x", f"https://site{n}.example/") for n in range(9)]
    within = [link(f"{FARM}/y", f"{FARM}/{n}") for n in range(9)]
    here = [link(f"{FARM}/y", "/")]
    pages = [page(f"{FARM}/x"), page(f"{FARM}/y")]
    seen = view(pages, elsewhere + within + here)
    assert rows(link_farms(Profile(seen), outbound_domains=2)) == []
