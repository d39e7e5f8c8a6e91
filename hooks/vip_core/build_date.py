"""The build's date: what "today" means wherever a date is compared with it."""

from __future__ import annotations

import datetime
import os


def today() -> datetime.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` where it is set, so that a build can be made again, else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.date.today()
