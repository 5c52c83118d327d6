"""The issues that a page can have, each with how it is found and why it matters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkspider.analysis.on_page.canonicals import canonical_conflicts
from linkspider.analysis.on_page.contents import duplicate_pages, images_without_alt, thin_pages
from linkspider.analysis.on_page.delivery import links_to_http, no_viewport, slow_or_heavy
from linkspider.analysis.on_page.headings import headings
from linkspider.analysis.on_page.hreflang import hreflang
from linkspider.analysis.on_page.indexability import linked_not_indexable
from linkspider.analysis.on_page.snippets import descriptions, titles

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.answer import Answer
    from linkspider.analysis.view import View

INDEXABLE, READ, TRIED = "indexable", "read", "tried"
"""The pages of the internal graph among which an issue is looked for: the indexable ones, those
read with status 200 as HTML, all that were tried."""

Finder = Callable[["View"], "ir.Table"]


@dataclass(frozen=True)
class Check:
    """One issue: a page has it where the column of the question is true (any row, without one)."""

    issue: str
    column: str | None
    why: str
    """One sentence for the person who decides what to do first."""


@dataclass(frozen=True)
class Question:
    """A table with `url`, in which issues are found."""

    among: str
    find: Finder
    checks: tuple[Check, ...]


def _rows(question: Callable[[View], Answer]) -> Finder:
    return lambda view: question(view).table


def _canonicals(view: View) -> ir.Table:
    table = canonical_conflicts(view).table
    return table.select("url", linked=table.conflict == "linked", wrong=table.conflict != "linked")


def _hreflang(view: View) -> ir.Table:
    table = hreflang(view).table
    # A default is a choice, and nothing is known of a page that was never tried or read.
    wrong = table.issue.notin(["no-return", "no-x-default", "untried", "unread"])
    return table.select("url", no_return=table.issue == "no-return", wrong=wrong)


QUESTIONS = (
    Question(TRIED, _rows(linked_not_indexable), (
        Check("linked, not indexable", None,
              "Links to pages that cannot be found by searching lead readers and link value "
              "astray."),
    )),
    Question(INDEXABLE, _rows(titles), (
        Check("title missing", "missing",
              "Without a title, the search engine makes up the line that readers click on."),
        Check("title duplicate", "duplicate",
              "Pages with the same title compete, and readers cannot tell them apart in the "
              "results."),
        Check("title too long", "too_long",
              "What is over 60 characters or 561 pixels is cut off in the results, or rewritten."),
        Check("title too short", "too_short",
              "A title under 30 characters or 200 pixels leaves words out that people search for."),
    )),
    Question(INDEXABLE, _rows(descriptions), (
        Check("description missing", "missing",
              "Without a description, the search engine picks any text of the page for its "
              "result."),
        Check("description duplicate", "duplicate",
              "The same description on several pages says what none of them is about."),
        Check("description too long", "too_long",
              "What is over 155 characters or 985 pixels is cut off in the results."),
        Check("description too short", "too_short",
              "Under 70 characters or 400 pixels, room that could persuade readers stays empty."),
    )),
    Question(INDEXABLE, _rows(headings), (
        Check("H1 missing", "missing",
              "The main heading tells readers and search engines what the page is about."),
        Check("several H1", "several",
              "With several main headings, none says which subject is the page's own."),
        Check("H1 duplicate", "duplicate",
              "Pages under the same heading look like one page, told twice."),
        Check("H1 is the title", "same_as_title",
              "Different words in heading and title reach more of what people search for."),
    )),
    Question(INDEXABLE, _rows(thin_pages), (
        Check("thin page", None,
              "Fewer than 200 words rarely answer what somebody searched for."),
    )),
    Question(INDEXABLE, _rows(duplicate_pages), (
        Check("duplicate page", None,
              "Search engines keep one of the pages with the same text, perhaps not the right "
              "one."),
    )),
    Question(READ, _canonicals, (
        Check("canonical conflict", "wrong",
              "A canonical that cannot be obeyed leaves it to the search engine which page to "
              "show."),
        Check("links to both page and canonical", "linked",
              "The site's own links name a page that its canonical says is not the one."),
    )),
    Question(INDEXABLE, _hreflang, (
        Check("hreflang without return link", "no_return",
              "Search engines ignore a translation that does not name the page as its own."),
        Check("hreflang wrong", "wrong",
              "Wrong codes and targets make readers land on a page in another language."),
    )),
    Question(READ, _rows(images_without_alt), (
        Check("images without alt", None,
              "Who cannot see the image, a search engine too, learns nothing of it."),
    )),
    Question(READ, _rows(no_viewport), (
        Check("no viewport", None,
              "On phones, which search engines judge by, the page is shown in small."),
    )),
    Question(READ, _rows(slow_or_heavy), (
        Check("slow page", "slow",
              "A page that takes longer than a second loses readers, and is crawled less often."),
        Check("heavy page", "heavy",
              "What stands behind the first 2 MB of a page's HTML is not indexed."),
    )),
    Question(READ, links_to_http, (
        Check("links to plain http", None,
              "Links from https to http cost a redirect, and browsers warn of pages without it."),
    )),
)  # fmt: skip
