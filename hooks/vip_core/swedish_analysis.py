"""Swedish analysis: the terms that stand for a text in the search index and in a query.

``assets/js/swedish-analysis.js`` is the same definition for the browser; both pass ``tests/cases/swedish_analysis.yml``
and agree on every word of the site. Neither Lunr's tokeniser nor its pipeline is used, since they cut Swedish words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby

_MARKS = re.compile("[\u0300-\u036f]")
_COMMON_LETTERS = (("å", "a"), ("ä", "a"), ("ö", "o"), ("é", "e"))
_UNUSUAL = re.compile("[^\x00-\x7f\u00a0§–—…”’≥≤×→•]")
_OTHER_LETTERS = str.maketrans(
    {"æ": "a", "ø": "o", "ß": "ss", "đ": "d", "ł": "l", "\u2010": "-", "\u2011": "-", "\u00ad": ""}
)
_SPACE = "[ \\t\\n\\r\u00a0\u2009\u202f]?"
_NUMBER = "([0-9]{1,3})" + _SPACE + "([a-z]?)(?![a-z0-9])"
# A chapter of a law with its paragraph ("5 kap. 7 §"), a paragraph alone, a number in the statute book ("2010:800"),
# a code ("F20.0"), and a word that is more than letters: it may hold hyphens and end as an abbreviation does ("adhd:s").
# Everything else is words of letters, which are many and found much faster by themselves.
_PLAIN = re.compile("[a-z]+")
_MORE_THAN_LETTERS = re.compile(
    f"(?<![a-z0-9])(?:{_NUMBER}{_SPACE}kap(?![a-z0-9])\\.?(?:{_SPACE}{_NUMBER}(?:{_SPACE}[-–]{_SPACE}([0-9]{{1,3}})(?![a-z0-9]))?)?"
    f"|{_NUMBER}{_SPACE}§"
    "|([0-9]{4}):([0-9]{1,4})(?![a-z0-9])"
    "|([a-z][0-9]{2})\\.([0-9]{1,2}[a-z]?)(?![a-z0-9])"
    "|(?=[a-z]*+[0-9:-])([a-z0-9]+(?:-[a-z0-9]+)*)(?::(?:s|n|t|na|en|et|er|ar|ns|ts|ens|ets|erna|arna|are|aren|arnas)(?![a-z0-9]))?)"
)
_LONGEST_RANGE = 30
STOP_WORDS = frozenset(
    (
        "och att det som en ett den de i pa av for med till ar om inte har kan man ska skall eller vid fran sa var hur vad "
        "nar han hon hen jag du vi ni sig sin sitt sina detta denna dessa dem ut upp in under over efter utan mot bli blir "
        "blev vara varit vill vilja mig min mina mitt dig din ditt dina honom henne hans hennes oss er era ert deras dess "
        "vilken vilket vilka vem varfor dar har hit dit nu da an ocksa aven bara samt men ju mer mest alla allt andra annan "
        "annat nagon nagot nagra ingen inget inga genom mellan innan sedan hos ge ger ta tar gor gora kunde skulle bor maste "
        "behover behov finns far fa fatt ha hade sadan sadant sadana samma enligt exempel till kring per via ur varje bade "
        "antingen utifran hela flera fler olika ofta alltid dock darfor eftersom medan trots the of and"
    ).split()
)
_IRREGULAR = {
    "vuxen": "vux", "vuxna": "vux", "vuxnas": "vux", "vuxne": "vux", "vuxens": "vux", "mannen": "man", "mannens": "man",
    "bocker": "bok", "boken": "bok", "bockerna": "bok", "hander": "hand", "natter": "natt", "dottrar": "dotter",
    "dottern": "dotter", "soner": "son", "sonen": "son", "modrar": "mor", "modern": "mor", "yngre": "ung", "yngsta": "ung",
    "egen": "egn", "eget": "egn", "oppen": "opp", "oppet": "opp", "oppna": "opp", "oppnas": "opp", "aldres": "aldre",
}  # fmt: skip
# Words that look inflected but are not: one that ends with any of these has no more endings.
_WHOLE = tuple(
    (
        "medel regel exempel tecken vapen foralder alder register monster syster center nummer kapitel titel cykel artikel "
        "muskel handel finger vinter lager plan organ insats plats sats kris kurs klass psykos diagnos dos neuros prognos "
        "narkos process stress remiss hus samtal abstinens demens kompetens frekvens konsekvens resurs substans instans "
        "balans distans chans ambulans resiliens resonans kurator rektor doktor faktor mentor indikator koordinator sektor "
        "inspektor dator terapeut patient klient paket sekret vatten aldre person ungdom anorexi diabetes cannabis status "
        "paus allergi hat mat stat kvar klar svar ansvar forsvar vardag idag stor far mer apparat format mandat resultat "
        "citat advokat humor kontor motor privat akut het arbet lakar larar skad fokus lokus virus korpus sexig motiv "
        "koncentrat alternat kokain heroin barn lex sinnes egen vuxen intress mening lugn ensam abc kvinn reglering licens nara"
    ).split()
)
# What an ending leaves behind, and the form the word has in compounds: läkemedl(et) is läkemedel.
_TAILS = (
    ("medl", "medel"), ("regl", "regel"), ("exempl", "exempel"), ("teckn", "tecken"), ("vapn", "vapen"),
    ("foraldr", "foralder"), ("aldr", "alder"), ("registr", "register"), ("monstr", "monster"), ("systr", "syster"),
    ("centr", "center"), ("numr", "nummer"), ("kapitl", "kapitel"), ("titl", "titel"), ("cykl", "cykel"),
    ("artikl", "artikel"), ("muskl", "muskel"), ("fingr", "finger"), ("vintr", "vinter"), ("syskn", "syskon"),
    ("vattn", "vatten"),
    ("anmalning", "anmal"),
    ("ansokning", "ansok"),
    ("verkning", "verk"), ("mm", "m"), ("nn", "n"),
)  # fmt: skip
# An ending and what stands in its place, the longest first.
_ENDINGS = (
    ("heternas", "het"), ("heterna", "het"), ("heters", "het"), ("hetens", "het"), ("heten", "het"), ("heter", "het"),
    ("arnas", ""), ("ernas", ""), ("ornas", ""), ("arens", ""), ("arna", ""), ("erna", ""), ("orna", ""), ("enas", ""),
    ("iskt", "isk"), ("ivt", "iv"), ("ialt", "ial"), ("igast", "ig"), ("igare", "ig"), ("aren", ""), ("ares", ""), ("ades", ""), ("ena", ""), ("are", ""), ("ade", ""), ("ens", ""), ("ets", ""),
    ("ans", ""), ("ars", ""), ("ers", ""), ("ors", ""), ("igt", "ig"), ("en", ""), ("et", ""), ("er", ""), ("ar", ""),
    ("or", ""), ("an", ""), ("at", ""), ("ad", ""), ("as", ""), ("es", ""), ("a", ""), ("e", ""), ("s", ""),
)  # fmt: skip
_LONGER_REST = {"at": 4, "ad": 4, "as": 4, "es": 4, "s": 4, "ans": 4, "ens": 4, "ars": 4, "ers": 4, "ors": 4, "ena": 4}
# A word that has lost one ending has no genitive left to lose.
_INNER_ENDINGS = tuple((ending, instead) for ending, instead in _ENDINGS if not ending.endswith("s"))


def _by_last_letter(endings: Iterable[tuple[str, str]]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the endings, still in order, by the letter that they share with every word they may end."""
    return {last: tuple(group) for last, group in groupby(sorted(endings, key=_last), key=_last)}


