"""Serves the site on this machine, shows every save within moments, and tells mistakes in the page itself."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import threading
from pathlib import Path

from preview.rebuilding import Rebuilder, is_wrong
from preview.server import PreviewServer
from preview.watching import Watcher
from vip_core.problems import Refused, errors, report

from . import configuration


class AddressRefused(Refused):
    """The address cannot be used; says why, in Swedish."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--adress", default="127.0.0.1:8000", metavar="VÄRD:PORT", help="var sidan visas (127.0.0.1:8000)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Serve until stopped; returns the exit status. No mistake in the project stops it. Raises ``AddressRefused``."""
    rebuilder = Rebuilder(root)
    server = _open(options.adress, root, rebuilder)
    host, port = server.server_address[:2]
    watcher = Watcher(root, _folders(root), [root / "mkdocs.yml"])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watcher.start()
    print(f"Öppna http://{host!s}:{port}/ i webbläsaren. Avsluta med Ctrl-C.", file=sys.stderr, flush=True)
    try:
        _tell(rebuilder, rebuilder.rebuild())
        while True:
            changed = watcher.wait(3600)
            if changed:
                _tell(rebuilder, rebuilder.rebuild(any(path.suffix == ".py" for path in changed)))
    except KeyboardInterrupt:
        print("\nAvslutat.", file=sys.stderr)
        return 0
    finally:
        watcher.stop()
        server.stop()
        rebuilder.end()


def _open(address: str, root: Path, rebuilder: Rebuilder) -> PreviewServer:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise AddressRefused(f'Adressen "{address}" går inte att tolka. Skriv värd och port: --adress 127.0.0.1:8000')
    try:
        return PreviewServer((host, int(port)), root, rebuilder)
    except OSError as error:
        taken = {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}
        if os.name == "nt":
            taken.add(errno.EACCES)  # the system has reserved the port
        if error.errno in taken:
            other = int(port) + 1 if int(port) < 65535 else int(port) - 1
            raise AddressRefused(
                f"Porten {port} används redan, kanske av en annan vip.py serve. Välj en annan: --adress {host}:{other}"
            ) from None
        raise AddressRefused(f"Adressen {address} går inte att använda: {error.strerror}.") from None


def _folders(root: Path) -> list[Path]:
    """Return the folders to watch: those that ``mkdocs.yml`` names, or the usual ones when it cannot be read."""
    try:
        config = configuration.load(root)
        named = [Path(config.docs_dir), *map(Path, config.watch)]
    except Exception:  # whatever is wrong with it is told by the first build
        named = [root / name for name in ("content", "programs", "hooks", "theme_overrides")]
    return sorted({folder.resolve() for folder in named if folder.is_dir()})


def _tell(rebuilder: Rebuilder, seconds: float) -> None:
    """Print what became of a build: every error, or that the page is new."""
    state = rebuilder.state
    if is_wrong(state):
        print(report(errors(state.problems)), file=sys.stderr)
        print("Rätta och spara. Sidan visar under tiden vad som är fel.", file=sys.stderr, flush=True)
        return
    warnings = len(state.problems)
    more = f" {warnings} varningar visas av vip.py check." if warnings else ""
    taken = f"{seconds:.1f}".replace(".", ",")
    print(f"Sidan är uppdaterad ({taken} s).{more}", file=sys.stderr, flush=True)
