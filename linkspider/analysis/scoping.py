"""The table of link types as an expression: what a link is to one target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.scope import Scope


def scope_of(scope: Scope, host: ir.StringColumn, url: ir.StringColumn) -> ir.StringColumn:
    """The target as given where the URL belongs to it, else null. ``host`` is null for no web URL.

    The same as `Scope.covers`.
    """
    covers = host == scope.host
    if scope.subdomains:
        covers |= host.endswith("." + scope.host)
    if scope.path != "/":
        path = url.re_extract(r"^[a-z]+://[^/?]*([^?]*)", 1)
        if scope.path.endswith("/"):
            covers &= path.startswith(scope.path)
        else:
            covers &= (path == scope.path) | path.startswith(scope.path + "/")
    return ibis.ifelse(covers, ibis.literal(scope.given), ibis.null("string"))


def relabel_links(links: ir.Table, scope: Scope) -> ir.Table:
    """The links with `source_scope`, `target_scope` and `link_type` as they are for one target."""
    links = links.mutate(
        source_scope=scope_of(scope, links.source_host, links.source_url),
        target_scope=scope_of(scope, links.target_host, links.target_url),
    )
    to_target, from_target = links.target_scope.notnull(), links.source_scope.notnull()
    same_domain = links.source_domain == links.target_domain
    return links.mutate(
        link_type=ibis.cases(
            (to_target & same_domain, "internal"),
            (to_target, "backlink"),
            (from_target & same_domain, "internal"),
            (from_target & links.target_domain.notnull(), "outbound"),
            else_="other",
        )
    )


def rescope_pages(pages: ir.Table, scope: Scope) -> ir.Table:
    """The pages with `scope` as it is for one target."""
    return pages.mutate(scope=scope_of(scope, pages.host, pages.url))
