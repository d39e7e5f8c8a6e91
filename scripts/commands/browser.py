"""The browser for tests, PDF files and pictures: found on this machine, or installed by its package manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
# The last two keep a browser without network from looking for its maker's servers.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def find() -> str | None:
    """Return the path of a Chromium or a browser built on it, or ``None``. ``VIP_CHROMIUM`` names another."""
    named = os.environ.get("VIP_CHROMIUM")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, _NAMES)), None)
    return on_path or next((place for place in _PLACES if Path(place).exists()), None)


def find_or_install() -> str | None:
    """Return the browser, installing Chromium where the platform's package manager can; ``None`` after saying what to do."""
    found = find()
    if found:
        return found
    for command in _installers():
        print(f"Installerar webbläsaren Chromium: {' '.join(command)}", file=sys.stderr, flush=True)
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            break
    found = find()
    if not found:
        print(
            "Webbläsartesterna behöver Chromium. Installera Chromium eller Google Chrome och kör kommandot igen. "
            "Finns den på en ovanlig plats: sätt VIP_CHROMIUM till programfilens sökväg.",
            file=sys.stderr,
        )
    return found


def _installers() -> list[list[str]]:
    """Return the commands that install Chromium here, or none."""
    if shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        return [
            [*root, "apt-get", "-qq", "update"],
            [*root, "apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
        ]
    if shutil.which("dnf") and os.geteuid() == 0:
        return [["dnf", "-q", "-y", "install", "chromium"]]
    if shutil.which("brew"):
        return [["brew", "install", "--cask", "chromium"]]
    if shutil.which("winget"):
        return [
            [
                "winget",
                "install",
                "--silent",
                "--accept-source-agreements",
                "--accept-package-agreements",
                "Google.Chrome",
            ]
        ]
    return []
