"""Unrelated languages: tables worked out by hand."""

from __future__ import annotations

import pytest

from linkspider.analysis.audit.language import language_of, unrelated_languages
from linkspider.analysis.audit.profile import Profile
from linkspider.analysis.view import View
from tests.analysis.frames import link, page, rows, table, view

BLOG = "https://blog.example/"


def languages(own: list[str | None], theirs: list[str | None]) -> View:
    """A target with pages in these languages, and a site with pages that link to it in those."""
    pages = [page(f"/{n}", lang=lang) for n, lang in enumerate(own)]
    pages += [page(f"{BLOG}{n}", lang=lang) for n, lang in enumerate(theirs)]
    return view(pages, [link(f"{BLOG}{n}", "/0") for n in range(len(theirs))])


@pytest.mark.parametrize(
    ("own", "theirs", "is_raised"),
    [
        (["en", "de-CH"], ["ko", None], True),
        (["en", "de-CH"], ["de"], False),
        (["en-GB"], ["EN_us"], False),
        (["en"], ["ko", "en"], False),  # a site of several languages
        (["en"], [None, ""], False),
        ([None], ["ko"], False),
        (["en"], ["und"], False),
    ],
)
def test_a_site_is_foreign_where_none_of_its_pages_is_in_a_language_of_the_target(
    own: list[str | None], theirs: list[str | None], is_raised: bool
) -> None:
    assert bool(rows(unrelated_languages(Profile(languages(own, theirs))))) is is_raised


def test_the_evidence_names_the_languages() -> None:
    seen = languages(["en", "de", "en"], ["ko", "ko-KR"])
    assert rows(unrelated_languages(Profile(seen))) == [
        ("blog.example", "unrelated_language", "language", 0.1,
         "2 pages that link here say to be in a language that is none of the target's (de, en): "
         "https://blog.example/0 is in ko."),
    ]  # fmt: skip


def test_the_language_of_a_tag() -> None:
    tags = {"en": "en", " DE-ch ": "de", "fil_PH": "fil", "english": None, "": None, "mul": None}
    pages = table("pages", [page(f"/{n}", lang=tag) for n, tag in enumerate(tags)])
    found = pages.select("lang", language=language_of(pages.lang))
    assert dict(rows(found)) == tags
