"""Watching: which files of the project have changed, told once when an editor has finished saving."""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Iterable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

_LOOKS_PER_SECOND = 10
_QUIET = 0.06
_TEMPORARY = (".swp", ".swx", ".tmp", ".crdownload", ".part", "~", ".pyc")


def is_of_interest(path: Path) -> bool:
    """Say whether a file may be part of the site; editors' and systems' own files beside it are not."""
    return not any(part.startswith((".", "~$", "#")) or part == "__pycache__" for part in path.parts) and not (
        path.name.endswith(_TEMPORARY) or path.name == "4913"
    )


class Watcher(FileSystemEventHandler):
    """Looks at folders and files a few times a second, which also works on network drives and shared folders."""

    def __init__(self, root: Path, folders: Iterable[Path], files: Iterable[Path]) -> None:
        self.root = root
        self._files = {file.resolve() for file in files}
        self._changes: queue.Queue[Path] = queue.Queue()
        self._observer = PollingObserver(timeout=1 / _LOOKS_PER_SECOND)
        for folder in folders:
            self._observer.schedule(self, str(folder), recursive=True)
        self._observer.schedule(self, str(root), recursive=False)

    def start(self) -> None:
        """Begin to look."""
        self._observer.start()

    def stop(self) -> None:
        """End looking."""
        self._observer.stop()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the files of an event (called by watchdog)."""
        if event.is_directory or event.event_type in ("opened", "closed", "closed_no_write"):
            return
        for name in (event.src_path, event.dest_path):
            path = Path(str(name)) if name else None
            if path is None or not path.is_relative_to(self.root):
                continue
            relative = path.relative_to(self.root)
            if is_of_interest(relative) and (len(relative.parts) > 1 or path.resolve() in self._files):
                self._changes.put(relative)

    def wait(self, seconds: float) -> set[Path]:
        """Return the files that changed, as soon as no more change; nothing when none did within so many seconds."""
        found: set[Path] = set()
        with contextlib.suppress(queue.Empty):
            while True:
                found.add(self._changes.get(timeout=_QUIET if found else seconds))
        return found
