"""hreflang: codes, targets, return links, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from linkspider import analysis
from linkspider.analysis.on_page import hreflang, issues
from linkspider.analysis.on_page.hreflang import is_valid_code
from tests.analysis.frames import Row, absolute, link, page, rows, view


def alternate(source: str, code: str | None, target: str | None) -> Row:
    """An annotation of a page."""
    return link(source, target, element="alternate", hreflang=code, followed=None, position=None)


def cluster(*paths: str) -> list[Row]:
    """Annotations of pages that all name each other and themselves; the first is the default."""
    codes = dict(zip(paths, ("en", "de", "fr", "ja"), strict=False))
    return [
        row
        for source in paths
        for row in (
            *(alternate(source, code, target) for target, code in codes.items()),
            alternate(source, "x-default", paths[0]),
        )
    ]


@pytest.mark.parametrize(
    ("code", "is_valid"),
    [
        ("en", True), ("EN", True), ("zh-Hant", True), ("zh-hant-tw", True), ("pt-BR", True),
        ("x-default", True), ("X-Default", True), ("sr-Latn", True), ("en-GB", True),
        ("en-UK", False), ("en_US", False), ("eu-EU", False), ("us", False), ("jp", False),
        ("es-419", False), ("eng", False), ("", False), ("-", False), ("en-", False),
        ("en-GB-Latn", False), ("en-GB-GB", False), ("en-Latn-GB-x", False), ("x", False),
        ("default", False), ("de, at", False), ("中文", False), ("en\u200b", False),
        ("<script>", False), (None, None),
    ],
)  # fmt: skip
def test_a_code_is_a_language_with_script_and_region(
    code: str | None, is_valid: bool | None
) -> None:
    table = ibis.memtable({"code": [code]}, schema={"code": "string"})
    assert rows(table.select(valid=is_valid_code(table.code))) == [(is_valid,)]


def test_pages_that_all_name_each_other_and_themselves_have_no_issue() -> None:
    paths = ["/en", "/de", "/fr"]
    assert rows(hreflang(view(map(page, paths), cluster(*paths)))) == []


def test_a_page_that_does_not_name_the_other_in_return_is_told() -> None:
    links = [row for row in cluster("/en", "/de") if row["target_url"] != absolute("/en")
             or row["source_url"] != absolute("/de")]  # fmt: skip
    found = hreflang(view(map(page, ["/en", "/de"]), links))
    assert rows(found) == [
        (absolute("/de"), "no-x-default", None, None, None),
        (absolute("/en"), "no-return", "de", absolute("/de"), 200),
    ]


TARGETS: dict[str, tuple[list[Row], str, int | None]] = {
    "never tried": ([], "untried", None),
    "forbidden": ([page("/de", status=None, error="robots")], "no-answer", None),
    "a redirect": ([page("/de", redirect_to="/de/")], "redirect", 301),
    "an error": ([page("/de", status=410)], "error", 410),
    "noindex": ([page("/de", noindex=True)], "noindex", 200),
    "canonicalised": ([page("/de", canonical_url="/en")], "canonicalised", 200),
    "silent": ([page("/de")], "no-return", 200),
}


@pytest.mark.parametrize("name", TARGETS)
def test_a_translation_must_be_a_page_that_can_stand_in_the_results(name: str) -> None:
    pages, issue, status = TARGETS[name]
    links = [row for row in cluster("/en", "/de") if row["source_url"] == absolute("/en")]
    found = hreflang(view([page("/en"), *pages], links))
    assert rows(found) == [(absolute("/en"), issue, "de", absolute("/de"), status)]


def test_a_page_names_itself_a_default_and_one_page_for_a_code() -> None:
    links = [
        alternate("/en", "de", "/de"), alternate("/en", "DE", "/at"), alternate("/en", "fr", None),
        alternate("/de", "en", "/en"), alternate("/de", "de", "/de"),
        alternate("/de", "x-default", "/de"), alternate("/at", "en", "/en"),
        alternate("/at", "de-AT", "/at"), alternate("/at", "x-default", "/at"),
    ]  # fmt: skip
    found = hreflang(view(map(page, ["/en", "/de", "/at"]), links))
    assert rows(found) == [
        (absolute("/en"), "no-self", None, None, None),
        (absolute("/en"), "no-x-default", None, None, None),
        (absolute("/en"), "several-targets", "de", None, None),
        (absolute("/en"), "unparseable", "fr", None, None),
    ]


def test_a_wrong_code_and_a_wrong_target_are_two_issues() -> None:
    links = [*cluster("/en"), alternate("/en", "en-UK", "/uk")]
    assert rows(hreflang(view([page("/en")], links)), "issue", "hreflang", "target_url") == [
        ("invalid-code", "en-UK", absolute("/uk")), ("untried", "en-UK", absolute("/uk")),
    ]  # fmt: skip


def test_repeated_annotations_are_told_once_and_feeds_are_none() -> None:
    links = [*cluster("/en"), alternate("/en", "de", "/de"), alternate("/en", "de", "/de"),
             alternate("/en", None, "/feed.xml")]  # fmt: skip
    found = hreflang(view([page("/en"), page("/de")], links))
    assert rows(found, "issue", "target_url") == [("no-return", absolute("/de"))]


def test_pages_that_are_not_indexable_are_not_judged() -> None:
    pages = [page("/en"), page("/en?a", canonical_url="/en"), page("/de")]
    links = [*cluster("/en", "/de"), alternate("/en?a", "de", "/de"),
             alternate("https://blog.example/", "de", "/de")]  # fmt: skip
    assert rows(hreflang(view([*pages, page("https://blog.example/")], links))) == []


def test_a_translation_on_another_site_names_the_page_in_return() -> None:
    german = "https://laden.example/"
    pages = [page("/en"), page(german)]
    assert rows(hreflang(view(pages, cluster("/en", german)))) == []


def test_no_pages_have_no_translations() -> None:
    assert rows(hreflang(view())) == []


def test_the_demos_translations_name_each_other(demo_data: Path) -> None:
    seen = analysis.open(demo_data, "shop.example")
    assert seen.links.filter(seen.links.element == "alternate").count().to_pandas() == 12
    assert rows(hreflang(seen)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"indexability": None, "indexable": None},
        {"title": "Just a moment...", "word_count": 5},
        {"truncated": True},
    ],
    ids=["asked for its status only", "a challenge", "cut"],
)
def test_of_a_page_whose_annotations_nobody_read_nothing_is_missing(facts: Row) -> None:
    german = "https://other.example/de"
    links = [
        alternate("/", "en", "/"),
        alternate("/", "de", german),
        alternate("/", "x-default", "/"),
    ]
    seen = view([page("/"), page(german, **facts)], links)
    assert rows(hreflang(seen), "issue", "target_url") == [("unread", german)]
    counted = dict(rows(issues(seen), "issue", "pages"))
    assert (counted["hreflang wrong"], counted["hreflang without return link"]) == (0, 0)
