"""Owners: who answers for a text, and a status that only they may raise."""

from __future__ import annotations

import pytest

from sample import Sample
from vip_core import owners
from vip_core.owners import parse, raised_statuses

RULES = parse("""
# Alla filer
*                    @redaktionen
/programs/           @nag-samordning
/programs/adhd/      @nag-adhd @adhd-ordf   # gruppen
[Avsnitt i GitLab]
/programs/adhd/lagar-och-regler.md @jurist
/programs/sjalvskadebeteende/
""")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("README.md", ("@redaktionen",)),
        ("programs/_facets.yml", ("@nag-samordning",)),
        ("programs/adhd/index.md", ("@nag-adhd", "@adhd-ordf")),
        ("programs/adhd/lagar-och-regler.md", ("@jurist",)),
        ("programs/sjalvskadebeteende/index.md", ()),
    ],
)
def test_the_last_rule_that_matches_counts(path: str, names: tuple[str, ...]) -> None:
    assert RULES.of(path) == names


def page(status: str) -> str:
    return f"---\nid: x\nstatus: {status}\n---\n"


PATH = "programs/adhd/index.md"


@pytest.mark.parametrize(
    ("before", "after", "author", "warned"),
    [
        (page("utkast"), page("faststalld"), "", True),
        (page("utkast"), page("remiss"), "en-skribent", True),
        (page("utkast"), page("remiss"), "NAG-adhd", False),
        (page("faststalld"), page("utkast"), "", False),
        (page("remiss"), page("remiss"), "", False),
        ("", page("utkast"), "", False),
        ("", page("faststalld"), "", True),
        (page("utkast"), "trasig", "", False),
    ],
)
def test_a_raised_status_is_told_unless_an_owner_raised_it(before: str, after: str, author: str, warned: bool) -> None:
    problems = raised_statuses([(PATH, before, after)], RULES, author)
    assert bool(problems) is warned
    for problem in problems:
        assert (problem.line, problem.severity) == (3, "warning")
        assert "@nag-adhd eller @adhd-ordf" in problem.hint


def test_a_text_beyond_draft_needs_someone_who_answers_for_it(sample: Sample) -> None:
    sample.replace("programs/adhd/index.md", "status: utkast", "status: faststalld")
    assert sample.prepare().problems == ()
    sample.write(".github/CODEOWNERS", "/programs/sjalvskadebeteende/ @nag\n/programs/adhd/niva-och-process.md @nag\n")
    told = [problem for problem in sample.prepare().problems if problem.code == "AGARE-SAKNAS"]
    assert "programs/adhd/index.md" in {problem.path for problem in told}
    assert all(problem.severity == "warning" for problem in told)
    sample.write("CODEOWNERS", "/programs/sjalvskadebeteende/ @nag\n")
    sample.write(".github/CODEOWNERS", "* @nag\n")
    assert sample.prepare().problems == ()
    assert owners.read(sample.root) is not None
