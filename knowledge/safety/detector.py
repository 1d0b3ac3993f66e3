"""Is somebody in danger? Surely: nothing else is said. Perhaps: the numbers are said, then the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.safety.features import features, pieces
from knowledge.safety.model import Model, margin_of_parts

# Messages: those of a crowd told to come back, which send the same again every other second.
REMEMBERED = 512


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model.load()


@dataclass(frozen=True)
class Danger:
    """A danger that a message tells of: its kind, and whether that is sure enough to set the rest aside."""

    kind: str
    sure: bool


@lru_cache(maxsize=REMEMBERED)
def weigh(message: str) -> Danger | None:
    """The danger that a message tells of, surely or perhaps, or None.

    A message is weighed at the gate, and again with those before it when a question is kept: the last ones
    are remembered.
    """
    if not any(char.isalpha() for char in message):
        return None
    model = _model()
    rows = features(pieces(message))
    scores = model.danger(rows)
    scores[1:] -= margin_of_parts(scores[0])
    strongest = int(scores.argmax())
    if scores[strongest] < model.plausible:
        return None
    return Danger(model.kind(rows[strongest]), sure=bool(scores[strongest] >= model.threshold))


def danger_in(message: str) -> str | None:
    """The danger that a message surely tells of (a kind of `examples`: suicide, violence, danger, hunger,
    shelter, distress), or None."""
    danger = weigh(message)
    return danger.kind if danger and danger.sure else None
