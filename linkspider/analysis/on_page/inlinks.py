"""The internal links that name an address itself, whatever it redirects or points to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.hyperlinks import written_links

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def unfolded_inlinks(view: View, urls: ir.Table) -> ir.Table:
    """How often pages of the site link to each of these addresses itself.

    ``urls`` has a column `url`. Internal hyperlinks with nothing folded, without those from an
    address to itself (see `written_links`). Columns: `linked_url`, `unfolded_inlinks` (rows),
    `unfolded_unique_inlinks` (distinct source pages), `unfolded_followed_inlinks` (rows that are
    followed), `example_url` (the first of the source pages). An address without such a link has no
    row.
    """
    links = written_links(view).select("source_url", "followed", "linked_url")
    # Worked out first: of a plan DuckDB cannot tell that it is short, and would hash all links.
    links = links.semi_join(urls.cache(), [("linked_url", "url")])
    pairs = links.group_by("linked_url", "source_url").agg(
        links=links.count(), followed_links=links.followed.fill_null(False).sum()
    )
    return pairs.group_by("linked_url").agg(
        unfolded_inlinks=pairs.links.sum(),
        unfolded_unique_inlinks=pairs.count(),
        unfolded_followed_inlinks=pairs.followed_links.sum(),
        example_url=pairs.source_url.min(),
    )
