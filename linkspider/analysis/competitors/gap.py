"""Who links to competitors and not to the target, and who could be a competitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.competitors.sites import compared_sites, is_complete, links_to
from linkspider.analysis.hyperlinks import backlinks, hyperlinks
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkspider.analysis.view import View


def link_gap(view: View, competitors: Iterable[str], *, at_least: int = 1) -> Answer:
    """The domains that link to at least so many competitors and not to the target.

    The target's own domain is left out. What is known of competitors' links: see
    `domain_intersect`.

    Columns: `source_domain`; `competitors`, to how many of them it links, and `linked_competitors`,
    their names with commas between; `followed_competitors`, to how many with a followed link;
    `links`, `followed_links`, `referring_pages`; and of one link as an example (a followed one
    where there is one, rather in the content, the first by page and order) `example_source_url`,
    `example_target_url`, `example_anchor_text`, `example_followed`.
    Order, the most promising first: most followed competitors, then most competitors, then most
    referring pages, then domain.
    """
    sites = compared_sites(view, competitors)
    links = links_to(view, sites)
    known = links.filter(links.site == view.domain).select(known="source_domain").distinct()
    links = links.filter(links.source_domain != registrable_domain(view.scope.host))
    links = links.anti_join(known, [("source_domain", "known")])
    links = links.mutate(followed=links.followed.fill_null(False))
    names = links.select("source_domain", "site").distinct()
    names = names.group_by(domain="source_domain").agg(
        linked_competitors=names.site.collect().sort().join(", ")
    )
    best_first = ibis.window(
        group_by=links.source_domain,
        order_by=[
            links.followed.desc(),
            (links.position == "content").fill_null(False).desc(),
            links.source_url,
            links.ordinal,
            links.site,
        ],
    )
    best = links.mutate(place=ibis.row_number().over(best_first)).filter(ibis._.place == 0)
    best = best.select(
        example_domain="source_domain",
        **{
            f"example_{name}": name
            for name in ("source_url", "target_url", "anchor_text", "followed")
        },
    )
    table = links.group_by("source_domain").agg(
        competitors=links.site.nunique(),
        followed_competitors=links.site.nunique(where=links.followed),
        links=links.count(),
        followed_links=links.followed.sum(),
        referring_pages=links.source_url.nunique(),
    )
    table = table.filter(table.competitors >= at_least)
    table = table.left_join(names, [("source_domain", "domain")])
    table = table.left_join(best, [("source_domain", "example_domain")])
    most = [
        table[name].desc() for name in ("followed_competitors", "competitors", "referring_pages")
    ]
    table = table.order_by(*most, "source_domain").select(
        "source_domain",
        "competitors",
        "linked_competitors",
        "followed_competitors",
        "links",
        "followed_links",
        "referring_pages",
        "example_source_url",
        "example_target_url",
        "example_anchor_text",
        "example_followed",
    )
    return Answer(table, is_complete(view, sites))


def suggest_competitors(view: View, top: int = 20) -> Answer:
    """The other sites that the target's referring pages link to as well: who is named beside it.

    A list to choose from: it has the platforms and partners that many pages name, too.

    Columns: `domain`; `referring_domains`, how many of the target's referring domains link to it
    from a page that also links to the target; `referring_pages`, `links`, `followed_links` of
    these. The ``top`` rows by referring domains, then followed links, then name.
    """
    links = hyperlinks(view.links)
    links = links.filter(
        (links.link_type == "other") & (links.source_domain != links.target_domain)
    )
    referring = backlinks(view.links).select(page_url="source_url").distinct()
    links = links.semi_join(referring, [("source_url", "page_url")])
    table = links.group_by(domain="target_domain").agg(
        referring_domains=links.source_domain.nunique(),
        referring_pages=links.source_url.nunique(),
        links=links.count(),
        followed_links=links.followed.fill_null(False).sum(),
    )
    most = [table.referring_domains.desc(), table.followed_links.desc()]
    return Answer(table.order_by(*most, "domain").limit(top), view.complete_between)


def suggested_domains(view: View, top: int = 3) -> list[str]:
    """The first domains of `suggest_competitors`, to begin with until one names one's own."""
    domains = suggest_competitors(view, top).table.to_pyarrow()["domain"]
    return [str(domain) for domain in domains]
