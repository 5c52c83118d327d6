"""A disavow file with what is new in it, below what was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from linkspider.disavow.entries import MAX_BYTES, MAX_LINES, Entry, EntryError, parse_entry
from linkspider.disavow.lint import split_lines
from linkspider.text import displayed

MAX_REASON_LENGTH = 500


class MergeError(ValueError):
    """A file that cannot be merged with; the message says why."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be disavowed, and why."""

    entries: Sequence[Entry]
    reasons: Sequence[str]
    """Comments above the entries, a line each, with strangers' words in them."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A disavow file as it is to be written."""

    content: bytes
    added: tuple[Entry, ...]
    """What was not there before."""
    left_out: tuple[Entry, ...]
    """What would have made the file longer than Google takes."""


def merge(existing: bytes, additions: Iterable[Addition], heading: str, day: date) -> Merged:
    """The file with the additions in a section of their own, dated, below what was there.

    What was there is kept, line by line; an addition that the file already covers adds nothing. An
    addition that no longer fits is left out as a whole.
    """
    lines, present = _read(existing)
    size = sum(len(line.encode()) + 1 for line in lines)
    if len(lines) > MAX_LINES or size > MAX_BYTES:
        raise MergeError("is longer than Google takes already")
    section = [*([""] if lines else []), f"# {day.isoformat()}: {displayed(heading, 500)}"]
    added: list[Entry] = []
    left_out: list[Entry] = []
    for addition in additions:
        new = [entry for entry in addition.entries if present.isdisjoint(entry.covering())]
        if not new:
            continue
        block = [*section, *map(_comment, addition.reasons), *(entry.line for entry in new)]
        block_size = sum(len(line.encode()) + 1 for line in block)
        if len(lines) + len(block) > MAX_LINES or size + block_size > MAX_BYTES:
            left_out += new
            continue
        lines += block
        size += block_size
        added += new
        present.update(new)
        section = []
    content = "".join(f"{line}\n" for line in lines).encode()
    return Merged(content, tuple(added), tuple(left_out))


def _comment(text: str) -> str:
    """A comment on one line, whatever the words are."""
    return f"# {displayed(text, MAX_REASON_LENGTH)}"


def _read(existing: bytes) -> tuple[list[str], set[Entry]]:
    """The lines that are kept, and their entries. A line that is no entry is kept as it is."""
    lines: list[str] = []
    present: set[Entry] = set()
    for number, raw in enumerate(split_lines(existing), 1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise MergeError(f"line {number:,} is not UTF-8") from None
        lines.append(line)
        with suppress(EntryError):
            if entry := parse_entry(line):
                present.add(entry)
    return lines, present
