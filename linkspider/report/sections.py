"""What stands below the first screen: each question with its plots and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linkspider.analysis.anchors import anchor_kinds, kind_shares, overused
from linkspider.analysis.audit import risky_domains
from linkspider.analysis.authority import internal_pagerank
from linkspider.analysis.backlinks import (
    concentration,
    most_linked_pages,
    reclaim,
    referring_domains,
    rel_kinds,
)
from linkspider.analysis.internal import click_depth, inlinks, orphans, unreachable
from linkspider.analysis.on_page import indexability, issues, linked_not_indexable
from linkspider.report.asking import show
from linkspider.report.charts import BARS, bar_chart, depth_chart, inlink_chart
from linkspider.report.fixes import broken_targets, redirecting_targets
from linkspider.report.model import Bar, Chart, Section

if TYPE_CHECKING:
    from linkspider.report.asking import Asker
    from linkspider.report.changes import Change


def make_sections(
    ask: Asker, change: Change | None, brand: tuple[str, ...] | None, keywords: tuple[str, ...]
) -> Iterator[Section]:
    """The sections in the order that a reader would ask."""
    yield _backlinks(ask)
    yield _anchors(ask, brand, keywords)
    if change is not None:
        yield _changes(change)
    yield _internal_links(ask)
    yield _authority(ask)
    yield _audit(ask)
    yield _on_page(ask)


def _backlinks(ask: Asker) -> Section:
    domains = ask(referring_domains)
    bars = [
        Bar(
            label=row["source_domain"],
            values=(row["followed_backlinks"], row["backlinks"] - row["followed_backlinks"]),
        )
        for row in domains.first(BARS)
    ]
    shares = [
        Bar(label=f"the first {row['top_domains']}", values=(row["backlinks_share"] or 0,))
        for row in ask(concentration).first(10)
    ]
    return Section(
        anchor="backlinks",
        title="Who links to the site?",
        question="Backlinks are votes of other sites. A sound profile rests on many of them: most "
        "links are followed, and no site has a large part of all.",
        charts=[
            Chart(
                title="Top referring domains",
                unit="backlinks",
                parts=("followed", "not followed"),
                bars=bars,
            ),
            Chart(
                title="How concentrated it is",
                unit="share of all backlinks that the domains with the most have",
                bars=shares,
                percent=True,
            ),
            bar_chart("How they are qualified", "backlinks", ask(rel_kinds), "kind", "backlinks"),
        ],
        tables=[
            show(
                domains, "referring-domains", "Referring domains",
                "source_domain", "links", "backlinks", "referring_pages", "target_pages",
                "followed_links", "first_observed", "last_observed",
            ),
            show(
                ask(most_linked_pages), "most-linked-pages", "Pages that others link to",
                "target_page", "status", "links", "backlinks", "referring_pages",
                "referring_domains", "followed_referring_domains",
            ),
            show(
                ask(reclaim), "reclaim", "Links to reclaim",
                "target_url", "problem", "final_status", "hops", "links", "referring_domains",
                "best_page", "best_page_score",
            ),
        ],
    )  # fmt: skip


def _anchors(ask: Asker, *words: tuple[str, ...] | None) -> Section:
    kinds, anchors = ask(kind_shares, *words), ask(anchor_kinds, *words)
    return Section(
        anchor="anchors",
        title="With which words?",
        question="Anchor texts tell search engines what a page is about. People name a site by its "
        "brand and its address; the same keyword from everybody is made, not grown.",
        charts=[
            Chart(
                title="Kinds of anchors",
                unit="share of all pairs of domain and anchor",
                bars=[
                    Bar(label=row["kind"].replace("_", " "), values=(row["share"],))
                    for row in kinds.first(20)
                    if row["share"] is not None
                ],
                percent=True,
            ),
            bar_chart("Top anchors", "referring domains", anchors, "example", "referring_domains"),
        ],
        tables=[
            show(
                anchors,
                "anchor-texts",
                "Anchor texts",
                "example",
                "kind",
                "image_links",
                "links",
                "backlinks",
                "referring_domains",
                "followed_links",
                "target_pages",
                headings={"example": "anchor_text"},
            ),
            show(ask(overused, *words), "overused", "Over-used anchors"),
        ],
    )


def _changes(change: Change) -> Section:
    return Section(
        anchor="changes",
        title="What came and went?",
        question="Between the last crawls and the ones before. Lost is only what was looked for "
        "and not found; where a page could not be read, its links are unknown. The reason says "
        "what became of the page or link; of a new link, what was there before.",
        charts=[change.chart()],
        tables=[
            show(
                change.of_links, "changed-links", "New, lost and changed links",
                "change", "reason", "source_url", "target_url", "anchor_text_before",
                "anchor_text_after", "followed_before", "followed_after",
            ),
            show(
                change.of_domains, "changed-domains", "Referring domains, then and now",
                "source_domain", "change", "links_before", "links_after", "new_links",
                "lost_links", "changed_links", "unknown_links", "reasons",
            ),
        ],
    )  # fmt: skip


def _internal_links(ask: Asker) -> Section:
    return Section(
        anchor="internal-links",
        title="How do the site's own links run?",
        question="Internal links lead readers and authority to the pages. What is far from the "
        "home page, or has few links, is found late and counts little.",
        charts=[depth_chart(ask(click_depth)), inlink_chart(ask(inlinks))],
        tables=[
            show(
                ask(broken_targets),
                "broken-links",
                "Broken internal links, by target",
                "target_url",
                "kind",
                "status",
                "error",
                "links",
                "linking_pages",
                "example",
                headings={"example": "linked_from"},
            ),
            show(
                ask(redirecting_targets),
                "redirecting-links",
                "Redirecting internal links",
                "target_url",
                "first_status",
                "hops",
                "end_url",
                "status",
                "unresolved",
                "links",
                "linking_pages",
            ),
            show(
                ask(linked_not_indexable),
                "linked-not-indexable",
                "Linked, not indexable",
                "url",
                "indexability",
                "status",
                "error",
                "unfolded_inlinks",
                "leads_to",
                "example_url",
                headings={"unfolded_inlinks": "links", "example_url": "linked_from"},
            ),
            show(ask(orphans), "orphans", "Orphans: indexable, and no page links there"),
            show(ask(unreachable), "unreachable", "No path leads there from the home page"),
        ],
    )


def _authority(ask: Asker) -> Section:
    ranks = ask(internal_pagerank)
    return Section(
        anchor="authority",
        title="Where does authority flow?",
        question="Internal PageRank, on a scale from 0 to 100: is it at the pages that matter?",
        charts=[bar_chart("Pages with the most authority", "score", ranks, "url", "score")],
        tables=[show(ranks, "pagerank", "Internal PageRank")],
    )


def _audit(ask: Asker) -> Section:
    return Section(
        anchor="audit",
        title="Which links may do harm?",
        question="Signs that each have innocent causes too: none is a verdict, and only what shows "
        "several independent ones is proposed for a look. “scrapy disavow” goes on from here.",
        tables=[
            show(
                ask(risky_domains), "risky-domains", "Domains with risk flags",
                "source_domain", "score", "flag_names", "independent_flags", "links",
                "followed_links", "proposed", "evidence",
            )
        ],
    )  # fmt: skip


def _on_page(ask: Asker) -> Section:
    return Section(
        anchor="on-page",
        title="Are the pages in order?",
        question="What keeps a page from being found, or from being read once it is.",
        charts=[
            bar_chart("Issues", "pages", ask(issues), "issue", "pages"),
            bar_chart("Indexability", "pages", ask(indexability), "indexability", "pages"),
        ],
        tables=[show(ask(issues), "issues", "Issues")],
    )  # fmt: skip
