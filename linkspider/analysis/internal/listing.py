"""The internal links as they stand in the pages, and where each of them leads in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.final import fetched_url, redirect_ends
from linkspider.analysis.hyperlinks import hyperlinks

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

LINK_COLUMNS = ("source_url", "anchor_text", "position", "followed", "ordinal")
"""What is said of each link in a list, beside its target."""


def written_links(view: View) -> ir.Table:
    """The internal hyperlinks but those to the page's own URL: the columns of `links`."""
    links = hyperlinks(view.links)
    return links.filter(links.link_type == "internal", links.source_url != links.target_url)


def endings(view: View) -> ir.Table:
    """Where each URL that was tried ends, before its canonical.

    Columns: `asked_url`; `first_status` and `unresolved` (see `redirect_ends`; null where it does
    not redirect); `hops`; `end_url`, and of the page there: `status`, `error`, `indexability`,
    `googlebot_allowed`, `canonical_url`; all null where the redirects have no end.
    """
    redirects = redirect_ends(view.pages).select(
        "first_status", "hops", "unresolved", redirect_url="url", redirect_end="end_url"
    )
    asked = view.pages.select(asked_url="url")
    asked = asked.left_join(redirects, [("asked_url", "redirect_url")])
    asked = asked.select(
        "asked_url", "first_status", "unresolved", "hops", "redirect_url", "redirect_end"
    )
    asked = asked.mutate(
        hops=asked.hops.fill_null(0),
        end_url=ibis.ifelse(asked.redirect_url.isnull(), asked.asked_url, asked.redirect_end),
    ).drop("redirect_url", "redirect_end")
    pages = view.pages.view().select(
        "status", "error", "indexability", "googlebot_allowed", "canonical_url", page_url="url"
    )
    return asked.left_join(pages, [("end_url", "page_url")]).drop("page_url")


def links_to(view: View, asked: ir.Table, *facts: str) -> ir.Table:
    """The internal links to the URLs in ``asked`` (rows of `endings`), with these columns of it."""
    links = written_links(view).select("target_url", *LINK_COLUMNS)
    found = asked.select("asked_url", *facts)
    joined = links.join(found, fetched_url(links.target_url) == found.asked_url)
    return joined.select("source_url", "target_url", *facts, *LINK_COLUMNS[1:])
