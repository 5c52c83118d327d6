"""The target beside its competitors: who links to whom, and with which words."""

from linkspider.analysis.competitors.anchors import anchors_side_by_side
from linkspider.analysis.competitors.gap import link_gap, suggest_competitors, suggested_domains
from linkspider.analysis.competitors.intersect import (
    domain_intersect,
    page_intersect,
    shared_referring_domains,
)

__all__ = [
    "anchors_side_by_side",
    "domain_intersect",
    "link_gap",
    "page_intersect",
    "shared_referring_domains",
    "suggest_competitors",
    "suggested_domains",
]
