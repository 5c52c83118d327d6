"""The report as one HTML file that needs nothing else: no network, no other file."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from linkspider.text import displayed
from linkspider.urls import parse

if TYPE_CHECKING:
    from linkspider.report.model import Report

MAX_CELL_SIGNS = 300
LONG_TEXT_SIGNS = 24
"""Signs from which a cell is kept wide enough to be read."""


def render(report: Report) -> str:
    """The page. Whatever strangers wrote is text in it; the only script is the one that sorts and
    searches, and a content security policy names it by its hash."""
    script = _read("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(cell=show_cell, number=show_number, named=name_column)
    environment.tests.update(figure=_is_figure, long=_is_long)
    return environment.get_template("report.html.jinja").render(
        report=report,
        script=Markup(script),  # noqa: S704  # our own file
        style=Markup(_read("report.css")),  # noqa: S704
        script_hash=digest,
    )


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_long(value: Any) -> bool:
    return isinstance(value, str | list) and len(str(value)) > LONG_TEXT_SIGNS


def _read(name: str) -> str:
    return files("linkspider.report").joinpath(name).read_text("utf-8")


def show_cell(value: Any, name: str = "") -> str | Markup:
    """A value as it stands in a table, under the ``name`` of a column: shares are told in per cent.
    Web addresses can be followed, no other ones can.

    >>> show_cell("javascript:alert(1)"), show_cell(None), show_cell(0.25), show_cell(1234)
    ('javascript:alert(1)', '–', '0.25', '1,234')
    >>> show_cell(0.9706, "pages_share"), show_cell(0.0025, "share")
    ('97.1 %', '0.25 %')
    >>> show_cell(["One.", "Two."], "evidence"), show_cell(["one", "two"])
    ('One. Two.', 'one, two')
    >>> str(show_cell("https://a.example/?b=<i>")).startswith('<a href="https://a.example/?b=%3Ci%3E"')
    True
    """
    if value is None or value != value:  # NaN
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{100 * value:.3g} %" if name.endswith("share") else show_number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple | set):
        between = " " if name == "evidence" else ", "  # sentences have a full stop
        return displayed(between.join(map(str, value)), MAX_CELL_SIGNS)
    text = displayed(str(value), MAX_CELL_SIGNS)
    if text.startswith(("http://", "https://")) and (url := parse(str(value))) and url.host:
        return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(
            url.key, text
        )
    return text


def show_number(value: float) -> str:
    """A number with its thousands parted; three figures of what is no whole one."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"


def name_column(name: str) -> str:
    """A column's name as a heading.

    >>> name_column("followed_share")
    'followed share'
    """
    return name.replace("_", " ")
