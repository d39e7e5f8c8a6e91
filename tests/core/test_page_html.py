"""Rendered pages: a chapter cut into its articles, whatever Markdown they hold, with ids, leads and links in place."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions import Extension

from sample import Sample, markdown_settings
from vip_core import article_blocks, page_html, site
from vip_core.addresses import FROM_DISK, OVER_HTTP
from vip_core.front_matter import SourceFile
from vip_core.links import LinkMap
from vip_core.marked_yaml import Mapping
from vip_core.page_html import PageHtml, PageRenderer, Section, plain_text
from vip_core.problems import Problem

ADDRESS = "sjalvskadebeteende/behandling-och-stod/"


def article(name: str, text: str) -> str:
    return f"\n## Artikel {name}\n\n```yaml artikel\nid: {name}\n```\n\n{text}\n"


def chapter(sample: Sample, body: str) -> PageHtml:
    """Return the rendered chapter with this body, from a project without errors."""
    sample.write_chapter(body)
    return next(page.html for page in sample.site().pages if page.address == ADDRESS)


def sections(sample: Sample, *texts: str) -> tuple[Section, ...]:
    """Return the sections of articles a, b, c … with these texts."""
    return chapter(sample, "".join(article(name, text) for name, text in zip("abcdef", texts, strict=False))).sections


def render(body: str, renderer: PageRenderer | None = None) -> tuple[PageHtml, list[Problem]]:
    """Render a page without articles, outside any project."""
    renderer = renderer or PageRenderer(markdown_settings(), LinkMap({"sida.md": "sida/"}))
    source = SourceFile("content/sida.md", Mapping(), body)
    return renderer.render(source, "sida.md", "sida/", article_blocks.outline(body))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("```\n## Rubrik i kod\n\n### Till\n```", "## Rubrik i kod"),
        ("~~~yaml\nid: kod\n~~~", "id"),
        ("````markdown\n## Exempel\n\n```yaml artikel\nid: exempel\n```\n````", "exempel"),
        ("    ## indragen kod", "## indragen kod"),
        ("Skriv `## Rubrik` så.", "<code>## Rubrik</code>"),
        ('<div class="ruta">\n<p>Egen HTML</p>\n</div>', '<div class="ruta">'),
        ("<details><summary>Mer</summary>\n\n<p>Text</p>\n\n</details>", "<summary>Mer</summary>"),
        ('<div markdown="1">\n\n**Fet** i HTML\n\n</div>', "<strong>Fet</strong>"),
        ("1. Ett\n    - två\n        - tre\n\n    Stycke i listan.\n2. Fyra", "tre"),
        ("- Punkt\n\n    ```\n    ## kod i lista\n    ```", "## kod i lista"),
        ("| Steg | Vem |\n|---|---|\n| `##` | Läkare \\| sköterska |", "<td>Läkare | sköterska</td>"),
        ('!!! warning "Akut fara"\n\n    Ring 112.\n\n    - Stanna kvar', "Ring 112."),
        ('??? note "Fäll ut"\n\n    Text i rutan.', "Text i rutan."),
        ("!!! note\n\n    > Citat i ruta\n\nText efter rutan.", "Text efter rutan."),
        ("> Citat\n> i två rader", "<blockquote>"),
        ("<!-- ## Gammal artikel -->\n\nText efter kommentaren.", "Text efter kommentaren."),
        ("Ord\n:   Förklaring", "<dd>Förklaring</dd>"),
        ("Text\n\n---\n\nMer text", "<hr>"),
        ("### Underrubrik\n\nText\n\n#### Djupare\n\nMer", "Djupare"),
        ("En rad\noch en till  \nefter radbrytning", "<br>"),
        ("Fotnot[^1] här.\n\n[^1]: Fotens text.", "fn:1"),
    ],
    ids=lambda value: re.sub(r"\s+", " ", value)[:30],
)
def test_an_article_keeps_what_it_holds_and_its_neighbours_are_left_alone(sample: Sample, text: str, kept: str) -> None:
    before, middle, after = sections(sample, "Första stycket.", text, "Sista stycket.")
    assert [section.article.id for section in (before, middle, after)] == ["a", "b", "c"]
    assert before.html == "<p>Första stycket.</p>"
    assert kept in re.sub(r"</?span[^>]*>", "", middle.html)
    assert after.html == "<p>Sista stycket.</p>"


def test_the_articles_headings_are_left_to_the_template(sample: Sample) -> None:
    page = chapter(sample, "\nIngress till kapitlet.\n" + article("a", "Text.") + article("b", "Mer."))
    assert page.intro.strip() == "<p>Ingress till kapitlet.</p>"
    assert [section.article.title for section in page.sections] == ["Artikel a", "Artikel b"]
    assert "<h2" not in page.intro + "".join(section.html for section in page.sections)


def test_setext_headings_make_articles_too(sample: Sample) -> None:
    page = chapter(sample, "\nLäkemedel\n---------\n\n```yaml artikel\nid: a\n```\n\nText.\n")
    assert [(section.article.title, section.html) for section in page.sections] == [("Läkemedel", "<p>Text.</p>")]


def test_subheadings_have_ids_below_their_article(sample: Sample) -> None:
    first, second = sections(sample, "### Gör så här\n\nA\n\n### Gör så här\n\nB", "### Gör så här\n\nC")
    assert re.findall(r'<h3 id="(.*?)"', first.html) == ["a--gor-sa-har", "a--gor-sa-har-2"]
    assert re.findall(r'<h3 id="(.*?)"', second.html) == ["b--gor-sa-har"]


def test_a_subheadings_id_comes_from_its_words_alone(sample: Sample) -> None:
    (only,) = sections(sample, "### **Fet** och [länk](lagar-och-regler.md) & `kod`\n\nA")
    assert re.findall(r'<h3 id="(.*?)"', only.html) == ["a--fet-och-lank-kod"]


def test_an_author_may_name_a_subheading_and_link_to_it(sample: Sample) -> None:
    (only,) = sections(sample, "### Steg för steg {#stegen}\n\nSe [stegen](#stegen).")
    assert '<h3 id="stegen">Steg för steg</h3>' in only.html
    assert 'href="#stegen"' in only.html


def test_the_pages_anchors_are_those_that_can_be_linked_to(sample: Sample) -> None:
    page = chapter(sample, article("a", '### Steg\n\nText\n{: #stycke }\n\n<span id="raw">x</span>'))
    assert page.anchors == {"a", "a--steg", "stycke", "raw"}


def test_footnotes_stand_after_the_articles(sample: Sample) -> None:
    page = chapter(sample, article("a", "Text.[^1]\n\n[^1]: Fotens text.") + article("b", "Mer."))
    assert "Fotens text." in page.footnotes
    assert "Fotens text." not in "".join(section.html for section in page.sections)
    assert page.sections[1].html == "<p>Mer.</p>"


def test_links_may_be_defined_in_another_article(sample: Sample) -> None:
    first, _ = sections(sample, "Se [lagen][l].", "[l]: lagar-och-regler.md#oro")
    assert 'href="../lagar-och-regler/#oro"' in first.html


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Första stycket.\n\nAndra stycket.", "Första stycket."),
        ("Med **fetstil**, [länk](lagar-och-regler.md) och `kod`.", "Med fetstil, länk och kod."),
        ("Doser & mått: 5 < 10 &nbsp;mg.", "Doser & mått: 5 < 10 mg."),
        ("Säkert.[^1] Och mer.[^1]\n\n[^1]: Fot.", "Säkert. Och mer."),
        ("En rad\noch en till  \nefter brytning", "En rad och en till efter brytning"),
        ("<!-- a > b -->\n\nEfter kommentaren.", "Efter kommentaren."),
        ("### Målgrupp\n\nBarn och unga.", "Barn och unga."),
        ("- punkt\n\nEfter listan.", "Efter listan."),
        ("- bara\n- punkter", ""),
        ("", ""),
    ],
    ids=lambda value: re.sub(r"\s+", " ", value)[:30],
)
def test_the_lead_is_the_first_paragraph_as_plain_words(sample: Sample, text: str, lead: str) -> None:
    (only,) = sections(sample, text)
    assert only.lead == lead


def test_the_text_of_an_article_holds_its_words_and_no_markup(sample: Sample) -> None:
    (only,) = sections(
        sample, "### Steg\n\nEtt.[^1]\n\n| a | b |\n|---|---|\n| c | d |\n\n<!-- dolt > -->\n\n[^1]: Fot."
    )
    assert only.text == "Steg Ett. a b c d"


def test_plain_text_folds_white_space_and_entities() -> None:
    assert plain_text("<p>Å&amp;Ä</p>\n\n<ul><li>ett</li><li>två</li></ul>") == "Å&Ä ett två"


@pytest.mark.parametrize(
    ("written", "over_http", "from_disk"),
    [
        ("lagar-och-regler.md", "../lagar-och-regler/", "../lagar-och-regler/index.html"),
        ("lagar-och-regler.md#oro", "../lagar-och-regler/#oro", "../lagar-och-regler/index.html#oro"),
        ("#a", "#a", "#a"),
        ("index.md", "../", "../index.html"),
        ("../adhd/index.md", "../../adhd/", "../../adhd/index.html"),
        ("../../content/om.md", "../../om/", "../../om/index.html"),
        ("../sok/?q=adhd", "../../sok/?q=adhd", "../../sok/index.html?q=adhd"),
        ("../filter/yrkesroll/larare/", "../../filter/yrkesroll/larare/", "../../filter/yrkesroll/larare/index.html"),
        ("../adhd/bilder/trappa.png", "../../adhd/bilder/trappa.png", "../../adhd/bilder/trappa.png"),
        ("https://exempel.se/a?b=1&c=2#d", "https://exempel.se/a?b=1&amp;c=2#d", "https://exempel.se/a?b=1&amp;c=2#d"),
    ],
)
def test_links_lead_where_they_should(sample: Sample, written: str, over_http: str, from_disk: str) -> None:
    sample.write_chapter(article("a", f"[länk]({written})"))
    for style, href in ((OVER_HTTP, over_http), (FROM_DISK, from_disk)):
        made = site.prepare(sample.root, markdown_settings(), style)
        section = made.sections["sjalvskadebeteende/behandling-och-stod#a"]
        assert section.html == f'<p><a href="{href}">länk</a></p>'


def test_a_link_to_a_part_of_a_document_keeps_the_part(sample: Sample) -> None:
    sample.write("programs/adhd/mall.pdf", "%PDF-1.7")
    (only,) = sections(sample, "[mallen](../adhd/mall.pdf#page=2)")
    assert 'href="../../adhd/mall.pdf#page=2"' in only.html


def test_images_are_found_beside_the_page(sample: Sample) -> None:
    (only,) = sections(sample, "![En trappa](../adhd/bilder/trappa.png)")
    assert 'src="../../adhd/bilder/trappa.png"' in only.html
    assert 'alt="En trappa"' in only.html


def test_a_page_without_articles_lists_its_headings() -> None:
    page, problems = render("## Råd & stöd\n\nText\n\n## Mer om `kod`\n\n## A\\*B\n\n### Lägre\n")
    assert problems == []
    assert [(item.id, item.title) for item in page.toc] == [
        ("rad-stod", "Råd & stöd"),
        ("mer-om-kod", "Mer om kod"),
        ("ab", "A*B"),
    ]
    assert page.intro.count("<h2") == 3
    assert page.sections == ()


@pytest.mark.parametrize("body", ["- " * 3_000 + "x", "*" * 3_000 + "a" + "*" * 3_000], ids=["listor", "stjärnor"])
def test_text_too_deep_for_markdown_is_a_problem_and_spoils_no_other_page(body: str) -> None:
    renderer = PageRenderer(markdown_settings(), LinkMap({"sida.md": "sida/"}))
    page, problems = render(f"Först.\n\n{body}\n", renderer)
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [("FOR-DJUPT", 3, 1)]
    assert not page.complete
    page, problems = render("- Ett\n- Två\n", renderer)
    assert problems == []
    assert page.intro.strip() == "<ul>\n<li>Ett</li>\n<li>Två</li>\n</ul>"


def test_tables_are_aligned_without_style_attributes() -> None:
    page, problems = render("| a | b |\n|:--|--:|\n| c | d |\n")
    assert problems == []
    assert 'align="right"' in page.intro
    assert "style=" not in page.intro


def test_pages_do_not_leak_into_each_other() -> None:
    renderer = PageRenderer(markdown_settings(), LinkMap({"sida.md": "sida/"}))
    first, _ = render("## Rubrik\n\nText.[^1]\n\n[^1]: Fot.\n\n[l]: #rubrik\n", renderer)
    second, problems = render("## Rubrik\n\nSe [l] och [^1].\n", renderer)
    assert problems == []
    assert [item.id for item in second.toc] == [item.id for item in first.toc] == ["rubrik"]
    assert "[l]" in second.intro
    assert "Fot." not in second.intro + second.footnotes


@pytest.mark.parametrize(
    "body",
    [
        "## Ett\n\n## Ett\n\n### Två & *tre*\n\n## Egen {#ett_1}\n\n## Fyra {data-toc-label='F'}\n",
        "[TOC]\n\n## Å, ä och `ö`\n\n## Not[^1]\n\n[^1]: Här.\n",
    ],
)
def test_headings_have_the_ids_that_the_toc_extension_gives(body: str) -> None:
    settings = markdown_settings()
    plain = markdown.markdown(body, extensions=settings.extensions, extension_configs=settings.options)
    page, _ = render(body)
    assert re.findall(r'<h\d id="([^"]+)', page.intro) == re.findall(r'<h\d id="([^"]+)', plain)


@given(st.lists(st.text("aÅ1 .,:-*_#>|![](){}`~=+\\", min_size=1, max_size=12), min_size=1, max_size=4))
def test_a_line_of_prose_is_the_paragraph_that_markdown_makes_of_it(lines: list[str]) -> None:
    settings = markdown_settings()
    plain, ours = (markdown.Markdown(extensions=[*settings.extensions, *own]) for own in ((), (_OneLines(),)))
    body = "\n\n".join(lines)
    assert ours.convert(body) == plain.convert(body)


class _OneLines(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown calls it so
        md.parser.blockprocessors.register(page_html.OneLine(md.parser), "one-line", 1000)
