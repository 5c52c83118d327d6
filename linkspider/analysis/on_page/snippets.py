"""What a search result shows of a page: its title and its meta description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.pages import html_pages, judged, with_uses
from linkspider.analysis.on_page.pixels import measured

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a text of a search result should be, and the size of Arial that shows it."""

    characters: tuple[int, int]
    pixels: tuple[int, int]
    size: int


TITLE = Limits(characters=(30, 60), pixels=(200, 561), size=20)
DESCRIPTION = Limits(characters=(70, 155), pixels=(400, 985), size=14)
"""Google shows descriptions in Arial of 14 pixels. The limits stand for that size: 155 characters
of English are about 985 pixels wide in it, and about 1,400 in the 20 pixels of a title."""


def titles(view: View) -> Answer:
    """The titles of the site's own pages, with what is wrong with each.

    A row for each page of the internal graph that was read with status 200 as HTML. Judged are the
    indexable ones, as no search result shows the title of another: their flags alone are not null,
    and a title is a duplicate only of an indexable page's.

    Columns: `url`; `indexable`; `title`; `characters` (Unicode code points); `pixels` (its width in
    Arial 20 px, see `pixels.py`); `uses` (indexable pages with this very title); the flags
    `missing` (none, or empty), `duplicate` (more than one use), `too_short` (fewer than 30
    characters or narrower than 200 px), `too_long` (more than 60 characters or wider than 561 px),
    of which `missing` is null too where a limit cut the reading; `issues` (flags that are set). For
    the limits, though not in `characters`, a full-width (CJK) character counts as two, as it does
    for those who write in them: no Chinese title has 30 characters within 561 px.
    Order: issues, the most first; title; url.
    """
    return Answer(_judge(html_pages(view), "title", "title", TITLE), view.complete_inside)


def descriptions(view: View) -> Answer:
    """The meta descriptions of the site's own pages, with what is wrong with each.

    As `titles`, with `description` for `title`: outside 70 to 155 characters, or outside 400 to
    985 px. The width is that in Arial 14 px, in which Google shows descriptions and to which those
    limits belong.
    """
    table = _judge(html_pages(view), "meta_description", "description", DESCRIPTION)
    return Answer(table, view.complete_inside)


def _judge(pages: ir.Table, column: str, name: str, limits: Limits) -> ir.Table:
    texts = pages.select("url", "indexable", "is_whole", **{name: pages[column].strip().nullif("")})
    found = measured(with_uses(texts, name), name, limits.size)
    found = found.mutate(characters=found[name].length())
    length, pixels, is_missing = found.half_widths, found.pixels, found[name].isnull()
    flagged = judged(
        found,
        missing=ibis.ifelse(is_missing & ~found.is_whole, None, is_missing),
        duplicate=(found.uses > 1).fill_null(False),
        too_short=_either(length < limits.characters[0], pixels < limits.pixels[0]),
        too_long=_either(length > limits.characters[1], pixels > limits.pixels[1]),
    )
    return flagged.select(
        "url", "indexable", name, "characters", "pixels", "uses",
        "missing", "duplicate", "too_short", "too_long", "issues",
    ).order_by(ibis.desc("issues"), name, "url")  # fmt: skip


def _either(one: ir.BooleanValue, other: ir.BooleanValue) -> ir.BooleanValue:
    """Whether one of the two holds; a text that is missing is neither short nor long."""
    return (one | other).fill_null(False)
