"""The backlinks of several sites, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.hyperlinks import hyperlinks
from linkspider.analysis.opening import targets_of
from linkspider.analysis.scoping import scope_of
from linkspider.analysis.view import AnalysisError, kept_all_links
from linkspider.scope import Scope, ScopeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import ibis.expr.types as ir

    from linkspider.analysis.view import View

COLUMNS = (
    "source_url",
    "source_domain",
    "target_url",
    "anchor_text",
    "followed",
    "position",
    "ordinal",
)
FACTS = (
    "source_url",
    "source_domain",
    "anchor",
    "sites",
    "links",
    "followed_links",
    "referring_pages",
    "referring_domains",
)
"""The columns beside those of the sites: no site may be called so."""


def compared_sites(view: View, competitors: Iterable[str]) -> list[Scope]:
    """The target and its competitors, each once, in the order given; AnalysisError for no site.

    Names become columns: so it is for one that another column has, and for two that differ in case
    alone.
    """
    scopes = [view.scope]
    for competitor in (competitors,) if isinstance(competitors, str) else competitors:
        try:
            scopes.append(Scope.parse(competitor))
        except ScopeError as error:
            raise AnalysisError(f"competitors: {error}") from error
    each_once: dict[tuple[str, bool, str], Scope] = {}
    for scope in scopes:
        each_once.setdefault((scope.host, scope.subdomains, scope.path), scope)
    names: dict[str, str] = {}
    for scope in each_once.values():
        if scope.given.lower() in FACTS:
            raise AnalysisError(
                f"competitors: {scope.given} is the name of a column too; name the site by its "
                f"URL, https://{scope.host}/"
            )
        other = names.setdefault(scope.given.lower(), scope.given)
        if other != scope.given:
            raise AnalysisError(f"competitors: {other} and {scope.given} differ in case alone")
    return list(each_once.values())


def is_complete(view: View, sites: Sequence[Scope]) -> bool:
    """Whether the crawls of other sites left nothing out: no page for a budget, and no link, since
    they kept all links, or had all the sites for targets."""
    runs = view.crawls.select("spider", "domain", "arguments").to_pyarrow().to_pylist()
    wanted = {site.given for site in sites}
    return view.complete_outside and all(
        kept_all_links(run["arguments"]) or wanted <= {target.given for target in targets_of(run)}
        for run in runs
        if run["spider"] != "target"
    )


def links_to(view: View, sites: Sequence[Scope]) -> ir.Table:
    """The hyperlinks into each site from other registrable domains, with the column `site`.

    A link into two sites, one of which is part of the other, is a row for each.
    """
    links = hyperlinks(view.links)
    links = links.filter(links.source_domain != links.target_domain)
    return ibis.union(*(_links_to_one(links, site) for site in sites))


def _links_to_one(links: ir.Table, site: Scope) -> ir.Table:
    found = links.mutate(site=scope_of(site, links.target_host, links.target_url))
    return found.filter(found.site.notnull()).select("site", *COLUMNS)


def in_order(site: ir.StringColumn, sites: Sequence[Scope]) -> ir.IntegerColumn:
    """The place of each site in the order given, to sort by."""
    return ibis.cases(*((site == one.given, place) for place, one in enumerate(sites)))
