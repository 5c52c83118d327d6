"""Pages that many domains have alike: tables worked out by hand."""

from __future__ import annotations

from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.audit.same_pages import same_paths, same_titles
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, rows, view


def network(path: str, title: str, domains: int, linking: int | None = None) -> View:
    """So many domains with such a page, of which so many link here."""
    urls = [f"https://site{n}.example{path}" for n in range(domains)]
    links = [link(url, "/tea") for url in urls[:linking]]
    return view([page(url, title=title) for url in urls], links)


def test_a_title_that_many_domains_share_is_a_flag_of_each() -> None:
    seen = network("/", "Best  GREEN Tea", 3)
    found = rows(same_titles(Profile(seen), domains=3), "source_domain", "evidence")
    assert sorted(found)[0] == (
        "site0.example",
        "3 domains have a page titled “best green tea” that links here, of this one "
        "https://site0.example/.",
    )
    assert [domain for domain, _ in sorted(found)] == [f"site{n}.example" for n in range(3)]


def test_fewer_domains_pages_without_a_link_and_titles_that_say_little_are_none() -> None:
    assert rows(same_titles(Profile(network("/", "Best green tea", 2)), domains=3)) == []
    assert rows(same_titles(Profile(network("/", "Best green tea", 5, 2)), domains=3)) == []
    assert rows(same_titles(Profile(network("/", "Home page", 5)), domains=3)) == []
    assert len(rows(same_titles(Profile(network("/", "茶の湯の道具店", 3)), domains=3))) == 3


def test_pages_of_one_domain_are_one_domain() -> None:
    urls = [f"https://www{n}.site.example/" for n in range(5)]
    links = [link(url, "/tea") for url in urls]
    seen = view([page(url, title="Best green tea") for url in urls], links)
    assert rows(same_titles(Profile(seen), domains=2)) == []


def test_a_path_that_many_domains_share_is_a_flag_of_each() -> None:
    seen = network("/2024/Buy-green-tea.html?x=1", "Tea", 3)
    found = rows(same_paths(Profile(seen), domains=3), "flag", "flag_group", "evidence")
    assert len(found) == 3
    assert (
        "same_path", "network",
        "3 domains have a page at “/2024/buy-green-tea.html” that links here, of this one "
        "https://site0.example/2024/Buy-green-tea.html?x=1.",
    ) in found  # fmt: skip
    for path in ("/", "/about-us", "/links.php", "/2024/01/02/"):
        assert rows(same_paths(Profile(network(path, "Tea", 3)), domains=3)) == []
