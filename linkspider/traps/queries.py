"""The queries of one path: which of them only combine or reorder what others say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

MAX_NAMES = 12
MAX_VALUES = 24
"""Of a parameter, above which it is no filter."""
MAX_ORDERS = 2
"""Of the same names; links written by hand may differ, and only one of them may lead to a page."""
MAX_NAME_SETS = 32


@dataclass(slots=True)
class Queries:
    """The queries of one path: how many values each parameter has, and in which company.

    Each set of values is 64 bits of a linear counter, of which ``bit_count`` tells the size.
    """

    urls: int = 0
    given: int = 0
    """Combinations that were let through."""
    values: dict[str, int] = field(default_factory=dict)
    companies: int = 0
    """Sets of names that occurred together."""
    orders: dict[int, list[int]] = field(default_factory=dict)
    """The first orders of the same three or more names."""

    def note(self, parameters: Iterable[tuple[str, str]]) -> None:
        """Take in one more URL of the path."""
        self.urls += 1
        names = []
        for name, value in parameters:
            if name in self.values or len(self.values) < MAX_NAMES:
                self.values[name] = self.values.get(name, 0) | _bit(value)
            names.append(name)
        self.companies |= _bit("&".join(sorted(names)))

    def is_combination(self, parameters: Iterable[tuple[str, str]]) -> bool:
        """Whether the URL is one of too many combinations of few values each."""
        names = {name for name, _ in parameters}
        if len(names) < 2:
            return False
        if any(self.values.get(name, 0).bit_count() > MAX_VALUES for name in names):
            return False  # one that has many values names the page
        explained = sum(bits.bit_count() for bits in self.values.values())
        if self.companies.bit_count() >= 6:
            return self.urls > 2 * explained
        return len(names) >= 4 and self.urls > 4 * explained

    def is_reordered(self, parameters: Iterable[tuple[str, str]]) -> bool:
        """Whether the same three or more parameters come in yet another order."""
        names = [name for name, _ in parameters]
        if len(names) < 3:
            return False
        same = crc32("&".join(sorted(names)).encode("utf-8", "replace"))
        order = crc32("&".join(names).encode("utf-8", "replace"))
        known = self.orders.get(same)
        if known is None:
            if len(self.orders) < MAX_NAME_SETS:
                self.orders[same] = [order]
            return False
        if order in known:
            return False
        if len(known) >= MAX_ORDERS:
            return True
        known.append(order)
        return False


def _bit(text: str) -> int:
    return 1 << (crc32(text.encode("utf-8", "replace")) & 63)
