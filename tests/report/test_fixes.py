"""What to mend first, counted by hand."""

from __future__ import annotations

from linkspider.report.asking import Asker
from linkspider.report.first_screen import make_cards
from linkspider.report.fixes import METHOD, OF_A_DETOUR, OF_A_DOMAIN, OF_A_LINK, find_fixes
from tests.analysis.frames import Row, link, page, view

RECLAIM = "Redirect the dead pages that other sites link to"
SHORTEN = "Shorten the redirect chains that other sites link to"
BROKEN = "Mend the internal links that lead to an error"
DETOURS = "Let internal links lead to where they are redirected"
HIDDEN = "Decide on pages that are linked and kept from being indexed"
CANONICALS = "Mend the canonicals that cannot be obeyed"


def asker(pages: list[Row], links: list[Row]) -> Asker:
    return Asker(view(pages, links), lambda question: None)


def counted(pages: list[Row], links: list[Row]) -> dict[str, tuple[int, str, float]]:
    """Count, unit and effect of each fix."""
    fixes = find_fixes(asker(pages, links))
    return {fix.title: (fix.count, fix.unit, fix.effect) for fix in fixes}


def test_two_links_of_one_page_to_an_error_are_two_links_as_the_card_says() -> None:
    pages = [page("/"), page("/gone", status=404)]
    links = [link("/", "/gone", "a"), link("/", "/gone", "b", ordinal=1)]
    assert counted(pages, links)[BROKEN] == (2, "link", 2 * OF_A_LINK)
    numbers = {card.title: card.number for card in make_cards(asker(pages, links), None)}
    assert numbers["Broken internal links"] == 2


def test_a_domain_that_links_to_several_dead_pages_is_one() -> None:
    dead = [f"/dead{number}" for number in range(3)]
    pages = [page("/"), page("https://b.example/"), *(page(url, status=404) for url in dead)]
    links = [link("https://b.example/", url) for url in dead]
    links.append(link("https://c.example/", "/dead0", followed=False))
    pages.append(page("https://c.example/"))
    assert counted(pages, links)[RECLAIM] == (3, "page", OF_A_DOMAIN)


def test_a_chain_weighs_a_fifth_of_an_error_for_each_domain() -> None:
    pages = [page("/"), page("/a", redirect_to="/b"), page("/b", redirect_to="/")]
    sites = [f"https://{name}.example/" for name in ("x", "y")]
    links = [link(site, "/a") for site in sites]
    assert counted([*pages, *map(page, sites)], links)[SHORTEN] == (1, "page", OF_A_DOMAIN / 5 * 2)


def test_a_page_counts_in_one_fix_only() -> None:
    pages = [
        page("/"),
        page("/gone", status=404),
        page("/old", redirect_to="/"),
        page("/lost", redirect_to="/gone"),
        page("/hidden", noindex=True),
        page("/copy", canonical_url="/gone"),
    ]
    links = [link("/", one["url"]) for one in pages[1:]]
    fixes = counted(pages, links)
    assert fixes[HIDDEN][:2] == (1, "page")
    assert fixes[CANONICALS][:2] == (1, "page")
    assert fixes[BROKEN][:2] == (2, "link")
    assert fixes[DETOURS] == (1, "link", OF_A_DETOUR)


def test_the_method_tells_each_weight() -> None:
    for told in ("10 for each followed domain", "1 for each broken internal link", "0.2 for each"):
        assert told in METHOD
