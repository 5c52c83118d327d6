"""The internal links between final pages: cases worked out by hand."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.hyperlinks import backlinks, hyperlinks, internal_hyperlinks
from linkspider.analysis.internal.graph import link_graph
from linkspider.analysis.numbering import numbered_urls
from linkspider.analysis.view import View
from tests.analysis.frames import Row, absolute, link, page, rows, view


def ends(seen: View) -> list[tuple[str | None, str | None]]:
    """The final pages that each internal link is between, spelt out."""
    urls = numbered_urls(seen, internal_hyperlinks(seen.links))
    names = dict(rows(urls, "page", "final_url"))
    found = rows(link_graph(seen).links, "source", "target")
    return [(names.get(source), names.get(target)) for source, target in found]


def folded(
    pages: list[Row], links: list[Row], domain: str = "shop.example"
) -> set[tuple[str | None, str | None]]:
    """Source and target of each internal link after folding."""
    return set(ends(view(pages, links, domain=domain)))


def test_both_ends_are_folded_through_redirects_and_canonicals() -> None:
    pages = [
        page("/"),
        page("/print", canonical_url="/tea"),
        page("/tea"),
        page("/old", redirect_to="/print"),
    ]
    links = [link("/", "/old"), link("/print", "/"), link("/print", "/unknown")]
    assert folded(pages, links) == {
        (absolute("/"), absolute("/tea")),
        (absolute("/tea"), absolute("/")),
        (absolute("/tea"), absolute("/unknown")),
    }


def test_a_link_that_folds_onto_its_own_page_is_dropped_and_others_are_kept_with_repeats() -> None:
    pages = [page("/"), page("/old", redirect_to="/"), page("/print", canonical_url="/")]
    links = [
        link("/", "/"),
        link("/", "/old"),
        link("/", "/print"),
        link("/print", "/"),
        link("/print", "/old"),
        link("/", "/tea", ordinal=1),
        link("/", "/tea", ordinal=2),
    ]
    assert ends(view(pages, links)) == [(absolute("/"), absolute("/tea"))] * 2


def test_a_link_into_a_loop_is_kept_without_a_final_target() -> None:
    pages = [page("/"), page("/loop", redirect_to="/loop"), page("/on", redirect_to="/untried")]
    links = [link("/", "/loop"), link("/", "/on")]
    assert ends(view(pages, links)) == [(absolute("/"), None)] * 2


def test_passwords_and_fragments_make_no_other_page() -> None:
    pages = [page("/"), page("/tea")]
    links = [
        link("/", "https://ann:secret@shop.example/", target_fragment="top"),
        link("/", "https://ann@shop.example/tea"),
        link("/", "https://ann@shop.example/never@tried"),
        link("/", "/tea", target_fragment="green"),
    ]
    assert folded(pages, links) == {
        (absolute("/"), absolute("/tea")),
        (absolute("/"), absolute("/never@tried")),
    }


def test_links_without_a_web_address_are_never_internal() -> None:
    targets = [None, "mailto:ann@shop.example", "javascript:void(0)", "tel:+4930", "data:,x"]
    links = [link("/", target, ordinal=n) for n, target in enumerate(targets)]
    assert folded([page("/")], links) == set()


def test_a_redirect_that_leaves_the_scope_and_comes_back_ends_inside() -> None:
    pages = [
        page("/"),
        page("/out", redirect_to="https://id.test/login"),
        page("https://id.test/login", redirect_to="/tea"),
        page("/tea"),
        page("/away", redirect_to="https://id.test/"),
        page("https://id.test/"),
    ]
    assert folded(pages, [link("/", "/out"), link("/", "/away")]) == {
        (absolute("/"), absolute("/tea")),
        (absolute("/"), "https://id.test/"),
    }


def test_pages_of_the_domain_beside_the_scope_link_internally() -> None:
    blog, docs = "https://blog.shop.example/", "https://shop.example/docs/"
    links = [link(blog, docs), link(docs, blog), link(blog, blog + "a"), link(docs, docs + "a")]
    assert folded([page(blog), page(docs)], links, docs) == {
        (blog, docs),
        (docs, blog),
        (docs, docs + "a"),
    }


def test_an_empty_view_has_no_internal_links() -> None:
    assert ends(view()) == []


def test_the_demo_web_has_its_internal_links(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    found = hyperlinks(seen.links)
    assert found.filter(found.link_type == "internal").count().to_pyarrow().as_py() == 596
    pairs = ends(seen)
    assert (len(pairs), len(set(pairs))) == (579, 480)
    assert all(source and target and source != target for source, target in pairs)
    assert backlinks(seen.links).count().to_pyarrow().as_py() == 48
