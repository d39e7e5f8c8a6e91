"""Saving: a file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def save(file: Path, data: bytes) -> None:
    """Put ``data`` in ``file`` in one step, keeping the permissions of a file that was there.

    Raises ``OSError`` when that cannot be done; the file is then as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = file.stat().st_mode if file.exists() else 0o644
    handle, fresh = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as written:
            written.write(data)
        Path(fresh).chmod(mode)
        Path(fresh).replace(file)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
