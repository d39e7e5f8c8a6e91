"""Work is the same whoever does it, and a failure in a process of its own is told here."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from vip_core import workers


def test_results_stand_in_the_order_of_the_items() -> None:
    assert workers.results(str, range(500)) == [str(number) for number in range(500)]


def test_what_a_piece_of_work_raises_is_raised_here() -> None:
    def divide(number: int) -> float:
        return 1 / (number - 77)

    with pytest.raises(ZeroDivisionError):
        workers.results(divide, range(100))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_a_process_with_threads_does_the_work_itself() -> None:
    """Forking while another thread holds a lock would leave the lock held for ever in the new process."""
    release = threading.Event()
    other = threading.Thread(target=release.wait)
    other.start()
    try:
        assert set(workers.results(lambda _: os.getpid(), range(100))) == {os.getpid()}
    finally:
        release.set()
        other.join()


@pytest.mark.parametrize("forks", [True, False])
def test_what_is_done_meanwhile_is_done_and_its_failures_are_raised_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool
) -> None:
    if not forks:
        monkeypatch.setattr(workers, "_may_fork", lambda: False)
    workers.Meanwhile(lambda: (tmp_path / "made").write_text("made", encoding="utf-8")).wait()
    assert (tmp_path / "made").read_text(encoding="utf-8") == "made"
    with pytest.raises(ZeroDivisionError):
        workers.Meanwhile(lambda: 1 // 0).wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_work_whose_process_is_killed_is_not_taken_for_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    with pytest.raises(ChildProcessError):
        workers.Meanwhile(lambda: os.kill(os.getpid(), 9)).wait()
