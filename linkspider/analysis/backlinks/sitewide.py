"""Links that a host has on page after page: one decision of its owner, counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import with_normalised_anchor
from linkspider.analysis.answer import Answer
from linkspider.analysis.backlinks.counts import backlink_rows
from linkspider.analysis.observations import is_document

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

MIN_READ_PAGES = 10
MIN_SHARE = 0.5
GROUP = ("source_host", "target_url", "anchor")


def sitewide(view: View, *, only_sitewide: bool = False) -> Answer:
    """The backlinks by host, target URL and normalised anchor: which of them are sitewide, or,
    with ``only_sitewide``, those that are.

    Sitewide: the host has at least 10 read pages, and at least half of them carry the link to this
    target with this anchor. A read page has status 200 and HTML that was looked at, noindex or not:
    PDFs and images are no pages that can carry a link.

    Columns: `source_host`; `source_domain`; `target_url`; `anchor`, normalised (empty where a link
    has no text); `links`; `pages_with_link`, the host's read pages with such a link; `read_pages`
    of the host; `pages_share`, the former over the latter (null without a read page); `followed`,
    whether any of the links is; `sitewide`, null for hosts with fewer than 10 read pages.

    Order: sitewide ones first, then pages_with_link, links, source_host, target_url, anchor.
    """
    order = [
        ibis.desc(ibis._.sitewide.fill_null(False)),
        ibis.desc("pages_with_link"),
        ibis.desc("links"),
        *GROUP,
    ]
    groups = host_groups(_rows(view), view.pages).drop("example_url")
    if only_sitewide:
        groups = groups.filter(groups.sitewide)
    return Answer(groups.order_by(order), view.complete_outside)


def profile_sitewide_once(view: View) -> Answer:
    """The size of the profile, with sitewide links counted once, in one row.

    Columns: `links` and `backlinks` as in `profile`; `sitewide_links`, how many of the links are
    sitewide; `sitewide_groups`, the distinct (host, target URL, anchor) that they are;
    `links_sitewide_once`, the links with each of these groups counted as one;
    `backlinks_sitewide_once`, the distinct (source_url, target_url) where the pairs that have
    sitewide links alone count once for each host and target URL.
    """
    rows = _rows(view)
    groups = host_groups(rows, view.pages)
    wide = groups.filter(groups.sitewide.fill_null(False)).select(
        *GROUP, is_sitewide=ibis.literal(True)
    )
    joined = rows.left_join(wide, list(GROUP)).select(rows, wide.is_sitewide)
    joined = joined.mutate(is_sitewide=joined.is_sitewide.fill_null(False))
    pairs = joined.group_by("source_url", "target_url").agg(
        source_host=joined.source_host.arbitrary(),
        links=joined.count(),
        sitewide_links=joined.is_sitewide.sum(),
    )
    of_hosts = pairs.group_by("source_host", "target_url").agg(
        links=pairs.links.sum(),
        sitewide_links=pairs.sitewide_links.sum(),
        backlinks=pairs.count(),
        wide_alone=(pairs.links == pairs.sitewide_links).sum(),
    )
    totals = of_hosts.agg(
        links=of_hosts.links.sum().fill_null(0),
        backlinks=of_hosts.backlinks.sum().fill_null(0),
        sitewide_links=of_hosts.sitewide_links.sum().fill_null(0),
        wide_alone=of_hosts.wide_alone.sum().fill_null(0),
        wide_hosts=(of_hosts.wide_alone > 0).sum().fill_null(0),
    )
    table = totals.cross_join(wide.agg(sitewide_groups=wide.count()))
    table = table.select(
        "links",
        "backlinks",
        "sitewide_links",
        "sitewide_groups",
        links_sitewide_once=table.links - table.sitewide_links + table.sitewide_groups,
        backlinks_sitewide_once=table.backlinks - table.wide_alone + table.wide_hosts,
    )
    return Answer(table, view.complete_outside)


def _rows(view: View) -> ir.Table:
    """The backlinks with their normalised anchors."""
    rows = with_normalised_anchor(backlink_rows(view, "anchor_text")).drop("anchor_text")
    return rows.mutate(anchor=rows.anchor.fill_null(""))


def host_groups(rows: ir.Table, pages: ir.Table) -> ir.Table:
    """Backlinks with normalised anchors by host, target and anchor: the columns of `sitewide`, and
    `example_url`, the first of the read pages with such a link."""
    read = pages.filter(is_document(pages))
    hosts = read.group_by(read_host="host").agg(read_pages=read.count())
    read_urls = read.select(read_url="url")
    per_page = rows.group_by(*GROUP, "source_url").agg(
        source_domain=rows.source_domain.arbitrary(),
        links=rows.count(),
        is_followed=rows.is_followed.any(),
    )
    per_page = per_page.left_join(read_urls, [("source_url", "read_url")])
    groups = per_page.group_by(*GROUP).agg(
        source_domain=per_page.source_domain.arbitrary(),
        links=per_page.links.sum(),
        pages_with_link=per_page.read_url.count(),
        example_url=per_page.read_url.min(),
        followed=per_page.is_followed.any(),
    )
    joined = groups.left_join(hosts, [("source_host", "read_host")]).drop("read_host")
    joined = joined.mutate(read_pages=joined.read_pages.fill_null(0))
    joined = joined.mutate(pages_share=joined.pages_with_link / joined.read_pages.nullif(0))
    is_wide = ibis.ifelse(
        joined.read_pages >= MIN_READ_PAGES, joined.pages_share >= MIN_SHARE, None
    )
    return joined.select(
        "source_host", "source_domain", "target_url", "anchor", "links", "pages_with_link",
        "read_pages", "pages_share", "followed", "example_url", sitewide=is_wide,
    )  # fmt: skip
