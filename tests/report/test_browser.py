"""The report as a browser shows it, of a crawl whose every text is an attack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import needs_chromium, visit
from tests.conftest import scrapy

pytestmark = needs_chromium

LOOK = """
() => {
  const all = [...document.querySelectorAll('*')];
  const width = document.documentElement.clientWidth;
  return {
    scripts: document.scripts.length,
    handlers: all.filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
    frames: document.querySelectorAll('iframe, object, embed, form, img').length,
    links: [...document.links].map(a => a.protocol),
    wide: document.documentElement.scrollWidth > width,
    texts: document.body.innerText.length,
  };
}
"""


@pytest.fixture(scope="module")
def report(hostile_data: Path) -> Path:
    """The report of that crawl."""
    file = hostile_data.with_name("report.html")
    run = scrapy(
        "report", "-a", "domain=shop.example", "-o", file, "-s", f"LINKSPIDER_DATA={hostile_data}"
    )
    assert run.returncode == 0, run.stderr
    return file


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_strangers_script_runs_in_the_report(report: Path, dark: bool) -> None:
    with visit(report, dark=dark) as seen:
        look = seen.page.evaluate(LOOK)
        seen.page.locator("input[type=search]").first.fill("alert")
        seen.page.locator("th").first.click()
        assert seen.dialogs == seen.requests == seen.errors == []
    assert look["scripts"] == 1
    assert look["handlers"] == look["frames"] == 0
    assert set(look["links"]) <= {"http:", "https:", "file:"}
    assert not look["wide"]
    assert look["texts"] > 5_000


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_nothing_is_wider_than_the_window(report: Path, width: int) -> None:
    with visit(report, width=width) as seen:
        assert not seen.page.evaluate(LOOK)["wide"]


def test_tables_sort_and_search(report: Path) -> None:
    with visit(report) as seen:
        figure = seen.page.locator("#anchor-texts")
        rows = figure.locator("tbody tr:visible")
        all_rows = rows.count()
        figure.locator("input").fill("HYPERLINK")
        assert 0 < rows.count() < all_rows
        figure.locator("input").fill("")
        head = figure.locator("th", has_text="links").first
        head.click()
        assert head.get_attribute("aria-sort") == "ascending"
