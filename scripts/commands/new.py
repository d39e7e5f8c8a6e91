"""Makes a new program, chapter, article, piece of news or source: asks or takes flags, and puts it in its place."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vip_core import authoring, catalogue, news, scaffolds, site, vocabularies
from vip_core.catalogue import Catalogue, Chapter, Page, Program
from vip_core.problems import ContentRefused, Problem, did_you_mean, errors
from vip_core.schema import ALL, GENERAL_PAGE_FIELDS, WORD, Field, Known, article_fields, page_fields
from vip_core.vocabularies import SOURCE_FIELDS, Vocabularies

from . import check
from .saving import save

ROOT = Path(__file__).resolve().parents[2]
_OPTIONS = {
    "title": "titel", "description": "beskrivning", "type": "typ", "author": "forfattare", "publisher": "utgivare",
    "container-title": "ingar-i", "volume": "argang", "issue": "hafte", "page": "sidor", "number": "nummer", "issued": "ar",
    "url": "adress", "accessed": "last", "note": "anmarkning", "key": "nyckel",
}  # fmt: skip
_NOT_ASKED = frozenset(("tidigare", "styrka"))
_KEY = Field("key", WORD, "Permanent namn som artiklarna anger i kallor.", True, "sos-rapport-2026")
_KINDS = {
    "program": "ett program med sina kapitel",
    "kapitel": "ett kapitel som fattas i ett program",
    "artikel": "en artikel i ett kapitel",
    "nyhet": "en nyhet",
    "kalla": "en källa i källförteckningen",
}
_WHERE = {"kapitel": "<program>", "artikel": "<program>/<kapitel>"}


class NotMade(Exception):
    """What was asked for cannot be made; says why, in Swedish, one reason a line."""


@dataclass(frozen=True)
class Made:
    """What is to be written: the content of each file by its path, where to go on, and what to do there."""

    files: Mapping[str, str]
    path: str
    line: int
    next: str


def _fields(kind: str, words: Vocabularies) -> tuple[Field, ...]:
    """Return the fields that are asked for."""
    table = {
        "program": page_fields(words.facet_keys),
        "kapitel": page_fields(words.facet_keys),
        "artikel": article_fields(words.facet_keys),
        "nyhet": news.FIELDS,
        "kalla": (*SOURCE_FIELDS, _KEY),
    }[kind]
    title = Field("title", GENERAL_PAGE_FIELDS[0].kind, "Artikelns rubrik.", True, "Läkemedel vid adhd hos vuxna")
    named = (title, *table) if kind == "artikel" else table
    return tuple(field for field in named if field.name not in _NOT_ASKED)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command: a word for what is made, and an option for each of its fields."""
    words, _ = vocabularies.read(ROOT / site.PROGRAMS, site.PROGRAMS)
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(_KINDS))
    for kind, about in _KINDS.items():
        one = kinds.add_parser(kind, help=about, description=f"Skapar {about}. Det som inte anges frågas efter.")
        if kind in _WHERE:
            one.add_argument("--i", dest="where", metavar=_WHERE[kind], help="där det ska stå")
        if kind == "artikel":
            one.add_argument("--efter", metavar="ID", help="artikeln som den nya ska stå efter (sist i kapitlet)")
        for field in _fields(kind, words):
            text = field.help.replace("%", "%%")
            one.add_argument(f"--{_option(field)}", dest=field.name, metavar=field.example.strip('"[]{}'), help=text)


def _option(field: Field) -> str:
    return _OPTIONS.get(field.name, field.name)


