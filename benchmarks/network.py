"""`python -m benchmarks.network [--regions …]`: newly founded Pôles, two of each process, behind the proxy.

Each Pôle is founded as `python -m knowledge init` does; two sites and two Rasa serve them all, behind Caddy
with the file of `deploy/`, each in a PostgreSQL base of its own. Then what must hold is looked at, as their
people see it: each answers under its name at its host, keeps its conversations and what it publishes to
itself, gives a publication at both sites, and goes on when a site and a Rasa are killed. Prints a Markdown
table; 1 when something does not hold. Needs the packages of the tests.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from benchmarks.live import QUESTION, TEXT, given, seconds_to_live
from benchmarks.together import House, running, wait_whole
from knowledge.hosted import Pole, read_poles, serving
from knowledge.pack.founding import found_pole
from knowledge.pole import SITE, current

REGIONS = ("Mauricie", "Outaouais", "Bas-Saint-Laurent")
OPEN_SECONDS = 600.0
LIVE_SECONDS = 2.0
PAGES = ("/", "/robots.txt", "/ressources", "/equipe/connexion", "/widget.js")
TIMES = 20  # that a message is sent before one gives up
QUESTIONS = (
    "ça prend combien de monde pour partir une coop de travail",
    "c'est quoi la différence entre une coop pis un OBNL",
    "je cherche du financement pour une coop",
)
Row = tuple[str, bool, str]  # what must hold, whether it does, what was seen


@dataclass(frozen=True)
class Visit:
    """Somebody at the host of a Pôle, through the proxy."""

    url: str
    pole: Pole

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", headers={"host": self.pole.hosts[0]}, timeout=30)

    def send(self, message: str, session: str | None = None) -> httpx.Response:
        """What the chat replies; sent again as the page does, while a process that fell is away."""
        body = {"message": message, "session": session, "id": f"{time.monotonic_ns():032x}"}
        for _ in range(TIMES):
            reply = httpx.post(
                f"{self.url}/api/chat", json=body, headers={"host": self.pole.hosts[0]}, timeout=30
            )
            if reply.status_code < 500:
                break
            time.sleep(float(reply.headers.get("Retry-After", 1)))
        return reply

    def say(self, message: str, session: str | None = None) -> dict[str, Any]:
        """The same, of a message that must be answered."""
        reply = self.send(message, session)
        reply.raise_for_status()
        told: dict[str, Any] = reply.json()
        return told


def founded(folder: Path, regions: Sequence[str]) -> Path:
    """The file of Pôles founded in these regions."""
    listed = []
    for number, region in enumerate(regions, 1):
        target = folder / "packs" / f"pole-{number}"
        found_pole(target, region, f"Pôle d'essai, {region}")
        own = {"CONTENT_DIR": str(target)}
        listed.append({"id": target.name, "hosts": [f"{target.name}.example.org"], "settings": own})
    path = folder / "poles.yaml"
    path.write_text(yaml.safe_dump({"poles": listed}, allow_unicode=True), encoding="utf-8")
    return path


def wait_open(house: House, poles: Sequence[Pole]) -> float:
    """Wait until each site has each Pôle open; the seconds that took."""
    began = time.monotonic()
    for url in sites(house):
        for pole in poles:
            while Visit(url, pole).get("/api/health").status_code != 200:
                assert time.monotonic() - began < OPEN_SECONDS, f"{pole.id} does not open"
                time.sleep(1)
    return time.monotonic() - began


def sites(house: House) -> list[str]:
    """Where each site listens."""
    return [f"http://127.0.0.1:{site.environment['PORT']}" for site in house.sites]


def text_of(reply: dict[str, Any]) -> str:
    """All that a reply says."""
    return " ".join(part["text"] for part in reply["messages"])


def each_by_itself(url: str, poles: Sequence[Pole], inner_ports: Sequence[str]) -> Iterator[Row]:
    """Each Pôle at its host: its page, its answers, its conversations."""
    sessions = {}
    for pole in poles:
        visit = Visit(url, pole)
        with serving(pole):
            name = str(current(SITE)["name"])
        yield f"{pole.id}: its page bears its name", name in visit.get("/").text.replace("&#39;", "'"), name
        pages = [visit.get(path) for path in PAGES]
        inside = [port for port in inner_ports if any(f":{port}" in page.text for page in pages)]
        opened = all(page.status_code == 200 for page in pages) and not inside
        yield f"{pole.id}: its pages open, and name no inner address", opened, ", ".join(PAGES)
        told = [visit.say(question) for question in QUESTIONS]
        answered = [reply["messages"][0] for reply in told]
        yield (
            f"{pole.id}: it answers",
            all(len(one["text"]) > 40 for one in answered),
            answered[0]["text"][:60],
        )
        sessions[pole.id] = told[0]["session"]
    first, other = poles[0], poles[1]
    kept, taken = (Visit(url, pole).send("pourquoi?", sessions[first.id]) for pole in (first, other))
    alone = (kept.status_code, taken.status_code) == (200, 400)
    yield "a conversation goes on at its Pôle alone", alone, f"elsewhere: {taken.status_code}"
    nobody = httpx.get(f"{url}/", headers={"host": "nobody.example.org"}, timeout=30)
    yield "a host of nobody is told so", nobody.status_code == 421, str(nobody.status_code)


def published(house: House, poles: Sequence[Pole]) -> Iterator[Row]:
    """What one Pôle publishes, at each site and at each Pôle."""
    first = poles[0]
    for number in (1, 2):  # the first index after a start is slower
        before = house.spent()
        with serving(first):
            live = seconds_to_live(sites(house), f"{TEXT} ({number})", first.hosts[0])
        spent = [after - before[name] for name, after in house.spent().items() if name.startswith("site")]
        seen = ", ".join(f"{one:.1f} s" for one in live.values())
        worked = ", ".join(f"{one:.1f} s" for one in spent)
        fine = len(live) == len(house.sites) and max(live.values()) <= LIVE_SECONDS
        yield f"publication {number}, at both sites", fine, f"{seen} (of processor: {worked})"
    elsewhere = [given(url, TEXT[:-1], pole.hosts[0]) for url in sites(house) for pole in poles[1:]]
    yield "no other Pôle gives it", not any(elsewhere), QUESTION


def after_a_fall(house: House, url: str, poles: Sequence[Pole]) -> Iterator[Row]:
    """A site and a Rasa are killed while somebody talks to each Pôle."""
    sessions = {pole.id: Visit(url, pole).say("bonjour")["session"] for pole in poles}
    house.kill("site-1", "rasa-1")
    for pole in poles:
        began = time.monotonic()
        reply = Visit(url, pole).say(QUESTIONS[0], sessions[pole.id])
        took = time.monotonic() - began
        fine = len(text_of(reply)) > 40
        yield f"{pole.id}: it goes on when a site and a Rasa are killed", fine, f"{took:.1f} s"
    wait_whole(house)
    yield "all is back", True, f"{wait_open(house, poles):.0f} s after both processes answer"


def main() -> int:
    """Print the table; 1 when something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network")
    parser.add_argument("--regions", nargs="+", default=list(REGIONS))
    given_regions = parser.parse_args().regions
    with tempfile.TemporaryDirectory(prefix="network-") as aside:
        folder = Path(aside)
        file = founded(folder, given_regions)
        with running(folder / "var", 2, poles=file) as house:
            poles, url = read_poles(file), house.supervisor.url
            ports = [site.environment["PORT"] for site in house.sites]
            print(f"<!-- all open after {wait_open(house, poles):.0f} s -->")
            sizes = ", ".join(f"{name} {size:.0f} MB" for name, size in house.memory().items())
            print(f"<!-- memory (PSS): {sizes} -->\n\n| what must hold | holds | seen |\n|---|---|---|")
            fine = True
            rows = (
                each_by_itself(url, poles, ports),
                published(house, poles),
                after_a_fall(house, url, poles),
            )
            for what, holds, seen in (row for some in rows for row in some):
                fine &= holds
                print(f"| {what} | {'yes' if holds else '**no**'} | {seen} |", flush=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
