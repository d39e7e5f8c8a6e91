"""Data files: a YAML file read by its kind; an absent file says nothing and is no mistake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import marked_yaml
from .front_matter import read_text
from .problems import Problem, ProblemLog
from .schema import Kind, Known, Reader


def read(
    file: Path, shown_as: str, kind: Kind, check: Callable[[marked_yaml.Node, Reader], None] = lambda *_: None
) -> tuple[Any, list[Problem]]:
    """Read ``file``, called ``shown_as`` in problems; ``check`` notes what the kind cannot see, such as an id used twice.

    ``None`` when the file is absent, empty or not readable; all but the first two are noted.
    """
    if not file.is_file():
        return None, []
    log = ProblemLog(shown_as)
    text = read_text(file, log)
    node = marked_yaml.read(text, log) if text is not None else None
    if node is None:
        return None, log.problems
    reader = Reader(log, Known())
    check(node, reader)
    return kind.read(node, "", reader), log.problems
