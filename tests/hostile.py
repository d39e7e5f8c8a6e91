"""The hostile inputs of ``cases/hostile``, and projects that hold them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from projects import copy_project
from sample import CASES, Sample, read_cases

PAGE = "content/prov-{}.md"
_HEAD = "---\ntitle: Prov {}\ndescription: En sida med fientlig text.\n---\n\n"
FIRST_LINE = _HEAD.count("\n") + 1
_GLOSSARY = "- key: effekt\n  term: effekt\n  long_form: Provord\n  meaning: Ett prov.\n"
_ENTRIES = "- key: larare\n  title: Jag är lärare\n  description: Det du behöver.\n  selection: {yrkesroll: [larare]}\n"
_SEARCH = "synonyms:\n  - [damp, adhd]\n"


def texts() -> list[dict[str, Any]]:
    """Return the inputs for the body of a page."""
    return list(read_cases("hostile/text.yml"))


def fields() -> list[dict[str, Any]]:
    """Return the inputs for front matter, data files and ``mkdocs.yml``."""
    return list(read_cases("hostile/falt.yml"))


def addresses() -> list[str]:
    """Return the inputs for addresses and search fields."""
    return list(read_cases("hostile/adresser.yml"))


def lay_out(root: Path) -> Sample:
    """Lay a whole project out in ``root``: the sample's content with every kind of data file, our own code and settings."""
    copy_project(root)
    for folder in ("content", "programs"):
        shutil.rmtree(root / folder)
        shutil.copytree(CASES / "projekt" / folder, root / folder)
    project = Sample(root)
    project.write("content/_ordlista.yml", _GLOSSARY)
    project.write("programs/_entries.yml", _ENTRIES)
    project.write("programs/_search.yml", _SEARCH)
    settings, mark, links = project.text("mkdocs.yml").partition("  sidfot:\n")
    assert mark
    kept = [line for line in links.splitlines() if line.endswith((": om/", ": sok/", ": filter/"))]
    project.write("mkdocs.yml", settings + mark + "\n".join(kept) + "\n")
    return project


def write_page(project: Sample, number: int, text: str) -> str:
    """Write a page whose body is ``text``; returns its path."""
    path = PAGE.format(number)
    project.write(path, _HEAD.format(number) + text + "\n")
    return path


def change_field(project: Sample, case: dict[str, Any]) -> range:
    """Put an input where a case of ``falt.yml`` says; returns the lines of the file that it may be told at."""
    written = case["mot"].replace("§§", json.dumps(case["text"], ensure_ascii=False))
    before = project.text(case["fil"]).partition(case["byt"])[0]
    project.replace(case["fil"], case["byt"], written)
    first = before.count("\n") + 1
    return range(first, first + written.count("\n") + 1)
