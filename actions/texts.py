"""The assistant's own sentences, from the content pack (`messages.yaml`): never an answer on substance."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from knowledge.pack.layers import mapping
from knowledge.settings import content_dir


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    return mapping(content_dir(), "messages.yaml")


@lru_cache(maxsize=1)
def _site() -> dict[str, Any]:
    return mapping(content_dir(), "site.yaml")


def text(name: str, **values: str) -> str:
    """The sentence of this name, with the Pôle's own name and the given values in their places."""
    site = _site()
    return _messages()[name].format(pole=site["name"], pole_address=site["address"], **values).strip()
