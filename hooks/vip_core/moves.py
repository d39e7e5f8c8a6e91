"""Moves: a program, chapter, article or general page gets a new address, and everything that led to the old one still does.

The page or article notes its old address in ``tidigare``; links in all sources are written anew, and only they: the rest
stays as its author wrote it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from . import addresses, front_matter, retired
from .article_blocks import outline
from .catalogue import FILE_NAME, Article, Catalogue, Chapter
from .front_matter_edits import change_list, set_scalar, split
from .links import blank_code, is_outside
from .problems import did_you_mean
from .schema import IDENTIFIER
from .versions import FOLDER

_INLINE = re.compile(r"(?<=\])(\(\s*<?)([^\s)>]+)")
_DEFINITION = re.compile(r"^( {0,3}\[(?!\^)[^\]]+\]:\s*<?)([^\s>]+)", re.MULTILINE)
_LABEL = re.compile(r"(?<=\])\[([^\]]+)\]|\[(\^[^\]]+)\]|\[([^\]^]+)\](?![\[(:])")
_DEFINED = re.compile(r"^ {0,3}\[([^\]]+)\]:", re.MULTILINE)
_ADDRESS = re.compile(r"(?<![\w./-])[a-z0-9-]+(?:/[a-z0-9-]+)*(?:\.md|/)?(?:#[a-z0-9-]+)?(?![\w/-])")
_ARTICLE_KEY = re.compile(
    r"(?<![\w./-])[a-z0-9-]+/[a-z0-9-]+#[a-z0-9-]+(?![\w/-])"
)  # a page's earlier addresses have no #
_WORD = re.compile(r"(?<![\w./-])[a-z0-9-]+(?![\w/-])")
_PROGRAM_FIELDS = frozenset(("program", "programs"))
_PROGRAMS_ROOT = "../programs/"
_CONTENT_ROOT = "../content/"


class MoveRefused(Exception):
    """The move cannot be made; says why, in Swedish."""


@dataclass(frozen=True)
class Place:
    """An address as the command takes it: a page without its last ``/``, and an article's id or nothing."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


@dataclass(frozen=True)
class Move:
    """What has another place: files by their path among the site's sources, folders, and articles of a file."""

    files: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def file(self, mounted: str) -> str:
        """Return where a source is after the move."""
        if mounted in self.files:
            return self.files[mounted]
        folder, _, rest = mounted.partition("/")
        return f"{self.folders[folder]}/{rest}" if folder in self.folders else mounted

    def target(self, mounted: str, anchor: str) -> tuple[str, str]:
        """Return where a link to a source and anchor leads after the move; headings inside an article follow it."""
        article, mark, heading = anchor.partition("--")
        if (mounted, article) in self.articles:
            file, name = self.articles[mounted, article]
            return file, name + mark + heading
        return self.file(mounted), anchor


@dataclass
class Sources:
    """The project's sources, by path below its root: those that are text, and the bytes of the others."""

    texts: dict[str, str]
    others: dict[str, bytes]


def place(written: str) -> Place:
    """Return the place that an author names as ``adhd/behandling-och-stod#lakemedel``, with or without slashes around."""
    page, _, anchor = written.strip().partition("#")
    return Place(page.strip("/").removesuffix("/index.html"), anchor)


def plan(catalogue: Catalogue, sources: Sources, start: Place, end: Place) -> dict[str, bytes | None]:
    """Return the new bytes of every file that the move writes, by path, ``None`` for those it removes.

    Raises ``MoveRefused`` when the move cannot be made, and ``NotEditable`` when a field cannot be edited.
    """
    if start == end:
        raise MoveRefused("Adresserna är desamma.")
    texts = dict(sources.texts)
    if start.anchor:
        moved = _move_article(catalogue, texts, start, end)
    elif start.page.startswith("*/"):
        moved = _move_chapters(catalogue, texts, start, end)
    elif start.page in {program.slug for program in catalogue.programs}:
        moved = _move_program(catalogue, texts, start, end)
    else:
        moved = _move_page(catalogue, texts, start, end)
    changed: dict[str, bytes | None] = {}
    for path, fresh in relinked(texts, moved).items():
        to = _path_after(path, moved)
        if to != path:
            changed[path] = None
        if to != path or fresh != sources.texts[path]:
            changed[to] = fresh.encode("utf-8")
    for path, content in sources.others.items():
        to = _path_after(path, moved)
        if to != path:
            changed |= {path: None, to: content}
    return dict(sorted(changed.items(), key=lambda one: (one[1] is None, one[0])))


