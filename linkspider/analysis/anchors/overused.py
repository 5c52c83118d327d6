"""Anchor texts that too many sites agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import ibis

from linkspider.analysis.anchors.classified import classified_links
from linkspider.analysis.anchors.kinds import DESCRIBING, KINDS
from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import is_complete
from linkspider.analysis.view import View

MIN_SHARE = 0.1
MIN_REFERRING_DOMAINS = 20


def overused(
    view: View,
    brand: str | Iterable[str] | None = None,
    keywords: str | Iterable[str] = (),
    *,
    min_share: float = MIN_SHARE,
    min_referring_domains: int = MIN_REFERRING_DOMAINS,
    kinds: Collection[str] = DESCRIBING,
) -> Answer:
    """Over-use: one and the same anchor on at least 10 % of at least 20 referring domains.

    Looked at are normalised anchors of ``kinds``: by default not empty, naked URL, brand and
    generic, which many sites write without being asked. The referring domains that it is a share
    of are those of all backlinks; below ``min_referring_domains`` of them there is no row.

    Columns: `anchor`; `kind` (where it is of several, the first of the rule);
    `referring_domains` that use it; `referring_domains_share`, of all, a fraction;
    `all_referring_domains`; `followed_referring_domains`; `links`; `target_pages`; `example`, the
    first by alphabet of the anchors as written. Ordered by referring domains, links, anchor.
    """
    classified = classified_links(view, "backlinks", brand, keywords)
    found = classified.rows
    all_domains = found.agg(all_referring_domains=found.source_domain.nunique())
    looked_at = found.filter(found.kind.isin([*map(KINDS.index, kinds)]))
    counted = looked_at.group_by("anchor").agg(
        kind=looked_at.kind.min(),
        referring_domains=looked_at.source_domain.nunique(),
        followed_referring_domains=looked_at.source_domain.nunique(where=looked_at.followed),
        links=looked_at.count(),
        target_pages=looked_at.target_page.nunique(),
        example=looked_at.example.min(),
    )
    joined = counted.cross_join(all_domains)
    share = joined.referring_domains / joined.all_referring_domains
    table = joined.mutate(referring_domains_share=share).filter(
        ibis._.referring_domains_share >= min_share,
        ibis._.all_referring_domains >= min_referring_domains,
    )
    table = classified.spell_out(table).select(
        "anchor",
        "kind",
        "referring_domains",
        "referring_domains_share",
        "all_referring_domains",
        "followed_referring_domains",
        "links",
        "target_pages",
        "example",
    )
    order = [table.referring_domains.desc(), table.links.desc(), "anchor"]
    return Answer(table.order_by(order), is_complete(view, "backlinks"))
