"""The links that are counted: hyperlinks, of them the backlinks and the internal links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.final import fold

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


def hyperlinks(links: ir.Table) -> ir.Table:
    """The links that a reader can follow: elements a and area."""
    return links.filter(links.element.isin(["a", "area"]))


def backlinks(links: ir.Table) -> ir.Table:
    """The hyperlinks that point into the scope from another registrable domain."""
    found = hyperlinks(links)
    return found.filter(found.link_type == "backlink")


def internal_links(view: View) -> ir.Table:
    """The internal hyperlinks between final pages, a row each; those from a page to itself are out.

    The columns of `links`, and `source_final`, `target_final` (see `final_urls`;
    `target_final` is null where the target's redirects have no end).
    """
    links = hyperlinks(view.links)
    links = links.filter(links.link_type == "internal")
    links = fold(links, "source_url", view.finals, "source_final")
    links = fold(links, "target_url", view.finals, "target_final")
    is_self_link = (links.source_final == links.target_final).fill_null(False)
    return links.filter(~is_self_link)
