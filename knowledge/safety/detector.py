"""Is somebody in danger? Recall first: a false alarm costs one press of a button."""

from __future__ import annotations

from functools import lru_cache

from knowledge.safety.features import features, pieces
from knowledge.safety.model import Model


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model.load()


def danger_in(message: str) -> str | None:
    """The danger that a message tells of (a kind of `examples.yaml`: suicide, violence, danger, hunger,
    shelter, distress), or None."""
    if not any(char.isalpha() for char in message):
        return None
    model = _model()
    rows = features(pieces(message))
    scores = model.danger(rows)
    strongest = int(scores.argmax())
    return model.kind(rows[strongest]) if scores[strongest] >= model.threshold else None
