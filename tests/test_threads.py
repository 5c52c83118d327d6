"""Long work in threads: one piece at a time, and given up at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from threading import Event

import pytest

from linkspider import threads
from linkspider.shutdown import Abandoned


@pytest.fixture(autouse=True)
def _as_at_the_start(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(threads, "_turn", asyncio.Semaphore(1))
    monkeypatch.setattr(threads, "_given_up", asyncio.Event())
    yield
    assert not threads._waiting


def test_work_is_done_one_piece_at_a_time_and_gives_or_raises_what_it_does() -> None:
    running: list[int] = []
    most = []

    def work(number: int) -> int:
        running.append(number)
        most.append(len(running))
        running.remove(number)
        return 1 // number

    async def all_at_once() -> list[int | BaseException]:
        pieces = (threads.run_alone(work, number) for number in (1, 0, 2))
        return await asyncio.gather(*pieces, return_exceptions=True)

    given = asyncio.run(all_at_once())
    assert [given[0], type(given[1]), given[2]] == [1, ZeroDivisionError, 0]
    assert most == [1, 1, 1]


def test_work_that_runs_that_waits_and_that_comes_later_is_given_up() -> None:
    goes_on, begun = Event(), Event()

    def work() -> None:
        begun.set()
        goes_on.wait(60)

    async def all_at_once() -> list[BaseException | None]:
        tasks = [asyncio.ensure_future(threads.run_alone(work)) for _ in range(3)]
        while not begun.is_set():
            await asyncio.sleep(0.01)
        threads.give_up()
        later = threads.run_alone(work), threads.give_way()
        ended = await asyncio.gather(*tasks, *later, return_exceptions=True)
        assert threads.is_busy()
        goes_on.set()
        return ended

    assert [type(each) for each in asyncio.run(all_at_once())] == [Abandoned] * 5
    assert not threads.is_busy()
