"""What is remembered of a host and its domain, bounded: what groups of addresses brought so far.

A host takes some 10 KB, and at most 300 KB: `MAX_GROUPS` groups of `MAX_PRINTS` prints, and the
queries of as many paths. A domain takes 5 KB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar
from zlib import crc32

from linkspider.traps.address import Address, kind, year_named
from linkspider.traps.queries import Queries

MAX_GROUPS = 64
MAX_PRINTS = 32
"""Of a group, two for each page. A trap says few things over and over; an older edition of a
manual, or its twin in another folder, says all things once more."""
MAX_WORN = 64
WORN_OUT = 2
MAX_FIRST_FOLDERS = 32
MAX_SECOND_FOLDERS = 8
"""Folders with names of their own in a group's key; the ones that come later are one group."""
PAID_BY_NEW = 4
"""Repetitions that one page with something new makes up for: a group in which every fifth page
is new is never in debt."""
PROVEN_BY = 4
"""New pages, after which a group is not doubted unless it is in debt."""
MIN_FED = 2
"""Addresses found in their own group, below which it is no endless one."""
MAX_SAMPLE = 10
"""The most repetitions that are read before a group is known as endless; as a rule two for each
page that was new."""
SHARE = 0.005
"""Repetitions that are read, of the pages of a host or a domain with something new."""
SAMPLE = 5
"""Repetitions that are read of any."""
MIN_NEW = 50
"""Pages with something new, outside a group, against which it can be measured at all."""
MAX_SAME = 20_000
"""Pages in a row with the very same text, where there is nothing else."""
MAX_HOSTS = 256
"""Hosts, and as many domains."""

T = TypeVar("T")


@dataclass(slots=True)
class Group:
    """Addresses of one shape."""

    new: int = 0
    """Pages that said something new on their host."""
    debt: int = 0
    """Pages that did not, less what new ones have paid."""
    same: int = 0
    """Pages in a row with the very text of others."""
    prints: dict[int, int] = field(default_factory=dict)
    """How often each print was left, of the last ones."""
    fed: int = 0
    """Addresses of the group that were found in it."""

    @property
    def is_endless(self) -> bool:
        """Whether it leads to ever more of itself and says nothing new, by what is known so far."""
        return self.fed >= MIN_FED and self.debt >= min(MAX_SAMPLE, max(1, 2 * self.new))

    @property
    def is_proven(self) -> bool:
        return self.new >= PROVEN_BY and self.debt < PAID_BY_NEW

    def note(self, *, is_new: bool, is_same: bool) -> None:
        """Take in what a page has shown."""
        if is_new:
            self.new += 1
            self.debt = max(0, self.debt - PAID_BY_NEW)
        else:
            self.debt += 1
        self.same = self.same + 1 if is_same else 0


@dataclass(slots=True)
class Domain:
    """What is known of a registrable domain, over all its hosts."""

    new: int = 0
    """Pages that said something new on their host."""
    strays: Group = field(default_factory=Group)
    """Addresses that were found where nothing was new, whatever their host and shape."""
    worn: list[int] = field(default_factory=list)
    """Prints that a group has left so often that they are nothing new in any."""

    @property
    def debt(self) -> int:
        """Repetitions among the strays that new pages have not made up for."""
        return 0 if self.strays.is_proven else self.strays.debt

    def is_repeated(self, print_: int, group: Group) -> bool:
        """Whether one of the group's last pages, or any group often, left the same print."""
        times = group.prints.pop(print_, 0) + 1
        if len(group.prints) >= MAX_PRINTS:
            del group.prints[next(iter(group.prints))]
        group.prints[print_] = times
        if times >= WORN_OUT:
            self.wear_out(print_)
        return times > 1 or print_ in self.worn

    def wear_out(self, print_: int) -> None:
        """Hold a print for nothing new from now on."""
        if print_ not in self.worn and len(self.worn) < MAX_WORN:
            self.worn.append(print_)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Domain:
        """What was kept."""
        return cls(**kept | {"strays": _group(kept["strays"])})


