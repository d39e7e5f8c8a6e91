"""The page writer: renders each planned page from its template and writes it.

MkDocs would read, render and write every page by itself, with a table of contents and a place in the navigation that
the site has no use for; that alone costs more than our pages do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import meta
from markupsafe import Markup

from vip_core import addresses, workers
from vip_core.addresses import LinkStyle
from vip_core.page_views import ArticleView, FilterFacet, Views
from vip_core.selection import Selection
from vip_core.site import SitePage

if TYPE_CHECKING:
    import jinja2

    from vip_core.bundles import Bundle

    from .written import Written

_HREF = "vip--href"  # stands in a stencil where the link goes
_MARK = "\ue000"  # stands in a stencil where a page's own values go; no text holds it


class PageWriter:
    """Renders the pages of one site with the templates of ``env``."""

    def __init__(self, env: jinja2.Environment, views: Views, bundles: dict[str, Bundle]) -> None:
        self.env = env
        self.views = views
        self.style: LinkStyle = views.site.style
        self.bundles = bundles
        self._items: dict[str, tuple[str, str]] = {}
        self._fieldsets: dict[int, list[str]] = {}
        self._link = lru_cache(maxsize=None)(self.style.link)

    def write(self, site_dir: Path, written: Written) -> None:
        """Write every page and redirect below ``site_dir``; those that an earlier build has ``written`` just so are taken from there.

        Raises what a template raises, and ``OSError``.
        """
        pages = [page for page in self.views.site.pages if not written.reuse(page.address, site_dir)]
        pages.sort(key=self.views.weight, reverse=True)
        if len(pages) > 1:
            self._compile({page.template for page in pages})
        workers.results(partial(self._write, site_dir), pages)
        self._write_redirects(site_dir, written)
        written.keep(site_dir)

    def _compile(self, templates: set[str]) -> None:
        """Compile the templates, with all they are made of, before there are several processes that would each do it."""
        waiting, done = set(templates), set[str]()
        while waiting:
            name = waiting.pop()
            done.add(name)
            source, _, _ = self.env.loader.get_source(self.env, name) if self.env.loader else ("", None, None)
            named = meta.find_referenced_templates(self.env.parse(source))
            waiting |= {one for one in named if one} - done
            self.env.get_template(name)

    def _write_redirects(self, site_dir: Path, written: Written) -> None:
        for address, html in self.redirects(lambda address: written.reuse(address, site_dir)).items():
            file = addresses.file(site_dir, address)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(html.encode("utf-8"))

    def redirects(self, stands: Callable[[str], bool] = lambda _: False) -> dict[str, str]:
        """Return the small page at every earlier address, as it is published, save where one ``stands`` already."""
        pages: dict[str, str] = {}
        titles = {page.address: page.title for page in self.views.site.pages}
        template = self.env.get_template("redirect.html")
        for redirect in self.views.site.redirects:
            here = redirect.from_address
            if stands(here):
                continue
            context = {
                **self._links(partial(self._link, here), partial(self.style.asset, here)),
                "redirect": redirect,
                "title": titles[redirect.to_address],
                "canonical": self.views.site.publication.url(redirect.to_address),
            }
            pages[here] = template.render(context)
        return pages

    def _write(self, site_dir: Path, page: SitePage) -> None:
        file = addresses.file(site_dir, page.address)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.html(page).encode("utf-8"))

    def html(self, page: SitePage) -> str:
        """Return a page as it is published."""
        return self.env.get_template(page.template).render(self.context(page))

    def context(self, page: SitePage) -> dict[str, Any]:
        """Return what the page's template sees: its view, and links as seen from it."""
        here = page.address
        return {**self._links(partial(self._link, here), partial(self.style.asset, here)), "view": self.views.of(page)}

    def context_without_address(self, page: SitePage, base: str) -> dict[str, Any]:
        """Return the same for a page that is shown at any address, such as 404: its links start at ``base``."""
        links = self._links(base.__add__, base.__add__)
        return {**links, "view": self.views.of(page)}

    def _links(self, link: Any, asset: Any) -> dict[str, Any]:
        return {
            "link": link,
            "asset": asset,
            "bundle": lambda name: asset(self.bundles[name].path),
            "items": partial(self._listed, link),
            "fieldset": self._fieldset,
        }

    def _listed(self, link: Any, group: Any, query: str = "") -> Markup:
        """Return the list items of a group's articles. Each is rendered once; only its link differs between pages."""
        href = link(group.chapter.address + query) + "#"
        return Markup(  # noqa: S704 - made by templates, which escape
            "".join(
                f"{before}{Markup.escape(href)}{item.article.id}{after}\n"
                for item in group.articles
                for before, after in (self._item(item),)
            )
        )

    def _item(self, item: ArticleView) -> tuple[str, str]:
        found = self._items.get(item.article.key)
        if found is None:
            html = self.env.get_template("partials/article_item.html").render({"item": item, "href": _HREF})
            before, _, after = html.partition(_HREF)
            found = self._items[item.article.key] = (before, after)
        return found

    def _fieldset(self, shown: FilterFacet, selection: Selection) -> Markup:
        """Return a facet of the filter. Each is rendered once; only counts and what is chosen differ between pages."""
        parts = self._fieldsets.get(id(shown.facet))
        if parts is None:
            template = self.env.get_template("partials/filter_facet.html")
            parts = self._fieldsets[id(shown.facet)] = template.render({"facet": shown.facet, "mark": _MARK}).split(
                _MARK
            )
        chosen = selection.get(shown.facet.key, ())
        filled = (
            piece
            for value, before, after in zip(shown.values, parts[1::2], parts[2::2], strict=True)
            for piece in (" checked" if value.key in chosen else "", before, str(value.count), after)
        )
        return Markup(parts[0] + "".join(filled))  # noqa: S704 - made by a template, which escapes
