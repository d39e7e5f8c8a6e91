"""Prose: what an editor would remark on in a text, as warnings that say where and how to mend it.

The rules are few on purpose. Vale and textlint are well kept, and their lists of words could hold Swedish ones, but they
come as a Go binary or a Node.js project beside the Python that an author has, split sentences and measure readability by
English rules, and know neither the glossary nor what an article has spelled out. So the words stand in
``content/_termer.yml``, where an editor extends them, and only what needs the site's own knowledge is code.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from . import data_files
from .glossary import Glossary
from .problems import Point, Problem, ProblemLog
from .running_text import PageText, Passage, Sentence
from .schema import Field, ListOf, Record, Text

FILE_NAME = "_termer.yml"
LONGEST_SENTENCE = 30
LONGEST_WORD = 28
HARDEST = 50.0
FEWEST_WORDS = 80
_WORDS = re.compile(r"\w+")
# The words of _FIRST_PERSON: a text that has none of them need not be searched for it.
_PERSONS = frozenset(("jag", "mig", "min", "mitt", "mina", "vi", "oss", "vår", "vårt", "våra"))
_LONG = 6  # letters that a word may have before LIX counts it as long
_TOO_LONG = re.compile(rf"[^\W\d_]{{{LONGEST_WORD + 1},}}")
_QUOTED = re.compile(r"[\"”“][^\"”“]*[\"”“]|«[^»]*»|’[^’]*’")
_FIRST_PERSON = re.compile(
    r"(?<![\w-])(?:jag|mig|min|mitt(?!\s+(?:i|på|under|mellan|emellan|bland|framför|emot)\b)|mina|vi|oss|vår|vårt|våra)(?![\w-])",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b(?<!-)[A-ZÅÄÖ](?:[a-zåäö]?[A-ZÅÄÖ])+[a-zåäö]?\d*(?:-[A-Z0-9ÅÄÖ]+)*(?!\w)")
_NAMED = (  # a noun that says what the name after it stands for: "skalan CDSS", "riktlinjen NG225"
    r"(?:skal|formulär|instrument|intervju|riktlinj|manual|klassifikation|regist|förening|nätverk|behandling|program"
    r"|metod|test|index|modell|myndighet|organisation|föreskrift|enkät|version|kod|nivå|licens)[a-zåäö]*"
)
_EXPLAINS = r"(?:står\s+för|betyder|är|mäter|skattar|täcker)"
_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]*)\]\(")
_EMPTY_ALT = re.compile(
    r"(?:en\s+)?(?:bild|foto|fotografi|illustration|figur|diagram|image|picture|logga|ikon)(?:\s*\d+)?[.:]?"
    r"|[\w-]+\.(?:png|jpe?g|svg|webp|gif)|(?:bild|foto|figur)\s+på\b.*|\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Replacement:
    """A term or turn of phrase that the site does not use, the preferred one, and why.

    ``pattern`` matches the term with its endings where it begins with a word of ``term``; ``unless`` are phrases it may
    stand in, such as the name of an act.
    """

    term: str
    preferred: str
    reason: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class TermList:
    """What ``_termer.yml`` says: replaced terms, anglicisms, and abbreviations that every reader knows."""

    terms: tuple[Replacement, ...] = ()
    anglicisms: tuple[Replacement, ...] = ()
    known: tuple[str, ...] = ()

    @cached_property
    def replacements(self) -> dict[str, tuple[str, Replacement]]:
        """Every replacement with the code of its warning, by term in lower case."""
        both = [("ANGLICISM", one) for one in self.anglicisms] + [("ERSATT-TERM", one) for one in self.terms]
        return {one.term.lower(): (code, one) for code, one in both}

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Matches any of the terms, the longest first; a term that ends in ``*`` may go on. ``None`` without terms."""
        parts = [
            re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
            for term in sorted(self.replacements, key=len, reverse=True)
        ]
        groups = "|".join(f"(?P<t{number}>{part})" for number, part in enumerate(parts))
        first = "".join(re.escape(letter) for letter in sorted({term[0] for term in self.replacements}))
        # No term is tried where none can begin.
        return re.compile(rf"(?<![\w-])(?=[{first}])(?:{groups})(?![\w-])", re.IGNORECASE) if parts else None

    @cached_property
    def _parts(self) -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
        """The words of each term, and what those of its words begin with that may go on."""
        split = [re.findall(r"[\w*]+", term) for term in self.replacements]
        return tuple(
            (
                frozenset(word for word in words if "*" not in word),
                tuple(word.partition("*")[0] for word in words if "*" in word),
            )
            for words in split
        )

    def may_be_among(self, words: frozenset[str]) -> bool:
        """Say whether a text of these ``words``, in lower case, may hold any of the terms."""
        starts: tuple[str, ...] = ()
        for whole, beginnings in self._parts:
            if whole <= words:
                if not beginnings:
                    return True
                starts += beginnings
        return any(word.startswith(starts) for word in words)

    def found(self, match: re.Match[str]) -> tuple[str, Replacement]:
        """Return what a match of ``pattern`` stands for."""
        term = sorted(self.replacements, key=len, reverse=True)[int((match.lastgroup or "t0")[1:])]
        return self.replacements[term]


