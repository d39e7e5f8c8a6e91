"""The server: pages from the worker, with the panel in them, and word to open pages when there is something new."""

from __future__ import annotations

import contextlib
import os
import posixpath
import secrets
import threading
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from . import panel
from .rebuilding import Rebuilder, State, WorkerLost, is_wrong, problems_of

_OWN = Path(__file__).parent
_PATIENCE = 60.0
_HEARTBEAT = 15.0


class PreviewServer(ThreadingHTTPServer):
    """Serves until ``stop``. Raises ``OSError`` when the address cannot be used."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share one port

    def __init__(self, address: tuple[str, int], root: Path, rebuilder: Rebuilder) -> None:
        super().__init__(address, Handler)
        self.root = root
        self.rebuilder = rebuilder
        self.stopping = threading.Event()
        self._run = secrets.token_hex(4)  # so that pages of an earlier run load anew as well

    def token(self, state: State) -> str:
        """Return what tells one state from every other, also of an earlier run."""
        return f"{self._run}-{state.number}"

    @cached_property
    def files(self) -> dict[str, tuple[str, bytes]]:
        """The preview's own style and script, by path."""
        tokens = self.root / "theme_overrides/assets/css/tokens.css"
        style = (tokens.read_bytes() if tokens.is_file() else b"") + (_OWN / "panel.css").read_bytes()
        return {
            panel.STYLE: ("text/css", style),
            panel.SCRIPT: ("text/javascript", (_OWN / "reload.js").read_bytes()),
        }

    def stop(self) -> None:
        """End serving, also the connections that wait for news."""
        self.stopping.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    server: PreviewServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        """Answer a request for a page or file."""
        with contextlib.suppress(ConnectionError, TimeoutError):  # the browser went on to something else
            self._answer()

    def do_HEAD(self) -> None:
        """Answer a request for what is known of a page or file."""
        self.do_GET()

    def _answer(self) -> None:
        path = posixpath.normpath(unquote(urlsplit(self.path).path)).lstrip("/")
        path = "" if path == "." else path + ("/" if self.path.partition("?")[0].endswith("/") and path else "")
        if path == panel.EVENTS:
            self._events()
        elif path in self.server.files:
            self._send(200, *self.server.files[path])
        else:
            self._page(path)

    def _page(self, path: str) -> None:
        rebuilder = self.server.rebuilder
        state = rebuilder.wait_beyond(0, _PATIENCE)
        try:
            if state.worker is None:
                raise WorkerLost
            answer, content = state.worker.ask({"path": path})
        except WorkerLost:
            if rebuilder.state.worker not in (None, state.worker):
                self._page(path)  # a newer state took over meanwhile
                return
            self._own_page(503, state)
            return
        if answer["status"] == 302:
            query = urlsplit(self.path).query
            self._send(
                302, "text/plain", b"", {"Location": "/" + quote(answer["location"]) + (f"?{query}" if query else "")}
            )
        elif answer["status"] == 500:
            self._own_page(500, State(state.number, None, (*state.problems, *problems_of(answer))))
        else:
            if answer["type"] == "text/html":
                shown = panel.html(state.problems, answer["source"], self.server.root, is_wrong(state))
                content = panel.inject(content, self.server.token(state), shown)
            self._send(answer["status"], answer["type"], content)

    def _own_page(self, status: int, state: State) -> None:
        text = panel.page(self.server.token(state), state.problems, self.server.root)
        self._send(status, "text/html", text.encode("utf-8"))

    def _events(self) -> None:
        """Tell the page which state is the newest, at once and each time it changes, until the browser goes away."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        state = self.server.rebuilder.state
        while not self.server.stopping.is_set():
            self.wfile.write(f"data: {self.server.token(state)}\n\n".encode())
            self.wfile.flush()
            state = self.server.rebuilder.wait_beyond(state.number, _HEARTBEAT)

    def _send(self, status: int, media_type: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        text = media_type.startswith("text/") or media_type in ("application/json", "image/svg+xml")
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8" if text else media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is for what the author has to mend."""
