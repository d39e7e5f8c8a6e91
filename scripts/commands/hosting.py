"""Makes what a web server needs: the site with its files compressed in advance, and tested settings for four servers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from vip_core.site import Site
from vip_core.site_files import gzipped

from . import configuration, publish
from .build import write_site
from .progress import Progress

ROOT_FOLDER = "webbplats"
UNCHANGING = re.compile(r"assets/.+\.[0-9a-f]{8,}\.(?:css|js)")
# The page's own meta element says the same, for files without a server; only a header can say who may frame it.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TYPES = {
    ".ris": "application/x-research-info-systems",
    ".bib": "application/x-bibtex",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}
_COMPRESSED = frozenset((".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".ris", ".bib"))
_WORTH_IT = 1024  # bytes: what is smaller fits one packet anyway
_TEMPLATES = Path(__file__).resolve().parents[1] / "hosting"
_CONTAINER_PORT = 8080
_SETTINGS = {
    "nginx/vip.conf": "vip.conf.nginx",
    "caddy/Caddyfile": "Caddyfile",
    "apache/vip.conf": "vip.conf.apache",
    "iis/web.config": "web.config",
    "container/vip.conf": "vip.conf.nginx",
    "Containerfile": "Containerfile",
    "LAS-MIG.txt": "LAS-MIG.txt",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--ut", type=Path, metavar="MAPP", help="mappen för filer och inställningar (dist/hosting)")
    parser.add_argument("--site-url", metavar="ADRESS", help="adressen där webbplatsen publiceras")


def run(root: Path, options: argparse.Namespace) -> int:
    """Make the folder; returns the exit status.

    Raises ``ContentRefused`` when the content has errors, and what ``publish.replacing`` raises.
    """
    out: Path = options.ut or root / "dist" / "hosting"
    with publish.replacing(out, keep=root, is_ours=_is_ours) as fresh:
        base = urlsplit(configuration.load(root, site_url=options.site_url).site_url or "").path.strip("/")
        folder = fresh / ROOT_FOLDER / base
        folder.mkdir(parents=True)
        site = write_site(root, folder, site_url=options.site_url)
        with Progress() as progress:
            progress.say("Komprimerar …")
            compress(folder)
        for path, text in settings(site, folder).items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_text(text, encoding="utf-8")
    print(f"Klar. Läs {out / 'LAS-MIG.txt'}.")
    return 0


def _is_ours(folder: Path) -> bool:
    return (folder / ROOT_FOLDER).is_dir() and (folder / "nginx" / "vip.conf").is_file()


def compress(folder: Path) -> None:
    """Put a compressed copy beside each text file below ``folder`` that gets smaller by it; the same at every run.

    Only gzip: it is what all four servers send from files without modules of others.
    """
    for file in sorted(folder.rglob("*")):
        if file.suffix in _COMPRESSED and file.is_file() and file.stat().st_size >= _WORTH_IT:
            file.with_name(f"{file.name}.gz").write_bytes(gzipped(file.read_bytes()))


def settings(site: Site, folder: Path) -> dict[str, str]:
    """Return the settings of every server, by their place in the folder that the command makes."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=jinja2.select_autoescape(("config",)),  # XML; the others have forms of their own
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    env.filters["pattern"] = re.escape
    facts = _facts(site, folder)
    return {
        path: env.get_template(template).render(facts, port=_CONTAINER_PORT if "container" in path else 80)
        for path, template in _SETTINGS.items()
    }


def _facts(site: Site, folder: Path) -> Mapping[str, Any]:
    address = urlsplit(site.publication.site_url)
    base = address.path.rstrip("/")
    files = (file.relative_to(folder).as_posix() for file in sorted((folder / "assets").rglob("*")))
    return {
        "site_name": site.publication.site_name,
        "host": address.hostname or "localhost",
        "base": base,
        "headers": HEADERS,
        "hsts": "max-age=31536000",
        "forever": "public, max-age=31536000, immutable",
        "types": TYPES,
        "redirects": site.redirects,
        "unchanging": [path for path in files if UNCHANGING.fullmatch(path)],
    }