# Kinds of move


def _move_program(catalogue: Catalogue, texts: dict[str, str], start: Place, end: Place) -> Move:
    _refuse_name(end.page)
    _refuse_taken(texts, f"programs/{end.page}/", f"content/{end.page}/", f"content/{end.page}.md", place=end)
    program = catalogue.program(start.page)
    for text in program.texts:
        path = text.page.source.path
        to = text.address.replace(f"{start.page}/", f"{end.page}/", 1)
        texts[path] = _with_former_page(texts[path], text.address, to)
    told = f"content/{retired.FILE}"
    if told in texts:
        texts[told] = _with_retired_moved(texts[told], f"{start.page}/", f"{end.page}/")
    return Move(folders={start.page: end.page})


def _with_retired_moved(text: str, old: str, new: str) -> str:
    """Return what is told of retired pages with those below a program at its new address: their versions move along."""
    records = re.split(r"^(?=- )", text, flags=re.MULTILINE)
    return "".join(_with_record_moved(record, old, new) for record in records)


def _with_record_moved(record: str, old: str, new: str) -> str:
    address = re.search(r"""^[ -] *\{?address[ \t]*:[ \t]*["']?([^\s"',#]+)["']?(?=[\s,}])""", record, re.MULTILINE)
    if not address or not address[1].startswith(old):
        return record
    was = address[1]
    fields = re.sub(r"^[ -] ", "", record, flags=re.MULTILINE)
    fields = set_scalar(fields, "address", f'"{was.replace(old, new, 1)}"')
    fields = change_list(fields, "former", lambda listed: [*(f'"{one}"' for one in listed), f'"{was}"'])
    rows = fields.splitlines(keepends=True)
    return "".join(("- " if number == 0 else "  " if row.strip() else "") + row for number, row in enumerate(rows))


def _move_chapters(catalogue: Catalogue, texts: dict[str, str], start: Place, end: Place) -> Move:
    old, new = start.page.removeprefix("*/"), end.page.removeprefix("*/")
    if not end.page.startswith("*/"):
        raise MoveRefused(f"Ett kapitel heter likadant i alla program. Skriv */{new or 'namn'} som ny adress.")
    _refuse_name(new)
    kinds = {kind.slug for kind in catalogue.vocabularies.chapters}
    refuse_unknown_kind(catalogue, old)
    if new in kinds:
        raise MoveRefused(f'Kapitlet "{new}" finns redan i _chapters.yml.')
    files: dict[str, str] = {}
    for program in catalogue.programs:
        chapter = catalogue.chapter(program.slug, old)
        path = chapter.page.source.path
        _refuse_taken(texts, f"programs/{program.slug}/{new}.md", place=end)
        texts[path] = _with_former_page(texts[path], chapter.address, addresses.chapter(program.slug, new))
        files[f"{program.slug}/{old}.md"] = f"{program.slug}/{new}.md"
        for kept in texts:
            folder = f"programs/{program.slug}/{FOLDER}/{old}/"
            if kept.startswith(folder):
                files[kept.removeprefix("programs/")] = f"{program.slug}/{FOLDER}/{new}/{kept.removeprefix(folder)}"
    listed = "programs/_chapters.yml"
    texts[listed] = re.sub(
        rf"""^([ \t]*(?:-[ \t]+)?\{{?[ \t]*slug[ \t]*:[ \t]*)(["']?){re.escape(old)}\2(?=[\s,}}])""",
        rf"\g<1>\g<2>{new}\g<2>",
        texts[listed],
        flags=re.MULTILINE,
    )
    return Move(files=files)


def refuse_unknown_kind(catalogue: Catalogue, slug: str) -> None:
    """Refuse what no chapter is called."""
    kinds = [kind.slug for kind in catalogue.vocabularies.chapters]
    if slug not in kinds:
        raise MoveRefused(f'Kapitlet "{slug}" finns inte – {did_you_mean(slug, kinds)}')


