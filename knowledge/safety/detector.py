"""Is somebody in danger? Surely: nothing else is said. Perhaps: the numbers are said, then the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from knowledge.safety.features import features, pieces
from knowledge.safety.kinds import to_say
from knowledge.safety.model import Model, margin_of_parts

# Messages: those of a crowd told to come back, which send the same again every other second.
REMEMBERED = 512


@lru_cache(maxsize=1)
def detector() -> Model:
    """What was learned of danger, read once."""
    return Model.load()


@dataclass(frozen=True)
class Danger:
    """A danger that a message tells of: what is said of it (a text of `kinds.right_for`, named as the kind it
    is for, or as several that are not told apart), whether it is sure enough to be said in full, and
    `certain` enough to set aside a question asked beside it."""

    kind: str
    sure: bool
    certain: bool = False


@lru_cache(maxsize=REMEMBERED)
def weigh(message: str) -> Danger | None:
    """The danger that a message tells of, surely or perhaps, or None.

    A message is weighed at the gate, and again with those before it when a question is kept: the last ones
    are remembered.
    """
    if not any(char.isalnum() for char in message):
        return None
    model = detector()
    typed, near = model.read(features(pieces(message)))
    scores = model.danger(typed, near)
    surest = float(scores.max())  # a clause that tells of a life at risk does, whatever stands beside it
    scores[1:] -= margin_of_parts(scores[0])
    strongest = int(scores.argmax())
    if scores[strongest] < model.plausible:
        return None
    both = [0, strongest]  # a clause says what happens, the whole says to whom
    likely = model.kind(typed[both], near[both])
    said = to_say(model.kinds.names, likely[None], model.sure_kind)[0]
    score = scores[strongest]
    return Danger(said, sure=bool(score >= model.threshold), certain=surest >= model.certain)


def danger_in(message: str) -> str | None:
    """What is to be said of the danger that a message surely tells of, or None."""
    danger = weigh(message)
    return danger.kind if danger and danger.sure else None
