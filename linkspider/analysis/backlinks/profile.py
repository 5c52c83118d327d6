"""The backlink profile in one row: the field's five numbers, each under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import backlink_rows
from linkspider.analysis.backlinks.domains import count_domains

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def profile(view: View) -> Answer:
    """The backlinks of the site in one row.

    A backlink is a hyperlink (a, area) that points into the scope from another registrable domain.
    Columns: `links`, the rows of `links`; `backlinks`, distinct (source_url, target_url);
    `referring_pages`, `referring_hosts`, `referring_domains`, distinct;
    `followed_referring_domains`, the domains with at least one followed backlink;
    `followed_share`, these over all referring domains (null where there are none).
    """
    counts = count_domains(backlink_rows(view))
    table = counts.agg(
        links=counts.links.sum().fill_null(0),
        backlinks=counts.backlinks.sum().fill_null(0),
        referring_pages=counts.referring_pages.sum().fill_null(0),
        referring_hosts=counts.referring_hosts.sum().fill_null(0),
        referring_domains=counts.count(),
        followed_referring_domains=counts.followed.sum().fill_null(0),
    )
    # A page stands on one host, a host in one domain: so the sums count each once.
    share = table.followed_referring_domains / table.referring_domains.nullif(0)
    return Answer(table.mutate(followed_share=share), view.complete_outside)
