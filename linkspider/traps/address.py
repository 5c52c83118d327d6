"""What an address alone tells: its shape, the date in it, a session in it, a path in circles."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

MAX_SEGMENTS = 30
"""Segments of a path; the deepest trees of source code that people browse have about 20."""
MIN_REPEATS = 3
MIN_NUMBER_REPEATS = 5
"""Tiles of maps and numbered volumes have paths like /0/0/0."""
YEARS_AHEAD = 2

_SESSION_NAMES = """
phpsessid jsessionid aspsessionid cfid cftoken oscsid zenid sessid sessionid session_id
"""
SESSION_NAMES = frozenset(_SESSION_NAMES.split())
"""Parameters that never name a page."""
MAYBE_SESSION_NAMES = frozenset(("sid", "session", "s", "token", "sess"))
"""Parameters that may be a session or name a page; what else is seen of them decides."""

_TOKEN = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?=[^.]*\d)(?=[^.]*[a-z])[0-9a-z_]{6,}", re.IGNORECASE
)
_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_DATE = re.compile(r"((?:1[5-9]|2[01])\d\d)-(0?[1-9]|1[0-2])(?:-\d\d?)?")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_DATED = re.compile(r"cal|kalend|event|agenda|archiv|date|month|termin|diary", re.IGNORECASE)
_PATH_SESSION = re.compile(r";jsessionid=[^/?;]*|/\(S\([^)/]*\)\)(?=/)", re.IGNORECASE)
_YEAR_NAMES = ("year", "yr", "y", "jahr", "annee", "ano")
_MONTH_NAMES = ("month", "mon", "m", "monat", "mois", "mes")


class Address(NamedTuple):
    """A URL in its parts."""

    segments: tuple[str, ...]
    """Of the path, without empty ones."""
    parameters: tuple[tuple[str, str], ...]
    """Names in lower case, and values, as written."""


@lru_cache(maxsize=256)  # a page's own address is read again with each of its links
def split(url: str) -> Address:
    """The parts of a URL.

    >>> split("https://example.com/a//b/?X=1&y")
    Address(segments=('a', 'b'), parameters=(('x', '1'), ('y', '')))
    """
    rest, _, query = url.partition("?")
    path = rest.split("/", 3)
    segments = tuple(filter(None, path[3].split("/"))) if len(path) > 3 else ()
    pairs = (part.partition("=") for part in query.split("&") if part)
    return Address(segments, tuple((name.lower(), value) for name, _, value in pairs))


def kind(segment: str) -> str:
    """Of which kind a segment or a value is: ``n`` number or date, ``x`` token, ``w`` word.

    >>> [kind(text) for text in ("12", "2026-05", "8f3a9c1b", "dQw4w9WgXcQ", "about", "v1.html")]
    ['n', 'n', 'x', 'x', 'w', 'w']
    """
    if segment.isdigit() or _DATE.fullmatch(segment):
        return "n"
    return "x" if _TOKEN.fullmatch(segment) else "w"


def has_circle(segments: tuple[str, ...]) -> bool:
    """Whether a path goes in circles: one to three segments at least three times in a row, many
    segments and few different ones, or more segments than any real tree has.

    >>> [has_circle(tuple(path)) for path in ("aaa", "xababab", "aba", "000")]
    [True, True, False, False]
    """
    count = len(segments)
    if count < MIN_REPEATS:
        return False
    if count > MAX_SEGMENTS:
        return True
    distinct = len(set(segments))
    if distinct == count:
        return False
    words = {segment for segment in segments if not segment.isdigit()}
    if count >= 8 and words and count - distinct >= count // 2 and len(words) == distinct:
        return True
    for length in (1, 2, 3):
        least = length * (MIN_REPEATS - 1)
        if count - distinct < least:
            return False
        run = 0
        for index in range(length, count):
            if segments[index] != segments[index - length]:
                run = 0
                continue
            run += 1
            if run >= length * (MIN_NUMBER_REPEATS - 1):
                return True
            if run >= least and not words.isdisjoint(segments[index - length + 1 : index + 1]):
                return True
    return False


@lru_cache(maxsize=256)
def year_named(address: Address) -> int | None:
    """The year of the date in an address: a year with its month, or a parameter named year.

    >>> [year_named(split(f"http://a.example/{path}")) for path in (
    ...     "calendar/2031/05/12", "events/2031-05", "?y=2031&m=5", "?date=1962-1-3",
    ...     "movies/2049", "item/20310512", "2049/13", "thread/2050/10", "?y=2031")]
    [2031, 2031, 2031, 1962, None, None, None, None, None]
    """
    segments = address.segments
    for index, segment in enumerate(segments):
        if not segment[:1].isdigit():
            continue
        if found := _DATE.fullmatch(segment):
            return int(found[1])
        if _YEAR.fullmatch(segment) and _is_month_of(segments, index + 1):
            return int(segment)
    if not address.parameters:
        return None
    values = dict(address.parameters)
    for value in values.values():
        if found := _DATE.fullmatch(value):
            return int(found[1])
    month = any(_MONTH.fullmatch(values.get(name, "")) for name in _MONTH_NAMES)
    for name in _YEAR_NAMES:
        if _YEAR.fullmatch(values.get(name, "")) and (month or len(name) > 2):
            return int(values[name])
    return None


def _is_month_of(segments: tuple[str, ...], index: int) -> bool:
    """Whether a segment behind a year is its month, and not the third page of thread 2050."""
    if index >= len(segments) or not _MONTH.fullmatch(segments[index]):
        return False
    return (
        segments[index][0] == "0"
        or (index == 1 and len(segments[1]) == 2)
        or (index + 1 < len(segments) and _DAY.fullmatch(segments[index + 1]) is not None)
        or any(_DATED.search(segment) for segment in segments[: index - 1])
    )


def is_far_ahead(year: int, today: date) -> bool:
    """Whether nobody has written about that year's days yet."""
    return year > today.year + YEARS_AHEAD


def without_session(url: str) -> tuple[str, str | None, str]:
    """A URL without the session in it, the session's parameter (None: there is none), its value.

    >>> without_session("http://a.example/x;jsessionid=1F?b=2")
    ('http://a.example/x?b=2', 'jsessionid', '1F')
    >>> without_session("http://a.example/x?b=2&PHPSESSID=77&c")
    ('http://a.example/x?b=2&c', 'phpsessid', '77')
    >>> without_session("http://a.example/x?sid=12")[1] is None
    True
    """
    if (";" in url or "/(S(" in url or "/(s(" in url) and (found := _PATH_SESSION.search(url)):
        value = found[0].partition("=")[2] or found[0]
        return url[: found.start()] + url[found.end() :], "jsessionid", value
    rest, mark, query = url.partition("?")
    if not mark:
        return url, None, ""
    kept, session = [], None
    value = ""
    for part in query.split("&"):
        name, _, text = part.partition("=")
        lower = name.lower()
        is_session = lower in SESSION_NAMES or lower.startswith("aspsessionid")
        if is_session or (lower in MAYBE_SESSION_NAMES and len(text) >= 8 and kind(text) == "x"):
            session, value = lower, text
        else:
            kept.append(part)
    if session is None:
        return url, None, ""
    return (f"{rest}?{'&'.join(kept)}" if kept else rest), session, value