def _move_page(catalogue: Catalogue, texts: dict[str, str], start: Place, end: Place) -> Move:
    path = find_page(catalogue, texts, start)
    if end.anchor:
        raise MoveRefused(f"En sida kan inte bli en artikel: skriv {end.page} utan #.")
    for part in end.page.split("/"):
        _refuse_name(part)
    _refuse_taken(texts, f"content/{end.page}.md", f"content/{end.page}/index.md", f"programs/{end.page}/", place=end)
    to = path.replace(f"content/{start.page}", f"content/{end.page}", 1)
    texts[path] = _with_former_page(texts[path], f"{start.page}/", f"{end.page}/")
    if "mkdocs.yml" in texts:
        menu = re.compile(rf"^(\s+[^#\n]*:[ \t]+)(['\"]?){re.escape(start.page)}/\2(?=[ \t]*(?:#.*)?$)", re.MULTILINE)
        texts["mkdocs.yml"] = menu.sub(rf"\g<1>\g<2>{end.page}/\g<2>", texts["mkdocs.yml"])
    return Move(files={mounted(path): mounted(to)})


def find_page(catalogue: Catalogue, texts: Mapping[str, str], start: Place) -> str:
    """Return the file of a general page."""
    name = start.page.partition("/")[2]
    if name in {kind.slug for kind in catalogue.vocabularies.chapters}:
        raise MoveRefused(f"Kapitlen är desamma i alla program. Skriv */{name} för att ändra i alla på en gång.")
    here = [path for path in (f"content/{start.page}.md", f"content/{start.page}/index.md") if path in texts]
    if not here:
        known = sorted({text.address.rstrip("/") for text in catalogue.texts} | set(_general_pages(texts)))
        hint = did_you_mean(start.page, known) or "skriv ett program, ett kapitel (*/namn), en artikel eller en sida"
        raise MoveRefused(f'"{start}" finns inte – {hint}')
    return here[0]


def former_of(source: str) -> tuple[str, ...]:
    """Return the earlier addresses that a page's front matter gives."""
    found: list[str] = []

    def look(listed: list[str]) -> list[str]:
        found.extend(addresses.as_written(one) for one in listed)
        return listed

    change_list(split(source)[0], "tidigare", look)
    return tuple(found)


def _general_pages(texts: Mapping[str, str]) -> list[str]:
    pages = (path.removeprefix("content/").removesuffix(".md") for path in texts if path.startswith("content/"))
    return [page.removesuffix("/index") for page in pages if not page.startswith("_") and page != "index"]


def _move_article(catalogue: Catalogue, texts: dict[str, str], start: Place, end: Place) -> Move:
    article, chapter = find_article(catalogue, start)
    there = _chapter(catalogue, end.page)
    name = end.anchor or article.id
    if not IDENTIFIER.fullmatch(name):
        raise MoveRefused(f'"{name}" kan inte vara ett id – använd bara a–z, 0–9 och bindestreck.')
    if name in {other.id for other in there.articles if other != article}:
        raise MoveRefused(f"/{there.address}#{name} finns redan. Välj ett annat id.")
    address = addresses.article(there.program, there.slug, name)
    path, to = chapter.page.source.path, there.page.source.path
    before, section, after = section_of(texts[path], article)
    section = _edited_block(section, article, lambda fields: _with_former_article(fields, article, address, name))
    if there is chapter:
        texts[path] = before + section + after
    else:
        refuse_loose_labels(before + after, section, article)
        moved = Move(articles={(mounted(path), article.id): (mounted(to), name)})
        section = _relink(section, mounted(path), mounted(to), moved)
        texts[path] = without_section(before, after)
        texts[to] = _appended(texts[to], section)
    return Move(articles={(mounted(path), article.id): (mounted(to), name)})


def find_article(catalogue: Catalogue, start: Place) -> tuple[Article, Chapter]:
    """Return an article and its chapter; refuses what is not there."""
    chapter = _chapter(catalogue, start.page)
    articles = {article.id: article for article in chapter.articles}
    if start.anchor not in articles:
        raise MoveRefused(f'Kapitlet har ingen artikel "{start.anchor}" – {did_you_mean(start.anchor, articles)}')
    return articles[start.anchor], chapter


