"""The engine: the modules of MkDocs, or of a fork such as ProperDocs, that the running build belongs to."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from vip_core.problems import ContentRefused

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def module(config: MkDocsConfig, name: str) -> ModuleType:
    """Return ``name`` (``structure.files``, ``exceptions`` …) of the engine that made ``config``.

    Forks have packages of their own, so importing ``mkdocs`` by name would mix two engines in one build.
    """
    package = type(config).__module__.partition(".")[0]
    return importlib.import_module(f"{package}.{name}")


def refusal(config: MkDocsConfig, refused: ContentRefused) -> Exception:
    """Return ``refused`` as an exception at which the engine stops with exit status 1 and no traceback."""
    abort: type[Exception] = module(config, "exceptions").Abort

    class BuildRefused(ContentRefused, abort):  # type: ignore[misc, valid-type]
        """Every problem of the content, printed by the engine as it is."""

        def __init__(self) -> None:
            abort.__init__(self, str(refused))
            self.problems = refused.problems

        def show(self, *_: object, **__: object) -> None:
            print(self, file=sys.stderr)

        def __str__(self) -> str:
            return str(refused)

    return BuildRefused()