_REPLACEMENTS = ListOf(
    Record(
        (
            Field("term", Text(80), "Ordet eller uttrycket; sluta med * om det kan fortsätta.", True, "missbrukare*"),
            Field("preferred", Text(120), "Det som skrivs i stället.", True, "person med skadligt bruk"),
            Field("reason", Text(300), "Varför det byts ut.", True, "Personen är inte sitt tillstånd."),
            Field("unless", ListOf(Text(120)), "Uttryck där det får stå.", False, "[vård av missbrukare]"),
        ),
        lambda values: Replacement(values["term"], values["preferred"], values["reason"], values.get("unless") or ()),
    )
)
FILE = Record(
    (
        Field("terms", _REPLACEMENTS, "Termer som byts ut.", False, "[…]"),
        Field("anglicisms", _REPLACEMENTS, "Uttryck efter engelskt mönster.", False, "[…]"),
        Field("known", ListOf(Text(20)), "Förkortningar som alla läsare känner.", False, "[WHO, PDF]"),
    ),
    lambda values: TermList(values.get("terms") or (), values.get("anglicisms") or (), values.get("known") or ()),
)


def read(file: Path, shown_as: str) -> tuple[TermList, list[Problem]]:
    """Read the term list; an absent file is an empty one."""
    found, problems = data_files.read(file, shown_as, FILE)
    return found or TermList(), problems


class Readability(NamedTuple):
    """What LIX is made of: words, sentences, and words of more than six letters."""

    words: int = 0
    sentences: int = 0
    long_words: int = 0

    @property
    def lix(self) -> float:
        """Words per sentence plus the percentage of long words, 0 for no words.

        C. H. Björnsson, *Läsbarhet*, Stockholm: Liber, 1968. His scale: below 30 very easy, 40–50 average, above 60 very hard.
        """
        return self.words / self.sentences + 100 * self.long_words / self.words if self.words else 0.0


def readability(passages: Iterable[Passage]) -> Readability:
    """Return the readability of some passages; only those made of sentences count."""
    words = sentences = long_words = 0
    for passage in passages:
        for sentence in passage.sentences if passage.is_prose else ():
            words += len(sentence.words)
            sentences += bool(sentence.words)
            long_words += sum(len(word) > _LONG and _letters(word) > _LONG for word in sentence.words)
    return Readability(words, sentences, long_words)


def total(measured: Iterable[Readability]) -> Readability:
    """Return several texts' readability as that of one text."""
    every = tuple(measured)
    return Readability(
        sum(one.words for one in every), sum(one.sentences for one in every), sum(one.long_words for one in every)
    )