def run(root: Path, options: argparse.Namespace) -> int:
    """Make it; returns the exit status. Nothing is written when an answer is wrong, or when the user breaks off."""
    try:
        words, problems = vocabularies.read(root / site.PROGRAMS, site.PROGRAMS)
        found, noted = catalogue.read(root / site.PROGRAMS, words, site.PROGRAMS)
        if errors(problems):
            raise ContentRefused(problems)
        work = _Work(root, words, found, errors(noted), options)
        made = _MAKERS[options.kind](work)
        _write(root, made)
    except NotMade as refused:
        print(refused, file=sys.stderr)
        print("Inget är ändrat.", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nAvbrutet. Inget är ändrat.", file=sys.stderr)
        return 130
    print(f"Skapat: {made.path}:{made.line}")
    for path in sorted(set(made.files) - {made.path}):
        print(f"        {path}")
    print(f"Nästa steg: {made.next}")
    return 0


@dataclass(frozen=True)
class _Work:
    """What is known while something is made, and the answers."""

    root: Path
    words: Vocabularies
    catalogue: Catalogue
    broken: list[Problem]
    options: argparse.Namespace

    def answers(self, kind: str, proposed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the value of each field: as a flag gives it, as the user answers, or as proposed.

        Who gives no flag is asked for everything; who gives some, only for what cannot be left out. ``proposed`` may hold
        functions of what is answered so far. Raises ``NotMade`` with everything that is wrong.
        """
        known = self.words.known()
        asks_all = all(getattr(self.options, field.name) is None for field in _fields(kind, self.words))
        values: dict[str, Any] = {}
        wrong: list[str] = []
        for field in _fields(kind, self.words):
            proposal = proposed.get(field.name)
            if callable(proposal):
                proposal = proposal(values)
            given = getattr(self.options, field.name)
            if given is not None:
                value, problems = scaffolds.read_answer(field, given, known)
                wrong += [_said(field, problem) for problem in problems]
            else:
                asks = _asks() and (asks_all or (field.required and proposal is None))
                value = _ask(field, proposal, known) if asks else proposal
            if value is not None:
                values[field.name] = value
            elif field.required and given is None:
                wrong.append(f"--{_option(field)} saknas: {field.help} Till exempel: {field.example}")
        if wrong:
            raise NotMade("\n".join(wrong))
        return values

    def where(self, kind: str) -> list[str]:
        """Return the parts of ``--i``."""
        text = self.options.where
        if text is None and _asks():
            text = input(f"Var ska det stå ({_WHERE[kind]}): ").strip()
        if not text:
            raise NotMade(f"--i saknas: ange {_WHERE[kind]}, till exempel --i {_example(kind)}")
        return [part for part in str(text).strip("/").split("/") if part]

    def program(self, slug: str) -> Program:
        """Return a program that can be read; raises ``NotMade`` where there is none."""
        slugs = {program.slug: program for program in self.catalogue.programs}
        if slug not in slugs:
            raise NotMade(f'Programmet "{slug}" finns inte – {did_you_mean(slug, slugs)}')
        self.refuse_broken(f"{site.PROGRAMS}/{slug}/index.md")
        return slugs[slug]

    def chapter(self, parts: list[str]) -> Chapter:
        """Return a chapter that can be read; raises ``NotMade`` where there is none."""
        if len(parts) != 2:
            raise NotMade(f'"{"/".join(parts)}" är inget kapitel. Skriv program och kapitel: --i {_example("artikel")}')
        chapters: dict[str, Chapter] = {chapter.slug: chapter for chapter in self.program(parts[0]).chapters}
        if parts[1] not in chapters:
            raise NotMade(f'Kapitlet "{parts[1]}" finns inte i {parts[0]} – {did_you_mean(parts[1], chapters)}')
        chapter = chapters[parts[1]]
        self.refuse_broken(f"{site.PROGRAMS}/{chapter.program}/{chapter.slug}.md")
        return chapter

    def refuse_broken(self, path: str) -> None:
        """Raise ``NotMade`` when the file has errors: what is added must not be mixed up with them."""
        told = [
            problem.as_text() for problem in self.broken if problem.path == path and problem.code != "KAPITEL-SAKNAS"
        ]
        if told:
            raise NotMade("\n".join(["Rätta först det som är fel i filen:", *told]))


def _example(kind: str) -> str:
    return "adhd" if kind == "kapitel" else "adhd/behandling-och-stod"


def _said(field: Field, problem: Problem) -> str:
    hint = f" – {problem.hint}" if problem.hint and not problem.hint.startswith("skriv ") else ""
    return f"--{_option(field)}: {problem.message}{hint}"


def _asks() -> bool:
    return sys.stdin.isatty()


def _ask(field: Field, proposal: Any, known: Known) -> Any:
    """Ask until the answer is right; an empty one takes the proposal, or leaves out what need not be there."""
    shown = scaffolds.yaml_value(proposal).strip('"[]') if proposal is not None else ""
    print(f"\n{field.help}" + ("" if shown else f" Till exempel: {field.example.strip('[]')}"))
    while True:
        answer = input(
            f"{_option(field)}{f' [{shown}]' if shown else '' if field.required else ' (valfritt)'}: "
        ).strip()
        if not answer and (proposal is not None or not field.required):
            return proposal
        if not answer:
            print("  Behöver ett svar.")
            continue
        value, problems = scaffolds.read_answer(field, answer, known)
        if not problems:
            return value
        for problem in problems:
            print("  " + _said(field, problem).partition(": ")[2])


def _page_proposals(work: _Work, first: Mapping[str, Any]) -> dict[str, Any]:
    today = datetime.date.today()
    next_year = today.replace(year=today.year + 1, day=min(today.day, 28) if today.month == 2 else today.day)
    facets = dict.fromkeys(work.words.facet_keys, (ALL,))
    return {**facets, "status": "utkast", "version": "1.0", "andrad": today, "granskas": next_year, **first}


def _make_program(work: _Work) -> Made:
    taken = {program.slug for program in work.catalogue.programs} | {page.id for page in _pages(work.catalogue)}
    values = work.answers("program", _page_proposals(work, {}) | {"id": _named_by_title(work.options.title, taken)})
    slug = values["id"]
    if slug in taken:
        raise NotMade(f'--id: "{slug}" är redan upptaget. Välj ett annat.')
    fields = page_fields(work.words.facet_keys)
    folder = f"{site.PROGRAMS}/{slug}"
    files = {f"{folder}/index.md": scaffolds.page(fields, values | {"tidigare": ()}, scaffolds.PROGRAM_BODY)}
    for kind in work.words.chapters:
        own = {"id": f"{slug}-{kind.slug}", "title": kind.title, "description": kind.description, "tidigare": ()}
        files[f"{folder}/{kind.slug}.md"] = scaffolds.page(fields, values | own)
    first = work.words.chapters[0].slug
    steps = f'skriv vad programmet handlar om, och börja sedan med en artikel: python3 scripts/vip.py new artikel --i {slug}/{first} --titel "…"'
    return Made(files, f"{folder}/index.md", _line_of_text(files[f"{folder}/index.md"]), steps)


def _make_chapter(work: _Work) -> Made:
    parts = work.where("kapitel")
    program = work.program(parts[0])
    there = {chapter.slug for chapter in program.chapters}
    missing = {kind.slug: kind for kind in work.words.chapters if kind.slug not in there}
    if not missing:
        raise NotMade(
            f"{program.title} har redan alla {len(there)} kapitel. Kapitlen bestäms i programs/_chapters.yml."
        )
    wanted = parts[1] if len(parts) > 1 else work.options.title
    chosen = [kind for kind in missing.values() if wanted in (kind.slug, kind.title)]
    if not chosen and not (wanted is None and len(missing) == 1):
        listed = ", ".join(f"{program.slug}/{slug}" for slug in missing)
        raise NotMade(f"Välj ett av kapitlen som fattas: --i {listed}")
    kind = (chosen or list(missing.values()))[0]
    audience = {key: program.page.audience[key] for key in work.words.facet_keys}
    name = scaffolds.name_from(f"{program.page.id} {kind.slug}", {page.id for page in _pages(work.catalogue)})
    work.options.title = kind.title
    first = {"id": name, "title": kind.title, "description": kind.description, **audience}
    values = work.answers("kapitel", _page_proposals(work, first))
    path = f"{site.PROGRAMS}/{program.slug}/{kind.slug}.md"
    text = scaffolds.page(page_fields(work.words.facet_keys), values | {"tidigare": ()})
    steps = (
        f'skriv kapitlets första artikel: python3 scripts/vip.py new artikel --i {program.slug}/{kind.slug} --titel "…"'
    )
    return Made({path: text}, path, 1, steps)


def _make_article(work: _Work) -> Made:
    chapter = work.chapter(work.where("artikel"))
    taken = {article.id for article in chapter.articles} | {
        old for article in chapter.articles for old in article.former
    }
    values = work.answers("artikel", {"id": _named_by_title(work.options.title, taken)})
    if values["id"] in taken:
        raise NotMade(f'--id: "{values["id"]}" är redan en artikel i kapitlet. Välj ett annat.')
    for facet in work.words.facet_keys:
        outside = [value for value in values.get(facet, ()) if not _allowed(value, chapter.page.audience[facet])]
        if outside:
            allowed = ", ".join(chapter.page.audience[facet])
            raise NotMade(
                f'--{facet}: "{outside[0]}" ingår inte i kapitlet – välj bland {allowed}, eller vidga kapitlet'
            )
    path = f"{site.PROGRAMS}/{chapter.program}/{chapter.slug}.md"
    before = (work.root / path).read_bytes().decode("utf-8")
    title = values.pop("title")
    new = scaffolds.article(title, article_fields(work.words.facet_keys), values)
    try:
        text, line = scaffolds.with_article(before, new, work.options.efter or "")
    except KeyError:
        ids = [article.id for article in chapter.articles]
        raise NotMade(
            f'--efter: "{work.options.efter}" finns inte i kapitlet – {did_you_mean(work.options.efter, ids)}'
        ) from None
    where = line + new.split("\n").index("[skriv: vad läsaren ska göra, i en eller två meningar]")
    steps = f"öppna {path} på rad {where}, byt det som står inom [skriv: …], och kör python3 scripts/vip.py check"
    return Made({path: text}, path, line, steps)


def _allowed(value: str, outer: tuple[str, ...]) -> bool:
    return ALL in (value, *outer) or value in outer


def _make_news(work: _Work) -> Made:
    values = work.answers("nyhet", {"andrad": datetime.date.today()})
    folder = work.root / site.CONTENT / "nyheter"
    name = scaffolds.name_from(values["title"], {file.stem for file in folder.glob("*.md")})
    path = f"{site.CONTENT}/nyheter/{name}.md"
    text = scaffolds.page(news.FIELDS, values, scaffolds.NEWS_BODY)
    line = _line_of_text(text)
    return Made(
        {path: text}, path, line, f"öppna {path} på rad {line}, skriv nyheten, och kör python3 scripts/vip.py check"
    )


def _make_source(work: _Work) -> Made:
    def key(values: Mapping[str, Any]) -> str | None:
        return scaffolds.source_key(values, work.words.sources) if "title" in values else None

    values = work.answers("kalla", {"key": key})
    name = values.pop("key")
    if name in work.words.sources:
        raise NotMade(f'--nyckel: "{name}" är redan {work.words.sources[name].title}. Välj en annan.')
    path = f"{site.PROGRAMS}/_sources.yml"
    before = (work.root / path).read_bytes().decode("utf-8")
    text, line = scaffolds.with_source(before, name, scaffolds.source_record(name, SOURCE_FIELDS, values))
    return Made({path: text}, path, line, f"skriv {name} i kallor: i de artiklar som bygger på källan")


_MAKERS: dict[str, Callable[[_Work], Made]] = {
    "program": _make_program,
    "kapitel": _make_chapter,
    "artikel": _make_article,
    "nyhet": _make_news,
    "kalla": _make_source,
}


def _pages(found: Catalogue) -> list[Page]:
    return [page for one in found.programs for page in (one.page, *(chapter.page for chapter in one.chapters))]


def _named_by_title(title: str | None, taken: set[str]) -> Callable[[Mapping[str, Any]], str | None]:
    """Return a proposal for ``id`` made of the title, which may be answered before it or given as a flag."""

    def name(values: Mapping[str, Any]) -> str | None:
        said = title or values.get("title")
        return scaffolds.name_from(said, taken) if said else None

    return name


def _line_of_text(text: str) -> int:
    return text[: text.index("[skriv: ")].count("\n") + 1


def _write(root: Path, made: Made) -> None:
    """Write the files; when ``check`` then finds an error in one of them, put everything back and raise ``NotMade``."""
    before = {path: (root / path).read_bytes() if (root / path).exists() else None for path in made.files}
    try:
        for path, text in made.files.items():
            save(root / path, text.encode("utf-8"))
        wrong = [problem.as_text() for problem in errors(check.found(root)) if problem.path in made.files]
        if wrong:
            raise NotMade("\n".join(wrong))
        words, _ = vocabularies.read(root / site.PROGRAMS, site.PROGRAMS)
        for path, text in authoring.source_files(words).items():
            if (root / path).exists():
                save(root / path, text.encode("utf-8"))
    except BaseException:
        _put_back(root, before)
        raise


def _put_back(root: Path, before: Mapping[str, bytes | None]) -> None:
    for path, data in before.items():
        if data is not None:
            save(root / path, data)
        else:
            (root / path).unlink(missing_ok=True)
    for folder in {(root / path).parent for path, data in before.items() if data is None}:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
