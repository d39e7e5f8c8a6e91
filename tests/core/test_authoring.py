"""Schemas, snippets and reference: what editors and authors are told is what the validation holds."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sample import ROOT, Sample, broken_cases
from vip_core import article_blocks, authoring, front_matter, vocabularies
from vip_core.problems import Problem
from vip_core.schema import GENERAL_PAGE_FIELDS, article_fields, page_fields
from vip_core.vocabularies import Vocabularies

# What a JSON Schema cannot say: order of dates, what a parent allows, ids and addresses that clash, words of a text …
SAID_BY_SCHEMAS = {"OKANT-VARDE", "OKANT-FALT", "FALT-SAKNAS", "FELAKTIGT-ID", "FELAKTIG-VERSION", "TOM-LISTA",
                   "ALLA-ENSAMT", "OKANT-TEMA", "OKAND-KALLA", "FOR-LANGT"}  # fmt: skip
NEED_TWO_PLACES = {
    "artiklar: Styrka för en källa som artikeln inte anger",
    "ordforrad: Ett tema som är felstavat i ordförrådet märks där det används",
}
CASES = {
    name: case
    for name, case in broken_cases()
    if name not in NEED_TWO_PLACES
    and {place.split(": ")[-1] for place in case.get("ska_ge") or {}} - SAID_BY_SCHEMAS == set()
    and case.get("ska_ge")
}


@pytest.fixture(scope="module")
def words() -> Vocabularies:
    found, problems = vocabularies.read(ROOT / "programs", "programs")
    assert problems == []
    return found


def plain(text: str) -> Any:
    """Read YAML as an editor's JSON Schema validator does: dates are text."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def validators(words: Vocabularies) -> dict[str, jsonschema.Draft7Validator]:
    """Return a validator for each schema, with references to others resolved."""
    schemas = {
        path.rsplit("/", 1)[1]: json.loads(text)
        for path, text in authoring.files(words).items()
        if path.endswith(".schema.json")
    }
    keys = schemas["kallor.schema.json"]

    def inlined(node: Any) -> Any:
        if isinstance(node, dict):
            return keys if node.get("$ref") == "kallor.schema.json" else {k: inlined(v) for k, v in node.items()}
        return [inlined(item) for item in node] if isinstance(node, list) else node

    return {
        name.removesuffix(".schema.json"): jsonschema.Draft7Validator(
            inlined(schema), format_checker=jsonschema.FormatChecker()
        )
        for name, schema in schemas.items()
    }


def written_fields(root: Path) -> list[tuple[str, str, str]]:
    """Return every piece of fields in a project: which schema it obeys, where it is, and its text."""
    pieces = [
        (Path(data.path).stem, data.path, (root / data.path).read_text(encoding="utf-8"))
        for data in authoring.DATA_FILES
        if (root / data.path).is_file()
    ]
    for file in [*root.glob("programs/*/*.md"), *root.glob("content/**/*.md"), *root.glob("lokalt/**/*.md")]:
        source, _ = front_matter.read(file, file.name)
        if source is None:
            continue
        head = file.read_text(encoding="utf-8").split("---\n")[1]
        pieces.append((_schema_of(file.relative_to(root)), file.name, head))
        outline = article_blocks.outline(source.body, source.body_line)
        pieces += [("artikel", f"{file.name}:{block.line}", block.yaml) for _, block in outline.articles if block]
    return pieces


def _schema_of(path: Path) -> str:
    """Return the name of the schema that the front matter of a file obeys."""
    folders = {
        "programs": "kapitel",
        "lokalt": "lokalt",
        "content/nyheter": "nyhet",
        "content/_lokalt-exempel": "lokalt",
    }
    folders |= {"content/vardforlopp": "sida" if path.stem == "index" else "vardforlopp"}
    return next((name for folder, name in folders.items() if path.is_relative_to(folder)), "sida")


def refusals(root: Path, words: Vocabularies) -> list[str]:
    by_name = validators(words)
    return [
        f"{place}: {error.message}"
        for schema, place, text in written_fields(root)
        for error in by_name[schema].iter_errors(plain(text))
    ]


def test_what_is_committed_is_what_the_schema_says(words: Vocabularies) -> None:
    behind = set(authoring.lagging(ROOT, words)) - set(authoring.source_files(words))
    assert behind == set(), "run: python3 scripts/vip.py check --fix"


