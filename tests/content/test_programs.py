"""What the project promises of its texts, held for every article."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from commands import configuration
from mkdocs_adapter import site_build
from projects import ROOT
from vip_core.page_html import Section, plain_text
from vip_core.site import Site

FEWEST_WORDS, MOST_WORDS = 150, 350
SHINGLE = 14
SCHOOL = {"adhd": 6, "depression-och-angestsyndrom": 6, "sjalvskadebeteende": 6, "missbruk-och-beroende": 4}
SCHOOL_AT_LEAST = 3


@pytest.fixture(scope="module")
def site() -> Site:
    return site_build.prepare(configuration.load(ROOT))


@pytest.fixture(scope="module")
def sections(site: Site) -> list[Section]:
    return list(site.sections.values())


def words(text: str) -> list[str]:
    return re.findall(r"[\wåäöé-]+", text.lower())


def test_five_programs_have_ten_chapters_of_at_least_five_articles(site: Site) -> None:
    assert len(site.catalogue.programs) == 5
    for program in site.catalogue.programs:
        assert [chapter.slug for chapter in program.chapters] == [
            kind.slug for kind in site.catalogue.vocabularies.chapters
        ]
        assert [chapter.address for chapter in program.chapters if len(chapter.articles) < 5] == []


def test_every_article_is_long_enough_to_say_how_and_short_enough_to_read(sections: list[Section]) -> None:
    headings = re.compile(r"<h3.*?</h3>", re.DOTALL)
    lengths = {section.article.key: len(words(plain_text(headings.sub("", section.html)))) for section in sections}
    wrong = {key: length for key, length in lengths.items() if not FEWEST_WORDS <= length <= MOST_WORDS}
    assert wrong == {}


def test_every_article_begins_with_what_matters_most(sections: list[Section]) -> None:
    assert {section.article.key: section.lead for section in sections if not 30 <= len(section.lead) <= 230} == {}


def test_every_article_names_its_sources(sections: list[Section]) -> None:
    assert [section.article.key for section in sections if not section.article.sources] == []


def test_every_source_is_used_and_complete(site: Site, sections: list[Section]) -> None:
    sources = site.catalogue.vocabularies.sources
    used = {key for section in sections for key in section.article.sources}
    used |= {key for page in site.pages for key in page.sources}
    assert sorted(set(sources) - used) == []
    nameless = [
        key
        for key, source in sources.items()
        if not source.authors and not source.csl.get("container-title") and source.csl["type"] != "legislation"
    ]
    assert nameless == []


def test_every_article_that_cites_a_section_of_law_says_when_it_was_checked(sections: list[Section]) -> None:
    cites = re.compile(r"\b\d+ kap\. \d+|\b\d+ §")
    assert [s.article.key for s in sections if cites.search(s.text) and not s.article.law_checked] == []


def test_check_has_nothing_to_remark_on_any_text(site: Site) -> None:
    unreleased = "ADRESS-EJ-INSKRIVEN"  # of addresses, and told until the next release
    assert [problem.as_text() for problem in site.warnings if problem.code != unreleased] == []


def test_every_act_of_the_bibliography_is_among_the_acts_that_texts_may_cite(site: Site) -> None:
    sources = site.catalogue.vocabularies.sources.values()
    cited = {source.csl["number"] for source in sources if source.csl["type"] == "legislation"}
    assert sorted(cited - site.laws.by_number.keys()) == []


def test_the_repealed_social_services_act_leads_to_the_one_that_replaced_it(site: Site) -> None:
    repealed = site.laws.by_number["SFS 2001:453"]
    assert repealed.is_repealed(site.day)
    assert site.laws.by_number[repealed.replaced_by].called == ("SoL", "socialtjänstlagen")


def shingles(section: Section) -> Iterator[tuple[str, ...]]:
    said = words(section.text)
    for start in range(len(said) - SHINGLE + 1):
        yield tuple(said[start : start + SHINGLE])


def test_no_two_articles_share_a_sentence(sections: list[Section]) -> None:
    where: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for section in sections:
        for shingle in shingles(section):
            where[shingle].add(section.article.key)
    shared = {" ".join(shingle): sorted(keys) for shingle, keys in where.items() if len(keys) > 1}
    assert shared == {}


def test_no_mark_to_authors_is_left(sections: list[Section]) -> None:
    marks = re.compile(r"\[kontrollera|faktablad|\btodo\b|lorem ipsum", re.IGNORECASE)
    assert [section.article.key for section in sections if marks.search(section.text)] == []


def test_suicide_is_written_about_with_care(sections: list[Section]) -> None:
    careless = re.compile(r"beg[åi]\w* självmord|(?:miss)?lyckat (?:suicid|självmord)", re.IGNORECASE)
    assert [section.article.key for section in sections if careless.search(section.text)] == []


def test_help_now_is_on_every_page() -> None:
    assert 'once("partials/foot.html")' in (ROOT / "theme_overrides/base.html").read_text(encoding="utf-8")
    foot = (ROOT / "theme_overrides/partials/foot.html").read_text(encoding="utf-8")
    assert all(number in foot for number in ("tel:112", "tel:1177", "tel:90101", "tel:116111"))


def test_school_has_articles_of_its_own_in_every_program(site: Site) -> None:
    named = Counter(
        article.program
        for article in site.catalogue.articles
        if "elevhalsa" in article.audience["utforare"] or "larare" in article.audience["yrkesroll"]
    )
    wanted = {program.slug: SCHOOL.get(program.slug, SCHOOL_AT_LEAST) for program in site.catalogue.programs}
    assert {slug: named[slug] for slug, fewest in wanted.items() if named[slug] < fewest} == {}


def test_every_facet_value_is_named_somewhere(site: Site) -> None:
    for facet in site.catalogue.vocabularies.facets:
        named = {value for article in site.catalogue.articles for value in article.audience[facet.key]}
        assert [value.key for value in facet.values if value.key not in named] == []


def test_every_theme_has_articles(site: Site) -> None:
    themes = {theme for article in site.catalogue.articles for theme in article.themes}
    assert themes == {theme.key for theme in site.catalogue.vocabularies.themes}


def test_no_page_is_published_that_says_it_is_approved(site: Site) -> None:
    assert {chapter.page.status for chapter in site.catalogue.chapters} == {"utkast"}
