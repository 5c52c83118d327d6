"""Report and notebooks as a browser shows them, of a crawl whose every text is an attack."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linkspider.demo.server import serve
from tests.browser import needs_chromium, visit
from tests.conftest import PROJECT, crawl_options, scrapy
from tests.hostile_texts import HostileWeb

pytestmark = needs_chromium

NOTEBOOKS = {
    "01_backlink_profile": "evil.example",
    "02_anchors": "alert(",
    "08_on_page": "http://shop.example/",
}
"""Some notebooks, and what a reader must see in each."""
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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a crawl of hostile texts in `data`."""
    folder = tmp_path_factory.mktemp("hostile")
    with serve(HostileWeb()) as web:
        options = crawl_options(web, folder / "data")
        for spider, argument in (("target", "speed=full"), ("referring", "sources=evil.example")):
            given = (
                "-a",
                "domain=shop.example",
                "-a",
                argument,
                "-a",
                "start_urls=http://shop.example/",
            )
            run = scrapy("crawl", spider, *given[: 4 if spider == "referring" else 6], *options)
            assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> Path:
    """The report of that crawl."""
    run = scrapy(
        "report", "-a", "domain=shop.example", "-o", folder / "report.html",
        "-s", f"LINKSPIDER_DATA={folder / 'data'}",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder / "report.html"


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


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_strangers_script_runs_in_a_notebook(folder: Path, name: str) -> None:
    shutil.copy(PROJECT / "notebooks" / f"{name}.ipynb", folder)  # it looks for data beside itself
    command = [
        sys.executable, "-m", "nbconvert", "--to", "html", "--execute", "--template", "basic",
        folder / f"{name}.ipynb",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    run = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    with visit(folder / f"{name}.html") as seen:
        seen.page.wait_for_selector("table.dataTable tbody tr")
        look = seen.page.evaluate(LOOK)
        assert NOTEBOOKS[name] in seen.page.inner_text("body")
        assert seen.dialogs == seen.errors == []
    assert look["handlers"] == 0
    assert "javascript:" not in look["links"]
