"""Workers: independent pieces of work, done by as many processes as there are cores.

Processes are forked, so the work and everything it needs is inherited and only results travel. Where forking is not
possible (Windows, or a process that already runs threads) the work is done here, with the same results.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, overload

Item = TypeVar("Item")
Result = TypeVar("Result")
_FEWEST = 32
_ROUND = 2_048
_USUALLY = gc.get_threshold()
_SELDOM = 200_000  # new objects between two searches
_M_MMAP_THRESHOLD = -3
_LARGE = 128 * 1024
_MOST = 8
_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []  # filled in a forked process, never in the first


def results(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what ``each`` gives."""
    return list(each(work, items))


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Give ``work`` of each item, in the items' order. Results must be picklable; what one raises is raised here.

    Items near each other are done by the same process, a few at a time, so put the costly ones first. After each
    ``_ROUND`` of them the processes are new ones: what a process has looked at, if only to count who holds it, is its own
    copy from then on, and after some thousand items that is most of what it inherited.
    """
    _give_back_large_blocks()
    processes = min(_MOST, _cores())
    if len(items) < _FEWEST:
        yield from map(work, items)
    elif processes < 2 or not _may_fork():
        gc.set_threshold(*_USUALLY)
        yield from map(work, items)
    else:
        _give_back_what_is_free()
        for begun in range(0, len(items), _ROUND):
            yield from _done_by_new(processes, work, items[begun : begun + _ROUND])


def _done_by_new(processes: int, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    gc.freeze()
    try:
        forking = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(processes, forking, _inherit, (work, items)) as pool:
            yield from pool.map(_result, range(len(items)), chunksize=max(1, len(items) // (processes * 16)))
    finally:
        gc.unfreeze()


@contextlib.contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let this process search less often for cycles while the block runs, since it makes many objects that all stay.

    The work that ``results`` does, on many items, is searched as often as ever: what it makes goes.
    """
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM)
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # what there is counts as old now, and is not searched at once
        gc.set_threshold(*before)


class Meanwhile(Generic[Result]):
    """Work done by a process of its own while this one goes on. What it returns must be picklable; it may write files.

    Where forking is not possible it is done at once, and what it raises is kept for whoever waits, as elsewhere. With
    ``then``, that is what is done with what the work returns, in the same process, but not before ``go_on`` is called.
    """

    _done: Result

    @overload
    def __init__(self: Meanwhile[Result], work: Callable[[], Result]) -> None: ...

    @overload
    def __init__(self: Meanwhile[Result], work: Callable[[], Item], then: Callable[[Item], Result]) -> None: ...

    def __init__(self, work: Callable[[], Any], then: Callable[[Any], Result] | None = None) -> None:
        self._process: BaseProcess | None = None
        self._failure: Exception | None = None
        self._then = then
        if _cores() < 2 or not _may_fork():
            self._do(work)
            return
        forking = multiprocessing.get_context("fork")
        here, there = forking.Pipe()
        self._told = here
        self._process = forking.Process(target=_tell, args=(work, then, there), daemon=True)
        _give_back_what_is_free()
        gc.freeze()
        try:
            self._process.start()
        finally:
            gc.unfreeze()
            there.close()

    def go_on(self) -> None:
        """Let the second part of the work begin when the first is done."""
        if self._then is None:
            return
        if self._process is None:
            if self._failure is None:
                self._do(partial(self._then, self._done))
        else:
            with contextlib.suppress(ConnectionError):  # what has become of the process, wait tells
                self._told.send(None)
        self._then = None

    def wait(self) -> Result:
        """Return what the work returns, when it is done; raises what it raises, and ``ChildProcessError`` when its process is killed."""
        self.go_on()
        if self._process is not None:
            try:
                self._done, self._failure = self._told.recv()
            except (EOFError, ConnectionError):
                self._failure = ChildProcessError("a process ended before its work was done")
            self._process.join()
            self._process = None
        if self._failure is not None:
            raise self._failure
        return self._done

    def _do(self, work: Callable[[], Any]) -> None:
        try:
            self._done = work()
        except Exception as failure:
            self._failure = failure


def _tell(work: Callable[[], object], then: Callable[[object], object] | None, told: Connection) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer: tuple[object, Exception | None]
    try:
        made = work()
        if then:
            told.recv()
            made = then(made)
        answer = made, None
    except Exception as failure:
        answer = None, failure
    with contextlib.suppress(ConnectionError):  # nobody waits any longer
        told.send(answer)


@cache
def _give_back_large_blocks() -> None:
    """Let the C library give every large block of memory back to the system when it is freed, as it does with the first.

    By itself glibc keeps blocks of the size that was freed last, up to 32 MB each (mallopt(3), M_MMAP_THRESHOLD): the page
    that lists the whole site would then cost its memory for the rest of the build, in every process.
    """
    _ask_c_library("mallopt", _M_MMAP_THRESHOLD, _LARGE)


def _give_back_what_is_free() -> None:
    """Let the C library give the system what lies free between what is held (malloc_trim(3)), before processes inherit it."""
    _ask_c_library("malloc_trim", 0)


def _ask_c_library(function: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # musl has neither
            getattr(ctypes.CDLL(None), function)(*numbers)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _inherit(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    gc.set_threshold(*_USUALLY)
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
