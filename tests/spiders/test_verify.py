"""What the spider that verifies known backlinks asks for, and what it says of each in the end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from linkspider.analysis.claims import verify
from linkspider.demo.server import Answer
from tests.conftest import scrapy
from tests.rawweb import Crawled, Page, RawWeb, crawl, http, page_of
from tests.web import redirect

TARGET = "http://target.example"


def links_to(*links: tuple[str, str, str]) -> str:
    """A page with links: address, words, rel; and one within its own site."""
    anchors = "".join(f'<p><a href="{url}" rel="{rel}">{text}</a></p>' for url, text, rel in links)
    return f"<!doctype html><title>t</title>{anchors}<a href='/more'>more</a>"


PAGES: dict[str, Page] = {
    # the target: one page, one that moved, one that is gone
    f"{TARGET}/": page_of([f"{TARGET}/never"]),
    f"{TARGET}/old": redirect("/new"),
    f"{TARGET}/landing": page_of([f"{TARGET}/"]),
    f"{TARGET}/new": page_of([f"{TARGET}/never"]),
    # pages that are read
    "http://blog.example/two": links_to(
        (f"{TARGET}/", "Green  tea", ""), (f"{TARGET}/old", "the old page", "nofollow ugc")
    ),
    "http://blog.example/repeat": links_to(
        (f"{TARGET}/", "Tea", "nofollow"), (f"{TARGET}/", "Home", "")
    ),
    "http://blog.example/plain": page_of([f"{TARGET}/gone"]),
    "http://blog.example/none": page_of(["/more", "http://elsewhere.example/"]),
    "http://blog.example/loop": redirect("/loop-2"),
    "http://blog.example/loop-2": redirect("/loop"),
    "http://blog.example/more": page_of([f"{TARGET}/"]),
    "http://blog.example/busy": http(status=b"403 Forbidden"),
    "http://blog.example/file": http(b"%PDF-1.4", content_type=b"application/pdf"),
    "http://elsewhere.example/": page_of([f"{TARGET}/"]),
    # pages that moved
    "http://moved.example/1": redirect("http://moved.example/2"),
    "http://moved.example/2": redirect("http://new.example/3"),
    "http://new.example/3": links_to((f"{TARGET}/", "Tea", "")),
    "http://moved.example/gone": redirect("http://new.example/nowhere"),
    "http://moved.example/home": redirect(f"{TARGET}/landing"),
    # forbidden
    "http://closed.example/robots.txt": Answer(
        200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /"
    ),
    "http://closed.example/post": page_of([f"{TARGET}/"]),
}

CLAIMS: dict[str, tuple[str, str]] = {
    # line of the CSV: outcome and reason
    f"http://blog.example/two,{TARGET}/,Green tea,": ("found", ""),
    f"http://blog.example/two,{TARGET}/,Green tea,follow": ("found", ""),
    f"http://blog.example/two,{TARGET}/,Black tea,": ("changed", "anchor_text"),
    f"http://blog.example/two,{TARGET}/old,The Old Page,nofollow": ("changed", "rel"),
    f"http://blog.example/two,{TARGET}/old,,ugc nofollow noopener": ("found", ""),
    f"http://blog.example/two,{TARGET}/new,,": ("lost", "no-link"),
    f"http://blog.example/two,{TARGET}/#top,,": ("found", ""),
    f"http://blog.example/two,{TARGET},GREEN TEA,": ("found", ""),
    "http://blog.example/two,https://target.example/,,": ("lost", "no-link"),
    "http://blog.example/two,,,": ("found", ""),
    "http://blog.example/two,,words of none,": ("changed", "anchor_text"),
    f"http://blog.example/repeat,{TARGET}/,Home,nofollow": ("changed", "rel"),
    f"http://blog.example/repeat,{TARGET}/,Home,follow": ("found", ""),
    f"http://blog.example/repeat,{TARGET}/,Tea,nofollow": ("found", ""),
    f"http://blog.example/plain#part,{TARGET}/gone,,": ("found", ""),
    "http://blog.example/plain,http://rival.example/,,": ("unknown", "other-target"),
    "http://blog.example/none,,,": ("lost", "no-link"),
    f"http://blog.example/missing,{TARGET}/,,": ("lost", "404"),
    "http://blog.example/loop,,,": ("unknown", "redirect-loop"),
    "http://blog.example/busy,,,": ("unknown", "403"),
    "http://blog.example/file,,,": ("unknown", "not-html"),
    f"http://moved.example/1,{TARGET}/,Tea,": ("found", ""),
    f"http://moved.example/2,{TARGET}/,Coffee,": ("changed", "anchor_text"),
    f"http://moved.example/gone,{TARGET}/,,": ("lost", "404"),
    f"http://moved.example/home,{TARGET}/,,": ("lost", "redirects-to-target"),
    f"http://closed.example/post,{TARGET}/,,": ("unknown", "robots"),
    f"http://nobody.example/post,{TARGET}/,,": ("unknown", "robots-unreachable"),
}
REPEATED = f"http://blog.example/two,{TARGET}/,Green tea,"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The CSV of known backlinks, with one line twice."""
    path = tmp_path_factory.mktemp("sources") / "known, backlinks.csv"
    path.write_text("\n".join(["source_url,target_url,anchor_text,rel", *CLAIMS, REPEATED]))
    return path


