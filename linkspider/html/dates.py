"""When a page says it was published and modified."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

_JSON_LD_DATE = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{4,40})"')
_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified")


def parse_date(text: str | None) -> datetime | None:
    """The moment that an ISO 8601 text names, in UTC; None where it names none.

    A year or a month alone means its first day, a text without time zone UTC.

    >>> parse_date("2026-05-01T12:00:00+02:00")
    datetime.datetime(2026, 5, 1, 10, 0, tzinfo=datetime.timezone.utc)
    >>> parse_date("2026-05"), parse_date("yesterday")
    (datetime.datetime(2026, 5, 1, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    text = (text or "").strip()
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text += "-01-01" if len(text) == 4 else "-01"
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


class PageDates:
    """Collects what a page says of its dates; JSON-LD counts before meta before time elements."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int], str] = {}

    def read_json_ld(self, script: str) -> None:
        """Take the first dates of a JSON-LD script, well-formed or not."""
        for name, value in _JSON_LD_DATE.findall(script):
            self._found.setdefault((name, 0), value)

    def read_meta(self, name: str, content: str) -> None:
        """Take a meta element, if it names a date."""
        if name in _PUBLISHED:
            self._found.setdefault(("datePublished", 1), content)
        elif name in _MODIFIED:
            self._found.setdefault(("dateModified", 1), content)

    def read_time(self, attributes: dict[str, str | None]) -> None:
        """Take a time element: marked as publication or update, or the page's first."""
        value = attributes.get("datetime")
        if not value:
            return
        words = " ".join(
            attributes.get(name) or "" for name in ("itemprop", "class", "property")
        ).lower()
        if "modified" in words or "updated" in words:
            self._found.setdefault(("dateModified", 2), value)
        else:
            marked = "published" in words or "pubdate" in attributes
            self._found.setdefault(("datePublished", 2 if marked else 3), value)

    @property
    def published_at(self) -> datetime | None:
        return self._first("datePublished", range(4))

    @property
    def modified_at(self) -> datetime | None:
        return self._first("dateModified", range(4))

    def _first(self, name: str, ranks: Iterable[int]) -> datetime | None:
        dates = (parse_date(self._found.get((name, rank))) for rank in ranks)
        return next((date for date in dates if date), None)
