"""Identifiers that other systems ask for, drawn from ours: the same at every export."""

from __future__ import annotations

import uuid

# Any fixed value would do; changing it would change every identifier that others have kept.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:assistant-economie-sociale:hsds")


def derived(kind: str, *parts: str) -> str:
    """The UUID of a thing: `derived("service", "fund:biec")`."""
    return str(uuid.uuid5(NAMESPACE, "|".join((kind, *parts))))