def _letters(word: str) -> int:
    return len(word) if word.isalpha() else sum(letter.isalpha() for letter in word)


def by_article(page: PageText) -> dict[int, list[Passage]]:
    """Return the passages by the line of the level-2 heading they stand under, 0 for those above the first."""
    lines = [heading.line for heading, _ in page.outline.articles]
    starts = [_start_of(page.outline.text, line - page.first_line) for line in lines]
    groups: dict[int, list[Passage]] = {line: [] for line in (0, *lines)}
    for passage in page.passages:
        place = bisect.bisect_right(starts, passage.start)
        groups[lines[place - 1] if place else 0].append(passage)
    return groups


def _start_of(text: str, line: int) -> int:
    position = 0
    for _ in range(line):
        position = text.index("\n", position) + 1
    return position


def check(
    page: PageText, terms: TermList, glossary: Glossary, impersonal: bool = True
) -> tuple[dict[int, Readability], list[Problem]]:
    """Return the readability of each article, by the line of its heading, and what an editor would remark on.

    An ``impersonal`` text does not speak of itself as "vi"; those who publish the site may, on its general pages.
    """
    known = frozenset(terms.known).union(glossary.by_word, (term.partition("-")[0] for term in glossary.by_word))
    words = frozenset(_WORDS.findall(" ".join(passage.text for passage in page.passages).lower()))
    review = _Review(ProblemLog(page.path), page, terms, known)
    impersonal = impersonal and not words.isdisjoint(_PERSONS)
    may_be_wrong = terms.may_be_among(words) or max(map(len, words), default=0) > LONGEST_WORD
    measured: dict[int, Readability] = {}
    for line, own in by_article(page).items():
        measured[line] = readability(own)
        review.check_readability(line, measured[line])
        review.check_abbreviations(own)
        for passage in own:
            if may_be_wrong:
                review.check_words(passage)
            if passage.is_prose:
                review.check_sentences(passage, impersonal)
    review.check_images()
    return measured, review.log.problems


