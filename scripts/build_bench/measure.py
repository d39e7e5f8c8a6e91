"""Measures a full build beside other generators on the same texts, in turn, and a build after one edit.

``python -m build_bench.measure [--varv 5] [--storlekar 50,500,2000] [--ut FOLDER]`` prints the tables as Markdown, and writes them
with a plot to FOLDER. Figures are for people to read, never for tests; ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from . import corpus, peers
from .peers import Peer

HERE = Path(__file__).resolve().parent
OURS, BASE = "VIP", "Material"
EDITED = "programs/adhd/behandling-och-stod.md"
_SAMPLES_A_SECOND = 2  # to add up what a process holds takes milliseconds, and so from what is timed


@dataclass(frozen=True)
class Run:
    """One build: seconds on the clock and of the processor, and the most memory that all its processes held at once."""

    wall: float
    cpu: float
    memory: int


def run(peer: Peer, project: Path) -> Run:
    """Build ``project`` once in a new process. Raises ``CalledProcessError`` when the build fails."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600", **peer.environment}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an ordinary user's Python keeps what it has compiled
    if peer.name == OURS:
        environment["PYTHONPATH"] = os.pathsep.join(str(project / folder) for folder in ("scripts", "hooks"))
    begun = time.perf_counter()
    process = subprocess.Popen(
        peer.command, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    memory = _Memory(process.pid)
    memory.start()
    _, told = process.communicate()
    wall = time.perf_counter() - begun
    memory.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, peer.command, stderr=told)
    return Run(wall, memory.cpu, memory.most)


class _Memory(threading.Thread):
    """Watches a process and all it starts through /proc; elsewhere it sees nothing, and figures are 0."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.most = 0
        self.cpu = 0.0
        self._before = _spent()
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(1 / _SAMPLES_A_SECOND):
            self.most = max(self.most, sum(_held(pid) for pid in _family(self.pid)))

    def stop(self) -> None:
        """Stop watching; ``cpu`` is what the process and those it waited for have spent."""
        self._done.set()
        self.join()
        self.cpu = _spent() - self._before


def _spent() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    """Return the bytes a process holds, its part of what it shares included once."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")), 0)


@dataclass
class Size:
    """Everything measured at one size."""

    chapters: int
    runs: dict[str, list[Run]]
    output: dict[str, int]
    warm: list[Run]
    warm_is_cold: bool = True

    def ratio(self, one: str, other: str) -> float:
        """Return the median of the ratios pair by pair, ``one`` divided by ``other``."""
        pairs = zip(self.runs[one], self.runs[other], strict=True)
        return statistics.median(first.wall / second.wall for first, second in pairs)

    def warm_ratio(self, other: str) -> float:
        """Return the median of a warm build of ours divided by the median full build of ``other``."""
        return statistics.median(one.wall for one in self.warm) / statistics.median(
            one.wall for one in self.runs[other]
        )


def measure(chapters: int, rounds: int, work: Path, everybody: tuple[Peer, ...]) -> Size:
    """Lay the corpus out for everybody and build it in turn, ``rounds`` times.

    Ours is each time also built after two edits, of which the second counts.
    """
    made = corpus.write(work / "corpus", chapters)
    projects = {peer.name: work / peer.name for peer in everybody}
    for peer in everybody:
        peer.lay_out(made, projects[peer.name])
    size = Size(chapters, {peer.name: [] for peer in everybody}, {}, [])
    ours = projects[OURS]
    for number in range(rounds):
        for peer in everybody:
            project = projects[peer.name]
            _put_away(project, (peer.output, ".cache"), work / "ended" / f"{peer.name}-{number}")
            size.runs[peer.name].append(run(peer, project))
            print(f"{chapters}: varv {number + 1}, {peer.name} {size.runs[peer.name][-1].wall:.2f} s", file=sys.stderr)
            if peer.name == OURS:
                for again in range(2):  # the first edit finds no site before the last one, as every later one does
                    _edit(ours / EDITED, 2 * number + again)
                    rebuilt = run(peer, ours)
                    print(f"{chapters}: varv {number + 1}, efter en ändring {rebuilt.wall:.2f} s", file=sys.stderr)
                size.warm.append(rebuilt)
    size.output = {peer.name: _bytes(projects[peer.name] / peer.output) for peer in everybody}
    warm = _fingerprint(ours / "site")
    shutil.rmtree(ours / ".cache")
    shutil.rmtree(ours / "site")
    run(everybody[0], ours)
    size.warm_is_cold = warm == _fingerprint(ours / "site")
    return size


def _put_away(project: Path, made: tuple[str, ...], to: Path) -> None:
    """Move what a build has made out of its way. Removed it would slow the next down: ext4 steps over each inode just freed."""
    to.mkdir(parents=True)
    for name in made:
        if (project / name).exists():
            (project / name).rename(to / name)


