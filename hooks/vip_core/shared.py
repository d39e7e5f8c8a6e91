"""Shared values: what thousands of articles have alike, such as their audiences and sources, held once.

They travel between processes and builds as short texts, and arrive as the same object as every other like it. So nobody may
change them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache

_BETWEEN, _WITHIN = "\x1e", "\x1f"  # no YAML holds them


class _Words(tuple[str, ...]):
    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[[str], tuple[str, ...]], tuple[str]]:
        return _words, (_WITHIN.join(self),)


class _Mapping(dict[str, tuple[str, ...]]):
    def __reduce__(self) -> tuple[Callable[[str], Mapping[str, tuple[str, ...]]], tuple[str]]:
        return _mapping, (_BETWEEN.join(_WITHIN.join((key, *values)) for key, values in self.items()),)


def words(values: Iterable[str]) -> tuple[str, ...]:
    """Return these words, shared; none is empty."""
    return _Words(values)


def mapping(values: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return a mapping of words to words, shared."""
    return _Mapping(values)


@cache
def _words(text: str) -> tuple[str, ...]:
    return _Words(map(sys.intern, text.split(_WITHIN)) if text else ())


@cache
def _mapping(text: str) -> Mapping[str, tuple[str, ...]]:
    rows = (map(sys.intern, row.split(_WITHIN)) for row in (text.split(_BETWEEN) if text else ()))
    return _Mapping((key, tuple(values)) for key, *values in rows)
