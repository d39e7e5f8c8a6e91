"""MkDocs' events, in MkDocs' order. Each gets what it needs and hands over to ``mkdocs_adapter``.

Imports stand at the top, since this folder is on ``sys.path`` only while MkDocs executes the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs_adapter.site_build import SiteBuild

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_builds: dict[str, SiteBuild] = {}


def _current(config: MkDocsConfig) -> SiteBuild:
    return _builds[str(config.config_file_path)]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Plan the whole site, and stop here if the content has errors: nothing is written yet."""
    _builds[str(config.config_file_path)] = SiteBuild(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the planned pages in place of the files MkDocs found."""
    return _current(config).mount(files, config)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Describe the page; its text is rendered already, so MkDocs gets none to render."""
    _current(config).describe(page)
    return ""


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the page its rendered text."""
    return _current(config).content(page)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Set the templates up."""
    return _current(config).environment(env)


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    """Give static pages such as 404 their view."""
    return _current(config).static_context(context) if template_name.endswith(".html") else context


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    """Give the template its view of the page."""
    return _current(config).context(context, page)
