"""The queue of one host: in order, whatever part of it is in memory."""

from __future__ import annotations

import random
from bisect import bisect_right, insort

import pytest

from linkspider.frontier.queue import HEAD, Disk, Queue


class Ranks:
    """Ranks on a disk of lists: pending until they are done, handed out or not."""

    def __init__(self, *ranks: int) -> None:
        self.pending = sorted(ranks)
        self.under_way: set[int] = set()
        self.looks = 0
        self.disk = Disk(self._load, self.under_way.__contains__)

    def _load(self, after: int, limit: int) -> list[int]:
        self.looks += 1
        start = bisect_right(self.pending, after)
        return self.pending[start : start + limit]

    def push(self, queue: Queue, rank: int) -> None:
        """A URL is found."""
        insort(self.pending, rank)
        queue.push(rank)

    def pop(self, queue: Queue) -> int:
        """A URL is handed out."""
        rank = queue.pop(self.disk)
        self.under_way.add(rank)
        return rank

    def finish(self, rank: int) -> None:
        """A URL is done."""
        self.pending.remove(rank)
        self.under_way.discard(rank)


def held(queue: Queue) -> int:
    """How many ranks a queue has in memory."""
    return len(queue._head)


def test_an_empty_queue_has_no_first() -> None:
    with pytest.raises(LookupError):
        Queue().first(Ranks().disk)


@pytest.mark.parametrize("count", [1, HEAD - 1, HEAD, HEAD + 1, 4 * HEAD, 4 * HEAD + 1, 1_000])
@pytest.mark.parametrize("stand_on_disk", [True, False])
def test_what_was_pushed_comes_in_order(count: int, stand_on_disk: bool) -> None:
    ranks = random.Random(count).sample(range(10 * count), count)
    disk = Ranks(*(ranks if stand_on_disk else ()))
    queue = Queue(on_disk=len(disk.pending))
    if not stand_on_disk:
        for rank in ranks:
            disk.push(queue, rank)
    assert queue.size == count
    assert [disk.pop(queue) for _ in range(count)] == sorted(ranks)
    assert queue.size == 0


def test_a_short_queue_never_looks_at_the_disk() -> None:
    disk, queue = Ranks(), Queue()
    for rank in range(4 * HEAD):
        disk.push(queue, rank)
    for rank in range(4 * HEAD):
        assert disk.pop(queue) == rank
    assert disk.looks == 0


def test_memory_holds_few_of_many() -> None:
    disk, queue = Ranks(), Queue()
    for rank in random.Random(3).sample(range(100_000), 5_000):
        disk.push(queue, rank)
        assert held(queue) <= 4 * HEAD
    while queue.size:
        disk.pop(queue)
        assert held(queue) <= 4 * HEAD


def test_the_disk_is_looked_at_once_for_many() -> None:
    disk, queue = Ranks(*range(50 * HEAD)), Queue(on_disk=50 * HEAD)
    while queue.size:
        disk.pop(queue)
    assert disk.looks <= 50 + 1


def test_what_is_under_way_is_not_handed_out_again_though_it_stands_on_disk() -> None:
    disk = Ranks(*range(3 * HEAD))
    queue = Queue(on_disk=3 * HEAD)
    handed_out = [disk.pop(queue) for _ in range(2 * HEAD)]
    disk.push(queue, -5)
    assert disk.pop(queue) == -5
    handed_out += [disk.pop(queue) for _ in range(HEAD)]
    assert handed_out == list(range(3 * HEAD))


def test_a_better_rank_that_is_found_late_comes_next() -> None:
    disk = Ranks(*range(1_000, 2_000))
    queue = Queue(on_disk=1_000)
    assert disk.pop(queue) == 1_000
    disk.push(queue, 3)
    assert queue.first(disk.disk) == 3
    assert disk.pop(queue) == 3
    assert disk.pop(queue) == 1_001


def test_a_queue_that_was_cleared_takes_in_anew() -> None:
    disk = Ranks(*range(500))
    queue = Queue(on_disk=500)
    disk.pop(queue)
    queue.clear()
    disk.pending.clear()
    assert queue.size == 0
    disk.push(queue, 7)
    assert disk.pop(queue) == 7


@pytest.mark.parametrize("seed", range(20))
def test_pushes_pops_and_ends_in_any_order_lose_nothing(seed: int) -> None:
    chance = random.Random(seed)
    unused = chance.sample(range(1 << 40), 3_000)
    disk = Ranks(*(unused.pop() for _ in range(chance.choice([0, 1, 200]))))
    waiting = set(disk.pending)
    queue = Queue(on_disk=len(waiting))
    while unused or waiting:
        if unused and chance.random() < 0.6:
            for _ in range(min(len(unused), chance.choice([1, 5, 300]))):
                waiting.add(unused[-1])
                disk.push(queue, unused.pop())
        for _ in range(min(len(waiting), chance.choice([1, 3, 40]))):
            assert queue.size == len(waiting)
            rank = disk.pop(queue)
            assert rank == min(waiting)
            waiting.remove(rank)
        for rank in [rank for rank in disk.under_way if chance.random() < 0.5]:
            disk.finish(rank)
