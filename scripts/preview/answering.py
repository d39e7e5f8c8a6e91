"""Answering: what a worker does once it is told to begin, with one state of the project."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import IO, Any

from mkdocs.exceptions import MkDocsException

from commands import configuration
from commands.progress import Progress
from mkdocs_adapter.preview import Preview, TemplateRefused
from mkdocs_adapter.site_build import memory_of
from vip_core import site
from vip_core.problems import ContentRefused, Problem

from . import messages


def answer(root: Path, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Plan the site, tell what is wrong with it, and answer for its pages until the questions end."""
    try:
        preview = _prepare(root)
    except ContentRefused as refused:
        messages.send(answers, {"problems": [problem.as_record() for problem in refused.problems]})
        return
    except TemplateRefused as refused:
        messages.send(answers, {"problems": [refused.problem.as_record()]})
        return
    except (MkDocsException, OSError) as error:
        said = error.format_message() if isinstance(error, MkDocsException) else str(error)
        problem = Problem("mkdocs.yml", 1, 1, "INSTALLNINGSFEL", " ".join(said.split()), "rätta mkdocs.yml")
        messages.send(answers, {"problems": [problem.as_record()]})
        return
    gc.freeze()
    warnings = [problem.as_record() for problem in preview.build.site.warnings]
    messages.send(answers, {"problems": warnings, "ready": True})
    _show(preview, questions, answers)


def get_ready(root: Path) -> None:
    """Have what the last state was made of at hand, so that the next is planned sooner."""
    memory_of(root, kept=False).recall(*site.REMEMBERED)


def _prepare(root: Path) -> Preview:
    gc.disable()  # one short burst of work that keeps nearly all it makes
    try:
        with Progress() as progress, configuration.printed_log(progress):
            return Preview(configuration.load(root))
    finally:
        gc.enable()


def _show(preview: Preview, questions: IO[bytes], answers: IO[bytes]) -> None:
    while question := messages.receive(questions):
        path = question[0]["path"]
        if preview.is_folder(path):
            messages.send(answers, {"status": 302, "location": f"{path}/"})
            continue
        try:
            found = preview.get(path)
        except TemplateRefused as refused:
            messages.send(answers, {"status": 500, "problems": [refused.problem.as_record()]})
            continue
        reply: dict[str, Any] = {"status": 404 if found.missing else 200, "type": found.media_type}
        messages.send(answers, reply | {"source": found.source}, found.content)
