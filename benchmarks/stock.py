"""`python -m benchmarks.stock [--seconds 15] [--people 1 20] [--train-only]`: the house beside a stock Rasa.

The stock one is what `rasa train` makes of the same examples and rules with the pipeline and the policies
that Rasa proposes by default (DIET, TED…), with its own channel and its own store; it asks the same action
server. Nobody else should use the machine meanwhile. It is trained once for the same examples: 16 minutes of
processor, which `nice -n 15 python -m benchmarks.stock --train-only` spends beforehand. Prints a Markdown
table: messages a second, times, what a message costs and what each process holds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml

from benchmarks.chat import Load, Said, Say, by_the_gateway, measure, warm
from benchmarks.together import pss, spent
from knowledge.settings import PROJECT_DIR
from tools.children import Child
from tools.environment import rasa_environment
from tools.model import MODELS_DIR, RASA, fingerprint, train
from tools.ports import take_near
from tools.serve import make_children, prepare_content
from web.settings import load_settings

START_SECONDS = 300.0
LEARNED_FROM = ("domain.yml", "data/nlu", "data/rules.yml", "requirements/rasa.txt")
HEADER = (
    "| | people at once | messages a second | p50 | p95 | refused | ms of processor a message | memory (MB) |"
    "\n"
    "|---|---|---|---|---|---|---|---|"
)


async def by_rasa(client: httpx.AsyncClient, message: str, session: str | None) -> Said:
    """As Rasa's own channel takes it."""
    sender = session or secrets.token_hex(8)
    reply = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": message})
    return Said(reply.status_code, sender)


def default_config() -> dict[str, object]:
    """What Rasa proposes to who chooses nothing, for French."""
    home = RASA.parent.parent / "lib"
    found = next(home.glob("python*/site-packages/rasa/engine/recipes/config_files/default_config.yml"))
    proposed = yaml.safe_load(found.read_text(encoding="utf-8"))
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "fr",
        "pipeline": proposed["pipeline"],
        "policies": proposed["policies"],
    }


def stock_model(folder: Path) -> Path:
    """The stock assistant, trained on our examples if it never was."""
    path = MODELS_DIR / f"stock-{fingerprint(LEARNED_FROM)}.tar.gz"
    if not path.exists():
        config = folder / "config.yml"
        config.write_text(yaml.safe_dump(default_config()), encoding="utf-8")
        command = [
            str(RASA), "-m", "rasa", "train", "--config", str(config), "--domain", "domain.yml",
            "--data", "data", "--out", str(MODELS_DIR),
            "--fixed-model-name", path.name.removesuffix(".tar.gz"),
        ]  # fmt: skip
        subprocess.run(  # noqa: S603
            command, cwd=PROJECT_DIR, env=rasa_environment(), check=True, capture_output=True
        )
    return path


def stock_child(folder: Path, actions_url: str, port: int) -> Child:
    """Rasa as it comes, on this port."""
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    endpoints = {
        "action_endpoint": {"url": f"{actions_url}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "stock.db")},
    }
    (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), encoding="utf-8")
    command = [
        str(RASA), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port),
        "--model", str(stock_model(folder)), "--endpoints", str(folder / "endpoints.yml"),
        "--credentials", str(folder / "credentials.yml"), "--logging-config-file", "logging.yml",
    ]  # fmt: skip
    return Child("stock", command, rasa_environment())


@contextmanager
def running(children: list[Child], addresses: list[str]) -> Iterator[None]:
    """The processes, once each address answers; stopped at the end."""
    for child in children:
        child.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not all(_answers(address) for address in addresses):
            if time.monotonic() > deadline or any(child.fallen for child in children):
                sys.exit(f"It did not start; see {children[0].log.parent}.")
            time.sleep(1)
        yield
    finally:
        for child in reversed(children):
            child.stop(10)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def lines(
    name: str, url: str, say: Say, children: list[Child], crowds: list[int], seconds: float
) -> list[str]:
    """What so many people at once get there. `children`: the processes that serve them."""
    pids = {child.name: child.process.pid for child in children if child.process}
    asyncio.run(warm(url, say))
    told = []
    for people in crowds:
        before = sum(map(spent, pids.values()))
        load: Load = asyncio.run(measure(url, people, seconds, say=say))
        cost = 1000 * (sum(map(spent, pids.values())) - before) / max(1, len(load.good))
        held = ", ".join(f"{one} {pss(pid):.0f}" for one, pid in pids.items())
        row = load.row
        told.append(
            f"| {name} | {people} | {row['good_per_second']} | {row['p50']} s | {row['p95']} s "
            f"| {row['refused']} | {cost:.0f} | {held} |"
        )
    return told


def main() -> int:
    """Print the table; 1 when one of them cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stock")
    parser.add_argument("--people", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--train-only", action="store_true", help="leave the stock model ready for later")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stock-") as name:
        folder = Path(name)
        stock_model(folder)
        if given.train_only:
            return 0
        port, stock_port = take_near(8091), take_near(8092)
        os.environ |= {"VAR_DIR": name, "PORT": str(port), "RATE_LIMIT_PER_MINUTE": "0"}
        model = train()
        if model is None or not prepare_content():
            return 1
        children, rasa_url = make_children(model, load_settings())
        house = next(child for child in children if child.vital)
        stock = stock_child(folder, house.environment["ACTIONS_URL"], stock_port)
        url, stock_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{stock_port}"
        ready = [f"{url}/api/health", f"{rasa_url}/webhooks/rest/ready", f"{stock_url}/webhooks/rest/"]
        with running([*children, stock], ready):
            print(HEADER, flush=True)
            asked = given.people, given.seconds
            print("\n".join(lines("the house", url, by_the_gateway, children, *asked)), flush=True)
            print("\n".join(lines("stock Rasa", stock_url, by_rasa, [stock, house], *asked)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
