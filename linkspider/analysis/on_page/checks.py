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
    """One issue."""

    issue: str
    among: str
    find: Finder
    """The pages that have it: a table with `url`."""
    why: str
    """One sentence for the person who decides what to do first."""


def _all(question: Callable[[View], Answer]) -> Finder:
    return lambda view: question(view).table


def _where(question: Callable[[View], Answer], flag: str) -> Finder:
    """The rows of an answer where a flag is set."""

    def find(view: View) -> ir.Table:
        table = question(view).table
        return table.filter(table[flag])

    return find


def _hreflang(*, is_return: bool) -> Finder:
    def find(view: View) -> ir.Table:
        table = hreflang(view).table
        return table.filter((table.issue == "no-return") == is_return)

    return find


def _canonicals(*, linked: bool) -> Finder:
    def find(view: View) -> ir.Table:
        table = canonical_conflicts(view).table
        return table.filter((table.conflict == "linked") == linked)

    return find


CHECKS = (
    Check("linked, not indexable", TRIED, _all(linked_not_indexable),
          "Links to pages that cannot be found by searching lead readers and link value astray."),
    Check("title missing", INDEXABLE, _where(titles, "missing"),
          "Without a title, the search engine makes up the line that readers click on."),
    Check("title duplicate", INDEXABLE, _where(titles, "duplicate"),
          "Pages with the same title compete, and readers cannot tell them apart in the results."),
    Check("title too long", INDEXABLE, _where(titles, "too_long"),
          "What is over 60 characters or 561 pixels is cut off in the results, or rewritten."),
    Check("title too short", INDEXABLE, _where(titles, "too_short"),
          "A title under 30 characters or 200 pixels leaves words out that people search for."),
    Check("description missing", INDEXABLE, _where(descriptions, "missing"),
          "Without a description, the search engine picks any text of the page for its result."),
    Check("description duplicate", INDEXABLE, _where(descriptions, "duplicate"),
          "The same description on several pages says what none of them is about."),
    Check("description too long", INDEXABLE, _where(descriptions, "too_long"),
          "What is over 155 characters or 985 pixels is cut off in the results."),
    Check("description too short", INDEXABLE, _where(descriptions, "too_short"),
          "Under 70 characters or 400 pixels, room that could persuade readers stays empty."),
    Check("H1 missing", INDEXABLE, _where(headings, "missing"),
          "The main heading tells readers and search engines what the page is about."),
    Check("several H1", INDEXABLE, _where(headings, "several"),
          "With several main headings, none says which subject is the page's own."),
    Check("H1 duplicate", INDEXABLE, _where(headings, "duplicate"),
          "Pages under the same heading look like one page, told twice."),
    Check("H1 is the title", INDEXABLE, _where(headings, "same_as_title"),
          "Different words in heading and title reach more of what people search for."),
    Check("thin page", INDEXABLE, _all(thin_pages),
          "Fewer than 200 words rarely answer what somebody searched for."),
    Check("duplicate page", INDEXABLE, _all(duplicate_pages),
          "Search engines keep one of the pages with the same text, perhaps not the right one."),
    Check("canonical conflict", READ, _canonicals(linked=False),
          "A canonical that cannot be obeyed leaves it to the search engine which page to show."),
    Check("links to both page and canonical", READ, _canonicals(linked=True),
          "The site's own links name a page that its canonical says is not the one."),
    Check("hreflang without return link", INDEXABLE, _hreflang(is_return=True),
          "Search engines ignore a translation that does not name the page as its own."),
    Check("hreflang wrong", INDEXABLE, _hreflang(is_return=False),
          "Wrong codes and targets make readers land on a page in another language."),
    Check("images without alt", READ, _all(images_without_alt),
          "Who cannot see the image, a search engine too, learns nothing of it."),
    Check("no viewport", READ, _all(no_viewport),
          "On phones, which search engines judge by, the page is shown in small."),
    Check("slow page", READ, _where(slow_or_heavy, "slow"),
          "A page that takes longer than a second loses readers, and is crawled less often."),
    Check("heavy page", READ, _where(slow_or_heavy, "heavy"),
          "What stands behind the first 2 MB of its HTML is not indexed."),
    Check("links to plain http", READ, links_to_http,
          "Links from https to http cost a redirect, and browsers warn of pages without it."),
)  # fmt: skip
