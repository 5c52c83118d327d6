"""Links that are lost because they lead to another site now: they are none of those compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.changes.pairing import comparable, numbered
from linkspider.analysis.hyperlinks import hyperlinks

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.hyperlinks import Links
    from linkspider.analysis.view import View

PLACE = ("source_url", "words", "position")


def led_elsewhere(lost: ir.Table, before: View, after: View, links: Links) -> ir.Table:
    """The links in whose place, with the same anchor text and position, one stands that leads
    elsewhere, and did not stand there before; paired in order.

    ``lost`` are links that the read page `page_url` has no longer. Columns: `source_url`, `ordinal`
    (of the link before), `elsewhere_url`.
    """
    pages = lost.select("source_url", "page_url").distinct()
    stood = _others(before, links, pages.source_url)
    found = _others(after, links, pages.page_url).rename(page_url="source_url")
    found = found.join(pages, "page_url").anti_join(stood, [*PLACE, "target_url"])
    first = numbered(lost, PLACE).select(*PLACE, "nth", "ordinal")
    second = numbered(found, PLACE).select(*PLACE, "nth", elsewhere_url="target_url")
    return first.join(second, [*PLACE, "nth"]).select("source_url", "ordinal", "elsewhere_url")


def _others(view: View, links: Links, pages: ir.StringColumn) -> ir.Table:
    """The hyperlinks of these pages, to any site, that are not compared."""
    found = hyperlinks(view.links)
    compared = {"backlinks": "backlink", "internal": "internal"}[links]
    found = found.filter(found.link_type != compared, found.target_domain.notnull())
    return comparable(found.semi_join(pages.name("url").as_table(), [("source_url", "url")]))
