"""The verdicts on claims from the tables of a crawl."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow.compute as pc

from linkspider.claims.judge import Link, Page, Verdict, end_of_redirects, judge
from linkspider.claims.read import QUALIFIERS, Claim, qualifiers
from linkspider.dataset import Dataset
from linkspider.scope import Scopes
from linkspider.urls import without_credentials


class Judged(NamedTuple):
    """A claim, what became of it, and what its target answers."""

    claim: Claim
    verdict: Verdict
    target_answer: str
    """Status or error at the end of the target's redirects; empty where it was not asked."""


def judge_claims(dataset: Dataset, crawl: str, claims: Sequence[Claim]) -> list[Judged]:
    """What became of each claim, by the tables of one crawl."""
    [run] = dataset.scan("crawls", crawl).to_table(columns=["domain"]).to_pylist()
    pages = _read_pages(dataset, crawl)
    links = _stream_links(dataset, crawl)
    verdicts = judge(claims, pages, links, Scopes.parse(run["domain"]))
    return [
        Judged(claim, verdict, _answer(claim, verdict, pages))
        for claim, verdict in zip(claims, verdicts, strict=True)
    ]


def _read_pages(dataset: Dataset, crawl: str) -> dict[str, Page]:
    names = ["url", *Page._fields]
    pages = {}
    for batch in dataset.stream("pages", crawl, names):
        for url, *facts in zip(*(batch[name].to_pylist() for name in names), strict=True):
            pages[url] = Page(*facts)
    return pages


def _stream_links(dataset: Dataset, crawl: str) -> Iterator[tuple[str, Link]]:
    """The hyperlinks into the scopes, each with its page."""
    names = ["source_url", "target_url", "anchor_text", *QUALIFIERS]
    is_into_scope = pc.field("element").isin(["a", "area"]) & pc.field("target_scope").is_valid()
    for batch in dataset.stream("links", crawl, names, is_into_scope):
        columns = (batch[name].to_pylist() for name in names)
        for source, target, anchor, *flags in zip(*columns, strict=True):
            tokens = frozenset(name for name, flag in zip(QUALIFIERS, flags, strict=True) if flag)
            yield source, Link(target, anchor or "", qualifiers(tokens))


def _answer(claim: Claim, verdict: Verdict, pages: Mapping[str, Page]) -> str:
    target = verdict.link.target_url if verdict.link else claim.target_url
    end = end_of_redirects(without_credentials(target), pages) if target else None
    page = pages.get(end) if end else None
    return "" if page is None else page.error or str(page.status)
