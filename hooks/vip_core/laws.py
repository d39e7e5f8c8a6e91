"""Laws: the acts that texts cite, where they are cited, and whether they still are the law.

``content/_lagar.yml`` is the only place that knows an act. A reference is a section (``11 kap. 1 § SoL``) or a number
(``2025:400``, ``SOSFS 2011:9``); both lead to an act by its number or by one of the names that texts use for it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from . import data_files, marked_yaml
from .article_blocks import Block
from .catalogue import Article
from .front_matter import read_text
from .problems import Place, Point, Problem, ProblemLog, did_you_mean, nearest, point_at
from .running_text import PageText, Passage
from .schema import MONTH, Date, Field, Flag, ListOf, MappingOf, Pattern, Reader, Record, Text
from .vocabularies import Source, check_unique

FILE_NAME = "_lagar.yml"
_NUMBER_TEXT = r"(?:1[6-9]|20)\d\d:\d{1,4}"
_ONE = r"\d{1,3}(?:\ [a-z](?![\wåäö]))?"
_MANY = rf"{_ONE}(?:(?:\s?[–-]\s?|,\s|,?\s(?:och|eller|samt)\s){_ONE})*"
_SECTION = re.compile(
    rf"(?<![\w:.])(?:(?P<chapter>{_MANY})\s+kap\.(?:\s+(?P<within>{_MANY})\s*§§?)?|(?P<alone>{_MANY})\s*§§?)"
    r"(?:\s+(?:första|andra|tredje|fjärde|femte|sjätte)\s+(?:stycket|punkten))*(?:\s+punkt)?(?:\s+\d+(?=\s+[A-ZÅÄÖa-zåäö]))?"
)
_BETWEEN = re.compile(r"\s*(?:,|och|eller|samt|,\s*(?:och|samt))\s*")
_NUMBER = re.compile(rf"(?P<before>[\w.-]+\s+|\()?(?<![\d/:])(?P<number>{_NUMBER_TEXT})(?![\d:])")
_SERIES = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ-]*FS")
_LIKE_ACT = re.compile(
    r"\s*,?\s+(?:i\s+)?(?P<name>(?:lagen|förordningen)\s+(?:om|med)\s+[\wåäö-]+"
    r"|[a-zåäö-]+(?:lagen|balken|förordningen)|(?=[A-ZÅÄÖ]*[A-ZÅÄÖ][a-zåäö]?[A-ZÅÄÖ])[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6})(?![\w-])"
)
_LAW_WORD = re.compile(r"(?:lag|balk|förordning|lagstiftning)(?:en)?$", re.IGNORECASE)
_HISTORY = re.compile(
    r"\b(?:upphäv\w*|upphör\w*\s+att\s+gälla|föregångare\w*"
    r"|(?:tidigare|äldre|förra|gamla|dåvarande)\s+[a-zåäö-]*(?:lag|balk|förordning|föreskrift|ordning|lydelse)\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Act:
    """An act. ``number`` is written as the bibliography does, ``SFS 2025:400``; ``called`` are its names in texts.

    ``in_force`` and ``repealed`` are ``None`` when not known; ``ended`` then says that the act is no longer the law.
    ``sections`` says where the rules of a repealed act stand in the one that replaced it; ``reused`` are numbers among them
    that mean something else there.
    """

    number: str
    title: str
    called: tuple[str, ...] = ()
    in_force: datetime.date | None = None
    repealed: datetime.date | None = None
    ended: bool = False
    replaced_by: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[str, ...] = ()
    note: str = ""

    def is_repealed(self, day: datetime.date) -> bool:
        """Say whether the act is known to be repealed on ``day``."""
        return self.ended or (self.repealed is not None and self.repealed <= day)

    @property
    def repeal(self) -> str:
        """How and when the act ended, as the end of a sentence about it."""
        return f"är upphävd sedan {self.repealed}" if self.repealed else "gäller inte längre"


@dataclass(frozen=True)
class Mention:
    """A place where an act may be named although it is not the law: the act, the file, and why."""

    act: str
    path: str
    reason: str


@dataclass(frozen=True)
class Delay:
    """A month of wording that may stay for some time although it is old: until when, and why."""

    wording: str
    until: datetime.date
    reason: str


@dataclass(frozen=True)
class Laws:
    """Everything ``_lagar.yml`` says. An empty one means that no file says anything, so that no act is unknown."""

    acts: tuple[Act, ...] = ()
    mentions: tuple[Mention, ...] = ()
    delays: tuple[Delay, ...] = ()

    @cached_property
    def by_number(self) -> dict[str, Act]:
        return {act.number: act for act in self.acts}

    @cached_property
    def by_name(self) -> dict[str, Act]:
        """Every name, folded to lower case where it is a word and not an abbreviation."""
        return {_folded(name): act for act in self.acts for name in act.called}

    @cached_property
    def names(self) -> re.Pattern[str] | None:
        """Matches what may stand between a section and the name of its act, and the name."""
        names = sorted(
            (_word_pattern(name) for name in (name for act in self.acts for name in act.called)),
            key=len,
            reverse=True,
        )
        return re.compile(rf"\s*,?\s+(?:i\s+)?(?P<name>{'|'.join(names)})(?![\w-])") if names else None

    @cached_property
    def replaced(self) -> dict[str, Act]:
        """The repealed act that left section numbers behind, by the number of the one that replaced it."""
        return {act.replaced_by: act for act in self.acts if act.replaced_by and act.sections}

    def is_allowed(self, number: str, path: str) -> bool:
        """Say whether ``path`` may name the act."""
        return any(mention.act == number and mention.path in ("", path) for mention in self.mentions)

    def delay(self, wording: str, day: datetime.date) -> Delay | None:
        """Return the delay that lets ``wording`` stay on ``day``, or ``None``."""
        return next((one for one in self.delays if one.wording == wording and day <= one.until), None)


def _folded(name: str) -> str:
    return name if sum(letter.isupper() for letter in name) > 1 else name.lower()


def _word_pattern(name: str) -> str:
    pattern = r"\s+".join(map(re.escape, name.split()))
    return (
        pattern
        if sum(letter.isupper() for letter in name) > 1
        else f"[{name[0].lower()}{name[0].upper()}]{pattern[1:]}"
    )


_NUMBER_FIELD = Pattern(
    re.compile(rf"[A-ZÅÄÖ][A-ZÅÄÖ-]*FS {_NUMBER_TEXT}"),
    "ett författningsnummer",
    "FELAKTIGT-NUMMER",
    'skriv samling och nummer: "SFS 2025:400"',
)
_ACT = Record(
    (
        Field("number", _NUMBER_FIELD, "Samling och nummer, som i _sources.yml.", True, '"SFS 2025:400"'),
        Field("title", Text(), "Författningens titel.", True, "Socialtjänstlag"),
        Field(
            "called",
            ListOf(Text(120)),
            "Namn och förkortningar som texterna använder.",
            False,
            "[SoL, socialtjänstlagen]",
        ),
        Field("in_force", Date(), "Dagen den trädde i kraft, när den är kontrollerad.", False, "2025-07-01"),
        Field("repealed", Date(), "Dagen den upphörde att gälla.", False, "2025-07-01"),
        Field("ended", Flag(), "Den gäller inte längre, men dagen är inte kontrollerad.", False, "true"),
        Field("replaced_by", _NUMBER_FIELD, "Numret på den som ersätter den.", False, '"SFS 2025:400"'),
        Field(
            "sections",
            MappingOf(Text(40), Text(80)),
            "Var reglerna står i den som ersätter.",
            False,
            "{14 kap. 1 §: 19 kap. 1 §}",
        ),
        Field("reused", ListOf(Text(40)), "Nummer som betyder något annat i den som ersätter.", False, "[14 kap. 3 §]"),
        Field("note", Text(), "Det nästa redaktör behöver veta.", False, "Ikraftträdande ej kontrollerat."),
    ),
    lambda values: Act(
        values["number"],
        values["title"],
        values.get("called") or (),
        values.get("in_force"),
        values.get("repealed"),
        bool(values.get("ended")),
        values.get("replaced_by") or "",
        values.get("sections") or {},
        values.get("reused") or (),
        values.get("note") or "",
    ),
)
_MENTION = Record(
    (
        Field("act", _NUMBER_FIELD, "Författningen som får nämnas.", True, '"SFS 2001:453"'),
        Field(
            "path",
            Text(),
            "Filen där den får nämnas. Utelämnas när det gäller överallt.",
            False,
            "programs/_sources.yml",
        ),
        Field("reason", Text(), "Varför den får nämnas.", True, "Källan beskriver den äldre ordningen."),
    ),
    lambda values: Mention(values["act"], values.get("path") or "", values["reason"]),
)
_DELAY = Record(
    (
        Field("wording", MONTH, "Lydelsen som får stå kvar.", True, "2025-07"),
        Field("until", Date(), "Sista dagen den får stå kvar utan varning.", True, "2027-03-31"),
        Field("reason", Text(), "Varför den får stå kvar.", True, "Senare lydelse har inte gått att läsa."),
    ),
    lambda values: Delay(values["wording"], values["until"] or datetime.date.min, values["reason"]),
)
FILE = Record(
    (
        Field("acts", ListOf(_ACT), "Författningarna som texterna hänvisar till.", True, "[…]"),
        Field("mentions", ListOf(_MENTION), "Ställen där en upphävd författning får nämnas.", False, "[…]"),
        Field("delays", ListOf(_DELAY), "Lydelser som får stå kvar en tid fast de är gamla.", False, "[…]"),
    ),
    lambda values: Laws(values["acts"], values.get("mentions") or (), values.get("delays") or ()),
)


def read(file: Path, shown_as: str) -> tuple[Laws, list[Problem]]:
    """Read the list of acts; an absent file is an empty list."""
    laws, problems = data_files.read(file, shown_as, FILE, _check_numbers)
    return laws or Laws(), problems


def _check_numbers(node: marked_yaml.Node, reader: Reader) -> None:
    """Note each act that is listed twice, and each number that names an act the file does not list."""
    if not isinstance(node, marked_yaml.Mapping) or "acts" not in node.index:
        return
    acts = node.index["acts"].value
    check_unique(acts, "number", reader)
    known = [number.text for number in _numbers_in(acts, "number")]
    for group, name in (("acts", "replaced_by"), ("mentions", "act")):
        for number in _numbers_in(node.get(group), name):
            if number.text not in known:
                hint = did_you_mean(number.text, known) or "lägg till författningen under acts"
                message = f'"{number.text}" finns inte under acts'
                reader.log.error(number, "OKAND-LAG", message, field=name, value=number.text, hint=hint)


def _numbers_in(records: marked_yaml.Node | None, name: str) -> Iterator[marked_yaml.Scalar]:
    for record in records.items if isinstance(records, marked_yaml.Sequence) else ():
        number = record.get(name) if isinstance(record, marked_yaml.Mapping) else None
        if isinstance(number, marked_yaml.Scalar):
            yield number


@dataclass(frozen=True)
class Reference:
    """A reference to law: what was written, where it begins, and the act it leads to, if that is known.

    ``section`` is empty for a bare number; ``unknown`` is the name or number of an act that the list lacks.
    """

    written: str
    start: int
    section: str = ""
    act: Act | None = None
    unknown: str = ""
    is_history: bool = False


def references(passage: Passage, laws: Laws) -> tuple[Reference, ...]:
    """Return every reference to law in a passage, in order."""
    found = sorted([*_sections(passage, laws), *_numbers(passage, laws)], key=lambda reference: reference.start)
    return tuple(_in_history(passage, found)) if found and _HISTORY.search(passage.text) else tuple(found)


def _in_history(passage: Passage, found: Sequence[Reference]) -> Iterator[Reference]:
    """Give the references, those marked whose sentence tells that it is about what used to be."""
    told = [
        (sentence.start, sentence.start + len(sentence.text))
        for sentence in passage.sentences
        if _HISTORY.search(sentence.text)
    ]
    for reference in found:
        yield replace(reference, is_history=any(start <= reference.start < end for start, end in told))


def _sections(passage: Passage, laws: Laws) -> list[Reference]:
    """Return the sections cited; one without a name of its own takes the next one's (``7 och 9 §§ LSS``)."""
    text = passage.text
    if "§" not in text and "kap." not in text:
        return []
    found: list[Reference] = []
    matches = list(_SECTION.finditer(text))
    after: tuple[int, Act | None, str] = (-1, None, "")
    for match in reversed(matches):
        act, unknown = _act_after(text, match.end(), laws)
        if act is None and not unknown and after[0] >= 0 and _BETWEEN.fullmatch(text, match.end(), after[0]):
            _, act, unknown = after
        after = (match.start(), act, unknown)
        if act or unknown or "§" in match.group():
            section = " ".join(match.group().split())
            found.append(Reference(section, passage.start + match.start(), section, act, unknown))
    return found


