"""The contact page shows what ``mkdocs.yml`` says under ``extra.kontakt``, and says so when that is nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jinja2

from sample import ROOT
from vip_core.publication import publication


def shown(**extra: Any) -> str:
    loader = jinja2.FileSystemLoader(ROOT / "theme_overrides")
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("contact.html")
    page = SimpleNamespace(title="Kontakt", description="", html=SimpleNamespace(intro=""))
    context = template.new_context({"config": SimpleNamespace(extra=SimpleNamespace(**extra)), "view": {"page": page}})
    return "".join(template.blocks["content"](context))


def test_what_is_set_is_shown_and_can_be_used() -> None:
    html = shown(kontakt={"namn": "Region <Exempel>", "epost": "vip@region.example", "telefon": "010-123 45 67"})
    assert "Region &lt;Exempel&gt;" in html
    assert '<a href="mailto:vip@region.example">' in html
    assert '<a href="tel:0101234567">010-123 45 67</a>' in html
    assert "Webbplats</dt>" not in html
    assert "inte angett någon kontaktväg" not in html


def test_what_the_page_cannot_show_is_told() -> None:
    told = [
        publication("", "VIP", {"kontakt": one}).problems() for one in ("Anna", {"mejl": "a@b.example"}, {"namn": "A"})
    ]
    assert [[(problem.field, problem.value) for problem in problems] for problems in told] == [
        [("extra.kontakt", "kontakt")],
        [("extra.kontakt", "mejl")],
        [],
    ]


def test_that_nothing_is_set_is_said() -> None:
    html = shown()
    assert "inte angett någon kontaktväg" in html
    assert "<dl>" not in html
