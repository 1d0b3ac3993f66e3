"""`python -m benchmarks.poles [--counts 1 5 22] [--whole]`: what so many Pôles in one house weigh.

The first is the pack in service; the others are founded as `python -m knowledge init` does, one region after
the other, each with the whole common pack, a base and an index of its own. Each is asked the same questions
through `/api/chat` before anything is weighed. `--whole`: each other is a copy of the pack in service,
under its own name, for what 22 full Pôles would weigh. Prints a Markdown table; writes under a folder of its
own, gone at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import yaml

from benchmarks.together import pss
from knowledge.pack.founding import found_pole
from knowledge.pack.layers import PACK_FILE
from knowledge.settings import content_dir
from knowledge.territory.regions import regions
from tools.children import Child
from tools.ports import take_near
from tools.serve import make_children, prepare_model
from web.settings import load_settings

QUESTIONS = (
    "c'est quoi une coop de solidarité",
    "ça prend combien de monde pour partir une coop de travail",
    "quelle est la différence entre une coop et un OBNL",
    "je cherche du financement pour mon projet de café",
    "avez-vous une formation en gouvernance",
)
OPEN_SECONDS = 60.0  # for each Pôle
BUDGET_MB, EACH_MB = 3_000, 100  # wanted: at most so much, and so much a Pôle


def packs(folder: Path, count: int, *, whole: bool) -> Path:
    """The file of so many Pôles, whose packs are in a folder; its path."""
    names = list(regions())
    listed = []
    for number in range(count):
        name = f"pole-{number + 1}"
        target = folder / "packs" / name
        if number and not whole:
            region = names[number % len(names)]
            found_pole(target, region, f"Pôle d'essai {number + 1} ({region})")
        elif number:
            shutil.copytree(content_dir(), target)
            (target / PACK_FILE).write_text(f"id: {name}\nextends: common\n", encoding="utf-8")
        own = {"CONTENT_DIR": str(target if number else content_dir())}
        listed.append({"id": name, "hosts": [f"{name}.localhost"], "settings": own})
    path = folder / "poles.yaml"
    path.write_text(yaml.safe_dump({"poles": listed}), encoding="utf-8")
    return path


@contextmanager
def running(folder: Path, poles: Path) -> Iterator[tuple[list[Child], str]]:
    """One house with these Pôles: its processes, and where it is; stopped at the end."""
    os.environ |= {
        "VAR_DIR": str(folder / "var"),
        "POLES": str(poles),
        "PORT": str(take_near(8190)),
        "RATE_LIMIT_PER_MINUTE": "0",
    }
    settings = load_settings()
    children, _ = make_children(prepare_model(), settings)
    for child in children:
        child.start()
    try:
        yield children, f"http://127.0.0.1:{settings.port}"
    finally:
        for child in children:
            child.signal(signal.SIGTERM)
        for child in children:
            child.stop(10)


def wait_open(url: str, hosts: list[str]) -> float:
    """Wait until each Pôle is whole; the seconds that took."""
    began = time.monotonic()
    for host in hosts:
        while not _fine(url, host):
            if time.monotonic() - began > OPEN_SECONDS * (len(hosts) + 1):
                sys.exit(f"{host} n'ouvre pas.")
            time.sleep(0.5)
    return time.monotonic() - began


def _fine(url: str, host: str) -> bool:
    try:
        return httpx.get(f"{url}/api/health", headers={"host": host}, timeout=10).status_code == 200
    except httpx.HTTPError:
        return False


def asked(url: str, hosts: list[str]) -> list[float]:
    """The seconds of each question, asked of each Pôle in turn, so that no Pôle has two in a row."""
    times = []
    with httpx.Client(timeout=30) as client:
        for question in QUESTIONS:
            for host in hosts:
                began = time.perf_counter()
                told = client.post(
                    f"{url}/api/chat", json={"message": question, "session": None}, headers={"host": host}
                )
                told.raise_for_status()
                times.append(time.perf_counter() - began)
    return times


def measured(count: int, *, whole: bool) -> str:
    """The row of so many Pôles."""
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside)
        poles = packs(folder, count, whole=whole)
        hosts = [host for one in yaml.safe_load(poles.read_text())["poles"] for host in one["hosts"]]
        with running(folder, poles) as (children, url):
            opened = wait_open(url, hosts)
            asked(url, hosts)
            times = asked(url, hosts)
            weighed = {child.name: pss(child.process.pid) for child in children if child.process}
    total = sum(weighed.values())
    bound = BUDGET_MB + EACH_MB * count
    cells = (
        *(str(count), f"{weighed['rasa']:,.0f}", f"{weighed['web']:,.0f}", f"{total:,.0f}", f"{bound:,}"),
        *(f"{opened:.0f}", f"{1000 * median(times):.0f}"),
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print one row a count."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.poles")
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 5, 22])
    parser.add_argument("--whole", action="store_true")
    arguments = parser.parse_args()
    print("| Pôles | Rasa (MB) | house (MB) | both | at most | all open (s) | a turn, p50 (ms) |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for count in arguments.counts:
        print(measured(count, whole=arguments.whole), flush=True)


if __name__ == "__main__":
    main()
