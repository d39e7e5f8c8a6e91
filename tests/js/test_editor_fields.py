"""VS Code's extension of the project: the right fields and words where the cursor is, and what they mean."""

from __future__ import annotations

import json
import subprocess

import pytest
from playwright._impl._driver import compute_driver_executable

from sample import ROOT

EXTENSION = ROOT / ".vscode/extensions/vip-falt"
CHAPTER = """---
id: x
yrkesroll: [larare]
---

Text.

## Artikel

```yaml artikel
id: en
kallor: [sol-2025-400]
```

yrkesroll: i löptext

```yaml
yrkesroll: [ett exempel]
```
""".split("\n")
ASK = """
const fields = require(process.argv[1] + "/fields.js");
const { readFileSync } = require("node:fs");
const schemas = Object.fromEntries(["kapitel", "sida", "artikel", "kallor"].map((name) =>
  [name, JSON.parse(readFileSync(process.argv[1] + "/../../schema/" + name + ".schema.json", "utf8"))]));
const [name, ...words] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(name === "schemaAt" ? fields.schemaAt(...words) : fields[name](...words, schemas)));
"""


def ask(*question: object) -> object:
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [node, "-e", ASK, str(EXTENSION), json.dumps(question)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("path", "row", "name"),
    [
        ("/x/programs/adhd/index.md", 2, "kapitel"),
        (r"C:\x\programs\adhd\index.md", 2, "kapitel"),
        ("/x/content/om.md", 2, "sida"),
        ("/x/programs/adhd/index.md", 0, None),
        ("/x/programs/adhd/index.md", 3, None),
        ("/x/programs/adhd/index.md", 5, None),
        ("/x/programs/adhd/index.md", 10, "artikel"),
        ("/x/programs/adhd/index.md", 11, "artikel"),
        ("/x/programs/adhd/index.md", 12, None),
        ("/x/programs/adhd/index.md", 14, None),
        ("/x/programs/adhd/index.md", 17, None),
        ("/x/content/om.md", 10, None),
    ],
)
def test_fields_are_known_where_there_are_fields(path: str, row: int, name: str | None) -> None:
    assert ask("schemaAt", path, CHAPTER, row) == name


def test_a_field_proposes_its_words_and_a_new_line_proposes_fields() -> None:
    roles = ask("suggestions", "artikel", "yrkesroll: [lar")
    assert {"word": "larare", "meaning": "Lärare."} in roles  # type: ignore[operator]
    assert "alla" in {one["word"] for one in roles}  # type: ignore[attr-defined]
    sources = ask("suggestions", "artikel", "kallor: [")
    assert "sol-2025-400" in {one["word"] for one in sources}  # type: ignore[attr-defined]
    fields = ask("suggestions", "kapitel", "gra")
    assert {"status", "granskas", "yrkesroll"} <= {one["word"] for one in fields}  # type: ignore[attr-defined]


def test_a_field_and_a_word_are_explained() -> None:
    assert "Permanent namn" in str(ask("explanation", "artikel", "id: en", "id"))
    said = ask("explanation", "artikel", "utforare: [elevhalsa]", "elevhalsa")
    assert said == "Elevhälsa. Elevhälsa och skola, även undervisande personal."
    assert ask("explanation", "artikel", "utforare: [elevhalsa]", "finns-inte") == ""
