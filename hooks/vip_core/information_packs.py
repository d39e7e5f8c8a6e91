"""Information packs: for each entry, what a manager or editor needs to tell colleagues of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from . import addresses
from .catalogue import Article
from .curated_pages import EntryPage
from .publication import Publication
from .schema import ALL
from .vocabularies import Entry

EXAMPLES = 3
SLIDES = "bildspel"
FLYERS = {"blad-a4": "A4", "blad-a5": "A5"}  # the size of each
_MANY = 99  # stands for the values of a facet that an article leaves open


@dataclass(frozen=True)
class InformationPack:
    """The pack of one entry. ``url`` is the entry's full address, empty when the place is not known.

    ``part`` says which of its pages this is: a flyer, the slides, or (empty) the pack itself.
    """

    page: EntryPage
    examples: tuple[Article, ...]
    url: str
    part: str = ""

    @property
    def entry(self) -> Entry:
        return self.page.entry

    @property
    def address(self) -> str:
        return addresses.information_pack(self.entry.key, self.part)

    @property
    def template(self) -> str:
        if not self.part:
            return "information_pack.html"
        return "flyer.html" if self.part in FLYERS else "slides.html"

    @property
    def title(self) -> str:
        if not self.part:
            return f"Informationspaket: {self.entry.title}"
        kind = f"Informationsblad {FLYERS[self.part]}" if self.part in FLYERS else "Bildspel"
        return f"{kind}: {self.entry.title}"

    @property
    def description(self) -> str:
        """What the page is, in a sentence."""
        if not self.part:
            return "Blad att skriva ut, bilder att visa och text att klistra in, för dig som ska berätta för andra."
        what = f"Ett blad i {FLYERS[self.part]} att skriva ut" if self.part in FLYERS else "Bilder att visa på ett möte"
        return f"{what}, om vad programmen ger: {self.entry.title}."

    @property
    def search_text(self) -> str:
        """What the search finds the pack by; its parts are reached from it."""
        return "" if self.part else "informationspaket blad affisch bildspel presentation text intranät nyhetsbrev"

    @property
    def total(self) -> int:
        """How many articles show for the entry."""
        return len(self.page.named) + len(self.page.others)

    @property
    def in_program(self) -> Counter[str]:
        """How many articles that name the entry's values there are in each program."""
        return Counter(article.program for article in self.page.named)

    @property
    def printed_url(self) -> str:
        """The address as it stands on paper, without ``https://``."""
        return self.url.partition("://")[2].rstrip("/")

    @property
    def qr_code(self) -> str:
        """The QR code (ISO/IEC 18004) of ``url`` as SVG, with its quiet zone; empty when there is no address."""
        if not self.url:
            return ""
        import segno  # noqa: PLC0415 - few builds draw a code, and it takes a while to load

        return segno.make(self.url, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)


def information_packs(pages: Iterable[EntryPage], publication: Publication) -> tuple[InformationPack, ...]:
    """Return the pages of each entry's pack: itself, the flyers and the slides."""
    return tuple(
        InformationPack(page, chosen, publication.url(page.address), part)
        for page in pages
        for chosen in (examples(page),)
        for part in ("", *FLYERS, SLIDES)
    )


def examples(page: EntryPage) -> tuple[Article, ...]:
    """Return the articles that show what the entry gives: those written for the fewest others, one from a program.

    Counted are the values in the entry's facets that an article names and the entry does not; of two alike, the one
    that names more of the entry's goes first, and then the first in the programs' order. An entry whose values are named
    in fewer programs gets fewer examples.
    """
    alike: dict[tuple[tuple[str, ...], ...], tuple[int, int]] = {}

    def others(article: Article) -> tuple[int, int]:
        own = tuple(map(article.audience.__getitem__, page.selection))
        if own not in alike:
            pairs = [(set(values), set(chosen)) for values, chosen in zip(own, page.selection.values(), strict=True)]
            alien = sum(_MANY if values == {ALL} else len(values - chosen) for values, chosen in pairs)
            alike[own] = alien, -sum(len(values & chosen) for values, chosen in pairs)
        return alike[own]

    found: dict[str, Article] = {}
    for article in sorted(page.named, key=others):
        found.setdefault(article.program, article)
    return tuple(found.values())[:EXAMPLES]
