"""A disavow file with what is new in it, below what was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from linkspider.disavow.entries import MAX_BYTES, MAX_LINES, Entry, EntryError, parse_entry
from linkspider.disavow.keep import KeepList
from linkspider.disavow.lint import split_lines
from linkspider.text import displayed

MAX_REASON_LENGTH = 500
KEEP_NOTHING = KeepList()


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
    taken_out: tuple[Entry, ...]
    """What was there and would disavow something that is to be kept."""

    @property
    def is_new(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.added or self.taken_out)


def merge(
    existing: bytes,
    additions: Iterable[Addition],
    heading: str,
    day: date,
    keep: KeepList = KEEP_NOTHING,
) -> Merged:
    """The file with the additions in a section of their own, dated, below what was there.

    What was there is kept, line by line, but for entries that ``keep`` speaks against; an addition
    that the file already covers adds nothing. One that no longer fits is left out as a whole. Where
    nothing is in the file at all, the section's heading is.
    """
    lines, present, taken_out = _read(existing, keep)
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
    content = "".join(f"{line}\n" for line in lines or section).encode()
    return Merged(content, tuple(added), tuple(left_out), tuple(taken_out))


def _comment(text: str) -> str:
    """A comment on one line, whatever the words are."""
    return f"# {displayed(text, MAX_REASON_LENGTH)}"


def _read(existing: bytes, keep: KeepList) -> tuple[list[str], set[Entry], list[Entry]]:
    """The lines that stay, their entries, and those that ``keep`` takes out. A line that is no
    entry stays as it is."""
    lines: list[str] = []
    present: set[Entry] = set()
    taken_out: list[Entry] = []
    for number, raw in enumerate(split_lines(existing), 1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise MergeError(f"line {number:,} is not UTF-8") from None
        entry = _entry(line)
        if entry and (keep.keeps(entry) or keep.keeps_a_part(entry)):
            taken_out.append(entry)
            continue
        if entry:
            present.add(entry)
        lines.append(line)
    return lines, present, taken_out


def _entry(line: str) -> Entry | None:
    try:
        return parse_entry(line)
    except EntryError:
        return None
