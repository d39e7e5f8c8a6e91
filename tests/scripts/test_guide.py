"""The authors' guide says what holds: its commands work, and its codes, fields and links exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml

from projects import ROOT, copy_project, run
from vip_core import owners

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([A-Z]{3,}(?:-[A-Z]+)+)")


def test_the_commands_of_the_example_work_in_their_order(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "projekt")
    commands = re.findall(r"(?m)^python3 scripts/vip\.py ((?:new|check).*)$", GUIDE)
    assert len(commands) >= 3
    said = ""
    for command in commands:
        done = run(project, "commands", *shlex.split(command))
        assert done.returncode == 0, done.stderr
        said += done.stdout
    chapter = (project / "programs/adhd/behandling-och-stod.md").read_text(encoding="utf-8")
    shown = re.search(r"````markdown\n(## Sömnråd.*?)````", GUIDE, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() in chapter
    assert re.search(r"Skapat: programs/adhd/behandling-och-stod\.md:\d+\nNästa steg: öppna .* på rad \d+", said)


def test_every_code_the_guide_explains_can_be_met() -> None:
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "hooks/vip_core").glob("*.py"))
    codes = CODE.findall(GUIDE)
    assert len(codes) >= 6
    assert [code for code in codes if f'"{code}"' not in source] == []


def test_links_within_the_guide_lead_somewhere() -> None:
    headings = re.findall(r"(?m)^#+ (.+)$", GUIDE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", GUIDE) if link not in anchors] == []


def test_forms_and_rules_for_hosts_are_in_step() -> None:
    forms = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    texts = sorted((ROOT / ".gitlab/issue_templates").glob("*.md"))
    asked = [
        sorted(
            part["attributes"]["label"]
            for part in yaml.safe_load(form.read_text(encoding="utf-8"))["body"]
            if "id" in part
        )
        for form in forms
    ]
    written = [sorted(re.findall(r"(?m)^## (.+)$", text.read_text(encoding="utf-8"))) for text in texts]
    assert sorted(asked) == sorted(written)
    rules = [
        [line for line in (ROOT / place).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        for place in (".github/CODEOWNERS", ".gitlab/CODEOWNERS")
    ]
    assert rules[0] == rules[1]


def test_somebody_answers_for_every_text() -> None:
    found = owners.read(ROOT)
    assert found is not None
    paths = [file.relative_to(ROOT).as_posix() for file in ROOT.glob("programs/*/*.md")]
    assert [path for path in paths if not [name for name in found.of(path) if name != "@vip/redaktion"]] == []
