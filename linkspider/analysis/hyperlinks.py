"""The links that are counted: hyperlinks, of them the backlinks and the internal links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import ibis

from linkspider.analysis.final import fetched_url
from linkspider.analysis.view import AnalysisError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

Links = Literal["backlinks", "internal"]
"""Which links are looked at: backlinks, or the internal links of the site."""


def hyperlinks(links: ir.Table) -> ir.Table:
    """The links that a reader can follow: elements a and area."""
    return links.filter(_is_hyperlink(links))


def backlinks(links: ir.Table) -> ir.Table:
    """The hyperlinks that point into the scope from another registrable domain."""
    return _hyperlinks_of_type(links, "backlink")


def internal_hyperlinks(links: ir.Table) -> ir.Table:
    """The hyperlinks within the target's registrable domain, from its scope or into it."""
    return _hyperlinks_of_type(links, "internal")


def _is_hyperlink(links: ir.Table) -> ir.BooleanValue:
    return links.element.isin(["a", "area"])


def _hyperlinks_of_type(links: ir.Table, link_type: str) -> ir.Table:
    # As one condition: of two, DuckDB expects so few rows that it holds all links when it joins
    # them with pages.
    counted = ibis.ifelse(_is_hyperlink(links), links.link_type, None)
    return links.filter(counted == link_type)


def links_of(view: View, links: Links) -> ir.Table:
    """The backlinks, or the internal hyperlinks, with their URLs as written."""
    if links not in get_args(Links):
        raise AnalysisError(f"links: {links!r} is neither backlinks nor internal")
    return (internal_hyperlinks if links == "internal" else backlinks)(view.links)


def is_complete(view: View, links: Links) -> bool:
    """Whether the crawls behind these links saw all they were to see."""
    return view.complete_inside if links == "internal" else view.complete_outside


def written_links(view: View) -> ir.Table:
    """The internal hyperlinks with nothing folded; those to the page's own URL are out.

    The columns of `links`, and `linked_url`: the target as it is asked for. They are what every
    `unfolded_inlinks` counts.
    """
    links = internal_hyperlinks(view.links)
    links = links.mutate(linked_url=fetched_url(links.target_url))
    return links.filter(links.source_url != links.linked_url)
