"""Templates that another process has compiled are used and remembered, and a broken one is told by whoever needs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError

from mkdocs_adapter.remembered_templates import RememberedTemplates, compiled
from vip_core.memory import Memory

LOADER = DictLoader({"hel.html": "<p>{{ text }}</p>", "trasig.html": "{% if %}"})


def test_what_was_compiled_elsewhere_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = compiled(Environment(loader=LOADER, autoescape=True), ["hel.html", "trasig.html"])
    monkeypatch.setattr(Environment, "_compile", lambda *_: pytest.fail("compiled again"))
    first = RememberedTemplates(Memory(tmp_path))
    assert not first.has_any
    first.add(made)
    first.keep()
    for templates in (first, RememberedTemplates(Memory(tmp_path))):
        env = Environment(loader=LOADER, autoescape=True, bytecode_cache=templates)
        assert env.get_template("hel.html").render(text="å & ä") == "<p>å &amp; ä</p>"
        with pytest.raises(TemplateSyntaxError):
            env.get_template("trasig.html")