def _chapter(catalogue: Catalogue, page: str) -> Chapter:
    chapters = {chapter.address.rstrip("/"): chapter for chapter in catalogue.chapters}
    if page not in chapters:
        raise MoveRefused(f'Kapitlet "{page}" finns inte – {did_you_mean(page, chapters) or "skriv program/kapitel"}')
    return chapters[page]


# Pieces of text


def section_of(text: str, article: Article) -> tuple[str, str, str]:
    """Return what stands before an article, the article, and what stands after it."""
    lines = text.split("\n")
    plain, _ = front_matter.parse(text.removeprefix("\ufeff").replace("\r\n", "\n"), "")
    assert plain is not None  # the article was read from it
    starts = [heading.line for heading in outline(plain.body, plain.body_line).headings if heading.level <= 2]
    end = next((line for line in starts if line > article.line), len(lines) + 1) - 1
    parts = lines[: article.line - 1], lines[article.line - 1 : end], lines[end:]
    before, section, after = ("\n".join(part) for part in parts)
    return before + "\n", section + ("\n" if after else ""), after


def without_section(before: str, after: str) -> str:
    """Return a chapter's text with what stood between two parts of it taken out."""
    return before.rstrip() + _newline(before) * (2 if after else 1) + after


def _edited_block(section: str, article: Article, edit: Callable[[str], str]) -> str:
    found = re.search(r"^(`{3,}|~{3,})\s*yaml\s+artikel[ \t]*\r?\n(.*?)^\1", section, re.MULTILINE | re.DOTALL)
    if not found:
        raise MoveRefused(f'Artikeln "{article.title}" har ett block som inte går att ändra.')
    return section[: found.start(2)] + edit(found[2]) + section[found.end(2) :]


def _with_former_page(source: str, old: str, new: str) -> str:
    head, rest = split(source)

    def change(listed: list[str]) -> list[str]:
        kept = [one for one in listed if addresses.as_written(one) not in (new, old)]
        return [*kept, old]

    return change_list(head, "tidigare", change) + rest


def _with_former_article(fields: str, article: Article, address: str, name: str) -> str:
    """Return an article's block with its new id, and every earlier anchor as it reads from the new chapter."""
    page, here = addresses.without_anchor(address), addresses.without_anchor(article.address)

    def change(listed: list[str]) -> list[str]:
        every = [one if "#" in one else f"{here}#{one}" for one in (*listed, article.id)]
        every = [one for one in dict.fromkeys(map(addresses.as_written, every)) if one != address]
        return [addresses.anchor(one) if addresses.without_anchor(one) == page else one for one in every]

    return change_list(set_scalar(fields, "id", name), "tidigare", change)


def refuse_loose_labels(rest: str, section: str, article: Article) -> None:
    """Refuse to tear a reference or a footnote from its definition."""
    for text, other in ((section, rest), (rest, section)):
        used = {label.casefold() for found in _LABEL.findall(blank_code(text)) for label in found if label}
        apart = used & {label.casefold() for label in _DEFINED.findall(other)}
        if apart - {label.casefold() for label in _DEFINED.findall(text)}:
            label = sorted(apart)[0]
            message = f'Artikeln "{article.title}" och resten av kapitlet delar [{label}].'
            raise MoveRefused(f"{message} Skriv hänvisningen och det den syftar på i samma artikel först.")


def _appended(text: str, section: str) -> str:
    newline = _newline(text)
    section = section.replace("\r\n", "\n").replace("\n", newline)
    return text.rstrip() + newline * 2 + section.rstrip() + newline


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# Links


def mounted(path: str) -> str:
    """Return where a source is among the site's sources, whichever folder it lies in."""
    return path.partition("/")[2]


def _path_after(path: str, moved: Move) -> str:
    root, _, mounted = path.partition("/")
    return f"{root}/{moved.file(mounted)}" if mounted else path


def relinked(texts: Mapping[str, str], moved: Move) -> dict[str, str]:
    """Return sources with their links as they must read after the move."""
    known = frozenset(map(mounted, texts)) | {file for file, _ in moved.articles}
    return {path: _relinked(path, text, moved, known) for path, text in texts.items()}


