"""Remembered templates: what Jinja compiled for an earlier build, sealed with the rest of the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from vip_core.memory import Memory

STAGE = "templates"


class RememberedTemplates(BytecodeCache):
    """Jinja's cache of compiled templates. A template is known by its name and a hash of its source."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: dict[tuple[str, str], bytes] = memory.load(STAGE)
        self._fresh: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja the compiled template, if it is known."""
        compiled = self._known.get((bucket.key, bucket.checksum))
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Note what Jinja compiled."""
        self._fresh[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

    def keep(self) -> None:
        """Remember the templates, in place of earlier ones of the same names."""
        if self._fresh:
            named = {name for name, _ in self._fresh}
            before = {key: compiled for key, compiled in self._known.items() if key[0] not in named}
            self._memory.save(STAGE, before | self._fresh)
