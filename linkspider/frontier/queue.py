"""The pending URLs of one host in order: the first of them in memory, the rest on disk."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

HEAD = 32
"""URLs that are kept in memory after a look at the disk; at most four times as many."""
_ALL = (1 << 63) - 1


class Disk(NamedTuple):
    """What a queue needs to know of the ranks on disk."""

    load: Callable[[int, int], list[int]]
    """Gives the ranks behind one rank, at most so many, in order."""
    is_under_way: Callable[[int], bool]
    """Whether a rank was handed out already, and only stands on disk still."""


class Queue:
    """Ranks in order. All up to a horizon are in memory or were handed out, all behind on disk."""

    __slots__ = ("_head", "_horizon", "size")

    def __init__(self, on_disk: int = 0) -> None:
        """``on_disk`` is how many stand there already."""
        self.size = on_disk
        """How many are not handed out."""
        self._head: list[int] = []
        self._horizon = -1 if on_disk else _ALL

    def push(self, rank: int) -> None:
        """Take in a rank that stands on disk too."""
        self.size += 1
        if rank > self._horizon:
            return
        heappush(self._head, rank)
        if len(self._head) > 4 * HEAD:
            self._head = sorted(self._head)[:HEAD]
            self._horizon = self._head[-1]

    def first(self, disk: Disk) -> int:
        """The smallest rank of a queue that is not empty."""
        while not self._head:
            if self._horizon == _ALL:
                raise LookupError("the queue is shorter than it should be")
            loaded = disk.load(self._horizon, HEAD)
            self._horizon = loaded[-1] if len(loaded) == HEAD else _ALL
            self._head = [rank for rank in loaded if not disk.is_under_way(rank)]
        return self._head[0]

    def pop(self, disk: Disk) -> int:
        """Hand out the smallest rank of a queue that is not empty."""
        self.first(disk)
        self.size -= 1
        return heappop(self._head)

    def clear(self) -> None:
        """Forget all: they were excluded."""
        self.size = 0
        self._head = []
        self._horizon = _ALL
