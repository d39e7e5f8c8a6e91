"""The page writer: renders each planned page from its template, reads what came of it, and writes it.

MkDocs would read, render and write every page by itself, with a table of contents and a place in the navigation that
the site has no use for; that alone costs more than our pages do.
"""

from __future__ import annotations

import re
import secrets
from array import array
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vip_core import addresses, workers
from vip_core.addresses import LinkStyle
from vip_core.page_readings import Targets
from vip_core.page_views import Views
from vip_core.redirects import Redirect
from vip_core.site import SitePage

from .stencils import Sheet, Stencils
from .written import PageRecord, Written

if TYPE_CHECKING:
    import jinja2

    from vip_core.bundles import Bundle


Job = SitePage | Redirect
_NAMED = re.compile(r"\"([a-z_/]+\.html)\"")  # what a template is made of stands in quotes, also in a call of once()


class PageWriter:
    """Renders the pages of one site with the templates of ``env``."""

    def __init__(self, env: jinja2.Environment, views: Views, bundles: dict[str, Bundle]) -> None:
        self.env = env
        self.views = views
        self.style: LinkStyle = views.site.style
        self.bundles = bundles
        self._link = lru_cache(maxsize=20_000)(self.style.link)
        self._targets = Targets(views.site.publication.site_url)
        self._stencils = Stencils(env, views, self._link, self.style.asset, self._targets)
        self._process = b""  # what tells this process from every other that writes pages
        self._numbers: dict[str, int] = {}
        self._titles = {page.address: page.title for page in views.site.pages}

    def write(self, site_dir: Path, written: Written) -> None:
        """Write every page and redirect below ``site_dir``; those that an earlier build has ``written`` just so are taken from there.

        Raises what a template raises, and ``OSError``.
        """
        site = self.views.site
        pages = [page for page in site.pages if not written.reuse(page.address, site_dir)]
        programs = {program.slug for program in site.catalogue.programs}
        of_one: list[SitePage] = []
        of_all: list[SitePage] = []
        for page in pages:
            (of_one if page.address.partition("/")[0] in programs else of_all).append(page)
        of_all.sort(key=self.views.weight, reverse=True)
        of_one.sort(key=lambda page: page.address)  # a program's pages share most of what they are made of
        redirects = [one for one in site.redirects if not written.reuse(one.from_address, site_dir)]
        jobs: list[Job] = [*of_all, *of_one, *redirects]
        if len(pages) > 1:
            self._compile({page.template for page in pages} | {"redirect.html"})
        for record in workers.each(partial(self._write, site_dir), jobs):
            written.add(record, site_dir)

    def _compile(self, templates: set[str]) -> None:
        """Compile the templates, with all they are made of, before there are several processes that would each do it."""
        waiting, done = set(templates), set[str]()
        while waiting:
            name = waiting.pop()
            done.add(name)
            source, _, _ = self.env.loader.get_source(self.env, name) if self.env.loader else ("", None, None)
            waiting |= set(_NAMED.findall(source)) - done
            self.env.get_template(name)

    def redirects(self) -> dict[str, str]:
        """Return the small page at every earlier address, as it is published."""
        return {one.from_address: self._rendered(one).html() for one in self.views.site.redirects}

    def html(self, page: SitePage) -> str:
        """Return a page as it is published."""
        return self._rendered(page).html()

    def context_without_address(self, page: SitePage, base: str) -> dict[str, Any]:
        """Return what a template sees of a page that is shown at any address, such as 404: its links start at ``base``."""
        sheet = Sheet(self._stencils, page.address, base.__add__, base.__add__, inline=True)
        return self._context(sheet) | {"view": self.views.of(page)}

    def _write(self, site_dir: Path, job: Job) -> PageRecord:
        parts, ids, places = self._rendered(job).read()
        address = job.from_address if isinstance(job, Redirect) else job.address
        file = addresses.file(site_dir, address)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as page:  # part by part: a page that lists the whole site is long
            page.writelines(part.encode("utf-8") for part in parts)
        self._process = self._process or secrets.token_bytes(8)
        fresh = [place for place in places if place not in self._numbers]
        self._numbers |= {place: number for number, place in enumerate(fresh, len(self._numbers))}
        numbers = array("I", map(self._numbers.__getitem__, places))
        return PageRecord(address, self._process, tuple(ids), numbers.tobytes(), tuple(fresh))

    def _rendered(self, job: Job) -> Sheet:
        """Return the sheet that a page or a redirect was rendered on."""
        here = job.from_address if isinstance(job, Redirect) else job.address
        sheet = Sheet(self._stencils, here, partial(self._link, here), partial(self.style.asset, here))
        context = self._context(sheet)
        if isinstance(job, Redirect):
            context |= {
                "redirect": job,
                "title": self._titles[job.to_address],
                "canonical": self.views.site.publication.url(job.to_address),
            }
            sheet.shell = self.env.get_template("redirect.html").render(context)
        else:
            sheet.shell = self.env.get_template(job.template).render(context | {"view": self.views.of(job)})
        return sheet

    def _context(self, sheet: Sheet) -> dict[str, Any]:
        return {
            "link": sheet.link,
            "asset": sheet.asset,
            "bundle": lambda name: sheet.asset(self.bundles[name].path),
            "groups": sheet.groups,
            "fieldset": sheet.fieldset,
            "once": sheet.once,
        }
