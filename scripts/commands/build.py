"""Builds the site, checks the finished files, and publishes it when it is whole."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.plugins import BasePlugin

from mkdocs_adapter import site_build
from vip_core import publish_checks
from vip_core.problems import ContentRefused
from vip_core.site import Site

from . import configuration, publish
from .progress import Progress

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--target", type=Path, metavar="MAPP", help="mappen som ska hålla webbplatsen (site)")
    parser.add_argument("--site-url", metavar="ADRESS", help="adressen där webbplatsen publiceras")
    parser.add_argument(
        "--filer", action="store_true", help="länka till filer i stället för mappar, för läsning utan server"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Build to the target; returns the exit status.

    Raises ``ContentRefused`` when the content has errors, and what ``publish.replacing`` raises.
    """
    target: Path = options.target or root / "site"
    # Only the project's own site: nothing is left beside folders elsewhere.
    spare = None if options.target else root / site_build.MEMORY / "site"
    with publish.replacing(target, keep=root, spare=spare) as fresh:
        rebuild = site_build.Rebuild(target.resolve(), spare)
        write_site(root, fresh, site_url=options.site_url, files=options.filer, rebuild=rebuild)
    print(f"Klar. Öppna {target / 'index.html'} eller publicera mappen {target}.")
    return 0


def write_site(
    root: Path,
    folder: Path,
    *,
    site_url: str | None = None,
    files: bool = False,
    extra: dict[str, Any] | None = None,
    rebuild: site_build.Rebuild | None = None,
) -> Site:
    """Write the site to ``folder``, check the finished files, and return its plan.

    With ``files``, links lead to files, as reading from a disk needs. ``extra`` adds to the settings of that name, and
    ``rebuild`` tells of the site that this one takes the place of. Raises ``ContentRefused`` when the content, or what
    was made of it, has errors.
    """
    config = configuration.load(
        root, site_dir=str(folder), site_url=site_url, use_directory_urls=False if files else None
    )
    config.extra.update(extra or {})
    rebuild = rebuild or site_build.Rebuild()
    token = site_build.REBUILD.set(rebuild)
    try:
        with Progress() as progress, configuration.printed_log(progress):
            progress.say("Läser och granskar innehållet …")
            follower = config.plugins["vip-follower"] = _Follower(progress)
            build(config)
            progress.say("Granskar de färdiga filerna …")
            problems = [] if rebuild.faultless else publish_checks.check(folder, config.site_url or "")
    finally:
        site_build.REBUILD.reset(token)
    if problems:
        raise ContentRefused(problems)
    assert follower.site is not None
    return follower.site


class _Follower(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Follows a build from MkDocs' events: tells how far it has come, and keeps the site that was planned."""

    def __init__(self, progress: Progress) -> None:
        self.site: Site | None = None
        self._progress = progress

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' names
        """Keep the planned site, which the hook has handed to the templates and is about to write."""
        self.site = env.globals["views"].site  # type: ignore[attr-defined]
        self._progress.say(f"Skriver {len(self.site.pages)} sidor …")
