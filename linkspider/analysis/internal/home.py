"""The page that the clicks are counted from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from linkspider.analysis.internal.pages import final_pages
from linkspider.analysis.opening import targets_of
from linkspider.urls import parse

if TYPE_CHECKING:
    from linkspider.analysis.view import View


def home_page(view: View) -> str | None:
    """The home page of the target: the first of these whose final page is in scope, with status
    200; None where none is.

    1. the target's own URL (as given, or https:// with the host as given);
    2. the same by http, or by https;
    3. what the crawl of the internal graph started from: its `start_urls`, else its targets, each
       by https and by http. That is how `www.example.com` is found for the target `example.com`.
    """
    candidates = list(dict.fromkeys(_candidates(view)))
    answered = final_pages(view).filter(lambda page: page.status == 200).select(home="url")
    found = view.finals.filter(view.finals.url.isin(candidates))
    found = found.semi_join(answered, [("final_url", "home")]).select("url", "final_url")
    rows = found.to_pyarrow()
    finals: dict[str, str] = dict(
        zip(rows["url"].to_pylist(), rows["final_url"].to_pylist(), strict=True)
    )
    return next((finals[url] for url in candidates if url in finals), None)


def _candidates(view: View) -> Iterable[str]:
    yield from _by_both_schemes(view.scope.home)
    runs = view.crawls.filter(view.crawls.id == (view.graph_crawl or ""))
    for run in runs.select("domain", "arguments").to_pyarrow().to_pylist():
        yield from _starts(run)


def _starts(run: dict[str, Any]) -> Iterable[str]:
    given: str = json.loads(run["arguments"] or "{}").get("start_urls", "")
    urls = [url.key for url in map(parse, map(str.strip, given.split(","))) if url is not None]
    if urls:
        yield from urls
    else:
        for scope in targets_of(run):
            yield from _by_both_schemes(scope.home)


def _by_both_schemes(url: str) -> tuple[str, str]:
    scheme, _, rest = url.partition("://")
    return url, f"{'http' if scheme == 'https' else 'https'}://{rest}"