def test_every_schema_is_a_json_schema(words: Vocabularies) -> None:
    for validator in validators(words).values():
        jsonschema.Draft7Validator.check_schema(validator.schema)


def test_every_data_file_of_the_project_has_a_schema() -> None:
    known = {data.path for data in authoring.DATA_FILES}
    files = [*ROOT.glob("programs/_*.yml"), *ROOT.glob("content/**/_*.yml")]
    assert {file.relative_to(ROOT).as_posix() for file in files} - known == set()


def test_editors_accept_everything_the_real_content_says(words: Vocabularies) -> None:
    assert refusals(ROOT, words) == []


@pytest.mark.parametrize("name", CASES)
def test_editors_refuse_the_mistakes_that_a_schema_can_name(sample: Sample, name: str) -> None:
    before, _ = vocabularies.read(sample.root / "programs", "programs")
    for change in (CASES[name], *CASES[name].get("också", ())):
        sample.change(change)
    assert refusals(sample.root, before) != []


def test_facet_values_are_enumerated_with_swedish_explanations(words: Vocabularies) -> None:
    schema = json.loads(authoring.files(words)[".vscode/schema/artikel.schema.json"])
    values = schema["properties"]["yrkesroll"]["anyOf"][1]["items"]
    meaning = dict(zip(values["enum"], values["markdownEnumDescriptions"], strict=True))
    assert meaning["bistandshandlaggare"] == "Biståndshandläggare. Biståndshandläggare och LSS-handläggare."
    assert all(meaning.values())


def test_every_field_explains_itself_in_every_schema(words: Vocabularies) -> None:
    for fields in (page_fields(words.facet_keys), article_fields(words.facet_keys), GENERAL_PAGE_FIELDS):
        assert [field.name for field in fields if len(field.help) < 10 or not field.example] == []
    reference = authoring.reference(words)
    fields = {field.name for place in authoring.front_matters(words.facet_keys) for field in place.fields}
    assert [name for name in fields if f"| `{name}` |" not in reference] == []


def test_a_new_value_reaches_schema_snippets_and_reference(sample: Sample) -> None:
    sample.replace(
        "programs/_facets.yml", "    - key: larare\n", "    - key: dietist\n      label: Dietist\n    - key: larare\n"
    )
    words, _ = vocabularies.read(sample.root / "programs", "programs")
    made = authoring.files(words)
    for path in (
        ".vscode/schema/kapitel.schema.json",
        ".vscode/schema/_entries.schema.json",
        ".vscode/vip.code-snippets",
    ):
        assert '"dietist"' in made[path] or "[dietist]" in made[path], path
    assert "| `dietist` | Dietist |" in authoring.reference(words)


def test_a_new_source_changes_only_the_files_of_sources(sample: Sample) -> None:
    before, _ = vocabularies.read(sample.root / "programs", "programs")
    sample.write(
        "programs/_sources.yml",
        sample.text("programs/_sources.yml") + "\nny-2026:\n  type: report\n  title: Ny\n  issued: 2026\n",
    )
    after, _ = vocabularies.read(sample.root / "programs", "programs")
    old, new = authoring.files(before), authoring.files(after)
    assert {path for path in new if new[path] != old[path]} == set(authoring.source_files(after))


def test_snippets_make_front_matter_that_passes(words: Vocabularies) -> None:
    snippets = json.loads(authoring.files(words)[".vscode/vip.code-snippets"])
    body = "\n".join(snippets["Program och kapitel"]["body"])
    filled = _filled(body)
    source, problems = front_matter.parse(filled, "x.md")
    assert source is not None
    assert problems == []
    log: list[Problem] = []
    assert [*validators(words)["kapitel"].iter_errors(plain(filled.split("---\n")[1]))] == log


def _filled(body: str) -> str:
    """Return a snippet as VS Code would leave it when every first choice and proposal is accepted."""
    today = datetime.date(2026, 11, 25)
    body = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", body)
    body = re.sub(r"\$\{\d+:((?:[^}\\]|\\.)*)\}", lambda found: re.sub(r"\\(.)", r"\1", found[1]), body)
    for name, value in (("YEAR", f"{today:%Y}"), ("MONTH", f"{today:%m}"), ("DATE", f"{today:%d}")):
        body = body.replace(f"$CURRENT_{name}", value)
    return body.replace("$0", "")
