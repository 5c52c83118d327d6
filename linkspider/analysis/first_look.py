"""A first look: what links there are, who refers to the target, with which words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

LINK_TYPES = ["internal", "backlink", "outbound", "other"]


def data_folder() -> Path:
    """The folder `data` of the project, seen from its root or from its folder of notebooks."""
    return next(
        (folder for folder in (Path("data"), Path("../data")) if folder.is_dir()), Path("data")
    )


def latest(table: pd.DataFrame, crawls: pd.DataFrame) -> pd.DataFrame:
    """The rows of the latest crawl of each spider and domain.

    ``table`` is links, pages or sitemaps with its column `crawl`, ``crawls`` the table of crawls.
    Older crawls of the same are left out, so that nothing counts twice.
    """
    newest = crawls.sort_values("started_at").groupby(["spider", "domain"])["id"].last()
    return table[table["crawl"].astype(str).isin(newest)]


def hyperlinks(links: pd.DataFrame) -> pd.DataFrame:
    """The links that a reader can follow: elements a and area."""
    return links[links["element"].isin(["a", "area"])]


def backlinks(links: pd.DataFrame) -> pd.DataFrame:
    """The hyperlinks that point at a target from another registrable domain."""
    found = hyperlinks(links)
    return found[found["link_type"] == "backlink"]


def links_by_type(links: pd.DataFrame) -> pd.DataFrame:
    """Hyperlinks by link type: links, those followed, distinct source pages and target hosts."""
    found = hyperlinks(links)
    table = found.groupby("link_type", observed=True).agg(
        links=("link_type", "size"),
        followed=("followed", lambda followed: int(followed.eq(True).sum())),
        source_pages=("source_url", "nunique"),
        target_hosts=("target_host", "nunique"),
    )
    return table.reindex(LINK_TYPES).fillna(0).astype(int)


def referring_domains(links: pd.DataFrame) -> pd.DataFrame:
    """Referring domains: links, backlinks (distinct source and target), pages, hosts, followed.

    Sorted by backlinks; ``followed`` counts the links that search engines may count.
    """
    found = backlinks(links)
    table = found.groupby("source_domain").agg(
        links=("target_url", "size"),
        referring_pages=("source_url", "nunique"),
        hosts=("source_host", "nunique"),
        followed=("followed", lambda followed: int(followed.eq(True).sum())),
    )
    pairs = found.drop_duplicates(["source_url", "target_url"])
    table.insert(1, "backlinks", pairs.groupby("source_domain").size())
    return table.sort_values(["backlinks", "links"], ascending=False)


def anchors(links: pd.DataFrame) -> pd.DataFrame:
    """Anchor texts of backlinks: links, and the referring domains that use each."""
    table = (
        backlinks(links)
        .groupby("anchor_text")
        .agg(links=("target_url", "size"), referring_domains=("source_domain", "nunique"))
    )
    return table.sort_values(["referring_domains", "links"], ascending=False)


def outcomes(pages: pd.DataFrame) -> pd.DataFrame:
    """Pages by registrable domain and outcome: the HTTP status, or the error where none came."""
    status = pages["status"].astype("Int64").astype("string")
    outcome = status.fillna(pages["error"].astype("string")).rename("outcome")
    return pd.crosstab(pages["domain"], outcome)
