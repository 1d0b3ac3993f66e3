"""What the tests of the understanding share: the assistant's own model, and training others for real."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tools.model import model_path

if TYPE_CHECKING:
    from rasa.core.agent import Agent

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

# The same examples at each run: what fails once fails again.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.load_profile("same")

ROOT = Path(__file__).resolve().parents[2]
Parse = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session", autouse=True)
def no_leftovers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each run trains anew: Rasa's cache of trained components is an empty folder."""
    os.environ["RASA_CACHE_DIRECTORY"] = str(tmp_path_factory.mktemp("cache"))
    yield
    del os.environ["RASA_CACHE_DIRECTORY"]


def train_nlu_file(data: Path, folder: Path) -> Parse:
    """What `rasa train nlu -u DATA -c config.yml` gives: from a message to what was understood."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    model = train_nlu(str(ROOT / "config.yml"), str(data), str(folder))
    assert model, "training gave no model"
    return parse_with(Agent.load(model))


def parse_with(agent: Agent) -> Parse:
    """What an agent understands of a message."""
    loop = asyncio.new_event_loop()

    def parse(text: str) -> dict[str, Any]:
        result: dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
        return result

    return parse


@pytest.fixture(scope="session")
def train() -> Callable[[Path, Path], Parse]:
    """Trains on a file of one's own."""
    return train_nlu_file


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The assistant, its model loaded once for all these tests."""
    from rasa.core.agent import Agent

    model = model_path()
    assert model.exists(), "no model of the current data: run `make train`"
    return Agent.load(str(model))


@pytest.fixture(scope="session")
def parse(agent: Agent) -> Parse:
    """The understanding of the assistant."""
    return parse_with(agent)
