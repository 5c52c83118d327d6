"""Open the tables for one target: which crawls, which rows, and what a reader must know of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa

from linkspider.analysis.observations import (
    choose_observations,
    observed_links,
    observed_pages,
)
from linkspider.analysis.reading import Tables, first_line
from linkspider.analysis.scoping import relabel_links, rescope_pages
from linkspider.analysis.view import AnalysisError, View, kept_all_links
from linkspider.dataset import Dataset
from linkspider.scope import Scope, ScopeError, Scopes

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

BUDGETS = ("max_pages", "max_depth", "pages_per_domain")
COLUMNS = ["id", "spider", "domain", "started_at", "finished_at", "finish_reason", "done",
           "pending", "reasons", "arguments", "crawl"]  # fmt: skip

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
    look at instead. A target crawl that runs still, or that read no page, gives the graph only
    where there is no other. ``backend`` is an Ibis backend that can read the folder; an embedded
    DuckDB unless given.

    AnalysisError where there is nothing to look at: no tables, an unknown crawl, a domain that was
    never crawled, a file that cannot be read or that another version wrote.
    """
    scope = _parse_scope(domain)
    dataset = _open_dataset(data)
    runs = _choose_runs(_read_runs(dataset, data), scope, crawl, data)
    tables = Tables(dataset, [run["id"] for run in runs], backend)
    tables.check()
    graph_run = _latest_target_run(runs, scope)
    graph_crawl = graph_run["id"] if graph_run else None
    pages = rescope_pages(tables.read("pages"), scope)
    try:
        chosen = choose_observations(pages, graph_crawl).cache()
    except duckdb.Error as error:
        spoilt = tables.find_spoilt("pages") or f"{data}: cannot be read: {first_line(error)}"
        raise AnalysisError(spoilt) from error
    links = [_links_of(run, tables, scope, chosen, run is graph_run) for run in runs]
    sitemaps = tables.read("sitemaps")
    outside = [run for run in runs if run["spider"] != "target" and _is_of(run, scope)]
    return View(
        scope=scope,
        links=ibis.union(*links),
        pages=observed_pages(pages, chosen.drop("scope")),
        sitemaps=sitemaps.filter(sitemaps.crawl == (graph_crawl or "")),
        crawls=tables.read("crawls"),
        graph_crawl=graph_crawl,
        complete_inside=graph_run is not None and _is_complete(graph_run),
        complete_outside=bool(outside) and all(map(_is_complete, outside)),
        notes=tuple(_notes(runs, scope, graph_run)),
    )


def _links_of(run: Run, tables: Tables, scope: Scope, chosen: ir.Table, is_graph: bool) -> ir.Table:
    """The links of a crawl that count, labelled for the target: as the crawl labelled them where
    it was of this target alone. All links of the crawl that the graph is from count then, if it is
    finished: none of its pages is left out."""
    links = tables.read("links", run["id"])
    is_of_target_alone = targets_of(run) == (scope,)
    if not is_of_target_alone:
        links = relabel_links(links, scope)
    if is_graph and is_of_target_alone and run["finish_reason"] == "finished":
        return links
    return observed_links(links, chosen)


def find_spoilt(
    data: str | Path, domain: str, crawl: str | Iterable[str] | None = None
) -> str | None:
    """The first file of these crawls whose rows cannot be read, and why; None where all can.

    Rows are read when an answer is worked out, so that an engine may meet them long after `open`.
    """
    dataset = _open_dataset(data)
    runs = _choose_runs(_read_runs(dataset, data), _parse_scope(domain), crawl, data)
    tables = Tables(dataset, [run["id"] for run in runs], None)
    found = map(tables.find_spoilt, ("crawls", "sitemaps", "pages", "links"))
    return next(filter(None, found), None)


def crawled_domains(data: str | Path) -> list[str]:
    """The targets that were crawled into the folder, as given, the latest first."""
    given = (
        target
        for run in reversed(_read_runs(_open_dataset(data), data))
        for target in targets_of(run)
    )
    return list(dict.fromkeys(scope.given for scope in given))


def crawls_of(data: str | Path, domain: str) -> list[Run]:
    """The rows of `crawls` of the target ``domain``, the oldest first; errors as for `open`."""
    return _choose_runs(_read_runs(_open_dataset(data), data), _parse_scope(domain), None, data)


def _parse_scope(domain: str) -> Scope:
    if "," in domain:
        raise AnalysisError(f"domain: {domain!r} are several targets; open one at a time")
    try:
        return Scope.parse(domain)
    except ScopeError as error:
        raise AnalysisError(f"domain: {error}") from error


