"""What the titles of a site end in: mostly what it calls itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.brand import TITLE_END
from linkspider.analysis.answer import Answer
from linkspider.analysis.observations import is_document

if TYPE_CHECKING:
    from linkspider.analysis.view import View

MIN_PAGES = 3
MIN_SHARE = 0.5


def title_endings(view: View) -> Answer:
    """What at least 3 titles of the target's pages end in, behind their last separator, like
    `Green tea | Leaf & Kettle`: often its name, which the domain does not tell. If so, give it as
    ``brand`` to those who ask for one.

    Columns: `ending`; `pages` whose titles have it; `pages_share` of all that have a title, a
    fraction. The most common first, then by alphabet.
    """
    pages = view.pages
    titled = pages.filter(pages.scope.notnull(), is_document(pages), pages.title != "")
    endings = titled.select(ending=titled.title.re_extract(TITLE_END, 2))
    counted = endings.group_by("ending").agg(pages=endings.count())
    counted = counted.mutate(pages_share=counted.pages / counted.pages.sum().over(ibis.window()))
    table = counted.filter(counted.ending != "", counted.pages >= MIN_PAGES)
    return Answer(table.order_by(table.pages.desc(), "ending"), view.complete_inside)


def common_title_ending(view: View) -> str | None:
    """The first of `title_endings`, where at least half of the titles have it."""
    table = title_endings(view).table
    found = table.filter(table.pages_share >= MIN_SHARE).limit(1).to_pyarrow()
    endings = found["ending"].to_pylist()
    return endings[0] if endings else None
