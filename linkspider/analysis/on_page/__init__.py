"""On the pages themselves: titles, descriptions, headings, contents, tags, and what is wrong."""

from linkspider.analysis.on_page.canonicals import canonical_conflicts
from linkspider.analysis.on_page.contents import duplicate_pages, images_without_alt, thin_pages
from linkspider.analysis.on_page.delivery import (
    insecure_links,
    no_viewport,
    response_times,
    slow_or_heavy,
)
from linkspider.analysis.on_page.headings import headings
from linkspider.analysis.on_page.hreflang import hreflang
from linkspider.analysis.on_page.indexability import indexability, linked_not_indexable
from linkspider.analysis.on_page.issues import issues
from linkspider.analysis.on_page.snippets import descriptions, titles

__all__ = [
    "canonical_conflicts",
    "descriptions",
    "duplicate_pages",
    "headings",
    "hreflang",
    "images_without_alt",
    "indexability",
    "insecure_links",
    "issues",
    "linked_not_indexable",
    "no_viewport",
    "response_times",
    "slow_or_heavy",
    "thin_pages",
    "titles",
]
