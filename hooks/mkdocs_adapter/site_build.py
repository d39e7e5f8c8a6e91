"""One build: the site, planned by the core, handed to MkDocs event by event.

MkDocs keeps what it does well (configuration, the theme's templates, assets, serving). Reading, checking, rendering
Markdown and navigation are the core's, and pages are written by ``page_writer`` when MkDocs has copied the rest.
"""

from __future__ import annotations

import contextlib
import secrets
import sys
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from markupsafe import Markup

from vip_core import (
    bundles,
    citation_styles,
    data_export,
    offline_reading,
    page_digests,
    page_views,
    publish_checks,
    scope,
    site,
    version_views,
    workers,
)
from vip_core.addresses import FROM_DISK, OVER_HTTP, in_site
from vip_core.kept_rows import KeptRows
from vip_core.memory import FORGETFUL, Memory, digest, digest_of_files
from vip_core.page_html import MarkdownSettings
from vip_core.problems import ContentRefused, report
from vip_core.publication import publication
from vip_core.scope import Scope
from vip_core.site import Site, SitePage
from vip_core.site_files import SiteFile, gzipped

from . import engine
from .page_writer import PageWriter
from .remembered_templates import Compiled, RememberedTemplates, compiled
from .written import Written, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


REBUILD: ContextVar[Rebuild] = ContextVar("rebuild")  # what the command that runs a build and the build tell each other
MEMORY = Path(".cache/vip")  # in the project's folder; may be removed at any time


@dataclass
class Rebuild:
    """A build of a site that takes the place of the one in the folder ``earlier``, if any.

    ``spare`` is where the site before that one may be, which most of this one's files are in already, since they have not
    changed: a page that stands there too need not be put there again. ``faultless`` when every page was read as it was
    written, and nothing in it would have to be told.
    """

    earlier: Path | None = None
    spare: Path | None = None
    faultless: bool = False


def settings_of(config: MkDocsConfig) -> MarkdownSettings:
    """Return the Markdown extensions that ``mkdocs.yml`` names, with their options."""
    return MarkdownSettings(tuple(config.markdown_extensions), config.mdx_configs)


def root_of(config: MkDocsConfig) -> Path:
    """Return the project's folder, where ``mkdocs.yml`` stands."""
    return Path(config.config_file_path).resolve().parent


def overrides_of(config: MkDocsConfig) -> Path:
    """Return the folder of our own templates, styles and scripts."""
    assert config.theme.custom_dir is not None
    return Path(config.theme.custom_dir)


def _program() -> bytes:
    """Return a hash of what computes: this code, the citation styles, Python, and every package with its version."""
    folder = Path(__file__).resolve().parents[1]
    files = sorted(file for kind in ("*.py", "*.csl") for file in folder.rglob(kind))
    packages = sorted(one.name for place in sys.path for one in Path(place).glob("*.dist-info"))
    return digest(digest_of_files(files, folder), sys.version, *packages)


def memory_of(root: Path, kept: bool = True) -> Memory:
    """Return what earlier builds of the project at ``root`` left; nothing where no key can be kept for it."""
    try:
        key = _key(platformdirs.user_cache_path("vip"))
    except OSError:
        return FORGETFUL
    return Memory(root / MEMORY, _program(), key, lambda notice: print(notice, file=sys.stderr), kept)


def _key(folder: Path) -> bytes:
    """Return the key that this user's builds seal their memory with; makes it the first time. Raises ``OSError``."""
    file = folder / "memory.key"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), file.open("xb") as made:
            file.chmod(0o600)
            made.write(secrets.token_bytes(32))
    return file.read_bytes()


