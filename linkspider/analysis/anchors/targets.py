"""Anchor texts by the pages that they lead to: one for several pages, several for one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.classified import classified_links
from linkspider.analysis.anchors.kinds import DESCRIBING, KINDS
from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import Links, is_complete
from linkspider.analysis.view import View

if TYPE_CHECKING:
    import ibis.expr.types as ir

MAX_EXAMPLES = 10
MAX_PAGES = 10


def anchors_of_several_pages(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    links: Links = "backlinks",
    kinds: Collection[str] = DESCRIBING,
    max_pages: int = MAX_PAGES,
) -> Answer:
    """One anchor used for several target pages: readers, and search engines, must guess which of
    the pages it is about.

    Looked at are normalised anchors of ``kinds``: by default not empty, naked URL, brand and
    generic, which say nothing of a page. Pages are final ones: `/tea` that redirects to `/tea/` is
    no second page. Links whose redirects have no end are left out.

    A row for each anchor and page, of each anchor those for the 10 pages (``max_pages``) with the
    most links, then by URL. Columns: `anchor`; `target_pages`, how many it is used for in all;
    `target_page`; `kind` of the anchor on links to this page; `links` to it with this anchor;
    `source_pages` (internal links: final ones) and (of backlinks) `referring_domains` they stand
    on; `followed_links`. Ordered by target pages, anchor, links, target page.
    """
    classified = classified_links(view, links, brand, keywords)
    rows = classified.rows
    rows = rows.filter(rows.kind.isin([*map(KINDS.index, kinds)]), rows.target_page.notnull())
    used = ["anchor", "target_page", "source_page", "kind", "followed"]
    if links == "backlinks":  # the others stand on one domain
        used.append("source_domain")
    rows = rows.select(used).cache()
    pages = _most_linked(rows, max_pages)
    table = classified.spell_out(_counted(rows.join(pages, ["anchor", "target_page"])))
    order = [table.target_pages.desc(), "anchor", table.links.desc(), "target_page"]
    return Answer(table.order_by(order), is_complete(view, links))


def _most_linked(rows: ir.Table, max_pages: int) -> ir.Table:
    """The pages with the most links of each anchor that is used for several: `anchor`,
    `target_page`, and of the anchor `target_pages`."""
    pairs = rows.group_by("anchor", "target_page").agg(links=rows.count())
    of_anchor = ibis.window(group_by=pairs.anchor)
    most_first = ibis.window(
        group_by=pairs.anchor, order_by=[pairs.links.desc(), pairs.target_page]
    )
    ranked = pairs.mutate(
        target_pages=pairs.count().over(of_anchor), place=ibis.row_number().over(most_first)
    )
    ranked = ranked.filter(ranked.target_pages > 1, ranked.place < max_pages)
    return ranked.select("anchor", "target_page", "target_pages")


def _counted(rows: ir.Table) -> ir.Table:
    """A row for each anchor and page."""
    counts = {"kind": rows.kind.min(), "links": rows.count()}
    counts["source_pages"] = rows.source_page.nunique()
    if "source_domain" in rows.columns:
        counts["referring_domains"] = rows.source_domain.nunique()
    counts["followed_links"] = rows.followed.sum()
    return rows.group_by("anchor", "target_pages", "target_page").agg(counts)


def generic_anchors(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    links: Links = "backlinks",
    min_anchors: int = 2,
) -> Answer:
    """Several generic anchors to one page: pages that ``min_anchors`` or more distinct generic
    anchors (`read more`, `here`) lead to, which say nothing of them.

    Columns: `target_page`, the final one; `generic_anchors`, the distinct ones; `generic_links`,
    the links with them; `links` to the page in all; `generic_share`, generic of all links to it, a
    fraction; `source_pages` (internal links: final ones) and `referring_domains` that the generic
    ones stand on; `anchors`, the first 10 of them by alphabet. Ordered by generic anchors, generic
    links, page.
    """
    classified = classified_links(view, links, brand, keywords)
    found = classified.rows.filter(classified.rows.target_page.notnull())
    is_generic = found.kind == KINDS.index("generic")
    counted = found.group_by("target_page").agg(
        generic_anchors=found.anchor.nunique(where=is_generic),
        generic_links=is_generic.sum(),
        links=found.count(),
        source_pages=found.source_page.nunique(where=is_generic),
        referring_domains=found.source_domain.nunique(where=is_generic),
    )
    counted = classified.spell_out(counted.filter(counted.generic_anchors >= min_anchors))
    pairs = classified.spell_out(
        found.filter(is_generic).select("target_page", "anchor").distinct()
    )
    lists = pairs.group_by(page="target_page").agg(anchors=pairs.anchor.collect())
    table = counted.join(lists, [("target_page", "page")])
    table = table.select(
        "target_page",
        "generic_anchors",
        "generic_links",
        "links",
        "source_pages",
        "referring_domains",
        generic_share=table.generic_links / table.links,
        anchors=table.anchors.sort()[:MAX_EXAMPLES],
    ).relocate("generic_share", after="links")
    order = [table.generic_anchors.desc(), table.generic_links.desc(), "target_page"]
    return Answer(table.order_by(order), is_complete(view, links))
