"""Builds the site and publishes it when it is whole."""

from __future__ import annotations

import argparse
from pathlib import Path

from mkdocs.commands.build import build

from mkdocs_adapter import site_build

from . import configuration, publish


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
    with publish.replacing(target, keep=root) as fresh:
        directories = False if options.filer else None
        config = configuration.load(
            root, site_dir=str(fresh), site_url=options.site_url, use_directory_urls=directories
        )
        earlier = site_build.EARLIER.set(target.resolve())
        try:
            with configuration.printed_log():
                build(config)
        finally:
            site_build.EARLIER.reset(earlier)
    print(f"Klar. Öppna {target / 'index.html'} eller publicera mappen {target}.")
    return 0
