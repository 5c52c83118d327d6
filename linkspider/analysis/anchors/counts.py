"""Which anchor texts, how often, of which kind."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from linkspider.analysis.anchors.classified import classified_links
from linkspider.analysis.anchors.kinds import KINDS
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
    pairs = _pairs(classified_links(view, links, brand, keywords))
    table = pairs.group_by("anchor", "kind").agg(
        links=pairs.links.sum(),
        **(_internal_counts(pairs) if links == "internal" else _backlink_counts(pairs)),
        followed_links=pairs.followed_links.sum(),
        target_pages=pairs.target_page.nunique(),
        image_links=pairs.image_links.sum(),
        image_share=pairs.image_links.sum() / pairs.links.sum(),
        example=pairs.example.min(),
    )
    first = table.source_pages if links == "internal" else table.referring_domains
    table = table.order_by(first.desc(), table.links.desc(), "anchor", "kind")
    return Answer(table, is_complete(view, links))


def _pairs(found: ir.Table) -> ir.Table:
    """A row for each anchor, kind, source page and target URL: fewer to count distinct ones of."""
    return found.group_by(
        "anchor", "kind", "source_page", "source_host", "source_domain", "target_url"
    ).agg(
        links=found.count(),
        followed_links=found.followed.sum(),
        image_links=found.has_image.sum(),
        target_page=found.target_page.max(),
        example=found.anchor_text.min(),
    )


def _backlink_counts(pairs: ir.Table) -> dict[str, ir.Value]:
    return {
        "backlinks": pairs.count(),
        "referring_pages": pairs.source_page.nunique(),
        "referring_hosts": pairs.source_host.nunique(),
        "referring_domains": pairs.source_domain.nunique(),
        "followed_referring_domains": pairs.source_domain.nunique(where=pairs.followed_links > 0),
    }


def _internal_counts(pairs: ir.Table) -> dict[str, ir.Value]:
    return {"source_pages": pairs.source_page.nunique()}


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
    found = classified_links(view, links, brand, keywords)
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
    kinds = ibis.memtable(pa.table({"kind": KINDS, "place": range(len(KINDS))}))
    joined = kinds.left_join(of_kind, "kind").drop("kind_right").mutate(all_pairs=all_pairs)
    joined = joined.fill_null(dict.fromkeys(("pairs", "anchors", "links", "followed_links"), 0))
    table = joined.order_by("place").select(
        "kind",
        "pairs",
        "anchors",
        "links",
        "followed_links",
        share=joined.pairs / joined.all_pairs.nullif(0),
    )
    return Answer(table.relocate("share", after="pairs"), is_complete(view, links))