@pytest.fixture(scope="module")
def crawled(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One crawl of all known backlinks."""
    data = tmp_path_factory.mktemp("verify") / "data"
    return crawl(RawWeb(PAGES), data, "verify", domain="target.example", sources=sources, crawl="v")


@pytest.fixture(scope="module")
def verified(crawled: Crawled, sources: Path) -> pd.DataFrame:
    """What an analyst gets of it."""
    return verify(crawled.data, "v", sources).fillna("")


def told_lines(crawled: Crawled, label: str) -> list[str]:
    """The lines of the summary that begin with a label, and those that go on from it."""
    lines: list[str] = []
    current = ""
    for line in crawled.stdout.splitlines():
        current = line[2:15].strip() or current
        if current == label:
            lines.append(line[16:])
    return lines


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    assert crawled.exit_code == 0, crawled.stderr
    assert "Traceback" not in crawled.stderr
    [row] = crawled.rows("crawls")
    assert row["spider"] == "verify"
    assert row["known"] == row["done"] + row["failed"] + row["excluded"]


def test_nothing_is_asked_for_but_named_pages_their_redirects_and_backlink_targets(
    crawled: Crawled,
) -> None:
    named = {line.split(",")[0].split("#")[0] for line in CLAIMS}
    redirects = {
        "http://blog.example/loop-2", "http://new.example/3", "http://new.example/nowhere",
        f"{TARGET}/landing",
    }  # fmt: skip
    targets = {f"{TARGET}/", f"{TARGET}/old", f"{TARGET}/new", f"{TARGET}/gone"}
    forbidden = {"http://closed.example/post", "http://nobody.example/post"}
    asked = [url for url in crawled.requests if not url.endswith("/robots.txt")]
    assert set(asked) == (named | redirects | targets) - forbidden
    assert set(crawled.pages) == named | redirects | targets


def test_each_page_is_asked_for_once(crawled: Crawled) -> None:
    own = [url for url in crawled.requests if "nobody" not in url and "robots.txt" not in url]
    assert not {url: count for url, count in Counter(own).items() if count > 1}


def test_named_pages_are_starts_also_where_others_redirect_to_them(crawled: Crawled) -> None:
    for line in CLAIMS:
        row = crawled.pages[line.split(",")[0].split("#")[0]]
        assert (row["depth"], row["discovered_from"]) == (0, None)


def test_targets_are_asked_for_their_status_only(crawled: Crawled) -> None:
    row = crawled.pages[f"{TARGET}/new"]
    assert (row["status"], row["indexability"], row["title"]) == (200, None, None)
    assert f"{TARGET}/new" not in crawled.links_of


@pytest.mark.parametrize("line", CLAIMS)
def test_each_claim_has_its_outcome(verified: pd.DataFrame, line: str) -> None:
    row = verified.iloc[list(CLAIMS).index(line)]
    assert (row["outcome"], row["reason"]) == CLAIMS[line]


def test_each_claim_has_one_row_in_the_order_of_the_file(verified: pd.DataFrame) -> None:
    assert len(verified) == len(CLAIMS)
    assert list(verified["source_url"]) == [line.split(",")[0].split("#")[0] for line in CLAIMS]


def test_a_row_tells_what_was_claimed_and_what_is_there_now(verified: pd.DataFrame) -> None:
    row = verified[verified["anchor_text"] == "The Old Page"].iloc[0]
    assert row["rel"] == "nofollow"
    assert (row["now_anchor_text"], row["now_rel"]) == ("the old page", "nofollow ugc")
    assert (row["page_url"], row["target_answer"]) == ("http://blog.example/two", "200")
    moved = verified[verified["source_url"] == "http://moved.example/1"].iloc[0]
    assert moved["page_url"] == "http://new.example/3"


def test_the_summary_counts_the_outcomes(crawled: Crawled, verified: pd.DataFrame) -> None:
    [told] = told_lines(crawled, "claims")
    assert told.startswith(f"{len(CLAIMS)}: ")
    for outcome, count in verified["outcome"].value_counts().items():
        assert f"{count} {outcome}" in told
    assert "1 robots" in told


def test_the_summary_names_what_was_lost_and_what_changed(crawled: Crawled) -> None:
    lost = told_lines(crawled, "lost")
    assert f"http://blog.example/missing -> {TARGET}/: 404" in lost
    assert "http://blog.example/none: no link any more" in lost
    changed = told_lines(crawled, "changed")
    assert f"http://blog.example/two -> {TARGET}/: “Black tea” is now “Green tea”" in changed
    assert f"http://blog.example/repeat -> {TARGET}/: no longer nofollow" in changed


def test_the_summary_names_links_to_pages_of_the_target_that_are_gone(crawled: Crawled) -> None:
    assert told_lines(crawled, "broken") == [f"http://blog.example/plain -> {TARGET}/gone: 404"]


def test_the_summary_says_how_to_get_the_whole_list(crawled: Crawled, sources: Path) -> None:
    [told] = told_lines(crawled, "all claims")
    names: dict[str, Any] = {}
    exec(told.split("; ")[0], names)
    assert len(eval(told.split("; ")[1], names)) == len(CLAIMS)


def test_of_verified_pages_nothing_else_is_told(crawled: Crawled) -> None:
    assert "without a hit" not in crawled.stdout


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Three pages given as a list, of which two may be read, without checks."""
    pages = [f"http://blog.example/{name}" for name in ("two", "plain", "none")]
    data = tmp_path_factory.mktemp("small") / "data"
    arguments = {"sources": ",".join(pages), "max_pages": 2, "check_targets": 0, "keep": "touching"}
    return crawl(RawWeb(PAGES), data, "verify", domain="target.example", **arguments)


def test_targets_need_not_be_checked(small: Crawled) -> None:
    assert not [url for url in small.requests if url.startswith(TARGET)]


def test_of_pages_that_a_limit_left_out_nothing_is_claimed(small: Crawled) -> None:
    assert len(small.pages) == 2
    assert told_lines(small, "claims")[0].endswith("1 unknown (1 not-asked)")


def test_links_that_touch_no_target_can_be_left_out(small: Crawled) -> None:
    assert {row["link_type"] for row in small.links} == {"backlink"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["domain=target.example"], "sources"),
        (["domain=target.example", "sources=blog.example"], "is a domain"),
        (["domain=target.example", "sources=http://a.example/,http://["], "neither"),
        (["domain=target.example", "sources=missing.csv"], "no such file"),
        (["domain=target.example", "sources=http://a.example/", "expand=1"], "expand"),
        (["domain=target.example", "sources=http://a.example/", "max_depth=1"], "max_depth"),
    ],
)
def test_wrong_arguments_end_with_one_line_and_exit_code_2(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    given = [text for argument in arguments for text in ("-a", argument)]
    run = scrapy("crawl", "verify", *given, "-s", f"LINKSPIDER_DATA={tmp_path / 'data'}")
    assert (run.returncode, run.stdout) == (2, "")
    assert len(run.stderr.splitlines()) == 1
    assert said in run.stderr
    assert not (tmp_path / "data").exists()
