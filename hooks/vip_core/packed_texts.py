"""Packed texts: long texts of a dataclass, kept compressed, since a large site has hundreds of megabytes of them.

Values of many small objects that few ask for can also be kept packed, as they travel between processes and builds.
"""

from __future__ import annotations

import pickle
import zlib
from typing import Any

_SHORTEST = 500
_QUICKLY = 1


def packed_text() -> Any:
    """Return what makes a field of a dataclass such a text, where a default would stand.

    The field has no default. Whoever reads it gets the text itself, and unpacks it each time.
    """
    return _PackedText()


def late_value() -> Any:
    """Return what makes a field of a dataclass, when that is unpickled, one whose value is unpickled when first read.

    The field has no default.
    """
    return _LateValue()


def packed_value(default: object) -> Any:
    """Return what makes a field of a dataclass one whose value is kept pickled, where a default would stand.

    Whoever reads it gets a new one, and unpacks it each time. ``default`` may not be changed.
    """
    return _PackedValue(default)


def kept(holder: object, name: str) -> bytes:
    """Return the text of such a field as it is kept: the same for the same text, for those who only compare."""
    text: str | bytes = holder.__dict__[f"_{name}"]
    return text.encode("utf-8") if isinstance(text, str) else text


class _PackedText:
    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_{name}"

    def __get__(self, instance: object | None, owner: type) -> str:
        if instance is None:
            raise AttributeError(self._slot)  # a dataclass asks for the default
        text: str | bytes = instance.__dict__[self._slot]
        return text if isinstance(text, str) else zlib.decompress(text).decode("utf-8")

    def __set__(self, instance: Any, text: str | bytes) -> None:
        if isinstance(text, str) and len(text) >= _SHORTEST:
            text = zlib.compress(text.encode("utf-8"), _QUICKLY)
        instance.__dict__[self._slot] = text


class _PackedValue:
    def __init__(self, default: object) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_{name}"

    def __get__(self, instance: object | None, owner: type) -> Any:
        if instance is None:
            return self._default  # a dataclass asks for it
        packed: bytes = instance.__dict__[self._slot]
        return pickle.loads(packed) if packed else self._default  # noqa: S301 - packed here, or came with what was unpickled

    def __set__(self, instance: Any, value: object) -> None:
        packed = b"" if value == self._default else pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        instance.__dict__[self._slot] = packed


class _LateValue:
    def __set_name__(self, owner: type, name: str) -> None:
        self._slot = f"_{name}"

    def __get__(self, instance: object | None, owner: type) -> Any:
        if instance is None:
            raise AttributeError(self._slot)  # a dataclass asks for the default
        late: _Late = instance.__dict__[self._slot]
        if late.packed:
            late.value, late.packed = pickle.loads(late.packed), b""  # noqa: S301 - came with what was unpickled
        return late.value

    def __set__(self, instance: Any, value: object) -> None:
        instance.__dict__[self._slot] = _Late(value)


class _Late:
    """A value, or the pickle of it while nobody has asked for it."""

    __slots__ = ("packed", "value")

    def __init__(self, value: object, packed: bytes = b"") -> None:
        self.value = value
        self.packed = packed

    def __reduce__(self) -> tuple[type[_Late], tuple[None, bytes]]:
        return _Late, (None, self.packed or pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL))