@dataclass(frozen=True)
class _Review:
    """One page under review."""

    log: ProblemLog
    page: PageText
    terms: TermList
    known: frozenset[str]

    def place(self, position: int) -> Point:
        return self.page.place(position)

    def check_readability(self, line: int, measured: Readability) -> None:
        if measured.words >= FEWEST_WORDS and measured.lix > HARDEST:
            hint = "dela långa meningar och byt långa ord mot kortare"
            place = Point(line or self.page.first_line)
            self.log.warning(place, "SVARLAST", f"LIX är {measured.lix:.0f}", value=f"{measured.lix:.0f}", hint=hint)

    def check_sentences(self, passage: Passage, impersonal: bool) -> None:
        for sentence in passage.sentences:
            words = sentence.words
            if len(words) > LONGEST_SENTENCE:
                self._warn_long(sentence, len(words))
        if impersonal and _FIRST_PERSON.search(passage.text):
            for sentence in replace(passage, text=_unquoted(passage.text)).sentences:
                if not sentence.text.endswith("?"):  # a question is what somebody asks
                    self._check_person(sentence)

    def _check_person(self, sentence: Sentence) -> None:
        for found in _FIRST_PERSON.finditer(sentence.text):
            hint = "skriv vem som gör det, eller tilltala läsaren med du och ni"
            place = self.place(sentence.start + found.start())
            self.log.warning(
                place, "FORSTA-PERSON", f'"{found.group()}" är första person', value=found.group(), hint=hint
            )

    def _warn_long(self, sentence: Sentence, words: int) -> None:
        start = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
        shown = " ".join(sentence.text.split()[:4]) + " …"
        message = f'meningen "{shown}" är {words} ord'
        self.log.warning(self.place(start), "LANG-MENING", message, value=words, hint="dela den i två eller i en lista")

    def check_words(self, passage: Passage) -> None:
        """Warn of long words and replaced terms in one passage."""
        for found in _TOO_LONG.finditer(passage.text):
            message = f'"{found.group()}" är {len(found.group())} bokstäver'
            place = self.place(passage.start + found.start())
            self.log.warning(place, "LANGT-ORD", message, value=found.group(), hint="dela upp ordet i flera")
        self._check_terms(_unquoted(passage.text), passage)

    def _check_terms(self, said: str, passage: Passage) -> None:
        for found in self.terms.pattern.finditer(said) if self.terms.pattern else ():
            code, term = self.terms.found(found)
            if any(start <= found.start() < end for start, end in _spans(said, term.unless)):
                continue
            message = f'"{found.group()}": {term.reason[0].lower()}{term.reason[1:].rstrip(".")}'
            place = self.place(passage.start + found.start())
            self.log.warning(place, code, message, value=found.group(), hint=f'skriv "{term.preferred}"')

    def check_abbreviations(self, passages: Sequence[Passage]) -> None:
        """Warn of the first use of each abbreviation that neither the glossary nor the article explains.

        In a table the row explains it.
        """
        whole = " ".join(passage.text for passage in passages)
        seen = {
            found.group()
            for passage in passages
            if passage.kind == "cell"
            for found in _ABBREVIATION.finditer(passage.text)
        }
        for passage in passages:
            for found in _ABBREVIATION.finditer(passage.text) if passage.is_prose else ():
                word = found.group()
                if word not in seen and not self._is_known(word, whole):
                    hint = f"skriv ut orden första gången: långa formen ({word}), eller lägg till den i ordlistan"
                    place = self.place(passage.start + found.start())
                    self.log.warning(place, "OKAND-FORKORTNING", f'"{word}" förklaras inte', value=word, hint=hint)
                seen.add(word)

    def _is_known(self, word: str, whole: str) -> bool:
        """Say whether a reader learns what ``word`` stands for: from the glossary, or from ``whole``, the article."""
        stem = re.sub(r"[\d-].*$", "", word)
        return word in self.known or stem in self.known or _spelled_out(word).search(whole) is not None

    def check_images(self) -> None:
        for image in _IMAGE.finditer(self.page.outline.text):
            alt = image["alt"].strip()
            if alt and _EMPTY_ALT.fullmatch(alt):
                hint = "skriv vad bilden säger, så som du skulle berätta det i telefon"
                message = f'den alternativa texten "{alt}" säger inget'
                self.log.warning(self.place(image.start("alt")), "TOM-BILDTEXT", message, value=alt, hint=hint)


@lru_cache(maxsize=1024)
def _spelled_out(word: str) -> re.Pattern[str]:
    """Return what matches where a text tells what an abbreviation stands for."""
    name = rf"{re.escape(word)}(?!\w)"
    spelled = (
        rf"\w{{3}}\s*\((?:[^()]*[\s,;])?{name}"  # långa formen (ABC)
        rf"|(?<![\w-]){name}\s*(?:\([^()]*[a-zåäö]{{3,}}|[,:]\s+[a-zåäö]{{3,}}|(?:\d\.\d\s+)?{_EXPLAINS}\b)"  # ABC (långa formen)
        rf"|\w{{3}},\s+{name}"  # långa formen, ABC
        rf"|{_NAMED},?\s+(?:bland\s+dem\s+|till\s+exempel\s+)?(?:[A-ZÅÄÖ][\w-]*\s+(?:och\s+)?)?{name}|hette\s+{name}"
        rf"|(?<![\w-]){name}[\s-]*(?:\d{{4}}:\d|{_NAMED})"  # SOU 2025:44, DSM-kriterierna
    )
    return re.compile(spelled, re.IGNORECASE)


def _unquoted(text: str) -> str:
    """Return ``text`` with what stands in quotation marks as spaces."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)


def _spans(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Give where each of the phrases stands in ``text``."""
    for phrase in phrases:
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        for found in re.finditer(pattern, text, re.IGNORECASE):
            yield found.span()