@dataclass(slots=True)
class Host:
    """What is known of a host, by one scheme and port."""

    new: int = 0
    """Pages that said something new."""
    groups: dict[str, Group] = field(default_factory=dict)
    queries: dict[str, Queries] = field(default_factory=dict)
    folders: dict[str, list[str]] = field(default_factory=dict)

    @property
    def debt(self) -> int:
        """Repetitions that the host has not made up for."""
        groups = self.groups.values()
        return sum(group.debt for group in groups if not group.is_proven)

    def path_key(self, address: Address) -> str:
        """The shape of a path: two folders, whether there are more, and the kind of its end."""
        segments = address.segments
        if not segments:
            return "/"
        key, limit = "", MAX_FIRST_FOLDERS
        for segment in segments[:-1][:2]:
            sort = kind(segment)
            key += "/" + (self._folder(key, segment, limit) if sort == "w" else f"<{sort}>")
            limit = MAX_SECOND_FOLDERS
        return f"{key}/{'**/' if len(segments) > 3 else ''}<{kind(segments[-1])}>"

    def group_key(self, address: Address) -> str:
        """The shape of an address: that of its path, or the path where there is a query."""
        key = self.path_key(address)
        if not address.parameters:
            return key
        folder = key.rpartition("/")[0]
        last = address.segments[-1] if address.segments else ""
        name = self._folder(folder + "?", last, MAX_FIRST_FOLDERS)
        return f"{folder}/{name}?{'dated' if year_named(address) else ''}"

    def group(self, key: str) -> Group:
        """The group of that shape."""
        if (group := self.groups.get(key)) is None:
            if len(self.groups) >= MAX_GROUPS:
                _forget_oldest(self.groups, keep=lambda group: group.debt >= PAID_BY_NEW)
            group = self.groups[key] = Group()
        return group

    def queries_of(self, key: str) -> Queries:
        """What is known of the queries of a path, by its group's key."""
        if key not in self.queries:
            if len(self.queries) >= MAX_GROUPS:
                _forget_oldest(self.queries, keep=lambda queries: queries.given > 0)
            self.queries[key] = Queries()
        return self.queries[key]

    def _folder(self, parent: str, name: str, limit: int) -> str:
        names = self.folders.get(parent)
        if names is None:
            if len(self.folders) >= MAX_GROUPS:
                return "*"
            names = self.folders[parent] = []
        if name in names:
            return name
        if len(names) >= limit or len(name) > 40:
            return "*"
        names.append(name)
        return name

    def to_json(self) -> dict[str, Any]:
        """What can be kept in a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Host:
        """What was kept, with the numbers that JSON made keys of text."""
        groups = {key: _group(group) for key, group in kept["groups"].items()}
        queries = {
            key: Queries(**found | {"orders": _by_number(found["orders"])})
            for key, found in kept["queries"].items()
        }
        return cls(**kept | {"groups": groups, "queries": queries})


def allowed(known: Host | Domain) -> int:
    """How many repetitions are read."""
    return max(SAMPLE, int(SHARE * known.new))


def is_restrained(known: Host | Domain, group: Group, least: int) -> bool:
    """Whether a group has used up what its host or domain may repeat, if that has at least so many
    pages with something new outside of it."""
    if group.is_proven:
        return False
    if group.same >= MAX_SAME:
        return True
    if known.new - group.new < least:
        return False
    return group.is_endless and known.debt >= allowed(known)


def latest(known: dict[str, T], name: str, make: Callable[[], T]) -> T:
    """What is known of a host or domain; who was asked for last is forgotten last."""
    value = known.pop(name, None) or make()
    if len(known) >= MAX_HOSTS:
        del known[next(iter(known))]
    known[name] = value
    return value


def remember(known: dict[int, T], key: int, value: T, limit: int) -> T:
    """What is known under a key; the value is, where nothing was. The oldest makes room."""
    if key not in known and len(known) >= limit:
        del known[next(iter(known))]
    return known.setdefault(key, value)


def hash_of(text: str) -> int:
    """64 bits that stand for a text."""
    data = text.encode("utf-8", "replace")
    return crc32(data) << 32 | crc32(data[::-1])


def _group(kept: dict[str, Any]) -> Group:
    """A group with the numbers that JSON made keys of text."""
    return Group(**kept | {"prints": _by_number(kept["prints"])})


def _by_number(kept: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in kept.items()}


def _forget_oldest(known: dict[str, Any], keep: Any) -> None:
    """Make room for one more: the oldest goes that is not worth keeping, else the oldest."""
    del known[next((key for key, value in known.items() if not keep(value)), next(iter(known)))]
