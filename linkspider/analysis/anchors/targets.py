"""Anchor texts by the pages that they lead to: one for several pages, several for one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import ibis

from linkspider.analysis.anchors.classified import classified_links, first_kind
from linkspider.analysis.anchors.kinds import DESCRIBING
from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import Links, is_complete
from linkspider.analysis.view import View

MAX_EXAMPLES = 10


def anchors_of_several_pages(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    links: Links = "backlinks",
    kinds: Collection[str] = DESCRIBING,
) -> Answer:
    """One anchor used for several target pages: readers, and search engines, must guess which of
    the pages it is about.

    Looked at are normalised anchors of ``kinds``: by default not empty, naked URL, brand and
    generic, which say nothing of a page. Pages are final ones: `/tea` that redirects to `/tea/` is
    no second page. Links whose redirects have no end are left out.

    A row for each anchor and page. Columns: `anchor`; `target_pages`, how many it is used for;
    `target_page`; `kind` of the anchor on links to this page; `links` to it with this anchor;
    `source_pages` (internal links: final ones) and `referring_domains` they stand on;
    `followed_links`. Ordered by target pages, anchor, links, target page.
    """
    found = classified_links(view, links, brand, keywords)
    found = found.filter(found.kind.isin(tuple(kinds)), found.target_page.notnull())
    pairs = found.group_by("anchor", "target_page").agg(
        kind=first_kind(found.kind),
        links=found.count(),
        source_pages=found.source_page.nunique(),
        referring_domains=found.source_domain.nunique(),
        followed_links=found.followed.sum(),
    )
    pages = pairs.count().over(ibis.window(group_by=pairs.anchor))
    table = pairs.mutate(target_pages=pages).filter(ibis._.target_pages > 1)
    table = table.select(
        "anchor",
        "target_pages",
        "target_page",
        "kind",
        "links",
        "source_pages",
        "referring_domains",
        "followed_links",
    )
    order = [table.target_pages.desc(), "anchor", table.links.desc(), "target_page"]
    return Answer(table.order_by(order), is_complete(view, links))


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
    found = classified_links(view, links, brand, keywords)
    found = found.filter(found.target_page.notnull())
    is_generic = found.kind == "generic"
    table = found.group_by("target_page").agg(
        generic_anchors=found.anchor.nunique(where=is_generic),
        generic_links=is_generic.sum(),
        links=found.count(),
        source_pages=found.source_page.nunique(where=is_generic),
        referring_domains=found.source_domain.nunique(where=is_generic),
        anchors=found.anchor.collect(where=is_generic, distinct=True),
    )
    table = table.filter(table.generic_anchors >= min_anchors)
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
