"""Pages with so many links that none of them stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.hyperlinks import hyperlinks
from linkspider.analysis.internal.segments import Segments, with_segment

if TYPE_CHECKING:
    from linkspider.analysis.view import View

LIMIT = 150
"""Distinct targets."""


def crowded_pages(view: View, limit: int = LIMIT, *, segments: Segments | None = None) -> Answer:
    """The pages in scope with more than ``limit`` distinct targets: URLs that their hyperlinks to
    web addresses name, as written and without fragment, internal and outbound, but the page's own.

    Columns: `url`; `links`: rows; `targets`, `internal_targets`, `outbound_targets`: distinct
    target URLs. Rows: the most targets first, then by URL.
    """
    links = hyperlinks(view.links)
    links = links.filter(
        links.source_scope.notnull(),
        links.target_host.notnull(),
        links.source_url != links.target_url,
    ).select("target_url", url="source_url", internal=links.link_type == "internal")
    many = links.group_by(many_url="url").agg(links=links.count())  # only these can have too many
    links = links.semi_join(many.filter(many.links > limit), [("url", "many_url")])
    pairs = links.group_by("url", "target_url", "internal").agg(links=links.count())
    pages = pairs.group_by("url").agg(
        links=pairs.links.sum(),
        targets=pairs.count(),
        internal_targets=pairs.count(where=pairs.internal),
        outbound_targets=pairs.count(where=~pairs.internal),
    )
    pages = with_segment(pages.filter(pages.targets > limit), segments, "url")
    return Answer(pages.order_by(ibis.desc("targets"), "url"), view.complete_inside)
