"""The preview: one planned site, whose pages are rendered when they are asked for.

Shows what a build writes, byte for byte, without waiting for the pages that nobody looks at.
"""

from __future__ import annotations

import mimetypes
import traceback
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from vip_core import bundles
from vip_core.addresses import in_site
from vip_core.problems import Problem

from .site_build import SiteBuild, overrides_of, root_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig

_NOT_FOUND = "404.html"


@dataclass(frozen=True)
class Found:
    """What stands at an address: its bytes, its media type, and the author's file it is made of, if any."""

    content: bytes
    media_type: str
    source: str = ""
    missing: bool = False


class TemplateRefused(Exception):
    """A template cannot be used; ``problem`` says which and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.as_text())
        self.problem = problem


class Preview:
    """Answers for one state of the project.

    Everything that can fail by an author's or a designer's mistake is tried at once: raises ``ContentRefused`` when the
    content has errors, and ``TemplateRefused`` when a template cannot be read.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self.config = config
        self.root = root_of(config)
        self.build = SiteBuild(config)
        self.files = _shipped(overrides_of(config)) | {asset.path: asset.file for asset in self.build.site.assets}
        self.env = self.build.environment(config.theme.get_env(), config)
        self.env.auto_reload = False  # templates stay as they were read, however they are edited meanwhile
        self.pages = {in_site(page.address): page for page in self.build.site.pages}
        self._read_templates()
        self.build.templates.keep()

    @cached_property
    def _made(self) -> dict[str, Callable[[], bytes]]:
        """What gives each generated file and redirect, by path; each is made when it is first asked for."""
        files = {file.path: cache(partial(getattr, file, "data")) for file in self.build.made_files()}
        redirects = self.build.writer.redirects()
        return files | {in_site(address): partial(html.encode, "utf-8") for address, html in redirects.items()}

    def _read_templates(self) -> None:
        folder = overrides_of(self.config)
        for file in sorted(folder.rglob("[!.]*.html")):
            name = file.relative_to(folder).as_posix()
            try:
                self.env.get_template(name)
            except TemplateSyntaxError as error:
                raise TemplateRefused(
                    self._problem(error.filename or name, error.lineno, error.message or "")
                ) from error

    def get(self, path: str) -> Found:
        """Return what stands at ``path``, relative to the site's root; a folder is its ``index.html``.

        Raises ``TemplateRefused`` when the page's template fails.
        """
        name = f"{path}index.html" if not path or path.endswith("/") else path
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            if name in self.pages:
                page = self.pages[name]
                return Found(self.build.writer.html(page).encode("utf-8"), media_type, page.source)
            if name in self.files:
                return Found(self.files[name].read_bytes(), media_type)
            if name in self._made:
                return Found(self._made[name](), media_type)
            if name in self.config.theme.static_templates and name != _NOT_FOUND:
                return Found(self._static(name), media_type)
            return Found(self._static(_NOT_FOUND), "text/html", missing=True)
        except Exception as error:
            raise TemplateRefused(self._failure(error)) from error

    def is_folder(self, path: str) -> bool:
        """Say whether ``path`` lacks only its last ``/`` to be a page."""
        return f"{path}/index.html" in self.pages

    def _static(self, name: str) -> bytes:
        """Return a page that stands at no address of its own. Its links start at the root, where the preview stands."""
        context = self.build.static_context({"config": self.config, "base_url": "/"}) if name.endswith(".html") else {}
        return self.env.get_template(name).render(context).encode("utf-8")

    def _failure(self, error: Exception) -> Problem:
        """Return where in a template, or else in which module, ``error`` came up."""
        frames = traceback.extract_tb(error.__traceback__)
        frame = next((frame for frame in reversed(frames) if frame.filename.endswith((".html", ".xml"))), frames[-1])
        return self._problem(frame.filename, frame.lineno or 1, f"{type(error).__name__}: {error}")

    def _problem(self, filename: str, line: int, message: str) -> Problem:
        file = Path(filename)
        path = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.name
        hint = "rätta mallen eller koden på raden"
        return Problem(path, line, 1, "MALLFEL", f"sidan går inte att visa: {message}", hint)


def _shipped(folder: Path) -> dict[str, Path]:
    """Return the files of ``folder`` that are published as they are: what is neither a template nor joined into a bundle."""
    return {
        path: file
        for file in folder.rglob("*")
        for path in (file.relative_to(folder).as_posix(),)
        if file.is_file()
        and file.suffix not in (".html", ".xml")
        and (not path.startswith(bundles.SOURCES) or path.startswith(bundles.SHIPPED))
    }
