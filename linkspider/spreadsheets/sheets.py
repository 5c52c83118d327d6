"""What is in an export: each sheet with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.anchors import anchor_kinds
from linkspider.analysis.backlinks import referring_domains
from linkspider.analysis.final import fetched_url
from linkspider.analysis.hyperlinks import hyperlinks
from linkspider.analysis.internal import inlinks

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

    from linkspider.analysis.view import View

_LINK = ["source_url", "target_url", "target_status", "anchor_text", "anchor_source", "rel"]
_PLACE = ["followed", "position", "dom_path"]


def _backlinks(view: View) -> ir.Table:
    """Hyperlinks from other registrable domains, with what stands around them."""
    return _links_of_type(view, "backlink", [*_LINK, *_PLACE, "context_before", "context_after"])


def _internal_links(view: View) -> ir.Table:
    """Hyperlinks within the site."""
    return _links_of_type(view, "internal", [*_LINK, *_PLACE])


def _outbound_links(view: View) -> ir.Table:
    """Hyperlinks that leave the site."""
    return _links_of_type(view, "outbound", [*_LINK, *_PLACE])


def _links_of_type(view: View, link_type: str, names: list[str]) -> ir.Table:
    links = hyperlinks(view.links)
    links = with_target(links.filter(links.link_type == link_type), view.pages, "status")
    return links.order_by("source_url", "ordinal").select(
        *names, page_fetched_at=links.fetched_at, crawl=links.crawl
    )


def with_target(links: ir.Table, pages: ir.Table, *columns: str) -> ir.Table:
    """The links with columns of the page that each leads to, as `target_…`; null where untried."""
    targets = pages.select(target_key="url", **{f"target_{name}": name for name in columns})
    keyed = links.mutate(fetched_target=fetched_url(links.target_url))
    joined = keyed.left_join(targets, [("fetched_target", "target_key")])
    return joined.drop("fetched_target", "target_key")


def _pages(view: View) -> ir.Table:
    """The site's own pages."""
    own = view.pages.filter(view.pages.scope.notnull())
    return own.order_by("url").select(
        "url", "status", "error", "redirect_to", "indexability", "indexable", "title",
        "meta_description", "h1", "canonical_url", "word_count", "depth", "elapsed_ms", "bytes",
        "content_type", "lang", "images_without_alt", "published_at", "modified_at",
        "first_observed", "last_observed", "last_tried", "crawl",
    )  # fmt: skip


SHEETS: dict[str, Callable[[View], ir.Table]] = {
    "backlinks": _backlinks,
    "referring_domains": lambda view: referring_domains(view).table,
    "anchors": lambda view: anchor_kinds(view).table,
    "pages": _pages,
    "inlinks": lambda view: inlinks(view).table,
    "internal_links": _internal_links,
    "outbound_links": _outbound_links,
}
"""The sheets by name: what each holds, from a view."""
