"""Remembered templates: what Jinja compiled for an earlier build, sealed with the rest of the memory."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, TemplateError

from vip_core.memory import FORGETFUL, Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment
    from jinja2.bccache import Bucket

STAGE = "templates"
Compiled = dict[tuple[str, str], bytes]


class RememberedTemplates(BytecodeCache):
    """Jinja's cache of compiled templates. A template is known by its name and a hash of its source."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: Compiled = memory.load(STAGE)
        self._fresh: Compiled = {}

    @property
    def has_any(self) -> bool:
        """Whether an earlier build left any."""
        return bool(self._known)

    def add(self, compiled: Mapping[tuple[str, str], bytes]) -> None:
        """Take what another process has compiled for this build."""
        self._known |= compiled
        self._fresh |= compiled

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


def compiled(env: Environment, names: Iterable[str]) -> Compiled:
    """Compile these templates of ``env``. Of one that cannot be, whoever needs it will be told."""
    made = env.bytecode_cache = RememberedTemplates(FORGETFUL)
    for name in names:
        with contextlib.suppress(TemplateError):
            env.get_template(name)
    return made._fresh
