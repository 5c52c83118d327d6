"""Parts of a site by their paths: one way to split every answer of this package."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.view import AnalysisError
from linkspider.urls import parse

if TYPE_CHECKING:
    import ibis.expr.types as ir

Segments = Mapping[str, str | Sequence[str]]
"""Patterns of paths by the segment's name: `{"blog": "/blog/*", "shop": ["/tea/*", "/ware/*"]}`."""

OTHER = "other"
"""The segment of what no pattern matches."""


def with_segment(table: ir.Table, segments: Segments | None, column: str) -> ir.Table:
    """The table with a column `segment`: the first segment that the URL in ``column`` belongs to.

    A pattern is held against the whole path with its query; `*` stands for any signs, slashes too,
    as in robots.txt, and nothing else is special. What matches none is `other`. Without
    ``segments`` the table is as it was.
    """
    if segments is None:
        return table
    url = table[column]
    path = url.re_extract(r"^[a-z]+://[^/?]*(.*)", 1)
    cases = [(path.re_search(_expression(name, segments[name])), name) for name in segments]
    segment = ibis.cases(*cases, else_=OTHER) if cases else ibis.literal(OTHER)
    return table.mutate(segment=ibis.ifelse(url.isnull(), None, segment))


def by_segment(answer: Answer, *measures: str) -> Answer:
    """How many rows of an answer each segment has, and the means of the columns named.

    Columns: `segment`, `rows`, and `mean_…` for each of ``measures`` (nulls left out; null where
    there is nothing else). Rows: the segment with the most first, then by name.
    """
    if "segment" not in answer.table.columns:
        raise AnalysisError("by_segment: ask with segments={'blog': '/blog/*'} first")
    means = {f"mean_{name}": answer.table[name].mean() for name in measures}
    counted = answer.table.group_by("segment").agg(rows=answer.table.count(), **means)
    return Answer(counted.order_by(ibis.desc("rows"), "segment"), answer.complete)


def _expression(name: str, patterns: str | Sequence[str]) -> str:
    """The regular expression of a segment's patterns, which are brought into the form of URLs."""
    several = [patterns] if isinstance(patterns, str) else patterns
    return "|".join(f"^{_of_pattern(name, pattern)}$" for pattern in several) or "$^"


def _of_pattern(name: str, pattern: str) -> str:
    url = parse(f"https://host{pattern}") if pattern.startswith("/") else None
    if url is None:
        raise AnalysisError(f"segment {name!r}: {pattern!r} is no pattern of paths, like /blog/*")
    path = url.key.removeprefix("https://host")
    return ".*".join(re.escape(part) for part in path.split("*"))
