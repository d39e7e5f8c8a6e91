"""Page HTML: Markdown rendered once, with a chapter cut into its article sections and every link resolved.

Python-Markdown sees the whole page, so that footnotes and reference links work across articles; a tree processor gives
articles their ids and marks where one begins. Splitting the finished text instead would cut inside admonitions.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree  # noqa: N813 - Python-Markdown's own name for it
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from . import addresses
from .addresses import OVER_HTTP, LinkStyle
from .article_blocks import Heading, Outline
from .catalogue import Article
from .front_matter import SourceFile
from .glossary import Glossary, Term
from .links import Link, LinkMap, Locator
from .problems import Point, Problem, ProblemLog

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CUT = "vip-cut"
_CUT_HTML = f"<{_CUT}></{_CUT}>"
_TAG = re.compile(r"<[^>]+>")
_FIRST_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>", re.DOTALL)
_LEFTOVER = re.compile(r"\[(?:kontrollera|kolla|todo|fixme|xxx|källa saknas)\b[^\]]*\](?!\()", re.IGNORECASE)
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(frozen=True)
class MarkdownSettings:
    """Python-Markdown extensions by name, and their options by extension."""

    extensions: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A rendered article, without its heading. ``lead`` is its first paragraph as plain text, ``text`` all of it."""

    article: Article
    html: str
    lead: str
    text: str


@dataclass(frozen=True)
class TocItem:
    """A level-2 heading of a page without articles."""

    id: str
    title: str


@dataclass(frozen=True)
class PageHtml:
    """A rendered page: what stands before the articles, the articles, and the footnotes after them."""

    intro: str
    sections: tuple[Section, ...] = ()
    footnotes: str = ""
    toc: tuple[TocItem, ...] = ()
    anchors: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


@dataclass
class _Run:
    """One page on its way through Markdown: what the tree processors know and find."""

    outline: Outline
    articles: Sequence[Article]
    source: str
    address: str
    locator: Locator
    log: ProblemLog
    anchors: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    toc: list[TocItem] = field(default_factory=list)


class PageRenderer:
    """Renders pages. One instance serves a whole build, since setting Markdown up costs more than a page."""

    def __init__(
        self,
        settings: MarkdownSettings,
        link_map: LinkMap,
        style: LinkStyle = OVER_HTTP,
        glossary: Glossary | None = None,
    ) -> None:
        self.link_map = link_map
        self.style = style
        self.glossary = glossary or Glossary()
        self.run: _Run | None = None
        self._markdown = markdown.Markdown(
            extensions=[*settings.extensions, _ArticleExtension(self)],
            extension_configs={name: dict(options) for name, options in settings.options.items()},
        )

    def render(
        self, source: SourceFile, mounted: str, address: str, outline: Outline, articles: Sequence[Article] = ()
    ) -> tuple[PageHtml, list[Problem]]:
        """Render a source file.

        ``mounted`` is its path among the site's sources and ``address`` where it will stand. ``articles`` are those
        whose blocks could be read; for pages of other kinds there are none, and headings stay in the text.
        """
        log = ProblemLog(source.path)
        run = self.run = _Run(outline, articles, mounted, address, Locator(outline.text, source.body_line), log)
        self._markdown.reset()
        built = self._markdown.convert(outline.text)
        _check_raw_html(self._markdown.htmlStash.rawHtmlBlocks, built, run)
        _warn_of_leftovers(run)
        parts = built.split(_CUT_HTML)
        if len(parts) != len(articles) + 2:
            parts = [built, *[""] * len(articles), ""]
        sections = tuple(_section(article, part) for article, part in zip(articles, parts[1:-1], strict=True))
        page = PageHtml(parts[0], sections, parts[-1], tuple(run.toc), frozenset(run.anchors), tuple(run.links))
        return page, log.problems