def _last(ending: tuple[str, str]) -> str:
    return ending[0][-1]


_ENDINGS_BY_LAST = _by_last_letter(_ENDINGS)
_INNER_BY_LAST = _by_last_letter(_INNER_ENDINGS)
_TAILS_BY_LAST = _by_last_letter(_TAILS)
_BEFORE_N = (
    "torn",
    "aldern",
    "systern",
    "vintern",
    "fingern",
    "titeln",
    "cykeln",
    "artikeln",
    "regeln",
    "muskeln",
    "handeln",
)
_AGENT = re.compile("(.*l(?:a[kr]))ar(?:e|es|en|ens|na|nas)")
_DEFINITE_I = re.compile(
    ".*(?:logi|terapi|atri|ergi|nomi|demi|tegi|gori|tomi|mani|fobi|reni|pati|grafi|metri|emoni|bulimi|plegi)ns?"
)
_VOWEL = re.compile("[aeiouy]")
_SHORTEST_STEM = 3
_SHORTEST_NUMBER = 3


def fold(text: str) -> str:
    """Return ``text`` in lower case and without diacritics."""
    folded = text.lower()
    for letter, plain in _COMMON_LETTERS:
        folded = folded.replace(letter, plain)
    if _UNUSUAL.search(folded):
        folded = _MARKS.sub("", unicodedata.normalize("NFD", folded.translate(_OTHER_LETTERS)))
    return folded


