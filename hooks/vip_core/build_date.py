"""The build's date: what "today" means wherever a date is compared with it."""

from __future__ import annotations

import datetime
import os

from .problems import Refused

EPOCH = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/
_LAST = 2**32 - 1  # seconds; gzip has 32 bits for them


class DateRefused(Refused):
    """``SOURCE_DATE_EPOCH`` is set to something that is not a moment."""


def settle() -> None:
    """Take ``SOURCE_DATE_EPOCH`` for not set when it is empty, since MkDocs does not; raises ``DateRefused``."""
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return
    if not epoch:
        del os.environ[EPOCH]
    elif not (epoch.isascii() and epoch.isdecimal() and int(epoch) <= _LAST):
        raise DateRefused(
            f"{EPOCH} är {epoch!r} – skriv sekunder sedan 1 januari 1970, till exempel 1795305600 för 22 november 2026, eller ta bort variabeln."
        )


def today() -> datetime.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` where it is set, so that a build can be made again, else today."""
    epoch = os.environ.get(EPOCH, "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()
