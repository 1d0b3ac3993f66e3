"""An answer in the contract's JSON form, the same for the chat and the API."""

from __future__ import annotations

from typing import Any

from knowledge.answers.published import PublishedAnswer


def answer_reference(answer: PublishedAnswer) -> dict[str, Any]:
    """What goes with the text of an answer: identifier, facts, sources with their dates, certainty."""
    return {
        "id": answer.identifier,
        "facts": list(answer.facts),
        "sources": [source.model_dump(mode="json") for source in answer.sources],
        "to_confirm": answer.to_confirm,
    }
