"""How the target's own pages link to each other.

Every question takes `segments`, named patterns of paths (see `with_segment`), which adds a column
`segment` to its rows. Counts of inlinks are over internal hyperlinks between final pages, those
from a page to itself left out. Lists of links (broken, redirecting …) are over the internal
hyperlinks as they stand in the pages, those to the page's own URL left out; `by_target` sums up
any of them.
"""

from linkspider.analysis.internal.ages import old_pages_never_linked_by_newer
from linkspider.analysis.internal.anchors import non_descriptive_anchors
from linkspider.analysis.internal.crowded import crowded_pages
from linkspider.analysis.internal.depth import click_depth, unreachable
from linkspider.analysis.internal.faults import (
    broken_links,
    by_target,
    links_to_unindexable,
    redirecting_links,
)
from linkspider.analysis.internal.home import home_page
from linkspider.analysis.internal.importance import under_linked
from linkspider.analysis.internal.inlinks import inlinks
from linkspider.analysis.internal.nofollowed import nofollowed_links
from linkspider.analysis.internal.orphans import orphans
from linkspider.analysis.internal.positions import links_by_position
from linkspider.analysis.internal.segments import by_segment, with_segment

__all__ = [
    "broken_links",
    "by_segment",
    "by_target",
    "click_depth",
    "crowded_pages",
    "home_page",
    "inlinks",
    "links_by_position",
    "links_to_unindexable",
    "nofollowed_links",
    "non_descriptive_anchors",
    "old_pages_never_linked_by_newer",
    "orphans",
    "redirecting_links",
    "under_linked",
    "unreachable",
    "with_segment",
]
