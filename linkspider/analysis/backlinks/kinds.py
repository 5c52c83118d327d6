"""How the links are made: what their rel says, and where on the page they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import SOURCE, backlink_rows, count_by

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def rel_kinds(view: View) -> Answer:
    """Backlinks by what rel tells search engines.

    `kind` is `followed`; `nofollow`, `ugc`, `sponsored`, the tokens of rel; or `page-nofollow`,
    where rel has none of the three and the page itself is nofollow. A link with several tokens is
    counted under each, a domain or pair with links of several kinds too: kinds do not add up.

    Columns: `kind`; `links`; `backlinks`, distinct (source_url, target_url); `referring_pages`;
    `referring_hosts`; `referring_domains`; `links_share` and `referring_domains_share`, fractions
    of all links and of all referring domains. Kinds that do not occur have no row.

    Order: links, kind.
    """
    rows = backlink_rows(view, "nofollow", "ugc", "sponsored")
    tokens = ["nofollow", "ugc", "sponsored"]
    has_token = [rows[token].fill_null(False) for token in tokens]
    is_page_nofollow = ~(rows.is_followed | has_token[0] | has_token[1] | has_token[2])
    kinds = ibis.array(
        [
            ibis.ifelse(rows.is_followed, "followed", None),
            *(ibis.ifelse(has, token, None) for has, token in zip(has_token, tokens, strict=True)),
            ibis.ifelse(is_page_nofollow, "page-nofollow", None),
        ]
    )
    # The column's unnest, as that of the table becomes a join of the rows with themselves.
    spread = rows.select(*SOURCE, "target_url", "is_followed", kind=kinds.unnest())
    return _shared(spread.filter(spread.kind.notnull()), rows, "kind", view)


def positions(view: View) -> Answer:
    """Backlinks by where on the page they stand.

    Columns: `position`, content, navigation, header, footer or aside; null outside body; then as
    for `rel_kinds`, with `followed_links` before the shares. A pair or a domain with links at
    several positions is counted at each.

    Order: links, position (null last).
    """
    rows = backlink_rows(view, "position")
    return _shared(rows, rows, "position", view, "followed_links")


def _shared(spread: ir.Table, rows: ir.Table, by: str, view: View, *more: str) -> Answer:
    """The counts by a column, and their shares of all ``rows``."""
    counts = count_by(spread, by)
    totals = rows.agg(all_links=rows.count(), all_domains=rows.source_domain.nunique())
    joined = counts.cross_join(totals)
    table = joined.select(
        by, "links", "backlinks", "referring_pages", "referring_hosts", "referring_domains", *more,
        links_share=joined.links / joined.all_links,
        referring_domains_share=joined.referring_domains / joined.all_domains,
    )  # fmt: skip
    order = [ibis.desc("links"), ibis.asc(by, nulls_first=False)]
    return Answer(table.order_by(order), view.complete_outside)
