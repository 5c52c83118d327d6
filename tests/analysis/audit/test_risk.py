"""All flags together: tables worked out by hand, and the demo web."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import analysis
from linkspider.analysis.audit import FLAGS, flag_meanings, risk_flags, risky_domains
from linkspider.analysis.view import View
from tests.analysis.frames import Row, crawl, link, page, rows, view

SPAM, BLOG, QUIET = "https://spam.example/", "https://blog.example/", "https://quiet.example/"


def audited(**link_facts: object) -> View:
    """Three sites: two flags of different groups, two of the same group, none."""
    pages = [
        page("/", lang="en"), page(SPAM, lang="ko", title="Guest post"), page(QUIET, lang="en"),
        page(BLOG + "wp-content/uploads/x.html", lang="en"),
    ]  # fmt: skip
    links = [
        link(SPAM, "/tea", "tea", **link_facts),
        link(BLOG + "wp-content/uploads/x.html", "/tea", "viagra"),
        link(QUIET, "/tea", "tea"),
    ]
    return view(pages, links)


def test_each_flag_of_each_domain_is_a_row() -> None:
    assert rows(risk_flags(audited()), "source_domain", "flag", "flag_group", "weight") == [
        ("blog.example", "injected_path", "hacked", 0.4),
        ("blog.example", "spam_anchors", "hacked", 0.4),
        ("spam.example", "paid_footprint", "paid", 0.5),
        ("spam.example", "unrelated_language", "language", 0.1),
    ]


def test_only_independent_flags_and_a_followed_link_make_a_proposal() -> None:
    found = risky_domains(audited())
    assert rows(found, "source_domain", "flags", "independent_flags", "flag_names", "proposed") == [
        ("spam.example", 2, 2, "paid_footprint, unrelated_language", True),
        ("blog.example", 2, 1, "injected_path, spam_anchors", False),
    ]
    scores = [score for [score] in rows(found, "score")]
    assert scores == pytest.approx([1 - 0.5 * 0.9, 1 - 0.6 * 0.6])
    [evidence, _] = [told for [told] in rows(found, "evidence")]
    assert [told.split()[:3] for told in evidence] == [
        ["1", "followed", "link"],
        ["1", "page", "that"],
    ]


def test_one_keyword_may_stand_alone() -> None:
    pages = [f"{SPAM}{number}" for number in range(10)]
    seen = view([page("/"), *map(page, pages)], [link(url, "/tea", "tea") for url in pages])
    assert rows(risk_flags(seen, "tea"), "flag") == [("sitewide_anchor",)]
    assert rows(risk_flags(seen, ["tea"]), "flag") == [("sitewide_anchor",)]


def test_links_that_are_not_followed_are_no_reason_for_a_proposal() -> None:
    pages = [page("/", lang="en"), page(SPAM, lang="ko")]
    links = [link(SPAM, "/tea", "viagra", rel=["ugc"]), link(SPAM, "/tea", "casino", rel=["ugc"])]
    found = risky_domains(view(pages, links))
    assert rows(found, "independent_flags", "links", "followed_links", "referring_pages",
                "proposed") == [(2, 2, 0, 1, False)]  # fmt: skip


def test_flags_that_were_found_with_other_limits_are_taken() -> None:
    seen = audited()
    links = [link(QUIET, f"https://s{n}.example/") for n in range(3)]
    seen = view([page(QUIET)], [*links, link(QUIET, "/tea", "tea")])
    flags = risk_flags(seen, outbound_domains=4)
    assert rows(risky_domains(seen, flags), "source_domain", "flag_names") == [
        ("quiet.example", "link_farm")
    ]


@pytest.mark.parametrize("links", [[], [link("/", "/tea", "tea")]])
def test_no_backlinks_give_empty_tables_with_all_columns(links: list[Row]) -> None:
    empty = view([], links)
    assert risk_flags(empty).to_pandas().columns.tolist() == [
        "source_domain", "flag", "flag_group", "weight", "evidence",
    ]  # fmt: skip
    assert risky_domains(empty).to_pandas().columns.tolist() == [
        "source_domain", "score", "flags", "flag_names", "independent_flags", "links",
        "followed_links", "referring_pages", "evidence", "proposed",
    ]  # fmt: skip
    assert rows(risk_flags(empty)) == rows(risky_domains(empty)) == []


def test_answers_say_whether_the_crawls_were_complete() -> None:
    assert risk_flags(view()).complete
    assert not risky_domains(view(complete_outside=False)).complete
    few = crawl("few", spider="referring", arguments='{"keep": "touching"}')
    assert not risk_flags(view(crawls=[crawl(), few])).complete


def test_weights_are_shares_and_every_flag_is_told() -> None:
    assert all(0 < flag.weight < 1 for flag in FLAGS.values())
    assert [name for [name] in rows(flag_meanings(), "flag")] == list(FLAGS)


def test_the_demo_has_a_link_farm_to_propose_and_a_site_in_another_language(
    demo_data: Path,
) -> None:
    seen = analysis.open(demo_data, "shop.example")
    flags = risk_flags(seen)
    assert rows(flags, "source_domain", "flag", "evidence") == [
        ("bargainlinks.example", "paid_footprint",
         "4 followed links here stand beside words of paid placement: “sponsored link” at "
         "http://bargainlinks.example/."),
        ("bargainlinks.example", "spam_links",
         "4 pages that link here carry links of spam, though no title of the site is of it: "
         "http://bargainlinks.example/ has 4, like “buy essay online”."),
        ("chasil.example", "unrelated_language",
         "1 page that links here says to be in a language that is none of the target's "
         "(de, en, fr): http://chasil.example/2026/ujeon is in ko."),
    ]  # fmt: skip
    found = risky_domains(seen, flags)
    assert rows(found, "source_domain", "links", "followed_links", "proposed") == [
        ("bargainlinks.example", 12, 12, True), ("chasil.example", 2, 2, False),
    ]  # fmt: skip
    farms = risk_flags(seen, outbound_domains=9)
    worst = rows(risky_domains(seen, farms), "source_domain", "independent_flags")[0]
    assert worst == ("bargainlinks.example", 3)
