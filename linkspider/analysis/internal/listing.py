"""The internal links as they stand in the pages, and where each of them leads in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.answer import Answer
from linkspider.analysis.final import ends, fetched_url
from linkspider.analysis.hyperlinks import written_links
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

LINK_COLUMNS = ("source_url", "anchor_text", "position", "followed", "ordinal")
"""What is said of each link in a list, beside its target."""


def endings(view: View) -> ir.Table:
    """The `ends` of all URLs that were tried (here `asked_url`), and of the page there: `status`,
    `error`, `indexability`, `googlebot_allowed`, `canonical_url`."""
    pages = view.pages.view().select(
        "status", "error", "indexability", "googlebot_allowed", "canonical_url", page_url="url"
    )
    asked = ends(view.pages).rename(asked_url="url")
    return asked.left_join(pages, [("end_url", "page_url")]).drop("page_url")


def links_to(view: View, asked: ir.Table, *facts: str) -> ir.Table:
    """The internal links to the URLs in ``asked`` (rows of `endings`), with these columns of it."""
    links = written_links(view).select("target_url", *LINK_COLUMNS)
    found = asked.select("asked_url", *facts)
    joined = links.join(found, fetched_url(links.target_url) == found.asked_url)
    return joined.select("source_url", "target_url", *facts, *LINK_COLUMNS[1:])


def listed(view: View, links: ir.Table, segments: Segments | None) -> Answer:
    """A list of links by target, source and ordinal, with the segment of the source."""
    links = with_segment(links, segments, "source_url")
    return Answer(links.order_by("target_url", "source_url", "ordinal"), view.complete_inside)
