"""Page HTML: Markdown rendered once, with a chapter cut into its article sections and every link resolved.

Python-Markdown sees the whole page, so that footnotes and reference links work across articles; a tree processor gives
articles their ids and marks where one begins. Splitting the finished text instead would cut inside admonitions.
"""

from __future__ import annotations

import difflib
import hashlib
import html
import re
import xml.etree.ElementTree as etree  # noqa: N813 - Python-Markdown's own name for it
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import (
    TocTreeprocessor,
    remove_fnrefs,
    render_inner_html,
    slugify,
    strip_tags,
    unique,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from . import addresses, raw_html
from .addresses import OVER_HTTP, LinkStyle
from .article_blocks import Heading, Outline
from .catalogue import Article
from .front_matter import SourceFile
from .glossary import Glossary
from .links import Link, LinkMap, Locator, is_outside
from .marked_yaml import Scalar
from .memory import digest
from .packed_texts import kept, packed_text, packed_value
from .problems import Point, Problem, ProblemLog
from .running_text import LEFTOVER

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MakeLink = Callable[[str], etree.Element | None]
_CUT = "vip-cut"
_CUT_HTML = f"<{_CUT}></{_CUT}>"
_TAG = re.compile(r"<!--.*?-->|<[^>]+>", re.DOTALL)
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref.*?</sup>', re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>\s*")
_PLACEHOLDER = re.compile(r"\x02(?:(amp)|(\d+)|[^\x03]*)\x03")
_PROSE = re.compile(r"(?:[^\W_]|[.,:;?()%§/–-](?! *\n)|[ \n](?! +\n))+")  # no sign that any markup begins with
_ONE_LINE = re.compile(r"[^\W\d_][^\n|]*")
_MARKUP = re.compile(r"\]\([^)]*\)|\{[^}]*\}\s*$|<[^>]*>|&\w+;|[\W_]+")
_MAYBE_HEADING = re.compile(r"^(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*(#{0,6}[ \t]*)(\S.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][^\W_]*")
# What Markdown uses up, each looked for only where its own sign stands: link targets and their definitions, a code block's language,
# and marks of Markdown in HTML.
_NOT_SHOWN = (
    ("](", re.compile(r"\]\([^)]*\)")),
    ("][", re.compile(r"\](?:\[[^\]]*\])+")),
    ("]:", re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:.*$", re.MULTILINE)),
    ("```", re.compile(r"^[ \t>]*`{3,}.*$", re.MULTILINE)),
    ("~~~", re.compile(r"^[ \t>]*~{3,}.*$", re.MULTILINE)),
    ("markdown", re.compile(r"""\smarkdown(?:=["']?\w+["']?)?(?=[\s>])""")),
)
_MAYBE_DEEP = re.compile(r"[*_]{50}")
_LONGEST_MARKS = re.compile(r"[^\w\n]+")


@dataclass(frozen=True)
class MarkdownSettings:
    """Python-Markdown extensions by name, and their options by extension."""

    extensions: tuple[str, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A rendered article, without its heading. ``lead`` is its first paragraph as plain text.

    ``sha256`` is that of the title, a line break and ``text`` in UTF-8.
    """

    article: Article
    lead: str
    sha256: str
    html: str = packed_text()

    @property
    def text(self) -> str:
        """All of it as plain text, without footnote marks and comments. Made anew each time: few ask, and a site has thousands."""
        return plain_text(self.html)

    def of(self, article: Article) -> Section:
        """Return the section as that of ``article``."""
        made = object.__new__(Section)  # as copy.copy does, which is slow
        made.__dict__.update(self.__dict__, article=article)
        return made

    def __getstate__(self) -> dict[str, Any]:
        """Travel between processes, and to the next build, without the article, which is read anew there."""
        return {**self.__dict__, "article": None}


@dataclass(frozen=True)
class TocItem:
    """A level-2 heading of a page without articles."""

    id: str
    title: str


@dataclass(frozen=True)
class PageHtml:
    """A rendered page: what stands before the articles, the articles, and the footnotes after them.

    ``complete`` is false when text was lost on the way; then nobody can say which anchors the page has. ``terms`` has what
    the search index is to hold of the articles, as ``search_index.packed_terms`` makes it of living texts.
    """

    intro: str
    sections: tuple[Section, ...] = ()
    footnotes: str = ""
    toc: tuple[TocItem, ...] = ()
    anchors: frozenset[str] = packed_value(frozenset())
    links: tuple[Link, ...] = packed_value(())
    complete: bool = True
    terms: bytes = b""

    def of(self, articles: Sequence[Article]) -> PageHtml:
        """Return the page with these articles as those of its sections, which come from a worker without theirs."""
        pairs = zip(self.sections, articles, strict=True)
        return self._with(sections=tuple(section.of(article) for section, article in pairs))

    def with_terms(self, terms: bytes) -> PageHtml:
        """Return the page with these terms of its articles."""
        return self._with(terms=terms)

    def _with(self, **changed: object) -> PageHtml:
        made = object.__new__(PageHtml)  # so that nothing is unpacked for it
        made.__dict__.update(self.__dict__, **changed)
        return made


NO_TEXT = PageHtml("")


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
    complete: bool = True


class PageRenderer:
    """Renders pages. One instance serves a whole build, since setting Markdown up costs more than a page."""

    def __init__(
        self,
        settings: MarkdownSettings,
        link_map: LinkMap,
        style: LinkStyle = OVER_HTTP,
        glossary: Glossary | None = None,
        frozen: bool = False,
    ) -> None:
        """Set Markdown up. In a ``frozen`` text links to what is gone become plain words, and no words are counted."""
        self.frozen = frozen
        self.link_map = link_map
        self.style = style
        self.glossary = glossary or Glossary()
        self.run: _Run | None = None
        self._settings = settings
        self._markdown = self._set_up()

    def key(self) -> Callable[[SourceFile, str, str, bytes], bytes]:
        """Return a function that gives a hash of everything that ``render`` makes a page of.

        The outline is made of the source's text alone; of the articles it gets a hash.
        """
        links = self.link_map
        settings = repr((self._settings, self.style, self.glossary.terms, sorted(links.pages.items())))
        shared = digest(settings, *sorted(links.addresses), *sorted(links.files))

        def of(source: SourceFile, mounted: str, address: str, articles: bytes) -> bytes:
            place = repr((source.path, source.body_line, mounted, address))
            return digest(shared, place, kept(source, "body"), articles)

        return of

    def _set_up(self) -> markdown.Markdown:
        options = {name: dict(options) for name, options in self._settings.options.items()}
        options.setdefault("tables", {})["use_align_attribute"] = True  # the site's policy allows no style attributes
        return markdown.Markdown(
            extensions=[*self._settings.extensions, _ArticleExtension(self)], extension_configs=options
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
        try:
            built = self._markdown.convert(outline.text)
        except RecursionError:
            self._markdown = self._set_up()  # the old one is still in the middle of this page
            _note_too_deep(run)
            return PageHtml("", complete=False), log.problems
        for name in raw_html.check(self._markdown.htmlStash.rawHtmlBlocks, built, run.locator, log):
            _add_anchor(name, run)
        if run.complete and not log.problems and not self.frozen:
            _note_lost_words(built, run)
        built = raw_html.sanitised(built, run.locator, log)
        _warn_of_leftovers(source, run)
        parts = built.split(_CUT_HTML)
        if len(parts) != len(articles) + 2:
            parts = [built, *[""] * len(articles), ""]
        sections = tuple(_section(article, part) for article, part in zip(articles, parts[1:-1], strict=True))
        anchors, links = frozenset(run.anchors), tuple(run.links)
        return PageHtml(parts[0], sections, parts[-1], tuple(run.toc), anchors, links, run.complete), log.problems


def plain_text(fragment: str) -> str:
    """Return the words of an HTML fragment, white space folded and footnote marks left out."""
    return " ".join(html.unescape(_TAG.sub(" ", _FOOTNOTE_MARK.sub("", fragment))).split())


def _section(article: Article, fragment: str) -> Section:
    fragment = fragment.strip()
    first = _FIRST_PARAGRAPH.search(fragment)
    words = _TAG.sub("", _BREAK.sub(" ", _FOOTNOTE_MARK.sub("", first[1]))) if first else ""
    text = plain_text(fragment)
    digest_of_text = hashlib.sha256(f"{article.title}\n{text}".encode()).hexdigest()
    return Section(article, " ".join(html.unescape(words).split()), digest_of_text, fragment)


class _ArticleExtension(Extension):
    def __init__(self, renderer: PageRenderer) -> None:
        super().__init__()
        self.renderer = renderer

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown calls it so
        md.parser.blockprocessors.register(OneLine(md.parser), "vip-one-line", 1000)
        if "toc" in md.treeprocessors:
            toc = cast(TocTreeprocessor, md.treeprocessors["toc"])
            md.treeprocessors.register(_HeadingIds(md, self.renderer, toc), "toc", 5)
        # Python-Markdown's own order: inline 20, attr_list 8, toc 5, unescape 0.
        md.treeprocessors.register(_PlainText(md), "vip-plain-text", 21)
        md.treeprocessors.register(_Headings(md, self.renderer), "vip-headings", 6)
        md.treeprocessors.register(_Links(md, self.renderer), "vip-links", 4)
        md.treeprocessors.register(_Tables(md), "vip-tables", 3.8)
        md.treeprocessors.register(_Terms(md, self.renderer), "vip-terms", 3.5)
        md.treeprocessors.register(_Numbers(md, self.renderer), "vip-numbers", 3.4)
        md.treeprocessors.register(_Cuts(md, self.renderer), "vip-cuts", 3)


class _PlainText(Treeprocessor):
    """Spares text that holds nothing but prose from being searched for each kind of inline markup.

    Python-Markdown leaves an ``AtomicString`` as it is; searching in vain is half of what a page costs.
    """

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and _PROSE.fullmatch(element.text):
                element.text = AtomicString(element.text)


class OneLine(ParagraphProcessor):
    """Makes paragraphs of single lines of prose at once, which no other kind of block can begin with.

    Python-Markdown would ask each of a dozen processors in turn.
    """

    def test(self, parent: etree.Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown calls it so
        return _ONE_LINE.fullmatch(block) is not None and not self.parser.state.isstate("list")


class _PageProcessor(Treeprocessor):
    def __init__(self, md: markdown.Markdown, renderer: PageRenderer) -> None:
        super().__init__(md)
        self.renderer = renderer

    @property
    def page(self) -> _Run:
        assert self.renderer.run is not None
        return self.renderer.run


class _HeadingIds(_PageProcessor):
    """Gives headings the ids that the toc extension does, without its list of contents, which nobody asks for."""

    def __init__(self, md: markdown.Markdown, renderer: PageRenderer, toc: TocTreeprocessor) -> None:
        super().__init__(md, renderer)
        self.toc = toc

    def run(self, root: etree.Element) -> None:
        toc, text = self.toc, self.page.locator.text
        configured = toc.base_level or toc.use_anchors or toc.use_permalinks
        if configured or toc.marker in text or _MAYBE_DEEP.search(text):
            toc.run(root)  # which also goes down every level, and fails where there are too many
            return
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for element in root.iter():
            if element.tag in _HEADINGS:
                element.attrib.pop("data-toc-label", None)
                if "id" not in element.attrib:
                    name = html.unescape(strip_tags(render_inner_html(remove_fnrefs(element), self.md)))
                    element.set("id", unique(toc.slugify(name, toc.sep), used))


class _Headings(_PageProcessor):
    """Checks headings against the source, and gives articles and their headings permanent ids."""

    def run(self, root: etree.Element) -> None:
        run = self.page
        top = [element for element in root if element.tag in _HEADINGS]
        nested = _note_nested(root, top, run)
        headings = run.outline.headings
        before = len(run.log.problems)
        if not run.outline.open_fence:
            _note_lost(top, [heading for heading in headings if _letters(heading.text) not in nested], run)
        run.complete = len(top) == len(headings) and len(run.log.problems) == before
        if not run.complete:
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
            if heading.level > 2 and "id" in element.attrib:
                continue
            name = current.id if heading.level == 2 else f"{current.id}--{slugify(_text_of(element), '-')}"
            number = 2
            wanted = name
            while name in used:
                name, number = f"{wanted}-{number}", number + 1
            used.add(name)
            element.set("id", name)


def _text_of(element: etree.Element) -> str:
    """Return the words of an element, without what Markdown has put aside until the end."""
    return " ".join(_plain("".join(element.itertext())).split())


def _plain(text: str) -> str:
    """Return text as its author wrote it; Markdown keeps ampersands and escaped characters as placeholders."""
    return _PLACEHOLDER.sub(lambda found: "&" if found[1] else chr(int(found[2])) if found[2] else "", text)


def _letters(text: str) -> str:
    """Return what is left of a heading without markup, to compare its source with what was built."""
    return _MARKUP.sub("", text)


def _note_nested(root: etree.Element, top: Sequence[etree.Element], run: _Run) -> frozenset[str]:
    """Note each heading inside a block, and return their letters."""
    at_top = set(map(id, top))
    letters: list[str] = []
    for element in root.iter():
        if element.tag in _HEADINGS and id(element) not in at_top:
            text = _text_of(element)
            run.log.error(
                _heading_place(text, letters.count(_letters(text)), run),
                "RUBRIK-I-BLOCK",
                f'rubriken "{text}" står inne i ett block',
                value=text,
                hint="skriv den i fetstil, eller flytta den ut ur blocket",
            )
            letters.append(_letters(text))
    return frozenset(letters)


def _heading_place(text: str, earlier: int, run: _Run) -> Point:
    """Return where a heading that the scanner does not know was written, passing over ``earlier`` ones like it."""
    same = [found for found in _MAYBE_HEADING.finditer(run.locator.text) if _letters(found[2]) == _letters(text)]
    known = {heading.line for heading in run.outline.headings}
    places = [run.locator.point(found.start(1)) for found in same]
    places = [place for place in places if place.line not in known] or places
    return places[min(earlier, len(places) - 1)] if places else Point(run.locator.first_line)


def _note_lost(top: Sequence[etree.Element], headings: Sequence[Heading], run: _Run) -> None:
    """Note where headings of the source are missing from the built page, or the other way round."""
    wanted = [(f"h{heading.level}", _letters(heading.text)) for heading in headings]
    built = [(element.tag, _letters(_text_of(element))) for element in top]
    changes = difflib.SequenceMatcher(None, wanted, built, autojunk=False).get_opcodes()
    for what, start, end, first, last in changes:
        if what == "equal" or [tag for tag, _ in wanted[start:end]] == [tag for tag, _ in built[first:last]]:
            continue
        if start < end:
            run.log.error(
                Point(headings[start].line),
                "TAPPAD-TEXT",
                f'rubriken "{headings[start].text}" försvinner ur sidan',
                value=headings[start].text,
                hint="en HTML-tagg eller ett block ovanför stängs aldrig, eller en tomrad saknas före rubriken",
            )
        else:
            extra = _text_of(top[first])
            run.log.error(
                _heading_place(extra, 0, run),
                "TAPPAD-TEXT",
                f'sidan får en rubrik "{extra}" som inte skrivits som rubrik',
                value=extra,
                hint="skriv rubriker med # först på raden, och en tomrad före en rad ---",
            )


def _note_lost_words(built: str, run: _Run) -> None:
    """Note words of the source that the built page lacks: a cell too many, a footnote number used twice.

    Words are counted, so that a lost one is noticed even when the same word stands elsewhere too. Headings are compared for
    themselves; digits are not counted, since lists turn them into numbering.
    """
    written = run.locator.text.split("\n")
    rows = list(written)
    for heading in run.outline.headings:
        rows[heading.line - run.locator.first_line] = ""
    text = "\n".join(html.unescape(row).replace("\n", " ") for row in rows)
    shown = text.casefold()
    for sign, used in _NOT_SHOWN:
        if sign in shown:
            shown = used.sub(_blanked, shown)
    rows = shown.split("\n")
    lost = Counter(_WORD.findall(shown)) - Counter(_WORD.findall(html.unescape(built).casefold()))
    places: dict[int, list[str]] = {}
    for word in lost:
        lines = [number for number, row in enumerate(rows) if word in _WORD.findall(row)]
        most = max(lines, key=lambda number: (sum(other in rows[number] for other in lost), number))
        places.setdefault(most, []).append(word)
    for number, words in places.items():
        found = re.search(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", written[number], re.IGNORECASE)
        run.log.error(
            Point(run.locator.first_line + number, found.start() + 1 if found else 1),
            "TAPPAD-TEXT",
            f'"{found.group() if found else words[0]}" försvinner ur sidan',
            value=words[0],
            hint="kontrollera tabellens kolumner, fotnoternas namn och HTML-taggarna på raden",
        )


def _blanked(found: re.Match[str]) -> str:
    """Return what was found as spaces; the end of a link's text stays, since something else may begin there."""
    text = found.group()
    kept = "]" if text.startswith("]") else ""
    return kept + re.sub(r"[^\n]", " ", text[len(kept) :])


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
        above = max(heading.level, 2)  # level 1 has been told, and is meant as level 2


class _Links(_PageProcessor):
    """Resolves links and images, and notes what is broken."""

    def run(self, root: etree.Element) -> None:
        run = self.page
        for element in root.iter():
            if "id" in element.attrib:
                _add_anchor(element.attrib["id"], run)
            self._refuse_unsafe(element, run)
            if element.tag == "a" and "href" in element.attrib:
                self._link(element, run)
            elif element.tag == "img" and "src" in element.attrib:
                self._image(element, run)

    @staticmethod
    def _refuse_unsafe(element: etree.Element, run: _Run) -> None:
        tag = str(element.tag)
        if tag not in raw_html.MARKDOWN:
            found = re.search(rf"<{re.escape(tag)}\b", run.locator.text, re.IGNORECASE)
            place = run.locator.point(found.start()) if found else Point(run.locator.first_line)
            message = f"<{tag}> bär kod, stil eller innehåll som webbplatsen inte tillåter"
            run.log.error(place, "HTML-TAGG", message, value=f"<{tag}>", hint="ta bort taggen")
            return
        for name, value in element.attrib.items():
            if raw_html.refused_attribute(tag, name, value, raw_html.MARKDOWN):
                place = _attribute_place(name, run.locator)
                message = f"{name} bär kod eller stil som webbplatsen inte tillåter"
                run.log.error(place, "HTML-TAGG", message, value=name, hint="ta bort attributet")

    def _link(self, element: etree.Element, run: _Run) -> None:
        target = html.unescape(_plain(element.attrib["href"]))
        if target.startswith(("#fn:", "#fnref")) and "footnote" in element.get("class", ""):
            return
        place = run.locator.find(target)
        link = self.renderer.link_map.resolve(run.source, target, place, run.log)
        if link is None:
            if self.renderer.frozen and not is_outside(target):
                _unlink(element)
            return
        run.links.append(link)
        if link.address in self.renderer.link_map.files:
            element.set("href", self.renderer.style.asset(run.address, link.address) + link.rest)
        else:
            element.set("href", self.renderer.style.link(run.address, link.address + link.rest))

    def _image(self, element: etree.Element, run: _Run) -> None:
        target = html.unescape(_plain(element.attrib["src"]))
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
        if image is None and self.renderer.frozen:
            element.text = element.get("alt")
            _unlink(element)
        elif image:
            element.set("src", self.renderer.style.asset(run.address, image.address))


def _attribute_place(name: str, locator: Locator) -> Point:
    """Return where an attribute was written, in braces or in a tag."""
    written = {"class": r"(?:\.|class=\S*?)vip-", "id": r"(?:#|id=\S?)vip--"}.get(name, rf"\b{re.escape(name)}\b")
    places = [rf"\{{[^}}\n]*?{written}", rf"<[^<>]*?\s{written}"]
    if name == "class":
        places.append(r"^[!?]{3}.*?\bvip-")  # the kind of a box
    found = next((found for place in places if (found := re.search(place, locator.text, re.MULTILINE))), None)
    return locator.point(found.start()) if found else Point(locator.first_line)


def _unlink(element: etree.Element) -> None:
    """Make plain words of a link or an image that leads nowhere."""
    element.tag = "span"
    element.attrib.clear()


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


class _WordLinks(_PageProcessor):
    """Makes links of words in running text. A subclass says which words, in which article, and what each becomes."""

    NOT_IN = frozenset({"a", "code", "pre", "th", "summary", *_HEADINGS})

    def walk(self, element: etree.Element, pattern: re.Pattern[str], make: _MakeLink) -> None:
        """Put what ``make`` returns in place of each match in the text of ``element`` and what it holds."""
        if element.tag in self.NOT_IN:
            return
        links, element.text = _split(element.text, pattern, make)
        for place, link in enumerate(links):
            element.insert(place, link)
        for child in list(element)[len(links) :]:
            self.walk(child, pattern, make)
            links, child.tail = _split(child.tail, pattern, make)
            for place, link in enumerate(links, list(element).index(child) + 1):
                element.insert(place, link)

    def by_article(self, root: etree.Element) -> Iterator[tuple[Article, etree.Element]]:
        """Give each element of the articles, with its article; their headings left out."""
        articles = {article.id: article for article in self.page.articles}
        current: Article | None = None
        for element in root:
            if element.tag == "h2" and element.get("id") in articles:
                current = articles[element.attrib["id"]]
            elif current is not None:
                yield current, element


def _split(text: str | None, pattern: re.Pattern[str], make: _MakeLink) -> tuple[list[etree.Element], str | None]:
    """Return the links made of the matches in ``text``, tails set, and the text before the first of them."""
    if not text:
        return [], text
    links: list[etree.Element] = []
    before, rest = text, 0
    for found in pattern.finditer(text):
        link = make(found.group())
        if link is None:
            continue
        lead = text[rest : found.start()]
        if links:
            links[-1].tail = lead
        else:
            before = lead
        links.append(link)
        rest = found.end()
    if links:
        links[-1].tail = text[rest:]
    return links, before


class _Terms(_WordLinks):
    """Explains a term of the glossary where an article first uses it, by a link that a script makes a tooltip of."""

    def run(self, root: etree.Element) -> None:
        pattern = self.renderer.glossary.pattern
        if pattern is None:
            return
        seen: set[tuple[str, str]] = set()
        for article, element in self.by_article(root):
            self.walk(element, pattern, partial(self._first, seen, article.id))

    def _first(self, seen: set[tuple[str, str]], article: str, word: str) -> etree.Element | None:
        if (article, word) in seen:
            return None
        seen.add((article, word))
        term = self.renderer.glossary.by_word[word]
        to = self.renderer.style.link(self.page.address, f"{addresses.GLOSSARY}#{term.key}")
        link = etree.Element("a", {"class": "vip-term", "href": to, "data-vip-term": term.explanation})
        link.text = word
        return link


class _Numbers(_WordLinks):
    """Makes the crisis numbers of articles on acute danger ready to call."""

    PATTERN = re.compile(r"(?<![\d\w-])(?:112|1177|90101|116 111)(?![\d\w-])")

    def run(self, root: etree.Element) -> None:
        for article, element in self.by_article(root):
            if article.always:
                self.walk(element, self.PATTERN, self._call)

    @staticmethod
    def _call(number: str) -> etree.Element:
        link = etree.Element("a", {"href": f"tel:{number.replace(' ', '')}"})
        link.text = number
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


def _add_anchor(name: str, run: _Run) -> None:
    """Add an id to the page's anchors; an id that is there already would make links to it lead astray."""
    if name in run.anchors:
        written = re.compile(rf"""\{{[^}}\n]*#{re.escape(name)}(?=[\s}}])|id=["']?{re.escape(name)}\b""")
        found = list(written.finditer(run.locator.text))
        place = run.locator.point(found[-1].start()) if found else Point(run.locator.first_line)
        message = f'"{name}" är redan ett ankare på sidan'
        run.log.error(place, "DUBBELT-ID", message, field="id", value=name, hint="välj ett annat id")
    run.anchors.add(name)


def _note_too_deep(run: _Run) -> None:
    longest = max(_LONGEST_MARKS.finditer(run.locator.text), key=lambda found: len(found.group()), default=None)
    place = run.locator.point(longest.start()) if longest else Point(run.locator.first_line)
    hint = "dela upp listan, eller ta bort upprepade tecken"
    run.log.error(place, "FOR-DJUPT", "texten har för många nivåer i varandra", hint=hint)


def _warn_of_leftovers(source: SourceFile, run: _Run) -> None:
    places = [(run.locator.point(found.start()), found) for found in LEFTOVER.finditer(run.locator.text)]
    for entry in source.meta:
        if isinstance(entry.value, Scalar):
            places += [
                (Point(entry.value.line, entry.value.column), found) for found in LEFTOVER.finditer(entry.value.text)
            ]
    for place, found in places:
        mark = found.group()
        hint = (
            "skriv det som fattas i stället"
            if mark.lower().startswith("[skriv")
            else "kontrollera uppgiften och ta bort märket"
        )
        run.log.warning(place, "MARKERING-KVAR", f"märket {mark} står kvar", value=mark, hint=hint)
