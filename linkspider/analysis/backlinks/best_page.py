"""Which live page is most like a page that is gone: by the words of its URL, title and anchors.

The similarity is the cosine of the two sets of words (Salton's vector space), each word weighted
by ln(1 + n / pages with it), so that a word that stands on every page says little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.backlinks.words import spread_words

if TYPE_CHECKING:
    import ibis.expr.types as ir

PAGES_OF_A_WORD = 200
"""How many pages a word finds: those with the least other words, which are the most similar where
nothing else is shared. This bounds the work on large sites."""


def best_pages(wanted: ir.Table, hints: ir.Table, live: ir.Table, min_score: float) -> ir.Table:
    """The live page that is most similar to each page that is wanted, where one is similar enough.

    ``wanted`` and ``hints`` have the columns `wanted_url` and `text`, its URL and the anchors that
    lead to it; ``live`` the columns `page` and `text`, its URL and its title, a row for each. Words
    of anchors that no live page has are left out: they tell of the page that refers.

    Columns: `wanted_url`, `best_page`, `best_page_score` (0 to 1, at least ``min_score``). Of equal
    ones the shorter URL, then the first by name.
    """
    known = spread_words(live, "page", "text").cache()
    hinted = spread_words(hints, "wanted_url", "text").semi_join(known, "word")
    asked = spread_words(wanted, "wanted_url", "text").union(hinted, distinct=True).cache()
    frequency = known.group_by("word").agg(pages=known.count())
    size = live.agg(size=live.page.nunique())
    asked = _weigh(asked, frequency, size)
    known = _weigh(known, frequency, size)
    asked_norm = asked.group_by(asked_url="wanted_url").agg(asked_norm=asked.weight.sum())
    known_norm = known.group_by(known_page="page").agg(known_norm=known.weight.sum())
    found = _found(known.semi_join(asked, "word"), known_norm)
    asked_words = asked.select("wanted_url", asked_word="word")
    pairs = asked_words.join(found, [("asked_word", "word")]).select("wanted_url", "page")
    pairs = pairs.distinct().join(asked_words.view(), "wanted_url")
    pairs = pairs.select("wanted_url", "page", word="asked_word").join(known, ["page", "word"])
    shared = pairs.group_by("wanted_url", "page").agg(shared=pairs.weight.sum())
    joined = shared.join(asked_norm, [("wanted_url", "asked_url")])
    joined = joined.join(known_norm, [("page", "known_page")])
    score = joined.shared / (joined.asked_norm * joined.known_norm).sqrt()
    scored = joined.select("wanted_url", best_page="page", best_page_score=score.round(4))
    scored = scored.filter(scored.best_page_score >= min_score)
    best_first = ibis.window(
        group_by="wanted_url",
        order_by=[scored.best_page_score.desc(), scored.best_page.length(), scored.best_page],
    )
    ranked = scored.mutate(place=ibis.row_number().over(best_first))
    return ranked.filter(ranked.place == 0).drop("place")


def _weigh(words: ir.Table, frequency: ir.Table, size: ir.Table) -> ir.Table:
    """The words with `pages` (how many live pages have them) and `weight`: the square of the
    word's weight, as the cosine needs it."""
    found = frequency.view().select(frequency_word="word", pages="pages")
    joined = words.left_join(found, [("word", "frequency_word")]).drop("frequency_word")
    joined = joined.mutate(pages=joined.pages.fill_null(0)).cross_join(size.view())
    weight = (1 + joined["size"] / ibis.greatest(joined.pages, 1)).ln()
    return joined.mutate(weight=weight * weight).drop("size")


def _found(known: ir.Table, norms: ir.Table) -> ir.Table:
    """The pages that each word finds: `word`, `page`."""
    joined = known.join(norms, [("page", "known_page")]).select("word", "page", "known_norm")
    shortest_first = ibis.window(
        group_by=joined.word,
        order_by=[joined.known_norm.round(6), joined.page.length(), joined.page],
    )
    ranked = joined.mutate(place=ibis.row_number().over(shortest_first))
    return ranked.filter(ranked.place < PAGES_OF_A_WORD).select("word", "page")
