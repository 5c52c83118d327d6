"""What stands on the pages: too little, the same twice, images that cannot be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.on_page.pages import html_pages, indexable_pages

if TYPE_CHECKING:
    from linkspider.analysis.view import View

THIN_WORDS = 200


def thin_pages(view: View, words: int = THIN_WORDS) -> Answer:
    """Indexable pages of fewer than ``words`` words of visible text.

    Each Chinese or Japanese character counts as a word. A page of which a limit cut the reading is
    left out. Columns: `url`, `title`, `word_count`. Order: word_count, url.
    """
    pages = indexable_pages(view)
    thin = pages.filter(pages.word_count < words, pages.is_whole)
    table = thin.select("url", "title", "word_count").order_by("word_count", "url")
    return Answer(table, view.complete_inside)


def duplicate_pages(view: View) -> Answer:
    """Indexable pages that show the same text, word by word, as another indexable page.

    A page that redirects, is noindex or names the other as its canonical is no duplicate: there is
    one of them in the index. Pages without text, and those of which a limit cut the reading, are
    left out. Columns: `url`, `title`, `word_count`, `text_hash` (equal for equal texts),
    `pages` (how many have this text). Order: pages, the most first; text_hash; url.
    """
    pages = indexable_pages(view)
    pages = pages.filter(pages.text_hash.notnull(), pages.is_whole)
    groups = pages.group_by(same_hash=pages.text_hash).agg(pages=lambda t: t.count())
    groups = groups.filter(groups.pages > 1)
    joined = pages.join(groups, [("text_hash", "same_hash")])
    found = joined.select("url", "title", "word_count", "text_hash", "pages")
    return Answer(found.order_by(ibis.desc("pages"), "text_hash", "url"), view.complete_inside)


def images_without_alt(view: View) -> Answer:
    """Pages with images that have no alt attribute (an empty one marks decoration and is right).

    Of the pages read with status 200 as HTML, indexable or not: people read them all. Columns:
    `url`, `title`, `images` (img elements), `images_without_alt`, `images_without_alt_share` (of
    the page's images). Order: images_without_alt, the most first; url.
    """
    pages = html_pages(view)
    found = pages.filter(pages.images_without_alt > 0)
    table = found.select(
        "url", "title", "images", "images_without_alt",
        images_without_alt_share=found.images_without_alt / found.images.nullif(0),
    )  # fmt: skip
    return Answer(table.order_by(ibis.desc("images_without_alt"), "url"), view.complete_inside)
