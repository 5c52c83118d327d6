"""What to mend first: every fault that was found, by how much would be mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linkspider.analysis.backlinks import reclaim
from linkspider.analysis.backlinks.counts import backlink_rows
from linkspider.analysis.internal import (
    broken_links,
    by_target,
    orphans,
    redirecting_links,
)
from linkspider.analysis.internal.faults import UNINDEXABLE
from linkspider.analysis.on_page import canonical_conflicts, issues, linked_not_indexable
from linkspider.report.model import Fix

if TYPE_CHECKING:
    from linkspider.analysis import Answer, View
    from linkspider.report.asking import Asker, Worked

FIXES_SHOWN = 5
OF_A_DOMAIN, OF_AN_ORPHAN, OF_A_HIDDEN_PAGE, OF_A_LINK, OF_A_DETOUR = 10.0, 3.0, 1.0, 1.0, 0.2
OF_A_PAGE = {
    "title missing": (1.0, "Give each page a title"),
    "duplicate page": (1.0, "Leave one of the pages with the same text, or name its canonical"),
    "canonical conflict": (1.0, "Mend the canonicals that cannot be obeyed"),
    "no viewport": (1.0, "Set a viewport, as phones need it"),
    "slow page": (0.5, "Answer faster"),
    "heavy page": (0.5, "Cut down the HTML"),
    "title duplicate": (0.5, "Give each page a title of its own"),
    "hreflang without return link": (0.5, "Let translations name each other"),
    "hreflang wrong": (0.5, "Mend the codes and targets of translations"),
    "thin page": (0.3, "Say more on thin pages, or merge them"),
    "H1 missing": (0.3, "Give each page a main heading"),
    "description missing": (0.2, "Describe each page"),
    "images without alt": (0.2, "Describe the images"),
}
"""What a page with the issue counts for, and what to do; other issues are matters of taste."""
METHOD = (
    "The effect of a fix is a count times a weight, which is a judgement and no measurement: "
    f"{OF_A_DOMAIN:g} for each followed domain whose links lead to an error (a fifth of it where "
    f"they lead over a chain), {OF_AN_ORPHAN:g} for each orphan, {OF_A_LINK:g} for each broken "
    f"internal link, {OF_A_DETOUR:g} for each that redirects to a page, {OF_A_HIDDEN_PAGE:g} for "
    "each page that is linked and kept from being indexed (errors, redirects and canonical "
    "conflicts have fixes of their own), and for each page with an issue: "
    + ", ".join(f"{issue} {weight:g}" for issue, (weight, _) in OF_A_PAGE.items())
    + "."
)


def find_fixes(ask: Asker) -> list[Fix]:
    """All fixes that something was found for, the largest effect first."""
    found = [fix for fix in _all_fixes(ask) if fix.count]
    return sorted(found, key=lambda fix: (-fix.effect, fix.title))


def _all_fixes(ask: Asker) -> Iterator[Fix]:
    yield from _reclaimed(ask)
    yield from _mended_links(ask)
    yield _hidden_pages(ask)
    lonely = ask(orphans)
    yield Fix(
        title="Link to the orphans from pages about the same",
        count=lonely.count(),
        unit="page",
        effect=lonely.count() * OF_AN_ORPHAN,
        why="No link of the site leads there: readers do not find them, and no authority flows in.",
        example=_example(lonely, "url"),
        anchor="orphans",
    )
    for row in ask(issues).first(1_000):
        if row["issue"] in OF_A_PAGE and row["pages"]:
            weight, title = OF_A_PAGE[row["issue"]]
            yield Fix(
                title=title,
                count=row["pages"],
                unit="page",
                effect=row["pages"] * weight,
                why=row["why"],
                example=row["example_url"],
                anchor="issues",
            )


def _reclaimed(ask: Asker) -> Iterator[Fix]:
    broken = ask(reclaim)
    chains = broken.where("problem", "redirect-chain")
    errors = broken.only(broken.table.problem != "redirect-chain")
    for rows, weight, title, why in (
        (
            errors,
            OF_A_DOMAIN,
            "Redirect the dead pages that other sites link to",
            "What those links are worth is lost as long as they lead to an error.",
        ),
        (
            chains,
            OF_A_DOMAIN / 5,
            "Shorten the redirect chains that other sites link to",
            "Each hop costs readers time, and search engines give up after a few.",
        ),
    ):
        [first] = rows.first(1) or [{}]
        best = first.get("best_page")
        yield Fix(
            title=title,
            count=rows.count(),
            unit="page",
            effect=_followed_domains(ask, rows) * weight,
            why=why,
            example=f"{first.get('target_url')} → {best}" if best else first.get("target_url", ""),
            anchor="reclaim",
        )


def _followed_domains(ask: Asker, targets: Worked) -> int:
    """How many domains have a followed link to any of these targets."""
    links = backlink_rows(ask.view)
    links = links.filter(links.is_followed).semi_join(targets.table, "target_url")
    return int(links.source_domain.nunique().to_pyarrow().as_py())


def broken_targets(view: View) -> Answer:
    """The targets of broken internal links."""
    return by_target(broken_links(view))


def redirecting_targets(view: View) -> Answer:
    """The targets of internal links that redirect."""
    return by_target(redirecting_links(view))


def _mended_links(ask: Asker) -> Iterator[Fix]:
    redirecting = ask(redirecting_targets)
    ends = redirecting.table
    to_pages = redirecting.only((ends.status < 400).fill_null(ends.unresolved.notnull()))
    for targets, weight, title, why, anchor in (
        (
            ask(broken_targets),
            OF_A_LINK,
            "Mend the internal links that lead to an error",
            "Readers meet an error, and the authority that the link passes is lost.",
            "broken-links",
        ),
        (
            to_pages,
            OF_A_DETOUR,
            "Let internal links lead to where they are redirected",
            "A redirect costs readers time for nothing: the address can be written as it is.",
            "redirecting-links",
        ),
    ):
        [first] = targets.first(1) or [{}]
        yield Fix(
            title=title,
            count=targets.total("links"),
            unit="link",
            effect=targets.total("links") * weight,
            why=why,
            example=f"{first.get('example')} → {first.get('target_url')}",
            anchor=anchor,
        )


def _hidden_pages(ask: Asker) -> Fix:
    linked = ask(linked_not_indexable)
    url, reason = linked.table.url, linked.table.indexability
    is_conflict = url.isin(ask(canonical_conflicts).table.url)
    hidden = linked.only(reason.isin(UNINDEXABLE) & ~is_conflict)
    return Fix(
        title="Decide on pages that are linked and kept from being indexed",
        count=hidden.count(),
        unit="page",
        effect=hidden.count() * OF_A_HIDDEN_PAGE,
        why="Readers are led there, but nobody who searches: link elsewhere, or let it be found.",
        example=hidden.table.url.min().to_pyarrow().as_py() or "",
        anchor="linked-not-indexable",
    )


def _example(worked: Worked, column: str) -> str:
    rows = worked.first(1)
    return str(rows[0][column]) if rows else ""
