"""The notebooks as a browser shows and prints them, of a crawl whose every text is an attack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tests.browser import needs_chromium, visit
from tests.conftest import PROJECT

pytestmark = needs_chromium

SHOWN = {
    "01_backlink_profile": "svg%20onload%3Dalert%286%29",
    "02_anchors": "<script>alert(1)</script>",
    "08_on_page": "<script>alert(1)</script>",
}
"""Some notebooks, and an attack that each can show as text."""
PAPERS = {"A4": 698, "A4, landscape": 1026, "Letter": 720}
"""Pixels from margin to margin."""

LOOK = """
() => ({
  handlers: [...document.querySelectorAll('*')]
    .flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).map(a => a.value),
  links: [...document.links].map(a => a.protocol),
  frames: document.querySelectorAll('iframe, object, embed, form').length,
})
"""
CUT = """
() => [...document.querySelectorAll('table.dataTable :is(th, td), img')].filter(e => {
  const range = document.createRange();
  range.selectNode(e.firstChild ?? e);
  if (e.lastChild) range.setEndAfter(e.lastChild);
  const ink = range.getBoundingClientRect();
  const boxes = [document.documentElement, e];
  for (let box = e.parentElement; box !== document.body; box = box.parentElement)
    if (getComputedStyle(box).overflowX !== 'visible') boxes.push(box);
  return ink.width && boxes.map(box => box.getBoundingClientRect())
    .some(box => ink.left < box.left - 1 || ink.right > box.right + 1);
}).map(e => e.outerHTML.slice(0, 200))
"""
"""What of tables and plots reaches beyond the paper, its cell, or a box that would cut it."""
SCROLLED = """
() => [...document.querySelectorAll('.dt-layout-table > div')].map(box => {
  const [head, row] = [...box.querySelectorAll('tr')].map(tr => [...tr.cells]);
  box.scrollLeft = box.scrollWidth;
  const edges = cells => cells.map(cell => Math.round(cell.getBoundingClientRect().right));
  return {
    wide: box.scrollWidth > box.clientWidth,
    beyond: edges(head).at(-1) - Math.round(box.getBoundingClientRect().right),
    aligned: row.length === 1 || String(edges(head)) === String(edges(row)),
  };
})
"""
CONTRASTS = """
() => {
  const context = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const brightness = colours => {
    context.fillStyle = 'white';
    context.fillRect(0, 0, 1, 1);
    for (const colour of colours) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data]
      .map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  return [...document.querySelectorAll('.dt-container :is(th, td, label, input, select), p')]
    .map(e => {
      const grounds = [];
      for (let box = e; box; box = box.parentElement)
        grounds.unshift(getComputedStyle(box).backgroundColor);
      const [ink, ground] = [[...grounds, getComputedStyle(e).color], grounds].map(brightness);
      return (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05);
    });
}
"""
"""How far texts stand out from what is behind them, as the WCAG measure it."""

Export = Callable[..., Path]


@pytest.fixture(scope="module", params=SHOWN)
def name(request: pytest.FixtureRequest) -> str:
    """A notebook's name."""
    return str(request.param)


@pytest.fixture(scope="module")
def export(name: str, hostile_data: Path) -> Export:
    """What makes a file of HTML of the notebook, with what its cells showed."""
    folder = hostile_data.parent
    notebook = nbformat.read(PROJECT / "notebooks" / f"{name}.ipynb", as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(PROJECT))
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()

    def write(**options: str) -> Path:
        file = folder / f"{name}.html"
        html, _ = HTMLExporter(**options).from_notebook_node(notebook)
        file.write_text(html, "utf-8")
        return file

    return write


def test_no_strangers_script_runs(name: str, export: Export) -> None:
    with visit(export(template_name="basic")) as seen:
        seen.page.wait_for_selector("table.dataTable tbody tr")
        for box in seen.page.locator("input[type=search]").all():
            box.fill(SHOWN[name])
        rows = seen.page.locator("table.dataTable tbody tr", has_text=SHOWN[name])
        look = seen.page.evaluate(LOOK)
        assert rows.filter(visible=True).count()
        assert seen.dialogs == seen.errors == []
        assert [url for url in seen.requests if not url.startswith(("blob:", "data:"))] == []
    assert look["handlers"] == []
    assert look["frames"] == 0
    assert "javascript:" not in look["links"]


def test_nothing_is_cut_on_paper(export: Export) -> None:
    with visit(export()) as seen:
        seen.page.emulate_media(media="print")
        for paper, width in PAPERS.items():
            seen.page.set_viewport_size({"width": width, "height": 1_000})
            assert seen.page.evaluate(CUT) == [], paper


def test_wide_tables_scroll_within_their_box(export: Export) -> None:
    with visit(export(), width=800) as seen:
        boxes = seen.page.evaluate(SCROLLED)
        page = seen.page.evaluate("() => document.documentElement.scrollWidth")
    assert page <= 800
    assert any(box["wide"] for box in boxes)
    assert all(box["aligned"] and box["beyond"] <= 1 for box in boxes)


@pytest.mark.parametrize("name", ["08_on_page"], indirect=True)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "options",
    [{"template_name": "basic"}, {"template_name": "classic"}, {"theme": "light"}, {"theme": "dark"}],
    ids=str,
)
def test_texts_stand_out(options: dict[str, str], dark: bool, export: Export) -> None:
    with visit(export(**options), dark=dark) as seen:
        seen.page.wait_for_selector("table.dataTable tbody tr")
        contrasts = seen.page.evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert min(contrasts) >= 4.5
