"""A worker: a process that plans the site once and then renders the pages it is asked for.

It imports everything first and waits for the word to begin, so that a spare one stands ready while an author writes, with
what the last state was made of at hand. What is wrong with the project's own code is told like any other problem.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from . import messages

SPARE = "--spare"


def main() -> int:
    """Speak with the server over standard input and output until it ends; returns the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server hears it too, and ends this process in its own time
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints must not mix with the answers
    root = Path.cwd()
    fault: dict[str, Any] | None = None
    try:
        answering = importlib.import_module("preview.answering")
    except Exception as error:
        fault = _fault(root, error)
    if fault is None and SPARE in sys.argv:
        answering.get_ready(root)
    if messages.receive(sys.stdin.buffer) is None:
        return 0
    if fault is None:
        try:
            answering.answer(root, sys.stdin.buffer, answers)
        except Exception as error:
            fault = _fault(root, error)
    if fault is not None:
        messages.send(answers, {"problems": [fault]})
    return 0


def _fault(root: Path, error: Exception) -> dict[str, Any]:
    """Return a fault of the project's own code as a problem, at the last line of it that was run or read."""
    frames = [(Path(frame.filename), frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((Path(error.filename), error.lineno or 1))
    own = [(file.relative_to(root).as_posix(), line) for file, line in frames if file.is_relative_to(root / "hooks")]
    path, line = own[-1] if own else ("hooks/site_hooks.py", 1)
    return {
        "path": path,
        "line": line,
        "column": 1,
        "code": "PROGRAMFEL",
        "message": f"programmet stannade: {type(error).__name__}: {error}",
        "hint": "ångra ändringen, eller berätta för dem som sköter webbplatsen",
    }


if __name__ == "__main__":
    sys.exit(main())
