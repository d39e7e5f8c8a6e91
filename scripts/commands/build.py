"""Builds the site and publishes it when it is whole."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.exceptions import Abort, MkDocsException

from . import configuration, publish


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--target", type=Path, metavar="MAPP", help="mappen som ska hålla webbplatsen (site)")
    parser.add_argument("--site-url", metavar="ADRESS", help="adressen där webbplatsen publiceras")
    parser.add_argument(
        "--filer", action="store_true", help="länka till filer i stället för mappar, för läsning utan server"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Build to the target; returns the exit status. Raises ``ContentRefused`` when the content has errors."""
    target: Path = options.target or root / "site"
    try:
        with publish.replacing(target) as fresh:
            directories = False if options.filer else None
            config = configuration.load(
                root, site_dir=str(fresh), site_url=options.site_url, use_directory_urls=directories
            )
            with configuration.printed_log():
                build(config)
    except Abort as stopped:
        if hasattr(stopped, "problems"):
            raise
        print(f"Bygget stoppades: {stopped.format_message()}", file=sys.stderr)
        return 1
    except MkDocsException as refused:
        print(f"mkdocs.yml går inte att använda: {refused.format_message()}", file=sys.stderr)
        return 1
    except OSError as failed:
        print(
            f"Det gick inte att skriva till {target}: {failed.strerror}. Den tidigare webbplatsen är orörd.",
            file=sys.stderr,
        )
        return 1
    print(f"Klar. Öppna {target / 'index.html'} eller publicera mappen {target}.")
    return 0
