"""The field's counts of backlinks side by side, over any way to sort them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.hyperlinks import backlinks

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

SOURCE = ("source_url", "source_host", "source_domain")
COUNTS = (
    "links", "backlinks", "referring_pages", "referring_hosts", "referring_domains",
    "followed_links", "followed_backlinks", "followed_referring_domains",
)  # fmt: skip
"""What `count_by` counts."""


def backlink_rows(view: View, *columns: str) -> ir.Table:
    """The links that point into the scope from another registrable domain: only what is counted,
    and these columns of `links` beside it."""
    found = backlinks(view.links)
    return found.select(
        *SOURCE, "target_url", *columns, is_followed=found.followed.fill_null(False)
    )


def pair_up(rows: ir.Table, *by: str) -> ir.Table:
    """The backlinks: a row for each distinct pair of source_url and target_url.

    Columns: those of ``by``, the pair, the host and domain of the source, `links`,
    `followed_links`.
    """
    keys = list(dict.fromkeys([*by, "source_url", "target_url"]))
    carried = [name for name in ("source_host", "source_domain") if name not in keys]
    return rows.group_by(*keys).agg(
        **{name: rows[name].arbitrary() for name in carried},
        links=rows.count(),
        followed_links=rows.is_followed.sum(),
    )


def count_by(rows: ir.Table, *by: str) -> ir.Table:
    """The backlinks of `backlink_rows` counted for each value of the columns ``by``.

    links: rows; backlinks: distinct pairs of source_url and target_url; referring_pages,
    referring_hosts, referring_domains: distinct; followed_links; followed_backlinks and
    followed_referring_domains: those with at least one followed link.
    """
    pairs = pair_up(rows, *by)
    is_followed = pairs.followed_links > 0
    return pairs.group_by(*by).agg(
        links=pairs.links.sum(),
        backlinks=pairs.count(),
        referring_pages=pairs.source_url.nunique(),
        referring_hosts=pairs.source_host.nunique(),
        referring_domains=pairs.source_domain.nunique(),
        followed_links=pairs.followed_links.sum(),
        followed_backlinks=is_followed.sum(),
        followed_referring_domains=pairs.source_domain.nunique(where=is_followed),
    )