def tokens(text: str) -> list[str]:
    """Return the words, codes and references to laws in ``text``, folded, in order.

    "5 kap. 7 §" is ``k5p7``, "7 §" ``p7``, "F20.0" ``f200``, "2010:800" ``2010800``, "F-ACT" ``fact``, "SIP-möte" two words.
    """
    folded = fold(text)
    found: list[str] = []
    place = 0
    for match in _MORE_THAN_LETTERS.finditer(folded):
        found += _PLAIN.findall(folded, place, match.start())
        found += _tokens_of(match)
        place = match.end()
    return found + _PLAIN.findall(folded, place)


def _tokens_of(match: re.Match[str]) -> list[str]:
    word = match[12]
    if word is not None:
        return [word] if "-" not in word else _hyphenated(word)
    chapter, chapter_letter, paragraph, paragraph_letter, last, alone, alone_letter, year, number, code, decimal = (
        match.groups()[:11]
    )
    if chapter:
        start = f"k{chapter}{chapter_letter}"
        if not paragraph:
            return [start]
        end = int(last) if last and int(paragraph) < int(last) <= int(paragraph) + _LONGEST_RANGE else int(paragraph)
        return [f"{start}p{paragraph}{paragraph_letter}"] + [f"{start}p{n}" for n in range(int(paragraph) + 1, end + 1)]
    if alone:
        return [f"p{alone}{alone_letter}"]
    return [year + number if year else code + decimal]


def _hyphenated(word: str) -> list[str]:
    """Return the parts of a word with hyphens; a single letter and a number after letters belong to their neighbour."""
    parts: list[str] = []
    for part in word.split("-"):
        before = parts[-1] if parts else ""
        if before and not before.isdigit() and (len(before) == 1 or len(part) == 1 or part.isdigit()):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


@lru_cache(maxsize=200_000)
def stem(token: str) -> str:
    """Return what the forms of a word have in common: skola, skolan and skolornas are ``skol``."""
    if not token.isalpha() or len(token) <= _SHORTEST_STEM:
        return token
    known = _IRREGULAR.get(token)
    if known:
        return known
    agent = _AGENT.fullmatch(token)
    if agent:
        return agent[1] + "ar"
    word = _without_ending(token, _ENDINGS_BY_LAST)
    shorter = _without_ending(word, _INNER_BY_LAST)
    while shorter != word:
        word, shorter = shorter, _without_ending(shorter, _INNER_BY_LAST)
    for tail, whole in _TAILS_BY_LAST.get(word[-1], ()):
        if word.endswith(tail) and len(word) > _SHORTEST_STEM:
            return word[: -len(tail)] + whole
    return word


def _without_ending(word: str, endings: Mapping[str, tuple[tuple[str, str], ...]]) -> str:
    if word.endswith(_WHOLE):
        return word
    bare = word.rstrip("s")
    if bare.endswith("n") and (bare.endswith(_BEFORE_N) or _DEFINITE_I.fullmatch(word)):
        return bare[:-1]
    for ending, instead in endings.get(word[-1], ()):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) >= _LONGER_REST.get(ending, _SHORTEST_STEM) and _VOWEL.search(rest) and _may_end(rest, ending):
                return rest + instead
    return word


def _may_end(rest: str, ending: str) -> bool:
    return rest[-1] != "t" if ending == "or" else rest[-1] not in "siuxz" if ending == "s" else True


@lru_cache(maxsize=200_000)
def _term(token: str) -> str:
    meaningless = token in STOP_WORDS or len(token) < (_SHORTEST_NUMBER if token.isdigit() else 2)
    return "" if meaningless else stem(token)


def terms(text: str) -> list[str]:
    """Return the stems of the content words of ``text``, in order. Small words, single letters and numbers below 100 are left out."""
    return list(filter(None, map(_term, tokens(text))))
