"""Thin pages, duplicate pages, images without alt."""

from __future__ import annotations

from pathlib import Path

from linkspider import analysis
from linkspider.analysis.on_page import duplicate_pages, images_without_alt, thin_pages
from tests.analysis.frames import absolute, page, rows, view


def test_thin_pages_are_indexable_and_have_fewer_words() -> None:
    pages = [
        page("/empty", word_count=0),
        page("/thin", word_count=199, title="Thin"),
        page("/enough", word_count=200),
        page("/cart", word_count=5, noindex=True),
        page("/sorted", word_count=5, canonical_url="/enough"),
        page("/cut", word_count=5, truncated=True),
        page("/gone", word_count=5, status=404),
    ]
    found = thin_pages(view(pages))
    assert rows(found) == [(absolute("/empty"), None, 0), (absolute("/thin"), "Thin", 199)]
    assert rows(thin_pages(view(pages), words=199), "url") == [(absolute("/empty"),)]


def test_duplicate_pages_are_indexable_pages_with_the_same_text() -> None:
    pages = [
        page("/a", text_hash="01", word_count=9), page("/b", text_hash="01", word_count=9),
        page("/x", text_hash="02"), page("/y", text_hash="02"), page("/z", text_hash="02"),
        page("/page", text_hash="03"), page("/page?sort=1", text_hash="03", canonical_url="/page"),
        page("/old", text_hash="03", redirect_to="/page"),
        page("/print", text_hash="03", noindex=True),
        page("/gone", text_hash="03", status=404),
        page("/cut1", text_hash="04", truncated=True), page("/cut2", text_hash="04"),
        page("/empty1"), page("/empty2"),
        page("https://blog.example/", text_hash="03"),
    ]  # fmt: skip
    assert rows(duplicate_pages(view(pages)), "url", "text_hash", "pages") == [
        (absolute("/x"), "02", 3), (absolute("/y"), "02", 3), (absolute("/z"), "02", 3),
        (absolute("/a"), "01", 2), (absolute("/b"), "01", 2),
    ]  # fmt: skip


def test_conflicting_canonicals_leave_two_pages_duplicates() -> None:
    pages = [page("/a", text_hash="01", canonicals=2), page("/b", text_hash="01")]
    assert len(rows(duplicate_pages(view(pages)))) == 2


def test_images_without_alt_count_on_all_pages_that_people_read() -> None:
    pages = [
        page("/", images=4, images_without_alt=1, title="Home"),
        page("/cart", images=2, images_without_alt=2, noindex=True),
        page("/good", images=3, images_without_alt=0),
        page("/gone", images=1, images_without_alt=1, status=404),
    ]
    assert rows(images_without_alt(view(pages))) == [
        (absolute("/cart"), None, 2, 2, 1.0),
        (absolute("/"), "Home", 4, 1, 0.25),
    ]


def test_no_pages_have_no_contents() -> None:
    for question in (thin_pages, duplicate_pages, images_without_alt):
        assert rows(question(view())) == []


def test_the_demos_contents(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    thin = rows(thin_pages(seen), "url", "word_count")
    assert len(thin) == 32
    assert thin[0] == ("http://help.shop.example/", 60)
    assert rows(duplicate_pages(seen)) == []
    assert rows(images_without_alt(seen)) == [
        ("http://shop.example/tea/green/genmaicha", "Genmaicha | Leaf & Kettle", 2, 1, 0.5)
    ]
