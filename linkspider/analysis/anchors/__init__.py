"""With which words: anchor texts made comparable, sorted by kind, and counted."""

from linkspider.analysis.anchors.counts import anchor_kinds, kind_shares
from linkspider.analysis.anchors.overused import overused
from linkspider.analysis.anchors.site_name import brand_of
from linkspider.analysis.anchors.targets import anchors_of_several_pages, generic_anchors
from linkspider.analysis.anchors.title_endings import title_endings

__all__ = [
    "anchor_kinds",
    "anchors_of_several_pages",
    "brand_of",
    "generic_anchors",
    "kind_shares",
    "overused",
    "title_endings",
]
