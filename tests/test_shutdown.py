"""How long downloads are waited for once a crawl is told to stop."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from linkspider import shutdown
from linkspider.shutdown import PATIENCE_SECONDS, Shutdown, patience_over


def test_downloads_are_abandoned_by_the_clock_however_often_the_timer_rings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crawler = get_crawler()
    crawler.engine = SimpleNamespace(running=False)  # type: ignore[assignment]
    crawler.stats = SimpleNamespace(get_value=lambda name: None)  # type: ignore[assignment]
    heard: list[float] = []
    clock = SimpleNamespace(now=0.0)

    def hear(**_: Any) -> None:
        heard.append(clock.now)

    crawler.signals.connect(hear, patience_over)
    monkeypatch.setattr(shutdown, "monotonic", lambda: clock.now)
    stopping = Shutdown(crawler)
    for tick in range(int(PATIENCE_SECONDS * 100)):
        clock.now = 1 + tick / 100
        stopping._look()
    assert heard == []
    clock.now = 1 + PATIENCE_SECONDS
    stopping._look()
    assert heard == [clock.now]
