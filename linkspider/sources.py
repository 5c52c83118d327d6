"""The sites that may refer to a target: domains and pages, from a file or a list."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator
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
    found: dict[str, Source] = {}
    for where, entry in entries:
        if entry.strip():
            source = _parse_source(entry.strip(), where)
            found.setdefault(f"{source.is_domain} {source.url}", source)
    if not found:
        raise SourceError("names no page and no domain")
    return list(found.values())


def _parse_source(entry: str, where: str) -> Source:
    """A bare host is a domain; what has a scheme or a path is a page."""
    has_scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*://", entry) is not None
    url = parse(entry if has_scheme else f"https://{entry}")
    if url is None or not url.host or " " in entry:
        raise SourceError(f"{where}{entry[:80]!r} is neither a domain nor an http(s) URL")
    return Source(url.key, url.host, is_domain=not has_scheme and "/" not in entry)


def _read_file(path: Path) -> Iterator[tuple[str, str]]:
    """The entries of a file, each with where it stands, for messages."""
    try:
        text = _decode(path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})") from None
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    delimiter = "," if path.suffix.lower() == ".csv" else _delimiter(first)
    if delimiter is None:
        for number, line in enumerate(lines, 1):
            if not line.lstrip().startswith("#"):
                yield f"line {number}: ", line
        return
    delimiter = _delimiter(first) or delimiter
    yield from _read_csv(lines, delimiter)


def _read_csv(lines: Iterable[str], delimiter: str) -> Iterator[tuple[str, str]]:
    rows = csv.reader((line for line in lines if line.strip()), delimiter=delimiter)
    header = [re.sub(r"[\s_-]+", "_", name.strip().lower()) for name in next(rows, [])]
    column = next((header.index(name) for name in _URL_COLUMNS if name in header), None)
    if column is None:
        found = ", ".join(filter(None, header)) or "nothing"
        raise SourceError(
            f"no column of URLs in the CSV: expected url or source_url, found {found}"
        )
    for row in rows:
        if len(row) > column:
            yield f"line {rows.line_num}: ", row[column]


def _delimiter(line: str) -> str | None:
    """What separates the columns of a line that is no single URL."""
    if "://" in line.split(",")[0].split("\t")[0]:
        line = line.partition("://")[0]
    return next((sign for sign in ("\t", ",", ";") if sign in line), None)


def _decode(data: bytes) -> str:
    """Exports come as UTF-8, with or without BOM, and as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