def plain_text(fragment: str) -> str:
    """Return the words of an HTML fragment, white space folded."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


def _section(article: Article, fragment: str) -> Section:
    fragment = fragment.strip()
    first = _FIRST_PARAGRAPH.match(fragment)
    lead = " ".join(html.unescape(_TAG.sub("", first[1])).split()) if first else ""
    return Section(article, fragment, lead, plain_text(fragment))


class _ArticleExtension(Extension):
    def __init__(self, renderer: PageRenderer) -> None:
        super().__init__()
        self.renderer = renderer

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown calls it so
        # Python-Markdown's own order: inline 20, attr_list 8, toc 5, unescape 0.
        md.treeprocessors.register(_Headings(md, self.renderer), "vip-headings", 6)
        md.treeprocessors.register(_Links(md, self.renderer), "vip-links", 4)
        md.treeprocessors.register(_Tables(md), "vip-tables", 3.8)
        md.treeprocessors.register(_Terms(md, self.renderer), "vip-terms", 3.5)
        md.treeprocessors.register(_Cuts(md, self.renderer), "vip-cuts", 3)


class _PageProcessor(Treeprocessor):
    def __init__(self, md: markdown.Markdown, renderer: PageRenderer) -> None:
        super().__init__(md)
        self.renderer = renderer

    @property
    def page(self) -> _Run:
        assert self.renderer.run is not None
        return self.renderer.run


class _Headings(_PageProcessor):
    """Checks headings against the source, and gives articles and their headings permanent ids."""

    def run(self, root: etree.Element) -> None:
        run = self.page
        top = [element for element in root if element.tag in _HEADINGS]
        _note_nested(root, top, run)
        headings = run.outline.headings
        if len(top) != len(headings):
            _note_lost(top, headings, run)
            return
        _check_levels(headings, run)
        if not run.articles:
            return
        by_line = {article.line: article for article in run.articles}
        current: Article | None = None
        used: set[str] = set()
        for element, heading in zip(top, headings, strict=True):
            if heading.level == 2:
                current = by_line.get(heading.line)
            if current is None:
                continue
            name = current.id if heading.level == 2 else f"{current.id}--{slugify(heading.text, '-')}"
            number = 2
            wanted = name
            while name in used:
                name, number = f"{wanted}-{number}", number + 1
            used.add(name)
            element.set("id", name)


def _text_of(element: etree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _note_nested(root: etree.Element, top: Sequence[etree.Element], run: _Run) -> None:
    at_top = set(map(id, top))
    for element in root.iter():
        if element.tag in _HEADINGS and id(element) not in at_top:
            text = _text_of(element)
            found = re.search(rf"^[ \t>]+[^\n]*{re.escape(text)}", run.outline.text, re.MULTILINE)
            place = run.locator.point(found.start()) if found else Point(run.locator.first_line)
            run.log.error(
                place,
                "RUBRIK-I-BLOCK",
                f'rubriken "{text}" står inne i ett block',
                value=text,
                hint="skriv den i fetstil, eller flytta den ut ur blocket",
            )


def _note_lost(top: Sequence[etree.Element], headings: Sequence[Heading], run: _Run) -> None:
    """Note the first heading of the source that the built page lacks."""
    built = [(element.tag, _text_of(element)) for element in top]
    position = 0
    for heading in headings:
        wanted = f"h{heading.level}"
        if position < len(built) and built[position][0] == wanted:
            position += 1
            continue
        run.log.error(
            Point(heading.line),
            "TAPPAD-TEXT",
            f'rubriken "{heading.text}" försvinner ur sidan',
            value=heading.text,
            hint="en HTML-tagg eller ett block ovanför stängs aldrig, eller en tomrad saknas före rubriken",
        )
        return
    extra = built[position][1] if position < len(built) else ""
    run.log.error(
        Point(run.locator.first_line),
        "TAPPAD-TEXT",
        f'sidan får en rubrik "{extra}" som inte skrivits som rubrik',
        value=extra,
        hint="skriv rubriker med # först på raden",
    )


def _check_levels(headings: Sequence[Heading], run: _Run) -> None:
    above = 1
    for heading in headings:
        if heading.level == 1:
            run.log.error(
                Point(heading.line),
                "RUBRIKNIVA",
                "sidans rubrik kommer från title, så nivå 1 används inte",
                value=heading.text,
                hint="skriv ## i stället för #",
            )
        elif heading.level > above + 1:
            run.log.error(
                Point(heading.line),
                "RUBRIKNIVA",
                f"rubriken hoppar från nivå {above} till nivå {heading.level}",
                value=heading.text,
                hint=f"skriv {'#' * (above + 1)} i stället för {'#' * heading.level}",
            )
        above = max(heading.level, 1)


class _Links(_PageProcessor):
    """Resolves links and images, and notes what is broken."""

    def run(self, root: etree.Element) -> None:
        run = self.page
        for element in root.iter():
            if "id" in element.attrib:
                run.anchors.add(element.attrib["id"])
            if element.tag == "a" and "href" in element.attrib:
                self._link(element, run)
            elif element.tag == "img" and "src" in element.attrib:
                self._image(element, run)

    def _link(self, element: etree.Element, run: _Run) -> None:
        target = self._plain(element.attrib["href"])
        if "footnote" in element.get("class", ""):
            return
        place = run.locator.find(target)
        link = self.renderer.link_map.resolve(run.source, target, place, run.log)
        if link is None:
            return
        run.links.append(link)
        if link.address in self.renderer.link_map.files:
            element.set("href", self.renderer.style.asset(run.address, link.address))
        else:
            to = link.address + (f"#{link.anchor}" if link.anchor else "")
            element.set("href", self.renderer.style.link(run.address, to))

    def _image(self, element: etree.Element, run: _Run) -> None:
        target = self._plain(element.attrib["src"])
        place = run.locator.find(target)
        if not element.get("alt", "").strip():
            run.log.error(
                place,
                "BILD-UTAN-TEXT",
                "bilden har ingen alternativ text",
                value=target,
                hint="skriv vad bilden visar: ![text](bild.png)",
            )
        image = self.renderer.link_map.resolve(run.source, target, place, run.log, image=True)
        if image:
            element.set("src", self.renderer.style.asset(run.address, image.address))

    def _plain(self, value: str) -> str:
        """Return an attribute as its author wrote it; Markdown keeps ampersands as placeholders until the end."""
        return html.unescape(value.replace("\x02amp\x03", "&"))


class _Tables(Treeprocessor):
    """Puts each table in a box that can be scrolled sideways, also with the keyboard."""

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                if child.tag != "table":
                    continue
                box = etree.Element(
                    "div", {"class": "vip-table", "role": "group", "aria-label": "Tabell", "tabindex": "0"}
                )
                box.tail, child.tail = child.tail, None
                box.append(child)
                parent[place] = box


class _Terms(_PageProcessor):
    """Explains a term of the glossary where an article first uses it, by a link that a script makes a tooltip of."""

    NOT_IN = frozenset({"a", "code", "pre", "th", "summary", *_HEADINGS})

    def run(self, root: etree.Element) -> None:
        pattern = self.renderer.glossary.pattern
        if pattern is None or not self.page.articles:
            return
        articles = {article.id for article in self.page.articles}
        seen: set[str] | None = None
        for element in root:
            if element.tag == "h2" and element.get("id") in articles:
                seen = set()
            elif seen is not None:
                self._explain(element, pattern, seen)

    def _explain(self, element: etree.Element, pattern: re.Pattern[str], seen: set[str]) -> None:
        if element.tag in self.NOT_IN:
            return
        links, element.text = self._split(element.text, pattern, seen)
        for place, link in enumerate(links):
            element.insert(place, link)
        for child in list(element)[len(links) :]:
            self._explain(child, pattern, seen)
            links, child.tail = self._split(child.tail, pattern, seen)
            for place, link in enumerate(links, list(element).index(child) + 1):
                element.insert(place, link)

    def _split(
        self, text: str | None, pattern: re.Pattern[str], seen: set[str]
    ) -> tuple[list[etree.Element], str | None]:
        """Return a link for each term that ``text`` uses first, its tail set, and the text before the first of them."""
        if not text:
            return [], text
        links: list[etree.Element] = []
        before, rest = text, 0
        for found in pattern.finditer(text):
            if found.group() in seen:
                continue
            seen.add(found.group())
            lead = text[rest : found.start()]
            if links:
                links[-1].tail = lead
            else:
                before = lead
            links.append(self._link(self.renderer.glossary.by_word[found.group()]))
            rest = found.end()
        if links:
            links[-1].tail = text[rest:]
        return links, before

    def _link(self, term: Term) -> etree.Element:
        to = self.renderer.style.link(self.page.address, f"{addresses.GLOSSARY}#{term.key}")
        link = etree.Element("a", {"class": "vip-term", "href": to, "data-vip-term": term.explanation})
        link.text = term.term
        return link


class _Cuts(_PageProcessor):
    """Takes the article headings out and marks where each article begins and where footnotes do."""

    def run(self, root: etree.Element) -> None:
        run = self.page
        articles = {article.id for article in run.articles}
        if not articles:
            run.toc.extend(
                TocItem(element.attrib["id"], _text_of(element))
                for element in root
                if element.tag == "h2" and "id" in element.attrib
            )
        footnotes_cut = False
        for element in list(root):
            if element.tag == "h2" and element.get("id") in articles:
                root[list(root).index(element)] = etree.Element(_CUT)
            elif element.tag == "div" and element.get("class") == "footnote":
                root.insert(list(root).index(element), etree.Element(_CUT))
                footnotes_cut = True
        if not footnotes_cut:
            root.append(etree.Element(_CUT))


class _RawHtml(HTMLParser):
    """Looks through HTML an author wrote: tags left open, and what should have been Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.instead: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "img") or tag in _HEADINGS:
            self.instead.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open[-1] != tag:
                self.unbalanced.append(self.open.pop())
            self.open.pop()
        elif tag not in _VOID:
            self.unbalanced.append(tag)


