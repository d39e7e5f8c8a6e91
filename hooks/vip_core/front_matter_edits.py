"""Edits of a source's fields that leave every other character as its author wrote it: quotes, comments, order, line ends."""

from __future__ import annotations

import re
from collections.abc import Callable

_LIST = r"^{name}[ \t]*:[ \t]*\[(?P<items>[^\]\n]*)\]"
_BLOCK_LIST = r"^{name}[ \t]*:[ \t]*\r?\n(?P<items>(?:[ \t]*-[ \t].*(?:\n|$))+)"
_SCALAR = r"^({name}[ \t]*:[ \t]*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s#,{{}}\[\]]+)"
_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


class NotEditable(Exception):
    """A field is written in a way that cannot be edited safely; says which, in Swedish."""


def split(source: str) -> tuple[str, str]:
    """Return a source's front matter, with the line that begins it, and everything from the line that ends it."""
    end = list(_FENCE.finditer(source))[1].start()
    return source[:end], source[end:]


def set_field(source: str, name: str, value: str) -> str:
    """Return a source with a field of its front matter given this value, as YAML."""
    head, rest = split(source)
    return set_scalar(head, name, value) + rest


def set_scalar(fields: str, name: str, value: str) -> str:
    """Return some lines of fields with one given this value; raises ``NotEditable`` when it is not on a line of its own."""
    pattern = re.compile(_SCALAR.format(name=name), re.MULTILINE)
    changed, found = pattern.subn(lambda match: match[1] + value, fields, count=1)
    if not found:
        raise NotEditable(f"fältet {name} går inte att ändra; skriv {name}: {value} på en egen rad")
    return changed


def change_list(fields: str, name: str, change: Callable[[list[str]], list[str]]) -> str:
    """Return some lines of fields with a list changed by ``change``; the field is added last when it is missing."""
    written = re.compile(_LIST.format(name=name), re.MULTILINE).search(fields)
    if written:
        before = [item.strip().strip("\"'") for item in written["items"].split(",") if item.strip()]
        after = change(before)
        if after == before:
            return fields
        return fields[: written.start("items")] + ", ".join(after) + fields[written.end("items") :]
    rows = re.compile(_BLOCK_LIST.format(name=name), re.MULTILINE).search(fields)
    if rows:
        before = [
            re.sub(r"^[ \t]*-[ \t]+", "", row).split(" #")[0].strip().strip("\"'") for row in rows["items"].splitlines()
        ]
        listed = f"{name}: [{', '.join(change(before))}]" + _newline(fields)
        return fields[: rows.start()] + listed + fields[rows.end() :]
    if re.search(rf"^{name}[ \t]*:", fields, re.MULTILINE):
        raise NotEditable(f"fältet {name} går inte att ändra; skriv {name}: [värde, värde] på en rad")
    after = change([])
    ending = "" if not fields or fields.endswith("\n") else _newline(fields)
    return f"{fields}{ending}{name}: [{', '.join(after)}]{_newline(fields)}" if after else fields


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
