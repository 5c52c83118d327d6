"""Long work in a thread, a piece at a time, so that the event loop and other hosts go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from scrapy.utils.asyncio import run_in_thread

from linkspider.shutdown import Abandoned

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
# Threads that wait for the interpreter each delay the event loop by a switch of 5 ms.
_turn = asyncio.Semaphore(1)
_waiting: set[asyncio.Task[Any]] = set()
_given_up = asyncio.Event()
_at_work = Lock()


async def run_alone(
    work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> _Result:
    """What ``work`` gives, done in a thread while no other such work is; Abandoned where that is
    given up."""
    _check()
    task = asyncio.current_task()
    assert task is not None
    _waiting.add(task)
    try:
        async with _turn:
            return await run_in_thread(_work, partial(work, *args, **kwargs))
    except asyncio.CancelledError:
        raise Abandoned from None
    finally:
        _waiting.discard(task)


async def give_way() -> None:
    """Let others have their turn, in the middle of work that cannot be done in a thread; Abandoned
    where it is given up."""
    await asyncio.sleep(0)
    _check()


def give_up() -> None:
    """End all that waits here or comes here from now on: the crawl ends."""
    _given_up.set()
    for task in list(_waiting):
        task.cancel()


def is_busy() -> bool:
    """Whether a thread is still at work, on what was given up."""
    return _at_work.locked()


def _check() -> None:
    if _given_up.is_set():
        raise Abandoned


def _work(work: Callable[[], _Result]) -> _Result:
    with _at_work:
        return work()