def _act_after(text: str, position: int, laws: Laws) -> tuple[Act | None, str]:
    named = laws.names.match(text, position) if laws.names else None
    if named:
        return laws.by_name.get(_folded(" ".join(named["name"].split()))), ""
    like = _LIKE_ACT.match(text, position) if laws.acts else None
    return None, " ".join(like["name"].split()) if like else ""


def _numbers(passage: Passage, laws: Laws) -> Iterator[Reference]:
    text = passage.text
    if ":" not in text or not laws.acts:
        return
    for match in _NUMBER.finditer(text):
        before = (match["before"] or "").strip()
        if _SERIES.fullmatch(before):
            number = f"{before} {match['number']}"
        elif before == "(" or _LAW_WORD.search(before):
            number = f"SFS {match['number']}"
        else:
            continue
        act = laws.by_number.get(number)
        yield Reference(number, passage.start + match.start("number"), "", act, "" if act else number)


def check(
    page: PageText, articles: Sequence[Article], laws: Laws, today: datetime.date
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the number of each act the page refers to, once a reference, and what is wrong with it.

    That is a warning for each reference to what is not the law on ``today``, and for each wording gone old.
    """
    log = ProblemLog(page.path)
    numbers: list[str] = []
    cited: dict[int, Reference] = {}
    for passage in page.passages:
        for reference in references(passage, laws):
            place = page.place(reference.start)
            numbers += [reference.act.number] if reference.act else []
            _check_reference(reference, place, laws, today, log)
            if reference.section:
                cited.setdefault(_article_line(place.line, articles), reference)
    blocks = {heading.line: block for heading, block in page.outline.articles}
    for article in articles:
        _check_wording(article, blocks.get(article.line), cited.get(article.line), page, laws, today, log)
    return tuple(numbers), log.problems


def _article_line(line: int, articles: Sequence[Article]) -> int:
    """Return the line of the article that ``line`` belongs to, or 0."""
    return max((article.line for article in articles if article.line <= line), default=0)


def _check_reference(reference: Reference, place: Place, laws: Laws, today: datetime.date, log: ProblemLog) -> None:
    act = reference.act
    if reference.unknown:
        near = nearest(reference.unknown, laws.by_name)
        likely = near is not None and near[:1] == reference.unknown[:1].lower()
        message = f'"{reference.unknown}" finns inte i {FILE_NAME}'
        hint = f'menade du "{near}"?' if likely else f"kontrollera namnet, eller lägg till lagen i content/{FILE_NAME}"
        log.warning(place, "OKAND-LAG", message, value=reference.unknown, hint=hint)
    if act is None or reference.is_history or laws.is_allowed(act.number, log.path):
        return
    if act.is_repealed(today):
        message = f"{act.title} ({act.number}) {act.repeal}"
        log.warning(
            place, "UPPHAVD-LAG", message, value=reference.written, hint=_successor(act, reference.section, laws)
        )
    elif act.in_force and act.in_force > today:
        message = f"{act.title} ({act.number}) gäller först från {act.in_force}"
        log.warning(place, "LAG-EJ-I-KRAFT", message, value=reference.written, hint="skriv från vilken dag den gäller")
    else:
        _check_old_number(reference, act, place, laws, log)


def _check_old_number(reference: Reference, act: Act, place: Place, laws: Laws, log: ProblemLog) -> None:
    """Warn of a section number that the repealed act used for a rule that stands elsewhere now."""
    before = laws.replaced.get(act.number)
    if before and reference.section in before.sections and reference.section not in before.reused:
        now = before.sections[reference.section]
        message = f"{reference.section} är ett nummer ur den upphävda lagen ({before.number})"
        log.warning(
            place, "GAMMAL-PARAGRAF", message, value=reference.section, hint=f"i {act.number} står regeln i {now}"
        )


def _successor(act: Act, section: str, laws: Laws) -> str:
    """Return the mend for a repealed act: where the rule stands now, or how to say that it is history."""
    after = laws.by_number.get(act.replaced_by)
    if after is None:
        return "ta bort hänvisningen, eller skriv att lagen är upphävd"
    now = act.sections.get(section)
    where = f"{now} i " if now else ""
    return f"hänvisa till {where}{after.title.lower()} ({after.number}), eller skriv att lagen är upphävd"


def is_old(wording: str, today: datetime.date) -> bool:
    """Say whether a month of wording, ``2025-07``, ended more than a year before the month of ``today``."""
    year, _, month = wording.partition("-")
    return (int(year) + 1, int(month)) < (today.year, today.month)


def _check_wording(
    article: Article,
    block: Block | None,
    cited: Reference | None,
    page: PageText,
    laws: Laws,
    today: datetime.date,
    log: ProblemLog,
) -> None:
    if cited and not article.law_checked:
        hint = "kontrollera lagtexten och skriv lydelse: år-månad i artikelblocket"
        log.warning(
            page.place(cited.start),
            "LYDELSE-SAKNAS",
            "artikeln hänvisar till lag utan lydelse",
            value=cited.written,
            hint=hint,
        )
    elif article.law_checked and is_old(article.law_checked, today) and not laws.delay(article.law_checked, today):
        place = _field_place(block, "lydelse", article.line)
        hint = "läs den gällande lagtexten, rätta artikeln och sätt en ny månad"
        log.warning(
            place, "LYDELSE-GAMMAL", "är äldre än ett år", field="lydelse", value=article.law_checked, hint=hint
        )


def _field_place(block: Block | None, name: str, line: int) -> Point:
    """Return where the value of a field stands in an article block; the article's own line when it cannot be found."""
    found = re.search(rf"^{name}:[ \t]*", block.yaml, re.MULTILINE) if block else None
    return point_at(block.yaml, found.end(), block.line) if block and found else Point(line)


def check_sources(file: Path, path: str, sources: Iterable[Source], laws: Laws, today: datetime.date) -> list[Problem]:
    """Return a warning for each source in ``file`` that is a repealed act."""
    log = ProblemLog(path)
    for source in sources:
        act = laws.by_number.get(str(source.csl.get("number", "")))
        if act and act.is_repealed(today) and not laws.is_allowed(act.number, path):
            message = f"{act.title} ({act.number}) {act.repeal}"
            text = read_text(file, log) or ""
            written = re.search(rf"^{re.escape(source.key)}:", text, re.MULTILINE)
            place = point_at(text, written.start()) if written else Point()
            log.warning(
                place, "UPPHAVD-LAG", message, field=source.key, value=act.number, hint=_successor(act, "", laws)
            )
    return log.problems
