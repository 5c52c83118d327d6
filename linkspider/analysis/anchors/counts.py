"""Which anchor texts, how often, of which kind."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from linkspider.analysis.anchors.classified import classified_links
from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import Links, is_complete
from linkspider.analysis.view import View


def anchor_kinds(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    links: Links = "backlinks",
) -> Answer:
    """The anchor texts, most referring domains first, each with its kind.

    A row for each normalised anchor (NFKC, casefolded, spaces collapsed, punctuation off at its
    edges) and kind: one that is the title of a page that it leads to, and leads to others too, has
    a row as title and a row as what it is otherwise. Kinds are, the first that holds:

    - empty: no text, or signs that nobody sees, or punctuation alone;
    - naked_url: an address, of whatever site;
    - brand: the brand (``brand``, or else that of the domain: see `brand_of`) and nothing else;
    - brand_plus_keyword: the brand among other words;
    - title: equals the title, brand suffix off, or an H1 of the final page that it leads to;
    - exact: equals one of ``keywords``; without any there is no exact and no partial;
    - partial: contains all words of a keyword;
    - generic: a phrase that names no target (`read more`), or signs alone;
    - other.

    Columns: `anchor`; `kind`; `links`; of backlinks `backlinks` (distinct pairs of source and
    target), `referring_pages`, `referring_hosts`, `referring_domains` and
    `followed_referring_domains` (with a followed one of the links), of internal links
    `source_pages` (final ones) in their place; `followed_links`; `target_pages` (final ones);
    `image_links` and `image_share`, those of the links with an image inside; `example`, the first
    by alphabet of the anchors as written.

    Ordered by referring domains (or source pages), links, anchor, kind.
    """
    found = classified_links(view, links, brand, keywords)
    rows = found.rows
    counted = rows.group_by("anchor", "kind").agg(
        links=rows.count(),
        **(_internal_counts(rows) if links == "internal" else _backlink_counts(rows)),
        followed_links=rows.followed.sum(),
        target_pages=rows.target_page.nunique(),
        image_links=rows.has_image.sum(),
        image_share=rows.has_image.mean(),
        example=rows.example.min(),
    )
    table = found.spell_out(counted)
    first = table.source_pages if links == "internal" else table.referring_domains
    table = table.order_by(first.desc(), table.links.desc(), "anchor", "kind")
    return Answer(table, is_complete(view, links))


def _backlink_counts(rows: ir.Table) -> dict[str, ir.Value]:
    pair = ibis.struct({"source": rows.source_page, "target": rows.target_url})
    return {
        "backlinks": pair.nunique(),
        "referring_pages": rows.source_page.nunique(),
        "referring_hosts": rows.source_host.nunique(),
        "referring_domains": rows.source_domain.nunique(),
        "followed_referring_domains": rows.source_domain.nunique(where=rows.followed),
    }


def _internal_counts(rows: ir.Table) -> dict[str, ir.Value]:
    return {"source_pages": rows.source_page.nunique()}


def kind_shares(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    links: Links = "backlinks",
) -> Answer:
    """How much of the profile is of which kind: a row for each kind, in the order of the rule, of
    which the first that holds is an anchor's: empty, naked_url, brand, brand_plus_keyword, title,
    exact, partial, generic, other (see `anchor_kinds`).

    Shares of anchors are those of the distinct pairs of referring domain and normalised anchor, so
    that a menu on a thousand pages counts once; of internal links, pairs of source page and anchor.
    A pair is of two kinds where the anchor is the title of one page and leads to another too.

    Columns: `kind`; `pairs` of the kind; `share` of all pairs, a fraction (null where there are no
    pairs at all); `anchors`, the distinct ones; `links`; `followed_links`.
    """
    classified = classified_links(view, links, brand, keywords)
    found, kinds = classified.rows, classified.names["kind"]
    source = "source_page" if links == "internal" else "source_domain"
    pairs = found.group_by("kind", "anchor", source).agg(
        links=found.count(), followed_links=found.followed.sum()
    )
    of_kind = pairs.group_by("kind").agg(
        pairs=pairs.count(),
        anchors=pairs.anchor.nunique(),
        links=pairs.links.sum(),
        followed_links=pairs.followed_links.sum(),
    )
    all_pairs = pairs.select("anchor", source).distinct().count().as_scalar()
    joined = kinds.left_join(of_kind, [("number", "kind")]).mutate(all_pairs=all_pairs)
    joined = joined.fill_null(dict.fromkeys(("pairs", "anchors", "links", "followed_links"), 0))
    table = joined.order_by("number").select(
        "pairs",
        "anchors",
        "links",
        "followed_links",
        kind="name",
        share=joined.pairs / joined.all_pairs.nullif(0),
    )
    table = table.relocate("kind", "pairs", "share")
    return Answer(table, is_complete(view, links))
