"""Packs the site for reading without a server: a zip file that opens from a disk, and that anybody can verify."""

from __future__ import annotations

import argparse
import calendar
import contextlib
import datetime
import hashlib
import io
import os
import shutil
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from vip_core import build_date, front_matter, marked_yaml, print_pages
from vip_core.site import CONTENT, PROGRAMS, Site

from . import bill_of_materials, manifest
from .build import write_site
from .configuration import load
from .progress import Progress

SITE = "webbplats"
PDF = "pdf"
START = "oppna-vip.html"
_TEMPLATES = Path(__file__).resolve().parents[1] / "package"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--program", action="append", default=[], metavar="NAMN", help="bara det här programmet; får anges flera gånger"
    )
    parser.add_argument(
        "--ingang", action="append", default=[], metavar="NAMN", help="bara den här ingångens artiklar; likaså"
    )
    parser.add_argument("--pdf", action="store_true", help="lägg till en pdf för utskrift per program och ingång")
    parser.add_argument("--nyckel", type=Path, metavar="FIL", help="signera med den här privata SSH-nyckeln")
    parser.add_argument("--ut", type=Path, metavar="MAPP", help="mappen för paketet (dist)")
    parser.add_argument("--site-url", metavar="ADRESS", help="adressen där hela webbplatsen publiceras")


def run(root: Path, options: argparse.Namespace) -> int:
    """Make the package and its bill of materials; returns the exit status.

    Raises ``ContentRefused`` when the content has errors, ``ScopeUnknown`` and ``ManifestRefused``.
    """
    version = version_of(root)
    os.environ.setdefault(build_date.EPOCH, str(calendar.timegm(newest_change(root).timetuple())))
    name = "-".join(("vip", version, *options.program, *options.ingang))
    with tempfile.TemporaryDirectory(prefix="vip-paket-") as folder:
        made = Path(folder) / SITE
        made.mkdir()
        extra = _extra(root, options)
        site = write_site(root, made, site_url=options.site_url, files=True, extra=extra)
        prints = _prints(made, site) if options.pdf else {}
        files = {f"{SITE}/{file.relative_to(made).as_posix()}": file.read_bytes() for file in _files(made)}
    with Progress() as progress:
        progress.say("Packar …")
        files |= {f"{PDF}/{file}": content for file, content in prints.items()}
        files |= _documents(site, files, name, version, options)
        files[manifest.NAME] = manifest.written(files)
        if options.nyckel:
            files[manifest.SIGNATURE] = manifest.signed(files[manifest.NAME], options.nyckel)
        content = zipped(
            {f"{name}/{path}": content for path, content in files.items()}, int(os.environ[build_date.EPOCH])
        )
    out: Path = options.ut or root / "dist"
    out.mkdir(parents=True, exist_ok=True)
    _put(out / f"{name}.zip", content)
    _put(out / f"{name}.cdx.json", bill_of_materials.written(root, version))
    print(f"Klar. {out / name}.zip har {len(files)} filer och är {len(content) / 1e6:.1f} MB.")
    print(f"SHA-256: {hashlib.sha256(content).hexdigest()}")
    return 0


def version_of(root: Path) -> str:
    """Return the version of the generator, where it is known, and the day when the texts last changed."""
    day = newest_change(root).isoformat()
    file = root / "pyproject.toml"
    if not file.is_file():
        return day
    return f"{tomllib.loads(file.read_text(encoding='utf-8'))['project']['version']}-{day}"


def newest_change(root: Path) -> datetime.date:
    """Return the latest ``andrad`` of any page."""
    days = [datetime.date(1980, 1, 1)]  # the first day that a zip file can tell
    for folder in (CONTENT, PROGRAMS):
        for file in sorted((root / folder).rglob("*.md")):
            if any(part.startswith(("_", ".")) for part in file.relative_to(root).parts):
                continue
            source, _ = front_matter.read(file, file.name)
            changed = source.meta.get("andrad") if source else None
            if isinstance(changed, marked_yaml.Scalar):
                with contextlib.suppress(ValueError):  # the build tells of a date that is none
                    days.append(datetime.date.fromisoformat(changed.text))
    return max(days)


def zipped(files: Mapping[str, bytes], epoch: int) -> bytes:
    """Return a zip file that is the same, byte for byte, whenever and wherever the same Python makes it."""
    moment = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every platform
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()


def _extra(root: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings that make the site what was asked for; a part of it says so at the foot of each page."""
    wanted = {"program": options.program, "ingang": options.ingang}
    if not any(wanted.values()):
        return {"utskrift": options.pdf}
    config = load(root, site_url=options.site_url)
    said = f"Det här paketet innehåller bara en del av webbplatsen. Hela finns på {config.site_url}"
    said = f"{config.extra.get('upplysning', '')} {said}".strip()
    return {"avgransning": wanted, "upplysning": said, "utskrift": options.pdf}


def _prints(folder: Path, site: Site) -> dict[str, bytes]:
    """Return the PDF files, and remove the pages they were made of, which are for paper alone."""
    from . import pdf_files  # noqa: PLC0415 - the browser is needed only here

    with Progress() as progress:
        made = pdf_files.printed(folder, site, int(os.environ[build_date.EPOCH]), progress)
    shutil.rmtree(folder / print_pages.FOLDER)
    return made


def _documents(
    site: Site, files: Mapping[str, bytes], name: str, version: str, options: argparse.Namespace
) -> dict[str, bytes]:
    """Return what stands beside the site: the start file with its script, and the text for whoever unpacks it."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=jinja2.select_autoescape(),
        trim_blocks=True,
    )
    facts = {
        "site_name": site.publication.site_name,
        "site_url": site.publication.site_url,
        "disclaimer": site.publication.extra.get("upplysning", ""),
        "version": version,
        "folder": name,
        "part": _part(site, options),
        "pdf": options.pdf,
        "signed": options.nyckel is not None,
        "namespace": manifest.NAMESPACE,
        "stylesheet": next(path for path in files if path.startswith(f"{SITE}/assets/vip.") and path.endswith(".css")),
    }
    start = env.get_template(START).render(facts)
    text = env.get_template("LAS-MIG.txt").render(facts).replace("\n", "\r\n")
    script = (_TEMPLATES / "oppna.js").read_bytes()
    return {START: start.encode(), "LAS-MIG.txt": text.encode(), f"{SITE}/assets/oppna.js": script}


def _part(site: Site, options: argparse.Namespace) -> str:
    """Return the titles of what the package is limited to."""
    titles = [program.title for program in site.catalogue.programs if program.slug in options.program]
    titles += [entry.title for entry in site.catalogue.vocabularies.entries if entry.key in options.ingang]
    return ", ".join(titles)


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def _put(file: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there."""
    fresh = file.with_name(f".{file.name}")
    try:
        fresh.write_bytes(content)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
