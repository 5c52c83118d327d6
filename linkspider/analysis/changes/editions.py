"""Two looks at one target: its latest crawls, and the ones before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from linkspider.analysis.opening import crawls_of, has_result, open
from linkspider.analysis.view import AnalysisError, View

if TYPE_CHECKING:
    from pathlib import Path

    from ibis.backends import BaseBackend


def latest_two(
    data: str | Path,
    domain: str,
    spider: str | None = None,
    *,
    backend: BaseBackend | None = None,
) -> tuple[View, View]:
    """Two views of the target ``domain``: by each spider's last crawl but one, and by its last.

    A spider that crawled it once has no part in either; crawls that run still, or read no page,
    do not count where there are two others. ``spider`` (target, referring, verify)
    takes that one's crawls alone; for other pairs of crawls, open both with `analysis.open`.

    AnalysisError where no spider crawled it twice, and as `analysis.open` has it.
    """
    crawls: dict[str, list[str]] = defaultdict(list)
    for run in sorted(crawls_of(data, domain), key=has_result):
        if spider in (None, run["spider"]):
            crawls[run["spider"]].append(run["id"])
    twice = [ids for ids in crawls.values() if len(ids) > 1]
    if not twice:
        there = ", ".join(name for ids in crawls.values() for name in ids) or "none"
        by = f" by the {spider} spider" if spider else ""
        raise AnalysisError(
            f"{data}: {domain} was not crawled twice{by}: there is nothing to compare with "
            f"(crawls: {there})"
        )
    before = open(data, domain, [ids[-2] for ids in twice], backend=backend)
    return before, open(data, domain, [ids[-1] for ids in twice], backend=backend)
