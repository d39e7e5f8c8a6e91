"""What a target written in Markdown leads to, and where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vip_core.links import Link, LinkMap, Locator, check_anchors
from vip_core.problems import Point, ProblemLog

MAP = LinkMap(
    pages={
        "index.md": "",
        "om.md": "om/",
        "adhd/index.md": "adhd/",
        "adhd/om-tillstandet.md": "adhd/om-tillstandet/",
        "adhd/lagar-och-regler.md": "adhd/lagar-och-regler/",
        "sjalvskada/om-tillstandet.md": "sjalvskada/om-tillstandet/",
    },
    addresses=frozenset({"sok/", "filter/yrkesroll/larare/"}),
    files=frozenset({"adhd/bilder/trappa.png", "adhd/mall.pdf"}),
)
HERE = Point(7, 3)


def follow(target: str, source: str = "adhd/om-tillstandet.md", image: bool = False) -> tuple[Link | None, ProblemLog]:
    log = ProblemLog("x.md")
    return MAP.resolve(source, target, HERE, log, image=image), log


@pytest.mark.parametrize(
    ("target", "address", "rest"),
    [
        ("lagar-och-regler.md", "adhd/lagar-och-regler/", ""),
        ("lagar-och-regler.md#oro", "adhd/lagar-och-regler/", "#oro"),
        ("./lagar-och-regler.md", "adhd/lagar-och-regler/", ""),
        ("../adhd/lagar-och-regler.md", "adhd/lagar-och-regler/", ""),
        ("../sjalvskada/om-tillstandet.md", "sjalvskada/om-tillstandet/", ""),
        ("../../content/om.md", "om/", ""),
        ("../om.md", "om/", ""),
        ("index.md", "adhd/", ""),
        ("../index.md", "", ""),
        ("#orsaker", "adhd/om-tillstandet/", "#orsaker"),
        ("#%C3%A5r", "adhd/om-tillstandet/", "#år"),
        ("../sok/", "sok/", ""),
        ("../sok/?q=adhd", "sok/", "?q=adhd"),
        ("../filter/yrkesroll/larare/?utforare=lss#x", "filter/yrkesroll/larare/", "?utforare=lss#x"),
        ("mall.pdf", "adhd/mall.pdf", ""),
        ("mall.pdf#page=2", "adhd/mall.pdf", "#page=2"),
    ],
)
def test_a_target_leads_to_an_address(target: str, address: str, rest: str) -> None:
    link, log = follow(target)
    assert log.problems == []
    assert link is not None
    assert (link.address, link.rest, link.target, link.place) == (address, rest, target, HERE)


@pytest.mark.parametrize("target", ["https://exempel.se/", "http://exempel.se", "mailto:a@b.se", "tel:112"])
def test_links_to_other_places_are_left_as_they_are(target: str) -> None:
    link, log = follow(target)
    assert link is None
    assert log.problems == []


@pytest.mark.parametrize(
    ("target", "source", "code", "hint"),
    [
        ("lagar-och-regel.md", "adhd/om-tillstandet.md", "BRUTEN-LANK", 'menade du "lagar-och-regler.md"?'),
        ("lagar-och-regler", "adhd/om-tillstandet.md", "BRUTEN-LANK", 'menade du "lagar-och-regler.md"?'),
        (
            "../sjalvskad/om-tillstandet.md",
            "adhd/om-tillstandet.md",
            "BRUTEN-LANK",
            'menade du "../sjalvskada/om-tillstandet.md"?',
        ),
        ("../programs/adh/index.md", "index.md", "BRUTEN-LANK", 'menade du "adhd/index.md"?'),
        ("helt-annat.md", "adhd/om-tillstandet.md", "BRUTEN-LANK", "kontrollera filens namn"),
        ("/om/", "om.md", "BRUTEN-LANK", "skriv vägen från den här filen, till exempel ../mapp/fil.md"),
        ("", "om.md", "BRUTEN-LANK", "skriv vägen till en fil mellan parenteserna"),
        ("//exempel.se/", "om.md", "OTILLATEN-LANK", "använd https:// eller en fil på webbplatsen"),
        ("data:text/html,x", "om.md", "OTILLATEN-LANK", "använd https:// eller en fil på webbplatsen"),
        ("JavaScript:alert(1)", "om.md", "OTILLATEN-LANK", "använd https:// eller en fil på webbplatsen"),
        ("java\nscript:alert(1)", "om.md", "OTILLATEN-LANK", "använd https:// eller en fil på webbplatsen"),
        ("file:///etc/passwd", "om.md", "OTILLATEN-LANK", "använd https:// eller en fil på webbplatsen"),
        ("https://[x", "om.md", "BRUTEN-LANK", "kontrollera tecknen efter //"),
        ("../../../hemligt.md", "adhd/om-tillstandet.md", "BRUTEN-LANK", "kontrollera filens namn"),
    ],
)
def test_a_broken_target_is_told_with_its_mend(target: str, source: str, code: str, hint: str) -> None:
    link, log = follow(target, source)
    assert link is None
    assert [(problem.code, problem.hint, problem.line, problem.column) for problem in log.problems] == [
        (code, hint, 7, 3)
    ]


@pytest.mark.parametrize(
    ("target", "code", "hint"),
    [
        ("bilder/trapan.png", "BILD-SAKNAS", 'menade du "bilder/trappa.png"?'),
        ("https://exempel.se/a.png", "OTILLATEN-LANK", "lägg bilden bredvid sidan"),
        ("data:image/png;base64,AA", "OTILLATEN-LANK", "lägg bilden bredvid sidan"),
        ("lagar-och-regler.md", "BILD-SAKNAS", "lägg bilden bredvid sidan"),
    ],
)
def test_a_broken_image_is_told_with_its_mend(target: str, code: str, hint: str) -> None:
    image, log = follow(target, image=True)
    assert image is None
    assert [(problem.code, problem.hint) for problem in log.problems] == [(code, hint)]


@given(st.text(max_size=20) | st.text(alphabet="/:.#?%[]@ab\\ ", max_size=12), st.booleans())
@settings(derandomize=True, max_examples=400, deadline=None)
def test_any_target_is_followed_left_alone_or_told(target: str, image: bool) -> None:
    link, log = follow(target, image=image)
    assert link is None or log.problems == []


TEXT = """Se [ett](a.md#x), [två](a.md) och [tre](a.md "Titel").

Skriv `[kod](a.md)`.

```
[kod](b.md)
```

![bild](<min bild.png>) och [b]

[b]: b.md
<https://exempel.se/?a=1&amp;b=2> [s](sn\\_ed.md)
"""


def test_each_use_of_a_target_is_found_in_its_turn() -> None:
    locator = Locator(TEXT, 10)
    found = [locator.find("a.md") for _ in range(3)]
    assert found == [Point(10, 25), Point(10, 41), Point(10, 25)]


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("a.md#x", Point(10, 10)),
        ("b.md", Point(20, 6)),
        ("min bild.png", Point(18, 10)),
        ("https://exempel.se/?a=1&b=2", Point(21, 2)),
        ("sn_ed.md", Point(21, 39)),
        ("saknas.md", Point(10, 1)),
    ],
)
def test_a_target_is_found_where_it_was_written(target: str, place: Point) -> None:
    assert Locator(TEXT, 10).find(target) == place


def test_anchors_are_checked_where_they_are_known() -> None:
    def link(address: str, anchor: str) -> Link:
        return Link(f"fil.md#{anchor}", address, anchor, HERE)

    links = [link("a/", "finns"), link("a/", "fins"), link("a/", ""), link("olast/", "vadsom")]
    log = check_anchors("x.md", links, {"a/": frozenset({"finns", "annat"})})
    assert [problem.as_text() for problem in log.problems] == [
        'x.md:7:3: BRUTET-ANKARE: sidan har ingen artikel eller rubrik "fins" – menade du "finns"?'
    ]
