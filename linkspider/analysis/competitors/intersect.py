"""Who links to which of several sites: domains and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.competitors.sites import compared_sites, in_order, is_complete, links_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import ibis.expr.types as ir

    from linkspider.analysis.view import View
    from linkspider.scope import Scope


def domain_intersect(view: View, competitors: Iterable[str], *, at_least: int = 1) -> Answer:
    """The domains that link to the target or to its competitors, and to which of them.

    A competitor is a domain, or a URL for one host and path, as a target is. A site's referring
    domains do not contain its own registrable domain, but may contain another site's. Links among
    other sites are known only of pages that a crawl read for the target, and only where it kept
    them (`keep=all`, or the competitors among its targets): what the table has is there, what it
    has not may still be.

    Columns: `source_domain`; `sites`, how many of the sites it links to (only domains with
    ``at_least`` so many); `links`, `followed_links` and `referring_pages`, to all sites together;
    then a column for each site, the target first, with the number of links to it. Order: most
    sites first, then most followed links, then most links, then domain.
    """
    return _intersect(view, competitors, ("source_domain",), at_least)


def page_intersect(view: View, competitors: Iterable[str], *, at_least: int = 1) -> Answer:
    """The pages that link to the target or to its competitors, and to which of them.

    Columns, order and what is known: as of `domain_intersect`, with `source_url` and
    `source_domain` in front; `referring_pages` is left out, as each row is one.
    """
    answer = _intersect(view, competitors, ("source_url", "source_domain"), at_least)
    return Answer(answer.table.drop("referring_pages"), answer.complete)


def _intersect(
    view: View, competitors: Iterable[str], keys: Sequence[str], at_least: int
) -> Answer:
    sites = compared_sites(view, competitors)
    links = links_to(view, sites)
    table = links.group_by(keys).agg(
        sites=links.site.nunique(),
        links=links.count(),
        followed_links=links.followed.fill_null(False).sum(),
        referring_pages=links.source_url.nunique(),
        **{site.given: (links.site == site.given).sum() for site in sites},
    )
    table = table.filter(table.sites >= at_least)
    order = [table[name].desc() for name in ("sites", "followed_links", "links")]
    return Answer(table.order_by(*order, *keys), is_complete(view, sites))


def shared_referring_domains(view: View, competitors: Iterable[str]) -> Answer:
    """How many referring domains each two of the sites have in common.

    What is known of competitors' links: see `domain_intersect`.

    Columns: `site`, `other_site`; `referring_domains` (of `site`); `shared_domains`, those that
    link to both; `jaccard`, these as a fraction of the domains that link to either (null where none
    does). A row for each two sites in both orders and for each site with itself, in the order
    given, the target first; a site that nothing links to has zeros.
    """
    sites = compared_sites(view, competitors)
    pairs = links_to(view, sites).select("site", "source_domain").distinct()
    return Answer(_matrix(pairs, sites), is_complete(view, sites))


def _matrix(pairs: ir.Table, sites: Sequence[Scope]) -> ir.Table:
    """Each site with each, and how many domains link to both."""
    names = ibis.memtable({"site": [site.given for site in sites]}, schema={"site": "string"})
    counted = pairs.group_by("site").agg(domains=pairs.count())
    sizes = names.left_join(counted, "site").select(names.site, counted.domains)
    sizes = sizes.select("site", referring_domains=sizes.domains.fill_null(0))
    others = sizes.view().select(other_site="site", other_domains="referring_domains")
    both = pairs.join(
        pairs.view().select(other_site="site", domain="source_domain"),
        [("source_domain", "domain")],
    )
    both = both.group_by(left_site="site", right_site="other_site").agg(shared=ibis._.count())
    table = sizes.cross_join(others)
    table = table.left_join(both, [("site", "left_site"), ("other_site", "right_site")])
    table = table.mutate(shared_domains=table.shared.fill_null(0))
    either = table.referring_domains + table.other_domains - table.shared_domains
    table = table.mutate(jaccard=table.shared_domains / either.nullif(0))
    table = table.order_by(in_order(table.site, sites), in_order(table.other_site, sites))
    return table.select("site", "other_site", "referring_domains", "shared_domains", "jaccard")
