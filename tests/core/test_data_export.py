"""Other systems read the catalogue as JSON, and each file keeps what its schema promises."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from sample import ROOT, Sample
from vip_core import citation_styles, citations, data_export, feeds
from vip_core.publication import UNPUBLISHED, Publication, publication
from vip_core.site import Site
from vip_core.site_files import SiteFile

PUBLISHED = publication("https://vip.example/", "VIP", {})
# What version 1 promises. Names may be added here, never taken away.
PROMISED = {
    "programs": "id program address title description facets status version changed review_by chapters",
    "chapters": "id program chapter address title description facets status version changed review_by articles sources sha256",
    "articles": "key id program chapter address title facets always themes sources strengths version changed text sha256",
    "facets": "key label values",
    "sources": "key csl",
}


def written(made: Site, where: Publication = PUBLISHED) -> dict[str, bytes]:
    """Return each file of the export, by path."""
    exported = data_export.files(made.catalogue, made.sections, where)
    return {path: SiteFile(path, make).data for path, make in exported.items()}


@pytest.fixture(scope="module")
def exported(real_site: Site) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in written(real_site).items()}


def items(exported: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exported[f"api/v1/{name}.json"]["items"]
    return found


@pytest.mark.parametrize("name", PROMISED)
def test_each_file_fits_its_schema_and_the_schema_describes_all_of_it(exported: dict[str, Any], name: str) -> None:
    schema = exported[f"api/v1/schema/{name}.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://vip.example/api/v1/schema/{name}.json"
    item = schema["properties"]["items"]["items"]
    strict = {**item, "additionalProperties": False}
    validator = jsonschema.Draft202012Validator(strict, format_checker=jsonschema.FormatChecker())
    found = items(exported, name)
    assert found
    assert [error.message for one in found for error in validator.iter_errors(one)] == []
    jsonschema.Draft202012Validator(schema).validate(exported[f"api/v1/{name}.json"])
    assert all(part["description"] for part in item["properties"].values())


@pytest.mark.parametrize(("name", "properties"), PROMISED.items())
def test_version_1_keeps_what_it_promised(exported: dict[str, Any], name: str, properties: str) -> None:
    schema = exported[f"api/v1/schema/{name}.json"]
    assert exported[f"api/v1/{name}.json"]["version"] == "1"
    assert set(properties.split()) <= set(schema["properties"]["items"]["items"]["required"])


def test_a_schema_lets_a_later_property_pass_but_not_a_wrong_one(exported: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(exported["api/v1/schema/chapters.json"])
    good = json.loads(json.dumps(exported["api/v1/chapters.json"]))
    good["items"][0]["later"] = 1
    assert validator.is_valid(good)
    good["items"][0]["status"] = "klar"
    assert not validator.is_valid(good)


def test_the_files_agree_with_each_other(exported: dict[str, Any]) -> None:
    chapters = {one["id"]: one for one in items(exported, "chapters")}
    articles = {one["key"]: one for one in items(exported, "articles")}
    sources = {one["key"] for one in items(exported, "sources")}
    values = {one["key"]: {value["key"] for value in one["values"]} | {"alla"} for one in items(exported, "facets")}
    assert [key for one in items(exported, "programs") for key in one["chapters"]] == list(chapters)
    assert [key for one in chapters.values() for key in one["articles"]] == list(articles)
    for one in (*chapters.values(), *articles.values()):
        assert set(one["sources"]) <= sources
        assert one["facets"].keys() == values.keys()
        assert all(set(chosen) <= values[facet] for facet, chosen in one["facets"].items())
        assert one["url"] == "https://vip.example/" + one["address"]


def test_the_hashes_are_what_the_documentation_says(exported: dict[str, Any]) -> None:
    articles = {one["key"]: one for one in items(exported, "articles")}
    for one in articles.values():
        assert one["sha256"] == hashlib.sha256(f"{one['title']}\n{one['text']}".encode()).hexdigest()
    for chapter in items(exported, "chapters"):
        lines = "".join(f"{articles[key]['sha256']}\n" for key in chapter["articles"])
        assert chapter["sha256"] == hashlib.sha256(lines.encode()).hexdigest()


def test_only_the_changed_article_and_its_chapter_get_new_hashes(sample: Sample) -> None:
    def hashes() -> dict[str, str]:
        made = sample.site()
        files = written(made)
        found = [one for name in ("articles", "chapters") for one in json.loads(files[f"api/v1/{name}.json"])["items"]]
        return {one.get("key", one["id"]): one["sha256"] for one in found}

    path = "programs/adhd/behandling-och-stod.md"
    before = hashes()
    sample.write(path, sample.text(path) + "\nEtt tillägg.\n")
    after = hashes()
    changed = {key for key in before if before[key] != after[key]}
    chapter = next(one for one in sample.site().catalogue.chapters if one.address == "adhd/behandling-och-stod/")
    assert changed == {chapter.page.id, chapter.articles[-1].key}


def test_a_site_without_a_known_address_leaves_full_addresses_out(real_site: Site) -> None:
    made = written(real_site, UNPUBLISHED)
    assert not [one for one in json.loads(made["api/v1/articles.json"])["items"] if "url" in one]
    assert "$id" not in json.loads(made["api/v1/schema/articles.json"])


def test_a_csl_processor_reads_every_source(exported: dict[str, Any]) -> None:
    for one in items(exported, "sources"):
        made = citation_styles.formatted(citation_styles.STYLES[1], one["csl"])
        assert one["csl"]["title"].split()[0] in made, one["key"]
        assert not isinstance(one["csl"].get("issued", {}), int)


def test_the_page_for_integrators_names_every_file_and_shows_a_real_article(exported: dict[str, Any]) -> None:
    page = (ROOT / "content/om/data.md").read_text(encoding="utf-8")
    assert [path for path in exported if f"[{path}](../{path})" not in page] == []
    assert set(exported) == set(data_export.paths())
    for path in (feeds.NEWS, feeds.CHANGES):
        assert f"[{path}](../{path})" in page
    for name in citations.FILES:
        assert f"`{name}`" in page
    example = json.loads(page.split("```json")[1].split("```")[0])
    assert (
        example.keys() <= exported["api/v1/schema/articles.json"]["properties"]["items"]["items"]["properties"].keys()
    )
    assert example["key"] in {one["key"] for one in items(exported, "articles")}


def test_the_same_site_is_exported_byte_for_byte_alike(real_site: Site) -> None:
    shuffled = replace(real_site, sections=dict(reversed(real_site.sections.items())))
    assert written(shuffled) == written(real_site)
