"""The site's configuration, and MkDocs' log as these commands print it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from .progress import Progress


def load(root: Path, **settings: Any) -> MkDocsConfig:
    """Load ``mkdocs.yml`` of the project at ``root``; ``settings`` replace its own, ``None`` leaves them."""
    chosen = {name: value for name, value in settings.items() if value is not None}
    return load_config(config_file=str(root / "mkdocs.yml"), **chosen)


class _Printer(logging.Handler):
    """Prints what the engine warns of, in one line each."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.WARNING)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(sys.exception(), OSError):
            return  # whoever catches it says it in Swedish
        self._progress.clear()
        print(f"mkdocs: {record.getMessage()}", file=sys.stderr)


@contextmanager
def printed_log(progress: Progress) -> Iterator[None]:
    """Print MkDocs' warnings while the block runs, in place of the line of ``progress``, and nothing else of its log."""
    logger = logging.getLogger("mkdocs")
    handler = _Printer(progress)
    logger.addHandler(handler)
    before, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
