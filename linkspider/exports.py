"""Lists as people write them and tools export them: text, or CSV with a header. Read line by line.

Exports of many tools name the same column differently; a reader asks for it by all its names.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

MAX_FIELD_LENGTH = 10_000_000
MAX_HEADER_LENGTH = 100_000
"""Characters of the first line that are searched for names of columns."""
_FILE_ENDINGS = {".txt", ".csv", ".tsv", ".list", ".lst"}
_DELIMITERS = ",;\t"


class SourceError(ValueError):
    """Sources that cannot be read; the message says which and why."""


class Row(NamedTuple):
    """One entry of a list."""

    where: str
    """Where it stands, to begin a message with; empty outside files."""
    values: dict[str, str]
    """What it says, by the reader's own names of columns."""


Columns = Mapping[str, Sequence[str]]
"""Under the reader's own name of each column, the names that exports give it, best first."""


def read_rows(text: str, columns: Columns, needed: str) -> Iterator[Row]:
    """The rows that ``text`` names: a file, or a comma-separated list of the ``needed`` column."""
    path = Path(text).expanduser()
    if _is_file(path):
        yield from _read_file(path, columns, needed)
    elif path.suffix.lower() in _FILE_ENDINGS or ("/" in text and "://" not in text):
        raise SourceError("no such file")
    else:
        for part in text.split(","):
            yield Row("", {needed: part})


def digest(text: str) -> str:
    """What tells whether ``text`` names the same entries again: a file's content, or itself.

    >>> digest("a.example") == digest("a.example"), digest("a.example") == digest("b.example")
    (True, False)
    """
    path = Path(text.strip()).expanduser()
    try:
        content = path.read_bytes() if _is_file(path) else text.encode()
    except OSError:
        return ""  # who reads it says why
    return hashlib.sha256(content).hexdigest()


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - unlike Path.is_file, no error for a very long name


def _read_file(path: Path, columns: Columns, needed: str) -> Iterator[Row]:
    try:
        with _open(path, newline=None) as file:
            first = next((line.strip() for line in file if not _says_nothing(line)), "")
        if delimiter := _delimiter(first[:MAX_HEADER_LENGTH], columns[needed]):
            with _open(path, newline="") as file:
                yield from _read_csv(file, delimiter, columns, needed)
            return
        with _open(path, newline=None) as file:
            for number, line in enumerate(file, 1):
                if not _says_nothing(line):
                    yield Row(f"line {number}: ", {needed: line})
    except OSError as error:
        raise SourceError(f"cannot be read ({error.strerror})") from None


def _open(path: Path, newline: str | None) -> IO[str]:
    """The file as text: UTF-16 where it says so; else UTF-8, with or without BOM."""
    with path.open("rb") as file:
        is_utf_16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if is_utf_16:
        return path.open(encoding="utf-16", errors="replace", newline=newline)
    return path.open(encoding="utf-8-sig", errors=_AS_SPREADSHEETS_DO, newline=newline)


def _decode_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


# Spreadsheets still save CSV in the encoding of old Windows; what is not UTF-8 is read as such.
_AS_SPREADSHEETS_DO = "linkspider.windows-1252"
codecs.register_error(_AS_SPREADSHEETS_DO, _decode_windows_1252)


def _says_nothing(line: str) -> bool:
    """Whether a line is empty, a comment, or the hint that spreadsheets take (`sep=;`).

    A header may begin with a column that is called `#`: the number of the row.
    """
    return re.match(r"\s*($|#(?![,;\t])|sep=)", line, re.IGNORECASE) is not None


def _delimiter(first: str, names: Sequence[str]) -> str | None:
    """What separates the columns, if the first line is the header of a CSV; None if it is none."""
    for delimiter in _DELIMITERS:
        if _find(names, next(csv.reader([first], delimiter=delimiter), [])) is not None:
            return delimiter
    if "://" in first:
        return None
    return next((delimiter for delimiter in "\t,;" if delimiter in first), None)


def _find(names: Sequence[str], header: Sequence[str]) -> int | None:
    """Where in the header the first of ``names`` stands that is there at all."""
    written = [_plain(title) for title in header]
    return next((written.index(name) for name in map(_plain, names) if name in written), None)


def _plain(title: str) -> str:
    """The letters and digits of a title: ``Source URL``, ``source_url``, ``SourceURL`` are one."""
    return re.sub(r"[\W_]+", "", title).casefold()


def _read_csv(file: IO[str], delimiter: str, columns: Columns, needed: str) -> Iterator[Row]:
    csv.field_size_limit(MAX_FIELD_LENGTH)
    rows = csv.reader(file, delimiter=delimiter)
    try:
        lines = (row for row in rows if any(row) and not _says_nothing(delimiter.join(row)))
        header = next(lines, [])
        places = [(name, _find(names, header)) for name, names in columns.items()]
        found = [(name, place) for name, place in places if place is not None]
        if needed not in dict(found):
            titles = ", ".join(filter(None, header))
            raise SourceError(
                f"no column of URLs in the CSV: expected url or source_url, found {titles[:200]}"
            )
        for row in rows:
            values = {name: row[place] for name, place in found if place < len(row)}
            if not _says_nothing(values.get(needed, "")):
                yield Row(f"line {rows.line_num}: ", values)
    except csv.Error as error:
        raise SourceError(f"line {rows.line_num}: {error}") from None
