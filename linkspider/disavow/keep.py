"""The sites and pages that must not be disavowed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from linkspider.disavow.entries import Entry, EntryError, parse_entry


@dataclass(frozen=True)
class KeepList:
    """Domains (with their subdomains) and pages that are to be kept."""

    entries: frozenset[Entry] = frozenset()

    @cached_property
    def _above(self) -> frozenset[Entry]:
        """What would disavow something that is to be kept."""
        return frozenset(above for kept in self.entries for above in kept.covering())

    @classmethod
    def read(cls, path: Path) -> KeepList:
        """The list in a file: a domain or URL a line, `#` for comments; EntryError says where it
        has something else."""
        entries = set()
        for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
            text = line.strip()
            is_entry = text.startswith("#") or text.lower().startswith("domain:")
            is_bare = text and not is_entry and "://" not in text
            try:
                entry = parse_entry(f"domain:{text}" if is_bare else text)
            except EntryError as error:
                raise EntryError(f"line {number}: {error}") from None
            if entry is not None:
                entries.add(entry)
        return cls(frozenset(entries))

    def keeps(self, entry: Entry) -> bool:
        """Whether the whole of an entry is to be kept."""
        return not self.entries.isdisjoint(entry.covering())

    def keeps_a_part(self, entry: Entry) -> bool:
        """Whether something that the entry covers is to be kept."""
        return entry in self._above
