"""Long work in a thread, a piece at a time, so that the event loop and other hosts go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from scrapy.utils.asyncio import run_in_thread

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
# Threads that wait for the interpreter each delay the event loop by a switch of 5 ms.
_turn = asyncio.Semaphore(1)


async def run_alone(
    work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> _Result:
    """What ``work`` gives, done in a thread while no other such work is."""
    async with _turn:
        return await run_in_thread(work, *args, **kwargs)
