"""Words, and the live pages that are most similar in them, worked out by hand."""

from __future__ import annotations

from math import log, sqrt

import ibis
import ibis.expr.types as ir
import pytest

from linkspider.analysis.backlinks import best_page
from linkspider.analysis.backlinks.best_page import best_pages
from linkspider.analysis.backlinks.words import MAX_WORDS, words
from tests.analysis.frames import rows


def table(key: str, *pairs: tuple[str, str]) -> ir.Table:
    """The texts of each key."""
    columns = {key: [pair[0] for pair in pairs], "text": [pair[1] for pair in pairs]}
    return ibis.memtable(columns, schema={key: "string", "text": "string"})


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "https://a.example/Tea/Green_Tea-2019/index.html?q=cup#top": "tea green 2019 index",
        "https://a.example/%E8%8C%B6/caf%C3%A9": "茶 cafe",
        "https://a.example/%ff%00": "",
        "https://a.example": "",
        "The shop, THE SHOP!": "the shop",
        "Über-Straße №1": "uber strasse no1",
        "": "",
    }.items(),
)
def test_words_are_what_can_be_compared(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_no_text_has_more_words_than_can_be_looked_at() -> None:
    assert len(words(" ".join(map(str, range(1_000))))) == MAX_WORDS


def test_the_score_is_the_cosine_of_the_weighted_words() -> None:
    live = table(
        "page", ("p1", "https://a.example/green/tea"), ("p2", "https://a.example/black/tea")
    )
    wanted = table("wanted_url", ("w", "https://a.example/green/cup"))
    # Of 2 pages both have tea, 1 has green, none has cup, which weighs like a word of one page.
    tea, green, cup = (log(1 + 2 / pages) ** 2 for pages in (2, 1, 1))
    score = green / sqrt((green + cup) * (green + tea))
    found = rows(best_pages(wanted, table("wanted_url"), live, 0.3))
    assert found == [("w", "p1", pytest.approx(score, abs=1e-4))]
    assert rows(best_pages(wanted, table("wanted_url"), live, score + 0.001)) == []


def test_words_of_anchors_count_only_where_some_page_has_them() -> None:
    live = table("page", ("p1", "red pot"), ("p2", "blue mug"))
    wanted = table("wanted_url", ("w", "https://a.example/red"))
    hints = table("wanted_url", ("w", "a pot that everyone should have a look at"))
    assert rows(best_pages(wanted, hints, live, 0.3)) == [("w", "p1", 1.0)]


def test_a_word_finds_the_pages_with_the_least_other_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(best_page, "PAGES_OF_A_WORD", 2)
    live = table("page", *((f"p{n}", f"tea green word{n}") for n in range(9)), ("q", "green tea"))
    wanted = table("wanted_url", ("w", "https://a.example/tea-green"))
    assert rows(best_pages(wanted, table("wanted_url"), live, 0.3)) == [("w", "q", 1.0)]


def test_nothing_finds_nothing() -> None:
    nothing = table("wanted_url")
    assert rows(best_pages(nothing, nothing, table("page"), 0.0)) == []
    assert rows(best_pages(table("wanted_url", ("w", "tea")), nothing, table("page"), 0.0)) == []
