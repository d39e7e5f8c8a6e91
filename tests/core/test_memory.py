"""A build that remembers makes exactly the site that one without a memory makes, whatever was edited in between."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from sample import Sample, lay_out, markdown_settings
from vip_core import site
from vip_core.memory import FORGETFUL, Memory
from vip_core.problems import ContentRefused, Problem
from vip_core.site import Site

CHAPTER = "programs/adhd/behandling-och-stod.md"
OTHER = "programs/adhd/niva-och-process.md"

EDITS: dict[str, Callable[[Sample, random.Random], None]] = {
    "text": lambda sample, draw: sample.write(CHAPTER, sample.text(CHAPTER) + f"\nOrd nummer {draw.randrange(99)}.\n"),
    "artikelns rubrik": lambda sample, draw: sample.replace(CHAPTER, "\n## ", f"\n## Ny {draw.randrange(99)} "),
    "facett": lambda sample, _: sample.write(
        OTHER, sample.text(OTHER).replace("svarighetsgrad: alla", "svarighetsgrad: [svara]")
    ),
    "ny artikel": lambda sample, draw: sample.write(
        OTHER, sample.text(OTHER) + f"\n## Mer\n\n```yaml artikel\nid: mer-{draw.randrange(10**6)}\n```\n\nText.\n"
    ),
    "ny sida": lambda sample, draw: sample.write(
        f"content/sida-{draw.randrange(5)}.md", "---\ntitle: Sida\ndescription: En sida.\n---\nText.\n"
    ),
    "borttagen sida": lambda sample, draw: (sample.root / f"content/sida-{draw.randrange(5)}.md").unlink(
        missing_ok=True
    ),
    "källa": lambda sample, _: sample.write(
        "programs/_sources.yml", sample.text("programs/_sources.yml").replace("title: ", "title: Ny ", 1)
    ),
    "filtervärde": lambda sample, _: sample.write(
        "programs/_facets.yml", sample.text("programs/_facets.yml").replace("label: ", "label: Ny ", 1)
    ),
    "ordlista": lambda sample, draw: sample.write(
        "content/_ordlista.yml", f"- key: ord\n  term: {draw.choice(['Ord', 'Text', 'Stöd'])}\n  meaning: Ett ord.\n"
    ),
    "trasig": lambda sample, _: sample.write(OTHER, sample.text(OTHER).replace("status: utkast", "status: klar")),
    "hel igen": lambda sample, _: sample.write(OTHER, sample.text(OTHER).replace("status: klar", "status: utkast")),
}


def _made(root: Path, memory: Memory) -> Site | tuple[Problem, ...]:
    try:
        made = site.prepare(root, markdown_settings(), memory=memory)
    except ContentRefused as refused:
        return refused.problems
    memory.keep()
    return made


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_edited_the_remembering_build_makes_the_same_site(tmp_path: Path, seed: int) -> None:
    sample = lay_out(tmp_path / "projekt")
    draw = random.Random(seed)
    for _ in range(15):
        draw.choice(list(EDITS.values()))(sample, draw)
        assert _made(sample.root, Memory(tmp_path / "minne")) == _made(sample.root, FORGETFUL)


def test_what_is_unchanged_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    rendered: list[str] = []
    original = site.PageRenderer.render
    monkeypatch.setattr(
        site.PageRenderer,
        "render",
        lambda self, source, *rest: rendered.append(source.path) or original(self, source, *rest),
    )
    sample.write(CHAPTER, sample.text(CHAPTER) + "\nEtt tillägg.\n")
    _made(sample.root, Memory(tmp_path / "minne"))
    assert rendered == [CHAPTER]


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:50], lambda data: data[:-9] + b"x" * 9])
def test_a_damaged_memory_is_told_and_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    file = tmp_path / "minne/pages.memory"
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    told: list[str] = []
    assert _made(sample.root, Memory(tmp_path / "minne", told=told.append)) == _made(sample.root, FORGETFUL)
    assert len(told) == 1
    assert "pages.memory är skadad eller gjord på en annan dator" in told[0]
    assert file.read_bytes() == whole


def test_a_memory_of_another_version_of_the_program_is_not_used(tmp_path: Path) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    before = (tmp_path / "minne/pages.memory").read_bytes()
    told: list[str] = []
    _made(sample.root, Memory(tmp_path / "minne", b"x" * 32, told=told.append))
    assert told == []
    assert (tmp_path / "minne/pages.memory").read_bytes() != before


def test_what_is_gone_from_the_content_is_gone_from_the_memory(tmp_path: Path) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    size = (tmp_path / "minne/pages.memory").stat().st_size
    sample.write("content/lang.md", "---\ntitle: Lång\ndescription: Lång.\n---\n" + "Ett ord. " * 500)
    _made(sample.root, Memory(tmp_path / "minne"))
    assert (tmp_path / "minne/pages.memory").stat().st_size > size
    (sample.root / "content/lang.md").unlink()
    _made(sample.root, Memory(tmp_path / "minne"))
    assert (tmp_path / "minne/pages.memory").stat().st_size == size


def test_a_memory_sealed_with_another_key_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a pickle runs what it says, so one that came with somebody's changes must not be read at all."""
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne", key=b"theirs"))
    opened: list[bytes] = []
    monkeypatch.setattr("vip_core.memory.pickle.loads", opened.append)
    told: list[str] = []
    memory = Memory(tmp_path / "minne", key=b"mine", told=told.append)
    assert [memory.load("pages"), memory.load("chapters")] == [{}, {}]
    assert (opened, len(told)) == ([], 2)


def test_a_memory_that_is_only_read_is_left_as_it_was(tmp_path: Path) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    before = {file.name: file.read_bytes() for file in (tmp_path / "minne").iterdir()}
    sample.write(CHAPTER, sample.text(CHAPTER) + "\nEtt tillägg.\n")
    _made(sample.root, Memory(tmp_path / "minne", kept=False))
    assert {file.name: file.read_bytes() for file in (tmp_path / "minne").iterdir()} == before


def test_a_process_that_plans_again_has_what_it_recalled_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = lay_out(tmp_path / "projekt")
    _made(sample.root, Memory(tmp_path / "minne"))
    monkeypatch.setattr("vip_core.memory.AT_HAND", {})
    Memory(tmp_path / "minne").recall(*site.REMEMBERED)
    for _ in range(2):
        before = site.prepare(sample.root, markdown_settings(), memory=Memory(tmp_path / "minne"))
        after = site.prepare(sample.root, markdown_settings(), memory=Memory(tmp_path / "minne"))
        unchanged = [
            one is other for one, other in zip(before.catalogue.chapters, after.catalogue.chapters, strict=True)
        ]
        assert any(unchanged)  # nothing was unpacked for them
        assert _made(sample.root, Memory(tmp_path / "minne")) == _made(sample.root, FORGETFUL)
        sample.write(CHAPTER, sample.text(CHAPTER) + "\nEtt tillägg.\n")
