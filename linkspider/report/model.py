"""What a report is made of, before it is a page: numbers, fixes, charts and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Card:
    """One question of the first screen, with its number."""

    title: str
    number: int | None
    """None where the crawls cannot tell."""
    details: Sequence[tuple[str, int]] = ()
    """Parts of the number, or what stands beside it."""
    note: str = ""
    anchor: str = ""
    """The id of the table with the rows."""
    is_fault: bool = False
    """Whether a number above zero asks for work."""
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Fix:
    """Something to do, and how much would be mended by it."""

    title: str
    count: int
    unit: str
    """What is counted, one of it."""
    effect: float
    why: str
    example: str
    """A URL, or a link as `source → target`."""
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its name and its parts."""

    label: str
    values: Sequence[float]

    @property
    def is_url(self) -> bool:
        """Whether the label is a web address, of which the end says more than the beginning."""
        return self.label.startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """The label, of a web address without its scheme."""
        return self.label.partition("://")[2] if self.is_url else self.label


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars of which each may have several parts; `upright` ones stand side by side."""

    title: str
    unit: str
    bars: Sequence[Bar]
    parts: Sequence[str] = ("",)
    upright: bool = False
    percent: bool = False
    note: str = ""

    @property
    def longest(self) -> float:
        """The length that is as wide as the chart; never zero."""
        return max((sum(map(abs, bar.values)) for bar in self.bars), default=0) or 1

    @property
    def signed(self) -> bool:
        """Whether some bars go to the other side of zero."""
        return any(value < 0 for bar in self.bars for value in bar.values)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of an answer, as many as a page should carry."""

    anchor: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: int
    """How many rows the answer has."""
    complete: bool = True
    empty: str = "None found."


@dataclass(frozen=True, kw_only=True)
class Section:
    """A question with its plots and tables."""

    anchor: str
    title: str
    question: str
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that stands in the file."""

    domain: str
    written: str
    coverage: Table
    crawls: Table
    notes: Sequence[str]
    cards: Sequence[Card]
    fixes: Sequence[Fix]
    sections: Sequence[Section] = field(default_factory=tuple)
