"""The page of a report, whatever stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from linkspider.report.model import Bar, Card, Chart, Fix, Report, Section, Table
from linkspider.report.page import render, show_cell
from tests.hostile_texts import HREFS, naughty_strings


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def table(*rows: list[Any], anchor: str = "rows") -> Table:
    """A table of two columns."""
    return Table(anchor=anchor, title="Rows", columns=["text", "count"], rows=rows, total=len(rows))


def report_of(text: str) -> Report:
    """A report that has a text wherever it can have one."""
    return Report(
        domain=text,
        written="now",
        coverage=table([text, 1], anchor="coverage"),
        crawls=table([text, 1], anchor="crawls"),
        notes=[text],
        cards=[Card(title="Links", number=1, details=[(text, 2)], note=text, anchor="rows")],
        fixes=[
            Fix(
                title="Mend", count=1, unit="link", effect=1, why="why", example=text, anchor="rows"
            )
        ],
        sections=[
            Section(
                anchor="s",
                title="Section",
                question="?",
                charts=[Chart(title="Chart", unit="links", bars=[Bar(label=text, values=(1,))])],
                tables=[table([text, 1], [[text, text], 2])],
            )
        ],
    )


def test_no_text_becomes_a_tag_an_attribute_or_a_script() -> None:
    harmless = Tags(render(report_of("text"))).found
    for text in [*naughty_strings(), *HREFS]:
        found = Tags(render(report_of(text))).found
        assert [tag for tag, _ in found if tag != "a"] == [tag for tag, _ in harmless if tag != "a"]
        for tag, attributes in found:
            assert not [name for name in attributes if name.startswith("on")]
            if tag == "a":
                assert re.match(r"https?://|#", attributes.get("href") or "#")
            assert tag not in ("iframe", "object", "embed", "form", "base", "link", "img")


@pytest.mark.parametrize("text", HREFS)
def test_only_web_addresses_are_links(text: str) -> None:
    shown = str(show_cell(text))
    assert shown.startswith('<a href="http') == text.startswith("http")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (True, "yes"),
        (1234567, "1,234,567"),
        (0.12345, "0.123"),
        (["a", "b"], "a, b"),
        ("a\x1b[31m\u202eb", "a[31mb"),
    ],
)
def test_values_are_shown_for_a_reader(value: Any, shown: str) -> None:
    assert show_cell(value) == shown


def test_shares_are_told_in_per_cent() -> None:
    assert show_cell(0.9706, "pages_share") == "97.1 %"
    assert show_cell(0.9706, "score") == "0.971"


def test_the_label_of_a_web_address_is_cut_at_its_beginning() -> None:
    page = render(report_of("http://shop.example/tea/green/"))
    assert '<span class="label url" title="http://shop.example/tea/green/">' in page
    assert "<bdi>shop.example/tea/green/</bdi>" in page
    assert '<span class="label" title="tea"><bdi>tea</bdi>' in render(report_of("tea"))


def test_new_and_lost_stand_beside_their_bars() -> None:
    bars = [Bar(label="a", values=(2, -1)), Bar(label="b", values=(0, -3))]
    chart = Chart(title="Chart", unit="links", parts=("new", "lost"), bars=bars)
    section = Section(anchor="s", title="S", question="?", charts=[chart])
    page = render(replace(report_of("text"), sections=[section]))
    assert '<span class="figure">+2 −1</span>' in page
    assert '<span class="figure">−3</span>' in page


def test_a_policy_lets_only_the_pages_own_script_run() -> None:
    page = render(report_of("text"))
    [policy] = [
        attributes["content"] or ""
        for tag, attributes in Tags(page).found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert page.count("<script>") == 1


def test_what_is_cut_short_and_what_is_not_proven_is_said() -> None:
    rows = [["a", 1]] * 12
    part = Table(anchor="a", title="T", columns=["n", "m"], rows=rows, total=3_000, complete=False)
    page = render(
        Report(
            domain="d", written="now", coverage=table(), crawls=table(), notes=[], cards=[],
            fixes=[], sections=[Section(anchor="s", title="S", question="?", tables=[part])],
        )
    )  # fmt: skip
    assert "3,000 rows, the first 12 here" in page
    assert "not complete" in page
    assert "Nothing that these crawls could see." in page
