"""Work is the same whoever does it, and a failure in a process of its own is told here."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sample import ROOT
from vip_core import workers


def test_results_stand_in_the_order_of_the_items() -> None:
    assert workers.results(str, range(10_000)) == [str(number) for number in range(10_000)]


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


MEANWHILE = """
import os, sys
from pathlib import Path
from vip_core import workers

workers._cores = lambda: 2
if sys.argv[1] == "here":
    workers._may_fork = lambda: False
meanwhile = workers.Meanwhile(lambda: Path("made").write_text(str(os.getpid())))
meanwhile.wait()
assert (Path("made").read_text() == str(os.getpid())) == (sys.argv[1] == "here")
for work, failure in ((lambda: 1 // 0, ZeroDivisionError), (lambda: os.kill(os.getpid(), 9), ChildProcessError)):
    if sys.argv[1] == "here" and failure is ChildProcessError:
        continue
    failing = workers.Meanwhile(work)
    try:
        failing.wait()
    except failure:
        continue
    raise SystemExit(f"{failure} was not raised")
assert workers.Meanwhile(lambda: "x" * 1_000_000).wait() == "x" * 1_000_000
unheard = workers.Meanwhile(lambda: "x" * 1_000_000)
"""
IN_TWO_PARTS = """
import os, sys, time
from pathlib import Path
from vip_core import workers

workers._cores = lambda: 2
if sys.argv[1] == "here":
    workers._may_fork = lambda: False

def first():
    Path("first").touch()
    return os.getpid()

def then(pid):
    Path("second").touch()
    return pid, os.getpid()

work = workers.Meanwhile(first, then)
while not Path("first").exists():
    time.sleep(0.01)
time.sleep(0.1)
assert not Path("second").exists()
work.go_on()
made, used = work.wait()
assert made == used and (made == os.getpid()) == (sys.argv[1] == "here")

def divide(_=None):
    return 1 // 0

def end(_=None):
    os.kill(os.getpid(), 9)

for first_part, second_part, failure in (
    (divide, then, ZeroDivisionError),
    (first, divide, ZeroDivisionError),
    (end, then, ChildProcessError),
    (first, end, ChildProcessError),
):
    if sys.argv[1] == "here" and failure is ChildProcessError:
        continue
    work = workers.Meanwhile(first_part, second_part)
    work.go_on()
    time.sleep(0.1)
    try:
        work.wait()
    except failure:
        continue
    raise SystemExit(f"{failure} was not raised")
unheard = workers.Meanwhile(first, then)
"""


@pytest.mark.parametrize(
    "where",
    [
        "here",
        pytest.param("elsewhere", marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")),
    ],
)
@pytest.mark.parametrize("script", [MEANWHILE, IN_TWO_PARTS], ids=["at once", "in two parts"])
def test_what_is_done_meanwhile_is_done_and_its_failures_are_raised_to_who_waits(
    tmp_path: Path, where: str, script: str
) -> None:
    """In a process of its own, since one that runs tests has threads.

    The second part of work in two is not done before its time. Work whose process is killed is not taken for done, and what nobody waits for does not keep the process from ending.
    """
    done = subprocess.run(
        [sys.executable, "-c", script, where],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
