"""One build: the site, planned by the core, handed to MkDocs event by event.

MkDocs keeps what it does well (configuration, templates, writing, serving). Reading, checking, rendering Markdown and
navigation are the core's, so every page reaches MkDocs as a generated file whose content is put in place afterwards.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vip_core import bundles, page_views, site
from vip_core.addresses import FROM_DISK, OVER_HTTP
from vip_core.page_html import MarkdownSettings
from vip_core.problems import ContentRefused, report
from vip_core.publication import publication
from vip_core.site import Site, SitePage

from . import engine

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def settings_of(config: MkDocsConfig) -> MarkdownSettings:
    """Return the Markdown extensions that ``mkdocs.yml`` names, with their options."""
    return MarkdownSettings(tuple(config.markdown_extensions), config.mdx_configs)


def root_of(config: MkDocsConfig) -> Path:
    """Return the project's folder, where ``mkdocs.yml`` stands."""
    return Path(config.config_file_path).resolve().parent


def _overrides(config: MkDocsConfig) -> Path:
    """Return the folder of our own templates, styles and scripts."""
    assert config.theme.custom_dir is not None
    return Path(config.theme.custom_dir)


def prepare(config: MkDocsConfig) -> Site:
    """Plan the site that ``config`` describes; raises ``ContentRefused`` when the content has errors."""
    style = OVER_HTTP if config.use_directory_urls else FROM_DISK
    published = publication(config.site_url or "", config.site_name, config.extra)
    return site.prepare(root_of(config), settings_of(config), style, published)


class SiteBuild:
    """The state of one build. A new one is made in ``on_config``, since ``serve`` keeps modules between builds."""

    def __init__(self, config: MkDocsConfig) -> None:
        try:
            self.site = prepare(config)
        except ContentRefused as refused:
            raise engine.refusal(config, refused) from None
        if self.site.warnings:
            print(report(self.site.warnings), file=sys.stderr)
        self.pages = {page.address + "index.md": page for page in self.site.pages}
        overrides = _overrides(config)
        self.bundles = {name: bundles.read(overrides / "assets", name) for name in bundles.CONTENTS}
        self.views = page_views.Views(self.site)

    def mount(self, files: Files, config: MkDocsConfig) -> Files:
        """Return the files of the site: ours instead of the pages MkDocs found, and nothing of the theme but ours."""
        structure = engine.module(config, "structure.files")
        ours = {Path(config.docs_dir), _overrides(config)}
        for file in list(files):
            shipped = file.src_uri.startswith(bundles.SOURCES) and not file.src_uri.startswith(bundles.SHIPPED)
            if file.is_documentation_page() or Path(file.src_dir or "") not in ours or shipped:
                files.remove(file)
        outside_nav = structure.InclusionLevel.NOT_IN_NAV
        for uri in self.pages:
            files.append(structure.File.generated(config, uri, content="", inclusion=outside_nav))
        for asset in self.site.assets:
            if asset.file.is_relative_to(root_of(config) / site.PROGRAMS):
                files.append(structure.File.generated(config, asset.path, abs_src_path=str(asset.file)))
        for bundle in self.bundles.values():
            files.append(structure.File.generated(config, bundle.path, content=bundle.text))
        for made in self.site.files():
            files.append(structure.File.generated(config, made.path, content=made.content))
        return files

    def page(self, page: Page) -> SitePage:
        """Return the planned page behind MkDocs' own."""
        return self.pages[page.file.src_uri]

    def describe(self, page: Page) -> None:
        """Give MkDocs' page the title and template of the planned one."""
        planned = self.page(page)
        page.title = planned.title
        page.meta = {"template": planned.template, "title": planned.title, "description": planned.description}

    def content(self, page: Page) -> str:
        """Return the rendered text of the page."""
        return self.page(page).html.intro

    def context(self, context: Any, page: Page) -> Any:
        """Add what the templates show: the view of the page, and links as seen from it."""
        planned = self.page(page)
        context["view"] = self.views.of(planned)
        return self._with_links(
            context, partial(self.site.style.link, planned.address), partial(self.site.style.asset, planned.address)
        )

    def static_context(self, context: Any) -> Any:
        """Add the same to a page without an address of its own, such as 404: its links start at the site's root."""
        base = context["base_url"].rstrip("/") + "/"
        context["view"] = self.views.of(
            SitePage(
                "404/", "404.html", "Sidan finns inte", "Adressen kan vara felskriven, eller så har sidan flyttat."
            )
        )
        return self._with_links(context, lambda address: base + address, lambda path: base + path)

    def _with_links(self, context: Any, link: Any, asset: Any) -> Any:
        context["link"] = link
        context["asset"] = asset
        context["bundle"] = lambda name: asset(self.bundles[name].path)
        return context

    def environment(self, env: jinja2.Environment) -> jinja2.Environment:
        """Set the template environment up."""
        env.autoescape = True  # MkDocs leaves it off; titles and descriptions come from authors
        env.trim_blocks = env.lstrip_blocks = True
        env.globals["views"] = self.views
        return env
