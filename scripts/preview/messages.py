"""Messages between the server and a worker: a line of JSON, followed by as many bytes as it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any


def send(stream: IO[bytes], message: Mapping[str, Any], content: bytes = b"") -> None:
    """Write one message. Raises ``OSError`` when nobody reads any more."""
    stream.write(json.dumps({**message, "bytes": len(content)}, ensure_ascii=False).encode("utf-8") + b"\n" + content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message and its content, or ``None`` when the other side has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    message: dict[str, Any] = json.loads(line)
    content = stream.read(message["bytes"])
    return (message, content) if len(content) == message["bytes"] else None