def _open_dataset(data: str | Path) -> Dataset:
    try:
        return Dataset(str(data))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise AnalysisError(f"{data}: cannot be opened: {first_line(error)}") from error


def _read_runs(dataset: Dataset, data: str | Path) -> list[Run]:
    """All rows of `crawls`, the oldest first."""
    try:
        rows = dataset.scan("crawls").to_table(columns=COLUMNS).to_pylist()
    except FileNotFoundError:
        rows = []
    except (OSError, pa.ArrowException) as error:
        raise AnalysisError(f"{data}: crawls cannot be read: {first_line(error)}") from error
    if not rows:
        raise AnalysisError(
            f"{data}: no crawls here; crawl first: scrapy crawl target -a domain=example.com"
        )
    for run in rows:
        if None in (run["id"], run["spider"], run["domain"], run["started_at"]):
            raise AnalysisError(f"{data}: crawl {run['crawl']} is of another schema; remove it")
    return sorted(rows, key=lambda run: (run["started_at"], run["id"]))


def _choose_runs(
    runs: Sequence[Run], scope: Scope, crawl: str | Iterable[str] | None, data: str | Path
) -> list[Run]:
    chosen = list(runs)
    if crawl is not None:
        wanted = {crawl} if isinstance(crawl, str) else set(map(str, crawl))
        missing = sorted(wanted - {run["id"] for run in runs})
        if missing or not wanted:
            there = ", ".join(run["id"] for run in runs)
            raise AnalysisError(
                f"{data}: no crawl {', '.join(missing) or 'named'}; there are {there}"
            )
        chosen = [run for run in runs if run["id"] in wanted]
    of_domain = [run for run in chosen if _is_of(run, scope)]
    if not of_domain:
        known = dict.fromkeys(target.given for run in chosen for target in targets_of(run))
        where = "" if crawl is None else f" by {', '.join(run['id'] for run in chosen)}"
        raise AnalysisError(
            f"{data}: {scope.given} was never crawled{where}; crawled were {', '.join(known)}"
        )
    return of_domain if crawl is None else chosen


def targets_of(run: Run) -> tuple[Scope, ...]:
    """The targets of a crawl; none where it names something that is no site today."""
    try:
        return Scopes.parse(run["domain"]).scopes
    except ScopeError:  # what was a domain then is a public suffix now
        return ()


def _is_of(run: Run, scope: Scope) -> bool:
    """Whether all of ``scope`` belongs to what was crawled."""
    return any(
        target.covers(scope.host, scope.path) and target.subdomains >= scope.subdomains
        for target in targets_of(run)
    )


def _latest_target_run(runs: Sequence[Run], scope: Scope) -> Run | None:
    of_target = [run for run in runs if run["spider"] == "target" and _is_of(run, scope)]
    ended = [run for run in of_target if has_result(run)] or of_target
    return ended[-1] if ended else None


def has_result(run: Run) -> bool:
    """Whether the crawl has ended, and read at least one page."""
    return run["finished_at"] is not None and run["done"] != 0


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


def _notes(runs: Sequence[Run], scope: Scope, graph_run: Run | None) -> Iterable[str]:
    spiders = {run["spider"] == "target" for run in runs if _is_of(run, scope)}
    if True not in spiders:
        yield "No target crawl: nothing is known of the site's own pages and internal links."
    if False not in spiders:
        yield "No crawl of other sites: of backlinks only those that a target crawl met are known."
    for run in runs:
        name = f"Crawl {run['id']}"
        if not _is_of(run, scope):
            yield f"{name} was of {run['domain']}: of {scope.given} it tells what it met by chance."
        elif (
            graph_run and run["spider"] == "target" and run["started_at"] > graph_run["started_at"]
        ):
            why = "has not ended" if run["finished_at"] is None else "read no page"
            yield f"{name} {why}: the site's own links are those of {graph_run['id']}."
            continue
        if run["finished_at"] is None:
            yield f"{name} has not ended: it runs, or was killed; what it has written counts."
        elif run["finish_reason"] != "finished":
            yield f"{name} was stopped ({run['finish_reason']}): what it has written counts."
        elif met := _budgets_met(run):
            told = ", ".join(f"{count:,} for {reason}" for reason, count in met.items())
            yield f"{name} left URLs out: {told}."
        elif run["pending"]:
            yield f"{name} left {run['pending']:,} URLs to do."
        if run["spider"] != "target" and not kept_all_links(run["arguments"]):
            yield f"{name} kept links to its targets alone: where else its pages link is unknown."
