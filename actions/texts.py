"""The assistant's own sentences, from the content pack (`messages.yaml`): never an answer on substance."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from knowledge.settings import content_dir


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    path = content_dir() / "messages.yaml"
    messages: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return messages


@lru_cache(maxsize=1)
def _site() -> dict[str, Any]:
    site: dict[str, Any] = yaml.safe_load((content_dir() / "site.yaml").read_text(encoding="utf-8"))
    return site


def text(name: str, **values: str) -> str:
    """The sentence of this name, with the Pôle's own name and the given values in their places."""
    site = _site()
    return _messages()[name].format(pole=site["name"], pole_address=site["address"], **values).strip()
