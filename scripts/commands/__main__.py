"""Reads the command line and runs the command. Command words are English, options and answers Swedish."""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import os
import sys
from pathlib import Path
from typing import NoReturn

from mkdocs.exceptions import MkDocsException

from vip_core import build_date, workers
from vip_core.problems import Refused

COMMANDS = {
    "build": "Bygg webbplatsen till mappen site/.",
    "serve": "Visa webbplatsen på den egna datorn medan du skriver.",
    "check": "Granska innehållet och visa allt som behöver rättas.",
    "new": "Skapa ett program, ett kapitel, en artikel, en nyhet eller en källa.",
    "usage": "Räkna sidvisningar och sessioner ur webbserverns loggar, utan att följa någon.",
    "report": "Visa redaktionens översikt, vad en ändring gör, eller prova länkarna ut.",
    "move": "Ge ett program, ett kapitel, en artikel eller en sida en ny adress.",
    "release": "Ge en text en ny version, frys den förra, och skriv in nya adresser i liggaren.",
    "retire": "Ta bort ett program, ett kapitel, en artikel eller en sida, och låt adressen berätta det.",
    "package": "Packa webbplatsen för läsning utan server: en zip-fil i dist/.",
    "hosting": "Gör filer och inställningar för en webbserver, i dist/hosting/.",
    "verify": "Kontrollera ett paket: vilken fil är ändrad, tillagd eller borta?",
    "audit": "Fråga om kända sårbarheter i beroendena; behöver nät.",
    "test": "Kör alla kontroller och tester.",
    "bench": "Mät sökningen bredvid andra sökmotorer på samma texter.",
    "pictures": "Ta skärmbilder av alla slags sidor på den byggda webbplatsen.",
}
ROOT = Path(__file__).resolve().parents[2]


class Parser(argparse.ArgumentParser):
    """A parser that answers in Swedish when it does not understand."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse explains in English
        print("Kommandot går inte att tolka. Hjälp: python3 scripts/vip.py --help", file=sys.stderr)
        sys.exit(1)


def parser(chosen: str) -> argparse.ArgumentParser:
    """Return the parser of the command line; only the chosen command is loaded, since some need more than others."""
    top = Parser(prog="vip.py", description="Bygg, granska och prova webbplatsen.")
    commands = top.add_subparsers(dest="command", required=True, metavar="kommando")
    for name, summary in COMMANDS.items():
        one = commands.add_parser(name, help=summary, description=summary)
        if name == chosen:
            with workers.seldom_collecting():
                command = importlib.import_module(f"commands.{name}")
            command.add_arguments(one)
            one.set_defaults(run=command.run)
    return top


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit status. What went wrong is told in a sentence, never by a traceback."""
    chosen = next(iter(arguments), "")
    options, rest = parser(chosen).parse_known_args(arguments)
    if rest and chosen != "test":
        parser(chosen).error("unknown")
    options.rest = rest
    try:
        build_date.settle()
        return int(options.run(ROOT, options))
    except Refused as refused:
        print(refused.told, file=sys.stderr)
    except MkDocsException as refused:
        print(f"Bygget stoppades: {refused.format_message()}", file=sys.stderr)
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failed:
        print(_sentence(failed), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


_CAUSES = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet du får använda är slut",
    errno.EROFS: "platsen är skrivskyddad",
    errno.EACCES: "du saknar behörighet",
    errno.EPERM: "du saknar behörighet",
    errno.ENOENT: "den finns inte",
    errno.ENOTDIR: "en del av sökvägen är en fil",
    errno.EISDIR: "det är en mapp",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EIO: "disken svarar inte som den ska",
}


_OPEN_ELSEWHERE = (5, 32)  # ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION on Windows, which become EACCES


def _sentence(failed: OSError) -> str:
    """Return what could not be read or written, and why, in Swedish."""
    cause = _CAUSES.get(failed.errno or 0, failed.strerror)
    if getattr(failed, "winerror", None) in _OPEN_ELSEWHERE:
        cause = "filen eller mappen är kanske öppen i ett annat program"
    return f"Det gick inte att skriva eller läsa {failed.filename or 'en fil'}: {cause}. Inget är ändrat."


def _end(status: int) -> NoReturn:
    """End at once: to take apart all that a build holds, piece by piece, takes half a second, and the system frees it anyway."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    _end(main(sys.argv[1:]))
