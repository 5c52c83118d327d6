"""The sites that may refer to a target: domains and pages, from a file or a list."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from linkspider.urls import parse

_URL_COLUMNS = (
    "source_url",
    "referring_page_url",
    "linking_page",
    "url_from",
    "from_url",
    "page_url",
    "url",
    "page",
    "link",
    "source",
    "referring_domain",
    "linking_site",
    "domain",
    "site",
    "host",
)
"""Names of the column that names a referring page or site, as exports have them, best first."""
MAX_FIELD_LENGTH = 10_000_000
_FILE_ENDINGS = {".txt", ".csv", ".tsv", ".list", ".lst"}


class SourceError(ValueError):
    """Sources that cannot be read; the message says which and why."""


class Source(NamedTuple):
    """A page, or a site whose pages are searched."""

    url: str
    """The page, or the site's home page with https."""
    host: str
    is_domain: bool
    """Whether a whole site is meant, not one page."""


def read_sources(text: str) -> list[Source]:
    """The sources that ``text`` names: a file, or a comma-separated list. No source twice."""
    path = Path(text).expanduser()
    if os.path.isfile(path):  # noqa: PTH113 - unlike Path.is_file, no error for a very long name
        entries = list(_read_file(path))
    elif path.suffix.lower() in _FILE_ENDINGS or ("/" in text and "://" not in text):
        raise SourceError("no such file")
    else:
        entries = [("", part) for part in text.split(",")]
    found: dict[tuple[bool, str], Source] = {}
    for where, entry in entries:
        if entry.strip():
            source = _parse_source(entry.strip(), where)
            name = source.host if source.is_domain else source.url
            found.setdefault((source.is_domain, name), source)
    if not found:
        raise SourceError("names no page and no domain")
    return list(found.values())


def _parse_source(entry: str, where: str) -> Source:
    """A bare host is a domain; what has a scheme, a path or a query is a page."""
    has_scheme = "://" in entry
    url = parse(entry if has_scheme else f"https://{entry}")
    is_web = url is not None and url.host is not None and not re.search(r"\s", entry)
    if url is None or url.host is None or not is_web or (not has_scheme and "@" in entry):
        raise SourceError(f"{where}{entry[:80]!r} is neither a domain nor an http(s) URL")
    is_domain = not has_scheme and not any(sign in entry for sign in "/?#")
    return Source(url.key, url.host, is_domain)


def _read_file(path: Path) -> Iterator[tuple[str, str]]:
    """The entries of a file, each with where it stands, for messages."""
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})") from None
    lines = list(StringIO(text, newline=None))
    first = next((line.strip() for line in lines if not _says_nothing(line)), "")
    if delimiter := _delimiter(first):
        yield from _read_csv(text, delimiter)
        return
    for number, line in enumerate(lines, 1):
        if not _says_nothing(line):
            yield f"line {number}: ", line


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _delimiter(first: str) -> str | None:
    """What separates the columns, if the first line is the header of a CSV; None if it is none."""
    for delimiter in ",;\t":
        if _url_column(next(csv.reader([first], delimiter=delimiter), [])) is not None:
            return delimiter
    if "://" in first:
        return None
    return next((delimiter for delimiter in "\t,;" if delimiter in first), None)


def _url_column(header: list[str]) -> int | None:
    names = [re.sub(r"[\s_-]+", "_", name.strip().lower()) for name in header]
    return next((names.index(name) for name in _URL_COLUMNS if name in names), None)


def _read_csv(text: str, delimiter: str) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(MAX_FIELD_LENGTH)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    column: int | None = None
    try:
        for row in rows:
            if not any(row) or _says_nothing(row[0]):
                continue
            if column is None:
                column = _url_column(row)
                if column is None:
                    found = ", ".join(filter(None, row))
                    raise SourceError(
                        "no column of URLs in the CSV: "
                        f"expected url or source_url, found {found[:200]}"
                    )
            elif len(row) > column:
                yield f"line {rows.line_num}: ", row[column]
    except csv.Error as error:
        raise SourceError(f"line {rows.line_num}: {error}") from None


def _decode(data: bytes) -> str:
    """Exports come as UTF-8, with or without BOM, and as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