def prepare(config: MkDocsConfig, memory: Memory | None = None) -> Site:
    """Plan the site that ``config`` describes; raises ``ContentRefused`` when the content has errors.

    Writes nothing, unless ``memory`` is given, in which the results are kept.
    The command that packs the site sets ``extra.avgransning``, lists of keys by ``program`` and ``ingang``, for a part of
    it, and ``extra.utskrift`` for print pages.
    """
    style = OVER_HTTP if config.use_directory_urls else FROM_DISK
    published = publication(config.site_url or "", config.site_name, config.extra)
    memory = memory or memory_of(root_of(config), kept=False)
    wanted, prints = config.extra.get("avgransning", {}), config.extra.get("utskrift")
    part = Scope(tuple(wanted.get("program", ())), tuple(wanted.get("ingang", ())))
    with workers.seldom_collecting():
        planned = scope.prepare(root_of(config), settings_of(config), style, published, part, memory)
    planned = site.with_print_pages(planned) if prints else planned
    return site.with_unsaved_page(planned) if offline_reading.is_on(published) else planned


def _keep_only_ours(config: MkDocsConfig) -> Path:
    """Leave MkDocs no templates and files but ours to look through, and return the folder of Material's icons.

    Nothing else of the theme is used, and its folders hold thousands of files.
    """
    dirs = config.theme.dirs
    found = next((Path(place) / ".icons" for place in dirs if (Path(place) / ".icons").is_dir()), Path())
    dirs[:] = [str(overrides_of(config))]
    return found


def _set_up(env: jinja2.Environment) -> None:
    """Set what decides how templates are compiled."""
    env.autoescape = True  # MkDocs leaves it off; titles and descriptions come from authors
    env.trim_blocks = env.lstrip_blocks = True


def _compiled_templates(config: MkDocsConfig) -> Compiled:
    env = config.theme.get_env()
    _set_up(env)
    folder = overrides_of(config)
    return compiled(env, [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("[!.]*.html"))])


def _icon_path(folder: Path, name: str) -> Markup:
    """Return what is drawn in one of Material's icons."""
    svg = (folder / f"material/{name}.svg").read_text(encoding="utf-8")
    return Markup(svg[svg.index("<path") : svg.rindex("</svg>")])  # noqa: S704 - a file of the theme


