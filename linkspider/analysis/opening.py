"""Open the tables for one target: which crawls, which rows, and what a reader must know of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkspider.analysis.observations import (
    choose_observations,
    observed_links,
    observed_pages,
)
from linkspider.analysis.reading import Tables
from linkspider.analysis.scoping import relabel_links, rescope_pages
from linkspider.analysis.view import AnalysisError, View
from linkspider.dataset import SCHEMA_VERSION, Dataset
from linkspider.scope import Scope, ScopeError, Scopes

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

BUDGETS = ("max_pages", "max_depth", "pages_per_domain")

Run = dict[str, Any]
"""A row of `crawls`."""


def open(
    data: str | Path,
    domain: str,
    crawl: str | Iterable[str] | None = None,
    *,
    backend: BaseBackend | None = None,
) -> View:
    """The tables in ``data`` as they are for the target ``domain``.

    By default the internal graph is that of the latest target crawl of the domain, and every other
    page is seen as it was last read over all crawls of the domain; ``crawl`` names the crawls to
    look at instead. ``backend`` is an Ibis backend that can read the folder; an embedded DuckDB
    unless given.

    AnalysisError where there is nothing to look at: no tables, an unknown crawl, a domain that was
    never crawled, tables that another version wrote.
    """
    dataset = Dataset(str(data))
    scope = _parse_scope(domain)
    runs = _choose_runs(_read_runs(dataset, data), scope, crawl, data)
    _check_schemas(dataset, runs, data)
    graph_crawl = _latest_target_crawl(runs)
    tables = Tables(dataset, [run["id"] for run in runs], backend)
    pages = rescope_pages(tables.read("pages"), scope)
    chosen = choose_observations(pages, graph_crawl).cache()
    links = relabel_links(tables.read("links"), scope)
    if len(runs) > 1 or not runs[0]["finished_at"]:
        links = observed_links(links, chosen)
    sitemaps = tables.read("sitemaps")
    return View(
        scope=scope,
        links=links,
        pages=observed_pages(pages, chosen.drop("scope")),
        sitemaps=sitemaps.filter(sitemaps.crawl == (graph_crawl or "")),
        crawls=tables.read("crawls"),
        complete_inside=graph_crawl is not None
        and all(_is_complete(run) for run in runs if run["id"] == graph_crawl),
        complete_outside=all(_is_complete(run) for run in runs if run["id"] != graph_crawl),
        notes=tuple(_notes(runs, graph_crawl)),
    )


def crawled_domains(data: str | Path) -> list[str]:
    """The targets that were crawled into the folder, as given, the latest first."""
    given = (
        target for run in reversed(_read_runs(Dataset(str(data)), data)) for target in _targets(run)
    )
    return list(dict.fromkeys(scope.given for scope in given))


def crawls_of(data: str | Path, domain: str) -> list[Run]:
    """The rows of `crawls` of the target ``domain``, the oldest first; errors as for `open`."""
    return _choose_runs(_read_runs(Dataset(str(data)), data), _parse_scope(domain), None, data)


def _parse_scope(domain: str) -> Scope:
    try:
        return Scope.parse(domain)
    except ScopeError as error:
        raise AnalysisError(f"domain: {error}") from error


def _read_runs(dataset: Dataset, data: str | Path) -> list[Run]:
    """All rows of `crawls`, the oldest first."""
    try:
        rows = dataset.scan("crawls").to_table(
            columns=["id", "spider", "domain", "started_at", "finished_at", "finish_reason",
                     "pending", "reasons"]
        ).to_pylist()  # fmt: skip
    except FileNotFoundError:
        rows = []
    if not rows:
        raise AnalysisError(
            f"{data}: no crawls here; crawl first: scrapy crawl target -a domain=example.com"
        )
    return sorted(rows, key=lambda run: (run["started_at"], run["id"]))


def _choose_runs(
    runs: Sequence[Run], scope: Scope, crawl: str | Iterable[str] | None, data: str | Path
) -> list[Run]:
    if crawl is not None:
        wanted = {crawl} if isinstance(crawl, str) else set(crawl)
        missing = sorted(wanted - {run["id"] for run in runs})
        if missing or not wanted:
            there = ", ".join(run["id"] for run in runs)
            raise AnalysisError(
                f"{data}: no crawl {', '.join(missing) or 'named'}; there are {there}"
            )
        return [run for run in runs if run["id"] in wanted]
    chosen = [run for run in runs if any(_contains(target, scope) for target in _targets(run))]
    if not chosen:
        known = dict.fromkeys(target.given for run in runs for target in _targets(run))
        raise AnalysisError(
            f"{data}: {scope.given} was never crawled; crawled were {', '.join(known)}"
        )
    return chosen


def _targets(run: Run) -> tuple[Scope, ...]:
    return Scopes.parse(run["domain"]).scopes


def _contains(target: Scope, scope: Scope) -> bool:
    """Whether all of ``scope`` belongs to what was crawled."""
    if scope.subdomains and not target.subdomains:
        return False
    return target.covers(scope.host, scope.path)


def _latest_target_crawl(runs: Sequence[Run]) -> str | None:
    return next((run["id"] for run in reversed(runs) if run["spider"] == "target"), None)


def _budgets_met(run: Run) -> dict[str, int]:
    """How many URLs were left out for which budget, or as those of a trap."""
    reasons: dict[str, int] = json.loads(run["reasons"] or "{}")
    return {
        name: count
        for name, count in reasons.items()
        if name in BUDGETS or name.startswith("trap-")
    }


def _is_complete(run: Run) -> bool:
    """Whether the crawl came to its end, with no URL left to do or left out."""
    return run["finish_reason"] == "finished" and not run["pending"] and not _budgets_met(run)


def _notes(runs: Sequence[Run], graph_crawl: str | None) -> Iterable[str]:
    if graph_crawl is None:
        yield "No target crawl: nothing is known of the site's own pages and internal links."
    for run in runs:
        name = f"Crawl {run['id']}"
        if run["finished_at"] is None:
            yield f"{name} has not ended: it runs, or was killed; what it has written counts."
        elif run["finish_reason"] != "finished":
            yield f"{name} was stopped ({run['finish_reason']}): what it has written counts."
        elif met := _budgets_met(run):
            told = ", ".join(f"{count:,} for {reason}" for reason, count in met.items())
            yield f"{name} left URLs out: {told}."
        elif run["pending"]:
            yield f"{name} left {run['pending']:,} URLs to do."


def _check_schemas(dataset: Dataset, runs: Iterable[Run], data: str | Path) -> None:
    for run in runs:
        for table in ("links", "pages"):
            version = dataset.schema_version(table, run["id"])
            if version not in (None, SCHEMA_VERSION):
                raise AnalysisError(
                    f"{data}: the tables of crawl {run['id']} have schema version {version}, and "
                    f"version {SCHEMA_VERSION} is read here; crawl again, or leave the crawl out"
                )