def _edit(file: Path, number: int) -> None:
    """Put a sentence at the end of the chapter's last article."""
    text = file.read_text(encoding="utf-8").rstrip()
    file.write_text(f"{text}\n\nVarv {number + 1} har lagt till den här meningen.\n", encoding="utf-8")


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _fingerprint(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def tables(sizes: list[Size]) -> str:
    """Return the figures as Markdown."""
    names = list(sizes[0].runs)
    rows = [
        f"{platform.system()} {platform.machine()}, {len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} kärnor, "
        f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}; medianer av {len(sizes[0].warm)} varv",
        "",
        "| kapitel | " + " | ".join(names) + f" | {OURS} efter en ändring | lika som helt bygge |",
        "| --- |" + " --- |" * (len(names) + 2),
    ]
    for size in sizes:
        walls = [statistics.median(one.wall for one in size.runs[name]) for name in names]
        warm = statistics.median(one.wall for one in size.warm)
        same = "ja" if size.warm_is_cold else "**nej**"
        rows.append(
            f"| {size.chapters} s | " + " | ".join(f"{wall:.2f}" for wall in walls) + f" | {warm:.2f} | {same} |"
        )
    rows += [
        "",
        f"| kvot | {' | '.join(f'{OURS} / {name}' for name in names[1:])} | ändring / {BASE} | ändring / Hugo |",
        "| --- |" + " --- |" * (len(names) + 1),
    ]
    for size in sizes:
        ratios = [size.ratio(OURS, name) for name in names[1:]] + [size.warm_ratio(BASE), size.warm_ratio("Hugo")]
        rows.append(f"| {size.chapters} | " + " | ".join(f"{ratio:.3f}" for ratio in ratios) + " |")
    rows += ["", "| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for size in sizes:
        for label, figures in (
            ("processortid, s", [f"{statistics.median(one.cpu for one in size.runs[name]):.2f}" for name in names]),
            ("minne som mest, MB", [f"{max(one.memory for one in size.runs[name]) / 1e6:.0f}" for name in names]),
            ("utdata, MB", [f"{size.output[name] / 1e6:.1f}" for name in names]),
        ):
            rows.append(f"| {size.chapters} kapitel, {label} | " + " | ".join(figures) + " |")
    if len(sizes) > 1:
        rows.append(
            f"| tillväxt {sizes[-2].chapters}–{sizes[-1].chapters}, exponent | "
            + " | ".join(f"{_exponent(sizes[-2], sizes[-1], name):.2f}" for name in names)
            + " |"
        )
    return "\n".join(rows)


def _exponent(small: Size, large: Size, name: str) -> float:
    """Return the exponent with which processor time grows: 1 for a straight line, 2 for the square."""
    first, second = (statistics.median(one.cpu for one in size.runs[name]) for size in (small, large))
    return math.log(second / first) / math.log(large.chapters / small.chapters)


def plot(sizes: list[Size], file: Path) -> None:
    """Draw seconds against chapters, both logarithmic."""
    import matplotlib as mpl  # type: ignore[import-not-found] # noqa: PLC0415 - only the peers' environment has it

    mpl.use("svg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, axes = pyplot.subplots(figsize=(8, 5))
    chapters = [size.chapters for size in sizes]
    for name in sizes[0].runs:
        walls = [statistics.median(one.wall for one in size.runs[name]) for size in sizes]
        axes.plot(chapters, walls, marker="o", label=name, linewidth=3 if name == OURS else 1.5)
    warm = [statistics.median(one.wall for one in size.warm) for size in sizes]
    axes.plot(chapters, warm, marker="o", linestyle="--", label=f"{OURS} efter en ändring")
    axes.set(xscale="log", yscale="log", xlabel="kapitel", ylabel="sekunder")
    axes.set_xticks(chapters, [str(number) for number in chapters])
    axes.legend()
    figure.savefig(file)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--python", required=True, help="Python med webbplatsens egna paket")
    parser.add_argument("--varv", type=int, default=5)
    parser.add_argument("--storlekar", default="50,500,2000")
    parser.add_argument("--ut", type=Path, default=HERE / "work")
    parser.add_argument("--utan", default="", help="namn som lämnas utanför, med komma emellan")
    options = parser.parse_args()
    left_out = options.utan.split(",")
    everybody = tuple(one for one in peers.all_of_them(options.python, Path(sys.prefix)) if one.name not in left_out)
    sizes: list[Size] = []
    with tempfile.TemporaryDirectory(prefix="vip-bench-") as work:
        for chapters in map(int, options.storlekar.split(",")):
            sizes.append(measure(chapters, options.varv, Path(work) / str(chapters), everybody))
    print(tables(sizes))
    options.ut.mkdir(parents=True, exist_ok=True)
    (options.ut / "bygge.md").write_text(tables(sizes) + "\n", encoding="utf-8")
    plot(sizes, options.ut / "bygge.svg")


if __name__ == "__main__":
    main()
