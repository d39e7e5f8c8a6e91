"""Scaffolds: what is new reads as it was meant, stands in its place, and leaves the rest as it was."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sample import ROOT
from vip_core import scaffolds
from vip_core.schema import ALL, IDENTIFIER, Field, Known, article_fields
from vip_core.vocabularies import SOURCE_FIELDS

FACETS = ("utforare", "yrkesroll", "aldersgrupp", "insats", "svarighetsgrad")
KNOWN = Known({"yrkesroll": ["larare", "lakare"], "kallor": ["sol-2025-400"], "typ": ["report", "legislation"]})
CHAPTER = """---
id: x
---

Inledning.

## Första

```yaml artikel
id: forsta
```

Text.

```
## Ingen rubrik
```

## Andra

```yaml artikel
id: andra
```

Sist.
"""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Läkemedel för äldre", "lakemedel-for-aldre"),
        ("Åtgärder – 5 kap. 7 § (LVM)", "atgarder-5-kap-7-lvm"),
        ("Café: crème brûlée", "cafe-creme-brulee"),
        ("…", "namnlos"),
        ("finns", "finns-3"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, name: str) -> None:
    assert scaffolds.name_from(title, {"finns", "finns-2"}) == name


@given(st.text())
def test_an_id_made_of_anything_is_an_id(title: str) -> None:
    name = scaffolds.name_from(title)
    assert IDENTIFIER.fullmatch(name)
    assert len(name) <= 60


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1), st.booleans())
def test_text_is_written_so_that_yaml_reads_it_back(text: str, listed: bool) -> None:
    written = scaffolds.yaml_value([text] if listed else text)
    assert "\n" not in written
    assert yaml.safe_load(f"a: {written}") == {"a": [text] if listed else text}


def _field(name: str) -> Field:
    return next(field for field in (*article_fields(FACETS), *SOURCE_FIELDS) if field.name == name)


@pytest.mark.parametrize(
    ("name", "answer", "value"),
    [
        ("yrkesroll", "larare, lakare", ("larare", "lakare")),
        ("yrkesroll", "[larare]", ("larare",)),
        ("yrkesroll", "alla", (ALL,)),
        ("kallor", " sol-2025-400 ", ("sol-2025-400",)),
        ("alltid", "ja", True),
        ("lydelse", "2026-02", "2026-02"),
        ("issued", "2024", 2024),
        ("author", "Larsson, H.; Berg", ({"family": "Larsson", "given": "H."}, {"family": "Berg"})),
        ("number", "SFS 2025:400", "SFS 2025:400"),
    ],
)
def test_an_answer_is_read_as_people_type_it(name: str, answer: str, value: Any) -> None:
    assert scaffolds.read_answer(_field(name), answer, KNOWN) == (value, [])


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("yrkesroll", "lärere", 'menade du "larare"?'),
        ("yrkesroll", "alla, larare", "alla"),
        ("issued", "i år", "siffror"),
        ("lydelse", "februari", "2026-02"),
        ("id", "Åäö", "a–z"),
        ("alltid", "kanske", "true"),
    ],
)
def test_a_wrong_answer_is_refused_with_its_mend(name: str, answer: str, said: str) -> None:
    value, problems = scaffolds.read_answer(_field(name), answer, KNOWN)
    assert value is None
    assert said in problems[0].as_text()


@pytest.mark.parametrize(
    ("after", "between"), [("", ("Sist.", None)), ("andra", ("Sist.", None)), ("forsta", ("```", "## Andra"))]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("tail", ["", "\n\n", "cut"])
def test_an_article_is_put_in_its_place_and_the_rest_is_untouched(
    after: str, between: tuple[str, str | None], end: str, tail: str
) -> None:
    text = CHAPTER.rstrip("\n") if tail == "cut" else CHAPTER + tail
    text = text.replace("\n", end)
    new = scaffolds.article("Ny", article_fields(FACETS), {"id": "ny"})
    whole, line = scaffolds.with_article(text, new, after)
    lines = whole.split(end)
    assert lines[line - 1] == "## Ny"
    start = whole.index("## Ny")
    rest = whole[start:].removeprefix(new.replace("\n", end))
    assert whole[:start].rstrip(end) + rest.rstrip(end) != ""
    assert whole[:start].rstrip().endswith(between[0])
    assert rest.lstrip().startswith(between[1]) if between[1] else rest.strip() == ""
    assert text.startswith(whole[:start].rstrip())
    assert text.endswith(rest.lstrip(end))
    assert "\n" not in whole.replace("\r\n", "") if end == "\r\n" else "\r" not in whole


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(KeyError):
        scaffolds.with_article(CHAPTER, "## Ny\n", "tredje")


SOURCES = (ROOT / "programs/_sources.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "values", "heading"),
    [
        ("aaa-2026", {"type": "legislation", "title": "A"}, "# Lagar"),
        ("lpt-2000", {"type": "legislation", "title": "L"}, "# Lagar"),
        ("zzz-2026", {"type": "legislation", "title": "Z"}, "# Lagar"),
        ("sos-ny-2026", {"type": "report", "title": "S", "publisher": "Socialstyrelsen"}, "# Socialstyrelsen"),
        ("larsson-2026", {"type": "article-journal", "title": "S"}, "# Studier och instrument"),
    ],
)
def test_a_source_is_put_under_its_heading_in_order(key: str, values: dict[str, str], heading: str) -> None:
    record = scaffolds.source_record(key, SOURCE_FIELDS, values)
    whole, line = scaffolds.with_source(SOURCES, key, record)
    lines = whole.split("\n")
    assert lines[line - 1] == f"{key}:"
    added = record.rstrip("\n").split("\n")
    assert lines[line - 1 : line - 1 + len(added)] == added
    del lines[line - 1 : line + len(added)]
    assert "\n".join(lines) == SOURCES
    before = whole.split("\n")[: line - 1]
    start = max(
        n for n, row in enumerate(before) if row.startswith("# ") and not before[n - 1] and not whole.split("\n")[n + 1]
    )
    assert before[start] == heading
    after = whole.split("\n")[start:]
    end = next((n for n, row in enumerate(after[1:], 1) if row.startswith("# ")), len(after))
    keys = [row.rstrip(":") for row in after[:end] if row and row[0] not in " #"]
    assert keys == sorted(keys)
    assert yaml.safe_load(whole)[key] == values


def test_a_source_like_no_other_comes_last() -> None:
    text = "a-1:\n  type: report\n  title: A\n"
    record = scaffolds.source_record("b-2", SOURCE_FIELDS, {"type": "software", "title": "B"})
    whole, line = scaffolds.with_source(text, "b-2", record)
    assert whole == text + "\nb-2:\n  type: software\n  title: B\n"
    assert whole.split("\n")[line - 1] == "b-2:"


def test_windows_line_ends_stay_in_the_bibliography() -> None:
    text = SOURCES.replace("\n", "\r\n")
    whole, _ = scaffolds.with_source(text, "aaa-2026", "aaa-2026:\n  type: legislation\n  title: A\n")
    assert "\n" not in whole.replace("\r\n", "")
