"""A report from the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkspider.analysis.answer import Answer
from linkspider.analysis.coverage import coverage
from linkspider.report.asking import Asker, show
from linkspider.report.changes import Change
from linkspider.report.first_screen import make_cards
from linkspider.report.fixes import FIXES_SHOWN, METHOD, find_fixes
from linkspider.report.model import Report, Section, Table
from linkspider.report.sections import make_sections

if TYPE_CHECKING:
    from linkspider.analysis.view import View
    from linkspider.report.model import Fix

INCOMPLETE = (
    "“not complete” stands where such a crawl may have missed something: "
    "what is not here is not proven not to be there."
)


def build(
    view: View,
    before_and_after: tuple[View, View] | None = None,
    tell: Callable[[str], None] = lambda question: None,
) -> Report:
    """All that the report of a view says; with two views, also what changed between them.

    ``tell`` hears which question is being answered.
    """
    ask = Asker(view, tell)
    tell("changes")
    change = _compare(*before_and_after) if before_and_after else None
    fixes = find_fixes(ask)
    is_complete = view.complete_inside and view.complete_between
    return Report(
        domain=view.domain,
        written=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        coverage=show(ask(coverage), "coverage", "Coverage"),
        crawls=show(ask(_crawls), "crawl-table", "Crawls"),
        notes=view.notes if is_complete else [*view.notes, INCOMPLETE],
        cards=list(make_cards(ask, change)),
        fixes=fixes[:FIXES_SHOWN],
        sections=[*make_sections(ask, change), _all_fixes(fixes)],
    )


def _compare(before: View, after: View) -> Change | None:
    """What changed; None where only the site's own pages were looked at twice: that a domain is
    neither new nor lost is not known then."""
    change = Change(before, after)
    looks = (view.crawls.filter(view.crawls.spider != "target") for view in (before, after))
    seen_twice = all(crawls.count().to_pyarrow().as_py() for crawls in looks)
    return change if seen_twice or change.domains else None


def _crawls(view: View) -> Answer:
    crawls = view.crawls.order_by(view.crawls.started_at.desc(), "id").select(
        "id", "spider", "domain", "started_at", "finished_at", "finish_reason", "known", "done",
        "failed", "excluded", "pending",
    )  # fmt: skip
    return Answer(crawls, complete=True)


def _all_fixes(fixes: list[Fix]) -> Section:
    names = ("title", "count", "unit", "effect", "example")
    rows = [[getattr(fix, name) for name in names] for fix in fixes]
    table = Table(
        anchor="fixes", title="All fixes by their effect", columns=names, rows=rows, total=len(rows)
    )
    return Section(
        anchor="to-mend", title="What else is to be mended?", question=METHOD, tables=[table]
    )
