"""Workers: independent pieces of work, done by as many processes as there are cores.

Processes are forked, so the work and everything it needs is inherited and only results travel. Where forking is not
possible (Windows, or a process that already runs threads) the work is done here, with the same results.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_FEWEST = 32
_MOST = 8
_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []  # filled in a forked process, never in the first


def results(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return ``work`` of each item, in the items' order. Results must be picklable; what one raises is raised here.

    Items near each other are done by the same process, a few at a time, so put the costly ones first.
    """
    processes = min(_MOST, _cores())
    if len(items) < _FEWEST or processes < 2 or not _may_fork():
        return [work(item) for item in items]
    gc.freeze()
    try:
        forking = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, forking, _inherit, (work, items)) as pool:
            return list(pool.map(_result, range(len(items)), chunksize=max(1, len(items) // (processes * 16))))
    finally:
        gc.unfreeze()


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _inherit(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _inherited.append((work, items))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the parent to end, however it does, and end this process too: a killed build must leave none behind."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _result(place: int) -> Any:
    work, items = _inherited[-1]
    return work(items[place])
