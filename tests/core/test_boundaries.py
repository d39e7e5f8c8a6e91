"""The core knows no engine: it never imports MkDocs, a fork of it or its theme, and only looks downwards in the tree."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from sample import ROOT, Sample

CORE = ROOT / "hooks/vip_core"
ENGINES = {"mkdocs", "properdocs", "material", "zensical", "mkdocs_adapter", "site_hooks", "jinja2"}
BLOCKER = """
import importlib.abc, pkgutil, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} is blocked")

BLOCKED = set(sys.argv[1].split(","))
sys.meta_path.insert(0, Blocker())
import vip_core
for module in pkgutil.iter_modules(vip_core.__path__, "vip_core."):
    __import__(module.name)
from pathlib import Path
from sample import markdown_settings
from vip_core.site import prepare
made = prepare(Path(sys.argv[2]), markdown_settings())
made.search_script()
print(len(made.pages), sorted(name for name in sys.modules if name.partition(".")[0] in BLOCKED))
"""


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("__import__", "importlib.import_module"):
            found.add(ast.unparse(node))
    return found


@pytest.mark.parametrize("file", sorted(CORE.rglob("*.py")), ids=lambda file: file.name)
def test_no_module_of_the_core_names_an_engine(file: Path) -> None:
    named = {name for name in _imports(file) if name.lstrip(".").partition(".")[0] in ENGINES or "import" in name}
    assert named == set()


@pytest.mark.parametrize("file", sorted(CORE.rglob("*.py")), ids=lambda file: file.name)
def test_no_module_of_the_core_looks_outside_its_package(file: Path) -> None:
    assert {name for name in _imports(file) if name.startswith("..")} == set()


def test_the_whole_core_plans_a_site_where_no_engine_can_be_imported(sample: Sample) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKER, ",".join(sorted(ENGINES)), str(sample.root)],
        env={"PYTHONPATH": f"{ROOT / 'hooks'}{':' if sys.platform != 'win32' else ';'}{ROOT / 'tests'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages, leaked = done.stdout.split(" ", 1)
    assert int(pages) > 10
    assert leaked.strip() == "[]"


def test_the_blocker_does_block() -> None:
    script = BLOCKER.split("import vip_core\n", maxsplit=1)[0] + "import mkdocs"
    done = subprocess.run([sys.executable, "-c", script, "mkdocs", ""], capture_output=True, text=True, check=False)
    assert "mkdocs is blocked" in done.stderr