def _relinked(path: str, text: str, moved: Move, known: frozenset[str]) -> str:
    """Return a source with its links as they must read after the move. Frozen texts stay: they follow redirects.

    ``known`` are the files there are, so that words with a slash between are not taken for an address.
    """
    here = mounted(path)
    if f"/{FOLDER}/" in path or not here:
        return text
    if not path.endswith(".md"):
        fields = frozenset(("successor",)) if path.endswith(retired.FILE) else None
        return _readdressed(text, moved, known, fields)
    head, rest = split(text)
    head = _ARTICLE_KEY.sub(lambda found: _address_after(found[0], moved, known), head)
    return _readdressed(head, moved, known, _PROGRAM_FIELDS) + _relink(rest, here, moved.file(here), moved)


def _relink(text: str, mounted: str, to: str, moved: Move) -> str:
    """Return a text that stood in the file ``mounted`` and will stand in ``to``, with its links written anew."""
    plain = blank_code(text)
    changes: list[tuple[int, int, str]] = []
    for pattern in (_INLINE, _DEFINITION):
        for found in pattern.finditer(plain):
            changes.append((found.start(2), found.end(2), _link_after(found[2], mounted, to, moved)))
    for start, end, link in sorted(changes, reverse=True):
        text = text[:start] + link + text[end:]
    return text


def _link_after(link: str, mounted: str, to: str, moved: Move) -> str:
    if is_outside(link):
        return link
    parts = urlsplit(link)
    written = (
        posixpath.normpath(posixpath.join(posixpath.dirname(mounted), unquote(parts.path))) if parts.path else mounted
    )
    root = next((root for root in (_PROGRAMS_ROOT, _CONTENT_ROOT) if written.startswith(root)), "")
    file = written.removeprefix(root)
    target, anchor = moved.target(file, unquote(parts.fragment))
    if (target, anchor, to) == (file, unquote(parts.fragment), mounted):
        return link
    folder = posixpath.join("/sources/content", posixpath.dirname(to))
    there = posixpath.normpath(posixpath.join("/sources/content", root, target))
    path = "" if target == to and anchor and not parts.query else posixpath.relpath(there, folder)
    if parts.path and posixpath.normpath(unquote(parts.path)) == path:
        return link if anchor == unquote(parts.fragment) else f"{link.partition('#')[0]}#{anchor}"
    if path and parts.path.endswith("/"):
        path += "/"
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{anchor}" if anchor else "")


def _readdressed(text: str, moved: Move, known: frozenset[str], fields: frozenset[str] | None) -> str:
    """Return lines of YAML with the addresses in them as they are after the move; in all fields or those named."""
    rows = text.split("\n")
    for number, row in enumerate(rows):
        name = re.match(r"\s*(?:-\s+)?([\w-]+)\s*:", row)
        if row.lstrip().startswith("#") or (fields is not None and (not name or name[1] not in fields)):
            continue
        if name and name[1] in _PROGRAM_FIELDS:
            rows[number] = _WORD.sub(lambda found: moved.folders.get(found[0], found[0]), row)
        else:
            rows[number] = _ADDRESS.sub(lambda found: _address_after(found[0], moved, known), row)
    return "\n".join(rows)


def _address_after(written: str, moved: Move, known: frozenset[str]) -> str:
    page, mark, anchor = written.partition("#")
    ending = next((ending for ending in (".md", "/") if page.endswith(ending)), "")
    stem = page.removesuffix(ending)
    if stem in moved.folders and (ending or mark):
        return moved.folders[stem] + ending + mark + anchor
    file = next((one for one in (f"{stem}.md", f"{stem}/index.md") if one in known), f"{stem}.md")
    program, _, rest = stem.partition("/")
    if file not in known and not (program in moved.folders and rest.startswith(f"{addresses.FILTER}/")):
        return written
    target, name = moved.target(file, anchor)
    if (target, name) == (file, anchor):
        return written
    page = target if ending == ".md" else target.removesuffix(".md").removesuffix("/index") + ending
    return page + (f"#{name}" if name else "")


def _refuse_name(name: str) -> None:
    if not FILE_NAME.fullmatch(name):
        raise MoveRefused(f'"{name}" kan inte stå i en adress – använd bara a–z, 0–9 och bindestreck.')


def _refuse_taken(texts: Mapping[str, str], *paths: str, place: Place) -> None:
    taken = [path for path in texts if path in paths or any(path.startswith(one) for one in paths if one.endswith("/"))]
    if taken:
        raise MoveRefused(f"/{place} finns redan ({taken[0]}). Välj en annan adress.")
