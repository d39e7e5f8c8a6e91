"""Feed readers find news and changes, each once, and know them again when the site has moved."""

from __future__ import annotations

from dataclasses import replace

import feedparser
import pytest

from sample import Sample, markdown_settings
from vip_core import feeds, site
from vip_core.publication import UNPUBLISHED, Publication, publication
from vip_core.site import Site

HERE = publication("https://vip.example/", "VIP & vänner", {"utgivare": "Projektet"})
ELSEWHERE = publication("https://kommun.example/vip/", "VIP & vänner", {"utgivare": "Projektet"})


def read(made: Site, where: Publication = HERE) -> dict[str, feedparser.FeedParserDict]:
    """Return every feed of the site as a feed reader sees it."""
    return {feed.path: feedparser.parse(feeds.write(feed, where)) for feed in made.atom_feeds()}


def test_there_is_a_feed_for_news_changes_each_program_and_each_entry(real_site: Site) -> None:
    words = real_site.catalogue.vocabularies
    wanted = {"feeds/nyheter.xml", "feeds/andringar.xml"}
    wanted |= {f"feeds/{program.slug}.xml" for program in real_site.catalogue.programs}
    wanted |= {f"feeds/for-{entry.key}.xml" for entry in words.entries}
    assert read(real_site).keys() == wanted


def test_every_feed_has_what_atom_demands(real_site: Site) -> None:
    for path, feed in read(real_site).items():
        assert (feed.bozo, feed.version) == (False, "atom10"), path
        assert feed.feed.id.startswith("urn:uuid:")
        assert feed.feed.title
        assert feed.feed.author == "Projektet"
        assert {link.rel: link.href for link in feed.feed.links}["self"] == f"https://vip.example/{path}"
        assert feed.feed.updated == max(entry.updated for entry in feed.entries)
        for entry in feed.entries:
            assert entry.title
            assert entry.summary
            assert entry.link.startswith("https://vip.example/")
            assert entry.updated_parsed
        days = [entry.updated for entry in feed.entries]
        assert days == sorted(days, reverse=True)
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)


def test_a_mirror_has_the_same_entries(real_site: Site) -> None:
    def ids(where: Publication) -> dict[str, list[str]]:
        return {
            path: [feed.feed.id, *(entry.id for entry in feed.entries)] for path, feed in read(real_site, where).items()
        }

    assert ids(HERE) == ids(ELSEWHERE) == ids(UNPUBLISHED)


def test_without_a_known_address_links_lead_from_the_feed(real_site: Site) -> None:
    text = next(feeds.write(feed, UNPUBLISHED) for feed in real_site.atom_feeds() if feed.path == "feeds/adhd.xml")
    assert 'href="../adhd/behandling-och-stod/"' in text
    assert 'rel="self"' not in text


def test_a_new_version_is_a_new_entry_and_comes_first(sample: Sample) -> None:
    before = read(sample.site())["feeds/adhd.xml"]
    path = "programs/adhd/lagar-och-regler.md"
    version = next(line for line in sample.text(path).splitlines() if line.startswith("version:"))
    changed = next(line for line in sample.text(path).splitlines() if line.startswith("andrad:"))
    sample.replace(path, version, 'version: "9.1"')
    sample.replace(path, changed, "andrad: 2027-01-02")
    after = read(sample.site())["feeds/adhd.xml"]
    assert after.entries[0].title.endswith("version 9.1")
    assert after.entries[0].updated == after.feed.updated == "2027-01-02T00:00:00Z"
    assert after.entries[0].id not in {entry.id for entry in before.entries}
    assert (
        len({entry.id for entry in before.entries} & {entry.id for entry in after.entries}) == len(before.entries) - 1
    )


def test_an_entry_follows_only_chapters_that_name_its_values(real_site: Site) -> None:
    made = read(real_site)
    for entry in real_site.catalogue.vocabularies.entries:
        named = {
            chapter.address
            for chapter in real_site.catalogue.chapters
            for article in chapter.articles
            for facet, values in entry.selection.items()
            if set(values) & set(article.audience[facet])
        }
        followed = {one.link.removeprefix("https://vip.example/") for one in made[f"feeds/for-{entry.key}.xml"].entries}
        assert followed <= named
        assert followed


def test_hostile_titles_stay_text(real_site: Site) -> None:
    feed = real_site.atom_feeds()[1]
    title = "</title><script>alert(1)</script> & ]]>"
    hostile = replace(feed, entries=(replace(feed.entries[0], title=title, summary=title),))
    parsed = feedparser.parse(feeds.write(hostile, HERE), sanitize_html=False)
    assert not parsed.bozo
    assert parsed.entries[0].title == title


def test_a_feed_without_entries_is_whole() -> None:
    empty = feedparser.parse(feeds.write(feeds.Feed("feeds/nyheter.xml", "Nyheter", "", ()), HERE))
    assert not empty.bozo
    assert empty.feed.updated


def test_a_long_feed_ends(real_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LONGEST", 3)
    assert len(read(real_site)["feeds/andringar.xml"].entries) == 3


def test_news_without_a_date_is_in_no_feed(sample: Sample) -> None:
    sample.write("content/nyheter/a.md", "---\ntitle: A\ndescription: D\nar: 2022\nkallor: [sos-adhd-2024]\n---\n")
    sample.write("content/nyheter/b.md", "---\ntitle: B\ndescription: D\nandrad: 2026-11-22\n---\n")
    made = site.prepare(sample.root, markdown_settings())
    assert [entry.title for entry in read(made)["feeds/nyheter.xml"].entries] == ["B"]