def _check_raw_html(stash: Sequence[Any], built: str, run: _Run) -> None:
    pieces = [piece for piece in stash if isinstance(piece, str) and piece.lstrip().startswith("<")]
    if not pieces:
        return
    raw = _RawHtml()
    for piece in pieces:
        if not piece.startswith(("<pre", '<div class="highlight', "<code")):
            raw.feed(piece)
    run.anchors.update(raw.ids)
    for tag in raw.instead:
        written = {"a": "[text](fil.md)", "img": "![text](bild.png)"}.get(tag, "##")
        run.log.error(
            _tag_place(tag, run),
            "HTML-TAGG",
            f"<{tag}> skrivs inte som HTML",
            value=f"<{tag}>",
            hint=f"skriv {written}",
        )
    whole = _RawHtml()
    whole.feed(built)
    for tag in [*whole.unbalanced, *whole.open]:
        run.log.error(
            _tag_place(tag, run),
            "OSTANGD-HTML",
            f"<{tag}> stängs aldrig eller öppnas aldrig",
            value=f"<{tag}>",
            hint=f"skriv både <{tag}> och </{tag}>",
        )


def _tag_place(tag: str, run: _Run) -> Point:
    found = re.search(rf"</?{tag}\b", run.locator.text, re.IGNORECASE)
    return run.locator.point(found.start()) if found else Point(run.locator.first_line)


def _warn_of_leftovers(run: _Run) -> None:
    for found in _LEFTOVER.finditer(run.locator.text):
        run.log.warning(
            run.locator.point(found.start()),
            "MARKERING-KVAR",
            f"märket {found.group()} står kvar",
            value=found.group(),
            hint="kontrollera uppgiften och ta bort märket",
        )
