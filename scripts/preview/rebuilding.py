"""Rebuilding: which state of the project is shown, which problems it has, and the next state in the making."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vip_core.problems import Problem, errors, in_order

from . import messages


class WorkerLost(Exception):
    """A worker ended without an answer."""


class Worker:
    """A process that shows one state of the project; see ``preview.worker``."""

    def __init__(self, root: Path, *arguments: str) -> None:
        paths = os.pathsep.join(str(root / folder) for folder in ("scripts", "hooks"))
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "preview.worker", *arguments],
            cwd=root,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, question: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return the worker's answer; raises ``WorkerLost`` when it has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            try:
                messages.send(self._process.stdin, question)
                answer = messages.receive(self._process.stdout)
            except (OSError, ValueError):
                answer = None
        if answer is None:
            raise WorkerLost
        return answer

    def begin(self) -> tuple[bool, list[Problem]]:
        """Let the worker plan the site; returns whether it can be shown, and every problem told."""
        answer, _ = self.ask({})
        return bool(answer.get("ready")), problems_of(answer)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # it had unsent words for a process that is gone
                    stream.close()


def problems_of(answer: Mapping[str, Any]) -> list[Problem]:
    """Return the problems that a worker's answer tells."""
    return in_order(Problem(**record) for record in answer.get("problems", ()))


@dataclass(frozen=True)
class State:
    """What is shown: ``number`` changes with every attempt; ``worker`` is of the last one that succeeded, if any."""

    number: int = 0
    worker: Worker | None = None
    problems: Sequence[Problem] = ()


class Rebuilder:
    """Keeps the state up to date, and a spare worker ready. ``state`` may be read from any thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = State()
        self.changed = threading.Condition()
        self._spare: Worker | None = None

    def rebuild(self, code_changed: bool = False) -> float:
        """Plan the site anew and show it, or what is wrong with it; returns the seconds it took."""
        begun = time.monotonic()
        if code_changed:
            self._drop_spare()
        worker = self._spare or Worker(self.root)
        self._spare = None
        try:
            ready, problems = worker.begin()
        except WorkerLost:
            ready, problems = False, [_LOST]
        before = self.state
        with self.changed:
            shown = worker if ready else before.worker
            self.state = State(before.number + 1, shown, tuple(problems))
            self.changed.notify_all()
        outdated = before.worker if ready else worker
        if outdated:
            outdated.end()
        taken = time.monotonic() - begun
        self._spare = Worker(self.root, "--spare")
        return taken

    def wait_beyond(self, number: int, seconds: float) -> State:
        """Return the state as soon as its number is another than ``number``, or after so many seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.state.number != number, seconds)
            return self.state

    def end(self) -> None:
        """End every process."""
        self._drop_spare()
        if self.state.worker:
            self.state.worker.end()

    def _drop_spare(self) -> None:
        if self._spare:
            self._spare.end()
        self._spare = None


_LOST = Problem(
    "hooks/site_hooks.py", 1, 1, "PROGRAMFEL", "programmet går inte att starta", "se vad som står i terminalen"
)


def is_wrong(state: State) -> bool:
    """Say whether the last attempt failed, so that what is shown is older than the files."""
    return bool(errors(state.problems))
