"""The main heading of each page: its H1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.pages import html_pages, judged, with_uses

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def headings(view: View) -> Answer:
    """The H1 headings of the site's own pages, with what is wrong with them.

    A row for each page of the internal graph that was read with status 200 as HTML. Judged are the
    indexable ones: their flags alone are not null. An H1 without text counts for none.

    Columns: `url`; `indexable`; `h1` (the first); `h1_count`; `title`; `uses` (indexable pages with
    this very first H1); the flags `missing`, `several` (more than one), `duplicate` (more than one
    use), `same_as_title` (the first H1 is the title, sign by sign but for case), of which `missing`
    is null too where a limit cut the reading; `issues` (flags that are set). Order: issues, the
    most first; h1; url.
    """
    pages = html_pages(view)
    pages = pages.select(
        "url", "indexable", "is_whole", "title",
        texts=pages.h1.map(lambda text: text.strip()).filter(lambda text: text != ""),
    )  # fmt: skip
    counted = pages.mutate(h1_count=pages.texts.length().fill_null(0), h1=pages.texts[0])
    found = with_uses(counted.drop("texts"), "h1")
    is_missing = found.h1_count == 0
    flagged = judged(
        found,
        missing=ibis.ifelse(is_missing & ~found.is_whole, None, is_missing),
        several=found.h1_count > 1,
        duplicate=(found.uses > 1).fill_null(False),
        same_as_title=(found.h1.lower() == found.title.strip().lower()).fill_null(False),
    )
    table = flagged.select(
        "url", "indexable", "h1", "h1_count", "title", "uses",
        "missing", "several", "duplicate", "same_as_title", "issues",
    ).order_by(ibis.desc("issues"), "h1", "url")  # fmt: skip
    return Answer(table, view.complete_inside)
