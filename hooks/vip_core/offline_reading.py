"""Reading without a net: the service worker that keeps a program when a reader asks for it, where the host allows that.

It is made when everything else is written, since it names each file with its hash: what a reader keeps is then all of
one build, or nothing. ``extra.pwa`` in ``mkdocs.yml`` turns it on; without it nothing of this is published.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from . import addresses
from .publication import Publication

WORKER = "service-worker.js"
CODE = "js/service-worker.js"
BUTTON = "keep-program.js"
_SHARED_PAGES = ("", addresses.SEARCH, addresses.ALPHABET, addresses.GLOSSARY, addresses.UNSAVED)
_NOT_READ_OFFLINE = ("filter/", "version/", "historik/")


def is_on(publication: Publication) -> bool:
    """Whether readers may keep programs."""
    return publication.extra.get("pwa") is True


def service_worker(folder: Path, programs: tuple[str, ...], code: str) -> str:
    """Return the service worker of the site built in ``folder``: what it keeps, and after that its ``code``."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != WORKER)
    hashes = {
        _asked(file.relative_to(folder).as_posix()): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }
    build = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()[:16]
    own = {program: [path for path in hashes if _is_kept(path, program)] for program in programs}
    shared = [path for path in hashes if path in _SHARED_PAGES or path.startswith("assets/")]
    wanted = sorted({*shared, *(path for paths in own.values() for path in paths)})
    kept = {"shared": shared, "programs": own, "hashes": {path: hashes[path] for path in wanted}}
    data = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'const BUILD = {{ id: "{build}" }}, FILES = {data};\n{code}'


def _asked(path: str) -> str:
    """Return a file's path as a reader's browser asks for it."""
    return path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path


def _is_kept(path: str, program: str) -> bool:
    """Whether a file belongs to what is kept of a program: its chapters, not its filtered lists and earlier versions."""
    inside = path.removeprefix(f"{program}/")
    return inside != path and not any(part in inside for part in _NOT_READ_OFFLINE)
