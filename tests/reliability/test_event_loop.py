"""The event loop is never held for long by one sitemap, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks.event_loop import AMPERSANDS, entries, index, lateness, with_sitemaps
from tests.rawweb import Page

MOST = 500
"""Milliseconds of the loop's own CPU between two naps; a tenth of that is usual."""
WEBS: dict[str, Callable[[], dict[str, Page]]] = {
    "one word": lambda: with_sitemaps(AMPERSANDS, 4),
    "entries of another site": lambda: with_sitemaps(entries(50_000), 4),
    "sitemaps": lambda: with_sitemaps(index(50_000), 1),
}


@pytest.mark.parametrize("name", WEBS)
def test_sitemaps_do_not_hold_the_event_loop(name: str) -> None:
    gaps = [worked for _, worked in lateness(WEBS[name](), "-a", "max_pages=50")]
    print(f"{name}: {max(gaps):.0f} ms of CPU at a time")
    assert max(gaps) < MOST
