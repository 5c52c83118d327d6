"""Chooses what names each link to its reader, and cleans it."""

from __future__ import annotations

from linkspider.items import AnchorCandidates, LinkItem, PageItem
from linkspider.text import clean, is_visible
from linkspider.threads import run_alone
from pipelines import MANY_LINKS

MAX_LENGTH = 2_000
_SOURCES = ("text", "alt", "aria-label", "title")


def choose_anchor(candidates: AnchorCandidates) -> tuple[str, str]:
    """Anchor text and its source: the first candidate that a reader can see.

    >>> choose_anchor(AnchorCandidates(text=" ", alt="Our  logo", title="Home"))
    ('Our logo', 'alt')
    >>> choose_anchor(AnchorCandidates())
    ('', 'none')
    """
    for source, candidate in zip(_SOURCES, candidates, strict=True):
        if candidate:
            text = clean(candidate, MAX_LENGTH)
            if is_visible(text):
                return text, source
    return "", "none"


def name_link(link: LinkItem) -> None:
    """Fill in the anchor text of a hyperlink, and let go of the raw candidates."""
    if link.element in ("a", "area") and link.candidates is not None:
        link.anchor_text, link.anchor_source = choose_anchor(link.candidates)
        link.candidates = None


def name_links(page: PageItem) -> None:
    """Name each hyperlink of a page."""
    for link in page.links:
        name_link(link)


class AnchorTextPipeline:
    """Names the links of each page."""

    async def process_item(self, item: object) -> object:
        if isinstance(item, PageItem):
            if len(item.links) > MANY_LINKS:
                await run_alone(name_links, item)
            else:
                name_links(item)
        return item
