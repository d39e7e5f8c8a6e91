"""The self-study course: steps with questions, and cases whose right answer the facet algebra gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .catalogue import Article, Catalogue
from .marked_yaml import Mapping as YamlMapping
from .marked_yaml import Node, Sequence
from .places import Place, known_places, place, place_fields
from .problems import Problem, ProblemLog
from .schema import ARTICLES_FIELD, WORD, Field, Flag, ListOf, Number, Reader, Record, Text
from .selection import matches_facet, shows
from .vocabularies import check_unique, read_node

FILE = "_utbildning.yml"


@dataclass(frozen=True)
class Option:
    """One answer to choose, and why it is right or not."""

    text: str
    why: str
    right: bool


@dataclass(frozen=True)
class Question:
    """A question with one right answer. ``key`` is its own in the whole course."""

    key: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Case:
    """Somebody's situation: the filters to set at a place on the site, and which article then shows."""

    role: str
    situation: str
    does: str
    place: Place
    question: Question


@dataclass(frozen=True)
class CourseStep:
    """A step of the course. ``minutes`` is about how long it takes."""

    key: str
    title: str
    minutes: int
    text: tuple[str, ...]
    cases: tuple[Case, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Training:
    """The course; one that could not be read is empty."""

    title: str = "Utbildning"
    description: str = ""
    steps: tuple[CourseStep, ...] = ()

    @property
    def minutes(self) -> int:
        """About how long the whole course takes."""
        return sum(step.minutes for step in self.steps)

    @property
    def search_text(self) -> str:
        """What the course says, for the search."""
        return " ".join(part for step in self.steps for part in (step.title, *step.text))


_OPTION = Record(
    (
        Field("svar", Text(160), "Svaret.", True, "I artikelns källor."),
        Field("varfor", Text(300), "Varför det är rätt eller fel.", True, "Styrkan står vid källan."),
        Field("ratt", Flag(), "Det rätta svaret.", False, "true"),
    ),
    lambda values: Option(values["svar"], values["varfor"], bool(values.get("ratt"))),
)
_QUESTION = Record(
    (
        Field("key", WORD, "Frågans namn, eget i hela kursen.", True, "styrka"),
        Field("fraga", Text(200), "Frågan.", True, "Var står rekommendationens styrka?"),
        Field(
            "val", ListOf(_OPTION), "Svaren att välja mellan; ett är rätt.", True, "[{svar: …, varfor: …, ratt: true}]"
        ),
    ),
    lambda values: Question(values["key"], values["fraga"], values["val"]),
)


def file_kind(facet_keys: tuple[str, ...]) -> Record:
    """Return the kind of the file, which may name selections in the facets ``facet_keys``."""
    case = Record(
        (
            Field("key", WORD, "Fallets namn, eget i hela kursen.", True, "fall-larare"),
            Field("roll", Text(60), "Vem fallet är till för.", True, "Lärare"),
            Field("situation", Text(400), "Vad som har hänt.", True, "En elev i åttan har …"),
            Field("gor", Text(200), "Vad den som lär sig ska göra på webbplatsen.", True, "Öppna … och välj …"),
            *place_fields(facet_keys),
            Field("fraga", Text(200), "Frågan om artiklarna.", True, "Vilken av artiklarna visas?"),
            ARTICLES_FIELD,
        )
    )
    step = Record(
        (
            Field("key", WORD, "Stegets ankare på sidan.", True, "filtrera"),
            Field("title", Text(60), "Stegets rubrik.", True, "Filtrera för ditt uppdrag"),
            Field("minuter", Number(), "Ungefär hur lång tid steget tar.", True, "4"),
            Field("text", ListOf(Text(600)), "Styckena.", True, "[Ett stycke.]"),
            Field("fall", ListOf(case), "Fall, ett för varje roll.", False, "[{key: fall-larare, …}]"),
            Field("fragor", ListOf(_QUESTION), "Frågor efter steget.", False, "[{key: styrka, …}]"),
        )
    )
    return Record(
        (
            Field("title", Text(80), "Sidans rubrik.", True, "Lär dig hitta i programmen"),
            Field("description", Text(300), "Vad den som går kursen lär sig.", True, "Fem steg."),
            Field("steg", ListOf(step), "Stegen, i ordning.", True, "[{key: filtrera, …}]"),
        )
    )


def read(folder: Path, shown_as: str, catalogue: Catalogue) -> tuple[Training | None, list[Problem]]:
    """Read the course in ``folder``, called ``shown_as`` in problems; ``None`` when there is none.

    A case names articles, and which of them is the right answer is worked out: the one that its selection shows. It is
    noted when that is not exactly one, so that the course stays true when the articles change.
    """
    log = ProblemLog(f"{shown_as}/{FILE}")
    node = read_node(folder / FILE, log)
    if node is None:
        return (Training() if log.problems else None), log.problems
    known = known_places(catalogue)
    facets = catalogue.vocabularies.facets
    found = file_kind(tuple(facet.key for facet in facets)).read(node, "", Reader(log, known))
    _check_keys(node, Reader(log, known))
    _check_questions(node, log)
    if log.problems or found is None:
        return Training(), log.problems
    labels = {facet.key: {value.key: value.label for value in facet.values} for facet in facets}
    articles = {article.key: article for article in catalogue.articles}
    _check_cases(node, found, articles, log)
    if log.problems:
        return Training(), log.problems
    steps = tuple(
        CourseStep(
            step["key"],
            step["title"],
            step["minuter"],
            step["text"],
            tuple(_case(case, articles, labels) for case in step.get("fall") or ()),
            step.get("fragor") or (),
        )
        for step in found["steg"]
    )
    return Training(found["title"], found["description"], steps), []


def _case(values: Mapping[str, Any], articles: Mapping[str, Article], labels: Mapping[str, Mapping[str, str]]) -> Case:
    where = place(values, {})
    options = tuple(_option(articles[key], where, labels) for key in values["artiklar"])
    question = Question(values["key"], values["fraga"], options)
    return Case(values["roll"], values["situation"], values["gor"], where, question)


def _option(article: Article, where: Place, labels: Mapping[str, Mapping[str, str]]) -> Option:
    """Return the article as an answer: right when the selection shows it, else with the facet that hides it."""
    hiding = [facet for facet, chosen in where.selection.items() if not matches_facet(article.audience, facet, chosen)]
    if article.always or not hiding:
        return Option(article.title, "Artikeln passar alla filter du har valt.", True)
    values = ", ".join(labels[hiding[0]][value] for value in article.audience[hiding[0]])
    return Option(article.title, f"Artikeln döljs, för den vänder sig till: {values}.", False)


def _steps(node: Node) -> Iterator[YamlMapping]:
    steps = node.get("steg") if isinstance(node, YamlMapping) else None
    for step in steps.items if isinstance(steps, Sequence) else ():
        if isinstance(step, YamlMapping):
            yield step


def _items(step: YamlMapping, name: str) -> Iterator[YamlMapping]:
    found = step.get(name)
    for item in found.items if isinstance(found, Sequence) else ():
        if isinstance(item, YamlMapping):
            yield item


def _check_keys(node: Node, reader: Reader) -> None:
    """Note a key that is used twice: those of the questions are their names on the page."""
    asked = [item for step in _steps(node) for name in ("fall", "fragor") for item in _items(step, name)]
    check_unique(Sequence(tuple(asked), node.line, node.column), "key", reader)
    check_unique(Sequence(tuple(_steps(node)), node.line, node.column), "key", reader)


def _check_questions(node: Node, log: ProblemLog) -> None:
    for step in _steps(node):
        for question in _items(step, "fragor"):
            right = [item for item in _items(question, "val") if item.get("ratt") is not None]
            if question.get("val") is not None and len(right) != 1:
                hint = "skriv ratt: true vid ett av svaren"
                log.error(question, "FEL-SVAR", f"frågan har {len(right)} rätta svar", field="val", hint=hint)


def _check_cases(node: Node, found: Mapping[str, Any], articles: Mapping[str, Article], log: ProblemLog) -> None:
    for written, step in zip(_steps(node), found["steg"], strict=True):
        for where, case in zip(_items(written, "fall"), step.get("fall") or (), strict=True):
            named = [articles[key] for key in case.get("artiklar") or () if key in articles]
            right = [article for article in named if shows(article, place(case, {}).selection)]
            if len(right) != 1:
                shown = ", ".join(article.id for article in right) or "ingen"
                log.error(
                    where.get("artiklar") or where,
                    "FEL-SVAR",
                    f"urvalet visar {len(right)} av artiklarna ({shown}), men frågan ska ha ett rätt svar",
                    field="artiklar",
                    hint="byt artikel eller ändra urvalet",
                )
