"""Canonicals that search engines cannot obey, or that the site itself does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.final import fetched_url
from linkspider.analysis.on_page.inlinks import unfolded_inlinks
from linkspider.analysis.on_page.pages import html_pages
from linkspider.analysis.on_page.targets import with_target_problem

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def canonical_conflicts(view: View) -> Answer:
    """Pages whose canonical contradicts itself, the page that it names, or the site's own links.

    Of the pages read with status 200 as HTML. A row for each page with a conflict; `conflict` is
    the first that holds:

    - several: head and HTTP header name more than one address;
    - other-domain: it names a page of another registrable domain;
    - untried, no-answer, redirect, error, noindex, canonicalised: what became of the page that it
      names (see `targets.py`);
    - linked: nothing is wrong with it, but the site links both to the page and to its canonical.

    Columns: `url`; `canonical_url` (null where several); `conflict`; `canonical_status`;
    `unfolded_unique_inlinks` (pages of the site that link to this very address);
    `canonical_unfolded_unique_inlinks` (those that link to the canonical's). Order: conflict, then
    unfolded_unique_inlinks, the most first; url.
    """
    pages = html_pages(view)
    pages = pages.filter((pages.canonicals > 1) | (pages.canonical_url != pages.url))
    named = pages.select(
        "url", "domain", "canonicals", canonical_url=fetched_url(pages.canonical_url)
    )
    checked = with_target_problem(_with_canonical_domain(named, view), "canonical_url", view)
    counted = _with_inlinks(checked, view)
    counted = counted.mutate(
        conflict=ibis.cases(
            (counted.canonicals > 1, "several"),
            (counted.canonical_domain != counted.domain, "other-domain"),
            (counted.problem.notnull(), counted.problem),
            ((counted.to_page > 0) & (counted.to_canonical > 0), "linked"),
        )
    )
    table = counted.filter(counted.conflict.notnull()).select(
        "url", "canonical_url", "conflict",
        canonical_status="target_status",
        unfolded_unique_inlinks="to_page",
        canonical_unfolded_unique_inlinks="to_canonical",
    )  # fmt: skip
    return Answer(
        table.order_by("conflict", ibis.desc("unfolded_unique_inlinks"), "url"),
        view.complete_inside,
    )


def _with_canonical_domain(pages: ir.Table, view: View) -> ir.Table:
    """The pages with `canonical_domain`: the registrable domain of the address that they name."""
    links = view.links
    named = links.filter(links.element == "canonical").select(
        "source_url", named_url=fetched_url(links.target_url), canonical_domain="target_domain"
    )
    joined = pages.left_join(
        named.distinct(), [("url", "source_url"), ("canonical_url", "named_url")]
    )
    return joined.drop("source_url", "named_url")


def _with_inlinks(pages: ir.Table, view: View) -> ir.Table:
    """The pages with `to_page` and `to_canonical`: how many pages link to the one and the other."""
    addresses = pages.select("url").union(pages.select(url="canonical_url"), distinct=True)
    inlinks = unfolded_inlinks(view, addresses)
    to_page = inlinks.select("linked_url", page_links="unfolded_unique_inlinks")
    to_canonical = inlinks.select(
        linked_canonical="linked_url", canonical_links="unfolded_unique_inlinks"
    )
    joined = pages.left_join(to_page, [("url", "linked_url")])
    joined = joined.left_join(to_canonical, [("canonical_url", "linked_canonical")])
    return joined.select(
        pages,
        to_page=joined.page_links.fill_null(0),
        to_canonical=joined.canonical_links.fill_null(0),
    )