class SiteBuild:
    """The state of one build. A new one is made in ``on_config``, since ``serve`` keeps modules between builds."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._rebuild = REBUILD.get(Rebuild())
        spare = self._rebuild.spare
        self._older = workers.Meanwhile(partial(listed, spare)) if spare else None
        self.memory = memory_of(root_of(config))
        self.templates = RememberedTemplates(self.memory)
        # A first build has a core to spare while the vocabularies are read.
        self._compiling = None if self.templates.has_any else workers.Meanwhile(partial(_compiled_templates, config))
        try:
            self.site = prepare(config, self.memory)
        except ContentRefused as refused:
            raise engine.refusal(config, refused) from None
        references = citation_styles.References(self.memory)
        references.of_kind(bool(self.site.publication.site_url))  # here, so that it is remembered
        self._keeping = workers.Meanwhile(self.memory.keep)
        self.memory.drop()
        if self.site.warnings:
            print(report(self.site.warnings), file=sys.stderr)
        self._references = references
        self.icons = _keep_only_ours(config)
        self.keeps = offline_reading.is_on(self.site.publication)

    def begin(self, config: MkDocsConfig) -> None:
        """Begin what can be made beside the pages, before MkDocs has cleared the folder that it is for."""
        # It writes a file and returns nothing, so that its memory is given back as soon as it is done.
        self._searching = workers.Meanwhile(self._search_file, partial(self._write_search_file, Path(config.site_dir)))

    def mount(self, files: Files, config: MkDocsConfig) -> Files:
        """Return the files of the site: ours instead of the pages MkDocs found, and nothing of the theme but ours."""
        structure = engine.module(config, "structure.files")
        ours = overrides_of(config)
        for file in list(files):
            shipped = file.src_uri.startswith(bundles.SOURCES) and not file.src_uri.startswith(bundles.SHIPPED)
            if file.is_documentation_page() or Path(file.src_dir or "") != ours or shipped:
                files.remove(file)
        for asset in self.site.assets:
            files.append(structure.File.generated(config, asset.path, abs_src_path=str(asset.file)))
        self.written = Written(self.memory, self._rebuild.earlier)
        self._data_files = tuple(self.site.data_files(self._kept_rows()))
        if self._older:  # nothing is in the folder yet
            addresses = (
                *(page.address for page in self.site.pages),
                *(one.from_address for one in self.site.redirects),
            )
            wanted = {*map(in_site, addresses), *(file.path for file in self._data_files)}
            self.written.start_from(self._older.wait, Path(config.site_dir), wanted)
        self._searching.go_on()
        return files

    def environment(self, env: jinja2.Environment, config: MkDocsConfig) -> jinja2.Environment:
        """Set the template environment up."""
        _set_up(env)
        if self._compiling:
            self.templates.add(self._compiling.wait())
        env.bytecode_cache = self.templates
        names = (name for name in bundles.CONTENTS if self.keeps or name != offline_reading.BUTTON)
        self.bundles = {name: bundles.read(overrides_of(config) / "assets", name) for name in names}
        self.views = page_views.Views(self.site, self._references)
        self.version_views = version_views.VersionViews(self.site, self._references)
        env.globals |= {"config": config, "views": self.views, "version_views": self.version_views}
        env.globals["icon_path"] = lru_cache(maxsize=None)(partial(_icon_path, self.icons))
        self.writer = PageWriter(env, self.views, self.bundles)
        return env

    def static_context(self, context: Any) -> Any:
        """Give a page without an address of its own, such as 404, its view: its links start at the site's root."""
        title, description = "Sidan finns inte", "Adressen kan vara felskriven, eller så har sidan flyttat."
        page = SitePage("404/", "404.html", title, description)
        return context | self.writer.context_without_address(page, context["base_url"].rstrip("/") + "/")

    @workers.seldom_collecting()
    def write(self, site_dir: Path, config: MkDocsConfig) -> None:
        """Write the pages, and the files that are made rather than copied."""
        exporting = workers.Meanwhile(partial(self._write_other_files, site_dir))
        settings = (repr((self.site.publication, settings_of(config), self.site.style)), config.site_description or "")
        digests = page_digests.of_pages(self.site, root_of(config), settings, overrides_of(config), self.views.shown)
        written = self.written
        written.expect(digests)
        self.writer.write(site_dir, written)
        written.keep()
        self.templates.keep()
        exporting.wait()
        self._searching.wait()
        # MkDocs writes into it the second it was packed, so that no two builds would be the same.
        (site_dir / "sitemap.xml.gz").write_bytes(gzipped((site_dir / "sitemap.xml").read_bytes()))
        if self.keeps:
            code = (overrides_of(config) / "assets" / offline_reading.CODE).read_text(encoding="utf-8")
            programs = tuple(program.slug for program in self.site.catalogue.programs)
            worker = offline_reading.service_worker(site_dir, programs, code)
            (site_dir / offline_reading.WORKER).write_bytes(worker.encode("utf-8"))
        files = publish_checks.files_in(site_dir)
        ours = set(map(in_site, digests))
        others = publish_checks.places(site_dir, files - ours, config.site_url or "")
        self._rebuild.faultless = written.are_faultless(files, others)
        self._keeping.wait()

    def _search_file(self) -> SiteFile:
        file = self.site.search_file(self.memory)
        made = file.data
        self.memory.keep()
        return SiteFile(file.path, lambda: made)

    def _write_search_file(self, site_dir: Path, file: SiteFile) -> None:
        file.write_to(site_dir)

    def _write_other_files(self, site_dir: Path) -> None:
        for file in self._bundle_files():
            file.write_to(site_dir)
        self.written.put(self._data_files, site_dir)

    def _kept_rows(self) -> KeptRows:
        earlier = self._rebuild.earlier
        return KeptRows(self.memory, earlier / data_export.table_path(data_export.ARTICLES) if earlier else None)

    def made_files(self) -> Iterable[SiteFile]:
        """Return every file that is made rather than copied."""
        return (*self.site.files(), *self._bundle_files())

    def _bundle_files(self) -> Iterable[SiteFile]:
        return (SiteFile(bundle.path, partial(getattr, bundle, "text")) for bundle in self.bundles.values())
