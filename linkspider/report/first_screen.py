"""The numbers of the first screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from linkspider.analysis.backlinks import profile, reclaim
from linkspider.analysis.internal import orphans
from linkspider.analysis.observations import was_read
from linkspider.analysis.on_page import linked_not_indexable
from linkspider.report.fixes import broken_targets
from linkspider.report.model import Card

if TYPE_CHECKING:
    from linkspider.report.asking import Asker
    from linkspider.report.changes import Change


def make_cards(ask: Asker, change: Change | None) -> Iterator[Card]:
    """The cards, in the order of the questions. Where nothing was read that could tell, no number
    says so: none found is another thing than none looked for."""
    pages = ask.view.pages
    pages = pages.filter(was_read(pages))
    others_are_known, site_is_known = (
        bool(pages.filter(which).limit(1).count().to_pyarrow().as_py())
        for which in (pages.scope.isnull(), pages.in_graph)
    )
    yield from _as_known(_backlink_cards(ask, change), others_are_known, "another site")
    yield from _as_known(_site_cards(ask), site_is_known, "the site")


def _as_known(cards: Iterable[Card], is_known: bool, where: str) -> Iterator[Card]:
    for card in cards:
        if is_known or card.number:
            yield card
        else:
            found = [(name, count) for name, count in card.details if count]
            yield replace(card, number=None, details=found, note=f"no page of {where} was read")


def _backlink_cards(ask: Asker, change: Change | None) -> Iterator[Card]:
    whole = ask(profile)
    [counts] = whole.first(1)
    details = [("followed", counts["followed_referring_domains"])]
    if change is not None:
        details += [(name, change.domains.get(name, 0)) for name in ("new", "lost", "unknown")]
    yield Card(
        title="Referring domains",
        number=counts["referring_domains"],
        details=details,
        note="" if change else "new, lost: with a second crawl",
        anchor="referring-domains",
        complete=whole.complete,
    )
    yield Card(
        title="Backlinks",
        number=counts["backlinks"],
        details=[
            _counted("link", counts["links"]),
            _counted("referring page", counts["referring_pages"]),
        ],
        anchor="most-linked-pages",
        complete=whole.complete,
    )
    lost = ask(reclaim)
    yield Card(
        title="Links to reclaim",
        number=lost.total("links"),
        details=[_counted("target page", lost.count())],
        anchor="reclaim",
        is_fault=True,
        complete=lost.complete,
    )


def _site_cards(ask: Asker) -> Iterator[Card]:
    broken = ask(broken_targets)
    yield Card(
        title="Broken internal links",
        number=broken.total("links"),
        details=[_counted("target", broken.count())],
        anchor="broken-links",
        is_fault=True,
        complete=broken.complete,
    )
    hidden = ask(linked_not_indexable)
    yield Card(
        title="Linked, not indexable",
        number=hidden.count(),
        details=[_counted("link", hidden.total("unfolded_inlinks"), " to them")],
        anchor="linked-not-indexable",
        is_fault=True,
        complete=hidden.complete,
    )
    lonely = ask(orphans)
    yield Card(
        title="Orphans",
        number=lonely.count(),
        details=[("in a sitemap", lonely.where("in_sitemap", True).count())],
        anchor="orphans",
        is_fault=True,
        complete=lonely.complete,
    )


def _counted(name: str, count: int, behind: str = "") -> tuple[str, int]:
    """A detail of a card: one of it, or several."""
    return f"{name}{'' if count == 1 else 's'}{behind}", count
