"""Frozen texts: earlier versions read and rendered when their page is made, so that a build that only checks pays nothing.

What a frozen text names may have gone since: a source, a facet value, a page it links to. None of that is an error. Links
follow redirects, and a link whose target is gone becomes plain words.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import catalogue, front_matter
from .addresses import LinkStyle
from .catalogue import Chapter
from .front_matter import SourceFile
from .links import LinkMap
from .marked_yaml import Mapping
from .page_html import MarkdownSettings, PageHtml, PageRenderer
from .problems import ProblemLog
from .redirects import Redirect
from .versions import INDEX, FrozenVersion, Versions
from .vocabularies import Vocabularies


@dataclass(frozen=True)
class FrozenText:
    """An earlier version as it stood: its front matter and articles, and its text."""

    chapter: Chapter
    html: PageHtml


class FrozenTexts:
    """Reads frozen texts, and renders them. One instance serves a whole build."""

    def __init__(
        self,
        settings: MarkdownSettings,
        link_map: LinkMap,
        redirects: Iterable[Redirect],
        style: LinkStyle,
        vocabularies: Vocabularies,
    ) -> None:
        former = {_mounted(redirect.from_address): redirect.to_address for redirect in redirects}
        former |= {_mounted(address): address for address in link_map.addresses}
        self._pages = dict(former) | dict(link_map.pages)
        self._link_map = link_map
        self._settings = settings
        self._style = style
        self._vocabularies = vocabularies
        self._renderer: PageRenderer | None = None

    def read(self, versions: Versions, frozen: FrozenVersion) -> Chapter:
        """Return a version's front matter and articles; a program's own page is read as a chapter without any."""
        text = front_matter.read_text(frozen.file, ProblemLog(frozen.path)) or ""
        source, _ = front_matter.parse(text, frozen.path)
        source = source or SourceFile(frozen.path, Mapping(), text)
        return catalogue.read_frozen(source, versions.program, versions.slug, self._vocabularies)

    def render(self, versions: Versions, frozen: FrozenVersion) -> FrozenText:
        """Return a version with its text rendered for its own page."""
        chapter = self.read(versions, frozen)
        mounted = f"{versions.program}/{versions.slug or INDEX}.md"
        if self._renderer is None:
            self._renderer = PageRenderer(self._settings, self._link_map, self._style, frozen=True)
        pages = ChainMap({mounted: frozen.address}, self._pages)
        self._renderer.link_map = replace(self._link_map, pages=pages)
        source = chapter.page.source
        html, _ = self._renderer.render(source, mounted, frozen.address, chapter.outline, chapter.articles)
        return FrozenText(chapter, html)


def _mounted(address: str) -> str:
    """Return the source that a page at ``address`` has had among the site's sources."""
    return f"{address.rstrip('/')}.md"
