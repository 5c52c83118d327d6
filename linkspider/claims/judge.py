"""What became of a claim, by what a crawl has read. Pure.

| outcome | what holds | reason |
|---|---|---|
| found | the page has the link as claimed | |
| changed | it has a link to that target, but what else is claimed differs | anchor_text, rel |
| lost | it was read without such a link | no-link |
| lost | it is gone | 404, 410 |
| lost | it redirects to the very site that it linked to | redirects-to-target |
| unknown | it could not be read, or not to its end | the status, `pages.error`, truncated, … |

The page is the one at the end of the redirects from the page that was named. Addresses are equal
where their keys are: no slash, scheme or `www.` is guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from linkspider.claims.read import Claim, Rel
from linkspider.scope import Scopes
from linkspider.urls import parse, registrable_domain, without_credentials

OUTCOMES = ("found", "changed", "lost", "unknown")


class Page(NamedTuple):
    """What a row of `pages` says of whether the page was read."""

    domain: str
    status: int | None = None
    error: str | None = None
    redirect_to: str | None = None
    indexability: str | None = None
    truncated: bool | None = None


class Link(NamedTuple):
    """What a claim says of a link, as the link is."""

    target_url: str
    anchor_text: str
    rel: Rel


class Verdict(NamedTuple):
    """What became of a claim."""

    outcome: str
    """found, changed, lost or unknown."""
    reason: str
    """Why, in a word; for changed what differs; empty for found."""
    page_url: str
    """The page that counts: where the redirects from the claim's page end."""
    link: Link | None = None
    """The link that comes closest to the claim; None where none leads to its target."""


def judge(
    claims: Sequence[Claim],
    pages: Mapping[str, Page],
    links: Iterable[tuple[str, Link]],
    scopes: Scopes,
) -> list[Verdict]:
    """The verdict on each claim, in order.

    ``links`` are hyperlinks into the scopes, each with its page, those of a page in a row; they
    may be many more than the claims, and are not kept.
    """
    verdicts = [_without_links(claim, pages, scopes) for claim in claims]
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, verdict in enumerate(verdicts):
        if verdict.reason in ("no-link", "truncated"):
            waiting[verdict.page_url].append(number)
    for page_url, group in groupby(links, key=itemgetter(0)):
        if page_url in waiting:
            of_target: dict[str | None, dict[Link, None]] = defaultdict(dict)
            for _, link in group:
                of_target[link.target_url][link] = of_target[None][link] = None
            for number in waiting[page_url]:
                found = of_target.get(claims[number].target_url, ())
                verdicts[number] = _with_links(claims[number], verdicts[number], found)
    return verdicts


def end_of_redirects(url: str, pages: Mapping[str, Page]) -> str | None:
    """Where the redirects from ``url`` end; None where they never do."""
    seen: set[str] = set()
    while (page := pages.get(url)) is not None and page.redirect_to is not None:
        if url in seen:
            return None
        seen.add(url)
        url = without_credentials(page.redirect_to)
    return url


def _without_links(claim: Claim, pages: Mapping[str, Page], scopes: Scopes) -> Verdict:
    """The verdict as long as no link is known."""
    start = claim.source_url
    domains = _domains_in_question(claim, scopes)
    if not domains:
        return Verdict("unknown", "other-target", start)
    end = end_of_redirects(start, pages)
    if end is None:
        return Verdict("unknown", "redirect-loop", start)
    if end not in pages:
        return Verdict("unknown", "not-asked" if end == start else "redirect-not-followed", end)
    if pages[start].domain != pages[end].domain and pages[end].domain in domains:
        return Verdict("lost", "redirects-to-target", end)
    return Verdict(*_fate(pages[end]), end)


def _domains_in_question(claim: Claim, scopes: Scopes) -> set[str]:
    """The registrable domains that the claim's target may have; none where it is in no scope."""
    if claim.target_url is None:
        return {registrable_domain(scope.host) for scope in scopes.scopes}
    url = parse(claim.target_url)
    if url is None or url.host is None or scopes.match(url.host, url.path) is None:
        return set()
    return {registrable_domain(url.host)}


def _fate(page: Page) -> tuple[str, str]:
    """Outcome and reason for a page on which no link is known."""
    if page.error is not None:
        return "unknown", page.error
    if page.status in (404, 410):
        return "lost", str(page.status)
    if page.status != 200:
        return "unknown", str(page.status)
    if page.indexability is None:
        return "unknown", "status-only"
    if page.indexability == "not-html":
        return "unknown", "not-html"
    return ("unknown", "truncated") if page.truncated else ("lost", "no-link")


def _with_links(claim: Claim, verdict: Verdict, links: Iterable[Link]) -> Verdict:
    """The verdict, now that these links of the page to the claim's target are known."""
    candidates = [*filter(None, [verdict.link]), *links]
    if not candidates:
        return verdict
    link = min(candidates, key=lambda link: _distance(claim, link))
    differences = _differences(claim, link)
    if not differences:
        return Verdict("found", "", verdict.page_url, link)
    if verdict.reason == "truncated":  # what differs may be cut, or stand right behind the cut
        return verdict
    return Verdict("changed", ", ".join(differences), verdict.page_url, link)


def _distance(claim: Claim, link: Link) -> tuple[bool, int]:
    """How far a link is from the claimed one: it is known by its words, rather than by its rel."""
    differences = _differences(claim, link)
    return "anchor_text" in differences, len(differences)


def _differences(claim: Claim, link: Link) -> list[str]:
    """What of a claim does not hold of a link; case and white space of its words do not count."""
    differences = []
    if claim.anchor_text is not None and _plain(claim.anchor_text) != _plain(link.anchor_text):
        differences.append("anchor_text")
    if not claim.rel <= link.rel:
        differences.append("rel")
    return differences


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
