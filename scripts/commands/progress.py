"""Progress of long work: a line that updates on a terminal, and nothing where nobody watches."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self, TextIO


class Progress:
    """Says what is being done, as ``Skriver 385 sidor …``. The line is taken away at the end."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def say(self, what: str) -> None:
        """Show ``what`` at once, in place of what was shown before."""
        if self._shown:
            self._write(what)

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._shown:
            self._write("", then="\r")

    def _write(self, what: str, then: str = "") -> None:
        """Fill the line, with spaces after ``what``: a console on Windows may not know the code that clears it."""
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(f"\r{what[:width].ljust(width)}{then}")
        self._stream.flush()
