"""A crawl that was begun before: where its frontier is, and whether it can be gone on with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from linkspider.dataset import Dataset
from linkspider.exports import digest
from linkspider.frontier.store import FrontierHeldError, FrontierUnreadableError, Store

CHANGEABLE = ("max_pages", "speed", "keep")
"""Arguments that may differ when a crawl is resumed."""


class ResumeError(ValueError):
    """Why a crawl cannot be gone on with; one line for its user."""


def frontier_path(data: str, state: str | None, crawl: str) -> Path:
    """The frontier of a crawl: always on a local disk, beside the tables where those are."""
    if not state:
        state = f"{data}/.state" if Dataset(data).is_local else ".linkspider"
    return Path(state) / f"{crawl}.sqlite"


def arguments_to_resume(
    path: Path, spider: str, given: Mapping[str, str], dataset: Dataset
) -> dict[str, str]:
    """The arguments of the crawl whose frontier is ``path``: those that it was begun with, and of
    those that may change the ``given``; ResumeError where it cannot be gone on with."""
    try:
        store = Store(path)
    except FrontierHeldError as error:
        raise ResumeError(str(error)) from None
    except FrontierUnreadableError as error:
        raise ResumeError(f"its frontier {path} cannot be read: {error}") from None
    try:
        begun = dict(json.loads(store.fact("arguments") or "{}"))
        if not begun:  # killed before its first commit
            return dict(given)
        _compare(store, spider, begun, given)
        lost = sorted(set(store.parts()) - set(dataset.parts(str(given["crawl"]))))
        if lost:
            table, number = lost[0]
            raise ResumeError(f"part {number} of its table {table} is missing")
    finally:
        store.close()
    return begun | dict(given)


def _compare(store: Store, spider: str, begun: Mapping[str, str], given: Mapping[str, str]) -> None:
    if store.fact("spider") != spider:
        raise ResumeError(f"it is a crawl of the spider {store.fact('spider')}")
    for name, value in given.items():
        if name not in CHANGEABLE and begun.get(name) != value:
            before = f"{name}={begun[name]}" if name in begun else f"no {name}"
            raise ResumeError(
                f"it was begun with {before}; only {', '.join(CHANGEABLE)} may change"
            )
    sources = begun.get("sources", "")
    if store.fact("sources") != digest(sources):
        raise ResumeError(f"what sources={sources} says has changed since it was begun")
    if store.fact("finished") and not _has_more_pages(store, begun, given):
        raise ResumeError("it is finished; choose another name")


def _has_more_pages(store: Store, begun: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Whether a finished crawl met its max_pages, and is now given more."""
    before, now = begun.get("max_pages", ""), given.get("max_pages", "")
    if not any(reason == "max_pages" for _, reason, _ in store.urls.outcomes()):
        return False
    return before.isdecimal() and now.isdecimal() and int(now) > int(before)


def open_store(path: Path, spider: str, arguments: Mapping[str, str]) -> Store:
    """The crawl's frontier file: a new one, or the one to go on with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    store = Store(path)
    if store.fact("started_at") is None:
        store.set_fact("spider", spider)
        store.set_fact("sources", digest(arguments.get("sources", "")))
        store.set_fact("started_at", datetime.now(UTC).isoformat())
    store.set_fact("arguments", json.dumps(dict(arguments), ensure_ascii=False, sort_keys=True))
    if arguments.get("keep") == "touching":
        store.set_fact("keep", "touching")  # links were left out, whatever it is given later
    if store.fact("finished"):
        store.set_fact("finished", "")
    store.urls.reopen("max_pages")
    store.commit()
    return store
