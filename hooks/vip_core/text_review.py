"""The review of a text: what is to be said of the law it cites and of its prose, and what was measured on the way."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from . import laws, prose, running_text
from .article_blocks import Outline
from .catalogue import Article
from .front_matter import SourceFile
from .glossary import Glossary
from .laws import Laws
from .memory import digest
from .packed_texts import kept
from .problems import Problem
from .prose import Readability, TermList
from .running_text import PageText


@dataclass(frozen=True)
class TextReview:
    """What one page's review gave: problems, the acts it cites, and readability by the line of each article's heading."""

    problems: tuple[Problem, ...] = ()
    cited: tuple[str, ...] = ()
    readability: Mapping[int, Readability] | None = None

    def readability_of(self, article: Article) -> Readability:
        """Return the readability of one of the page's articles."""
        return (self.readability or {}).get(article.line, Readability())


@dataclass(frozen=True)
class Reviewer:
    """What texts are held against: the acts, the replaced terms, the glossary, and the date."""

    acts: Laws
    words: TermList
    terms: Glossary
    today: datetime.date

    def review(
        self, source: SourceFile, outline: Outline, articles: Sequence[Article], impersonal: bool = True
    ) -> TextReview:
        """Return the review of one page; ``impersonal`` as in ``prose.check``."""
        passages = tuple(running_text.passages(outline.text))
        page = PageText(source.path, source.body_line, outline, passages)
        cited, legal = laws.check(page, articles, self.acts, self.today)
        readability, said = prose.check(page, self.words, self.terms, impersonal)
        return TextReview((*legal, *said), cited, readability)

    def key(self) -> Callable[[SourceFile, bytes], bytes]:
        """Return a function that gives a hash of all that ``review`` depends on.

        The outline is made of the source alone; of the articles it gets a hash.
        """
        shared = digest(repr((self.acts, self.words, self.terms.terms, self.today)))
        return lambda source, articles: digest(
            shared, repr((source.path, source.body_line)), kept(source, "body"), articles
        )
