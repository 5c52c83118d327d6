"""The words that give pages away: the data files, and how words are found."""

from __future__ import annotations

import pytest

from linkspider.analysis.audit.wording import (
    first_found,
    injected_paths,
    is_of,
    paid_labels,
    paid_phrases,
    spam_topics,
)
from tests.analysis.frames import page, rows, table


def test_words_are_lower_case_without_blanks_at_their_edges_and_of_two_signs_or_more() -> None:
    spam = [word for words in spam_topics().values() for word in words]
    for word in [*paid_phrases(), *paid_labels(), *spam]:
        assert word == " ".join(word.lower().split())
        assert len(word) > 1
    assert len(spam) == len(set(spam))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our SPONSORED  post:", "sponsored  post"),
        ("https://a.example/sponsored-post/", "sponsored-post"),
        ("unsponsored posts", None),
        ("これは記事広告です", "記事広告"),
        ("Größe: Gästeinlägg", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phrase_is_found_in_whole_words(text: str | None, found: str | None) -> None:
    pages = table("pages", [page("/", title=text)])
    assert rows(pages.select(found=first_found(pages.title, paid_phrases()))) == [(found,)]


def test_every_word_of_a_topic_is_of_that_topic() -> None:
    for topic, words in spam_topics().items():
        pages = table(
            "pages", [page(f"/{n}", title=f"x {w.upper()}! y") for n, w in enumerate(words)]
        )
        assert {found for [found] in rows(pages.select(found=is_of(pages.title, [topic])))} == {
            True
        }
        assert rows(pages.select(found=is_of(pages.title, [])).distinct()) == [(False,)]


def test_every_path_is_an_expression_that_finds_no_home_page() -> None:
    pages = table("pages", [page("/")])
    for path in injected_paths().values():
        assert rows(pages.select(found=pages.url.re_search(path))) == [(False,)]
