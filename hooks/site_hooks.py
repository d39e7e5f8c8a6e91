"""MkDocs' events, in MkDocs' order. Each gets what it needs and hands over to ``mkdocs_adapter``.

Imports stand at the top, since this folder is on ``sys.path`` only while MkDocs executes the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs_adapter.site_build import SiteBuild

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_builds: dict[str, SiteBuild] = {}


def _current(config: MkDocsConfig) -> SiteBuild:
    return _builds[str(config.config_file_path)]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Plan the whole site, and stop here if the content has errors: nothing is written yet."""
    _builds[str(config.config_file_path)] = SiteBuild(config)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Begin what needs nothing but the plan."""
    _current(config).begin(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave MkDocs the files it copies: our assets, and what stands beside the texts."""
    return _current(config).mount(files, config)


def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """Set the templates up."""
    return _current(config).environment(env, config)


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> Any:
    """Give static pages such as 404 their view."""
    return _current(config).static_context(context) if template_name.endswith(".html") else context


def on_post_build(config: MkDocsConfig) -> None:
    """Write the planned pages and the files beside them."""
    _current(config).write(Path(config.site_dir), config)
