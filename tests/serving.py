"""Projects served by ``vip.py serve``, for tests to read and to break."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHAPTER = "programs/adhd/niva-och-process.md"
PAGE = "adhd/niva-och-process/"
PATIENCE = 40


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Served:
    """A project that is served, and a reader of it."""

    root: Path
    port: int
    process: subprocess.Popen[str]

    def get(self, path: str = "", method: str = "GET") -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode("utf-8")

    def until(self, holds: Callable[[str], bool], path: str = PAGE) -> str:
        """Return the page as soon as it is as wanted."""
        text = ""
        for _ in range(PATIENCE * 20):
            with contextlib.suppress(ConnectionError, urllib.error.URLError):
                text = self.get(path)[1]
                if holds(text):
                    return text
            time.sleep(0.05)
        raise AssertionError(text)

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def started(root: Path) -> Served:
    port = free_port()
    paths = os.pathsep.join(str(root / folder) for folder in ("scripts", "hooks"))
    process = subprocess.Popen(
        [sys.executable, "-m", "commands", "serve", "--adress", f"127.0.0.1:{port}"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        text=True,
    )
    return Served(root, port, process)


def panel(text: str) -> str:
    found = re.search(r'<section class="vip-serve.*?</section>', text, re.DOTALL)
    return found.group() if found else ""
