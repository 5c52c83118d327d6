"""With which words others link to the target, and to its competitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import with_normalised_anchor
from linkspider.analysis.answer import Answer
from linkspider.analysis.competitors.sites import compared_sites, is_complete, links_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkspider.analysis.view import View


def anchors_side_by_side(view: View, competitors: Iterable[str]) -> Answer:
    """The anchor texts of the links to the target and to each competitor, with their shares.

    Texts are normalised (see `anchors.normalise`); a share is the fraction of a site's distinct
    pairs of source domain and anchor, so that a sitewide link counts once. What is known of
    competitors' links: see `domain_intersect`.

    Columns: `anchor` (empty where links have no text); `referring_domains` that use it for any of
    the sites; then a column for each site, the target first, with its share (0..1; null for a site
    that nothing links to). Order: most referring domains first, then anchor.
    """
    sites = compared_sites(view, competitors)
    links = links_to(view, sites)
    links = links.select("site", "source_domain", anchor_text=links.anchor_text.fill_null(""))
    pairs = (
        with_normalised_anchor(links.distinct())
        .select("site", "source_domain", "anchor")
        .distinct()
    )
    table = pairs.group_by("anchor").agg(
        referring_domains=pairs.source_domain.nunique(),
        **{site.given: (pairs.site == site.given).sum() for site in sites},
    )
    every = ibis.window()
    shares = {
        site.given: table[site.given] / table[site.given].sum().over(every).nullif(0)
        for site in sites
    }
    table = table.select("anchor", "referring_domains", **shares)
    return Answer(
        table.order_by(table.referring_domains.desc(), "anchor"), is_complete(view, sites)
    )
