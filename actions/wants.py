"""What a message wants: an answer, doors (who can help), both or neither. Decided once a turn, and learned.

Two logistic models over what was already read of the turn: what the message does, what it says of a project,
what the search made of it, where the conversation stands, and what it means, as the search compares it. The
weights of the signs and the limits are in `wants.yaml`, those of the meaning in `wants.npz`; both are written
by `python -m tools.train_wants`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.areas.areas import NEAR, areas
from knowledge.search.sureness import Sureness
from knowledge.search.text import words
from knowledge.vocabulary import NEEDS

if TYPE_CHECKING:
    from actions.turn import Turn

SETTINGS_FILE = Path(__file__).with_name("wants.yaml")
MEANING_FILE = Path(__file__).with_name("wants.npz")
MEANING = "meaning"  # the sign that the meaning of a message comes to, its weights applied
Signs = Mapping[str, float]
Vector = npt.NDArray[np.float32]
READ = (
    *("question", "own", "leans", "project", "seeks", "changes_one", "changes_need", "corrects", "whom"),
    *("reach", "amount", "when", "eligibility", "next", "best", "has", "compares", "discouraged"),
    "dont_know",
)
# Read too seldom to be told apart: small talk, and what is said of the last reply.
SMALL = ("thanks", "agree", "refuse", "greet", "leave", "insult", "useful", "not_useful", "ask_bot")
OF_REPLY = ("why", "simpler", "not_understood", "example", "doubt", "recall", "more", "half", "see_list")
SIDES = ("doors", "answer")
SHORT, STORY, MANY_WORDS = (
    3,
    25,
    80,
)  # words: of a bare need, of what is told at length, beyond which more says nothing


def signs_of(turn: Turn) -> Signs:
    """All that tells what a turn wants, as numbers, most from 0 to 1."""
    told = {**_read(turn), **_said(turn), **_found(turn), **_before(turn), **_written(turn)}
    return {name: float(value) for name, value in told.items()}


def meaning_of(turn: Turn) -> Vector:
    """What a turn means, as the search compares it, which has it at hand."""
    meaning: Vector = turn.snapshot.index.meaning(turn.searched)
    return meaning


def _read(turn: Turn) -> dict[str, float]:
    """What the message does."""
    surely = turn.reading.surely
    any_of = {"small": max(map(surely, SMALL)), "of_reply": max(map(surely, OF_REPLY))}
    return {**{name: surely(name) for name in READ}, **any_of}


def _said(turn: Turn) -> dict[str, float]:
    """What the message says of a project."""
    known = turn.said.profile
    told = {*known.need} - {*known.guessed}
    placed = known.place_kind is not None or bool(turn.said.candidates)
    asks = max(turn.reading.surely("question"), "?" in turn.message)
    brief = max(0.0, 1 - turn.length / STORY)
    fields = {
        "place": placed,
        "region": known.region is not None and not placed,
        "asks_there": asks * placed,
        "asks_there_briefly": asks * placed * brief,
        "briefly_there": placed * brief,
        "stage_told": known.stage is not None and "stage" not in known.guessed,
        "stage_guessed": "stage" in known.guessed,
        "form": known.legal_form not in (None, "undecided"),
        "form_open": known.legal_form == "undecided",
        "form_now": known.current_form is not None,
        "sector": known.sector is not None,
        "age": known.age is not None,
        "amount": known.amount is not None,
        "kind": known.project_kind is not None,
        "need_told": bool(told),
        "need_guessed": bool({*known.need} - told),
        "adds": turn.adds,
    }
    return {**fields, **{f"need_{need}": need in told for need in NEEDS}}


def _found(turn: Turn) -> dict[str, float]:
    """What the base makes of it."""
    found, alone = turn.result, turn.alone
    hits = found.hits if found.decision != "none" else ()
    best = hits[0] if hits else None
    topic = found.topic if found.decision == "none" else None
    judged = turn.area if found.decision == "none" else None
    named = judged is not None and areas()[judged.area].named
    return {
        "found_answer": found.decision == "answer",
        "found_none": found.decision == "none",
        "found_alone": alone.decision == "answer",
        "best": best.score if best else 0.0,
        "second": hits[1].score if len(hits) > 1 else 0.0,
        "best_alone": alone.hits[0].score if alone.decision != "none" and alone.hits else 0.0,
        "card": best is not None and best.answer.is_card,
        "of_mrc": best is not None and best.answer.mrc is not None,
        "several": found.several,
        "compared": found.compared or found.namesakes,
        "understood": found.understood,
        "topic_sure": found.topic_sure,
        "area_same": judged is not None and topic is not None and topic.area == judged.area and named,
        "topic_near": topic is not None and topic.area == NEAR,
        "topic_far": topic is not None and topic.area != NEAR,
        "area_far": named,
        "area_sure": judged is not None and named and judged.sure,
        "wherever": turn.wherever,
        "wherever_briefly": turn.wherever * max(0.0, 1 - turn.length / STORY),
    }


def _length(turn: Turn) -> float:
    """How long the message is, 0 to 1."""
    return math.log1p(min(turn.length, MANY_WORDS)) / math.log1p(MANY_WORDS)


def _before(turn: Turn) -> dict[str, float]:
    """Where the conversation stands."""
    state, known = turn.state, turn.state.profile
    by_last = turn.last is not None and any(hit.answer == turn.last for hit in turn.result.hits)
    return {
        "asking_place": state.asking == "place",
        "asking_else": state.asking not in (None, "place"),
        "shown": bool(state.shown.ids),
        "doors_last": state.doors_last,
        "answered": turn.last is not None,
        "offered": bool(state.choices),
        "known_place": known.place_kind is not None,
        "known_need": bool(known.need),
        "known_form": known.legal_form is not None,
        "of_last": turn.leans,
        "told_by_last": by_last,
        "whom_by_last": turn.reading.surely("whom") * by_last,
    }


def _written(turn: Turn) -> dict[str, float]:
    """How the message is written."""
    mark = "?" in turn.message
    return {
        "english": turn.english,
        "mark": mark,
        "mark_last": turn.message.rstrip().endswith("?"),
        "length": _length(turn),
        "short": turn.length <= SHORT,
        "questions": min(len(turn.reading.questions), SHORT) / SHORT,
        "beside": bool(turn.reading.beside),
        "named": bool(turn.named),
        "place_first": bool(turn.places) and not words(turn.message[: turn.places[0].start]),
    }


@dataclass(frozen=True)
class Wants:
    """What a turn wants. `offered`: doors may be wanted, be it too unlikely to show them: they are one press
    away."""

    doors: bool
    answer: bool
    offered: bool


@dataclass(frozen=True)
class Side:
    """One of the two models: over the signs, and over the meaning."""

    signs: Sureness
    meaning: Vector

    @property
    def at(self) -> float:
        """From which chance on it is taken to be wanted."""
        return self.signs.answer_at

    def probability(self, signs: Signs, meaning: Vector) -> float:
        """How likely it is wanted, 0 to 1."""
        return self.signs.probability({**signs, MEANING: float(self.meaning @ meaning)})


@dataclass(frozen=True)
class Settings:
    """The two models, and from which chance of doors they are at least offered."""

    doors: Side
    answer: Side
    offered_at: float


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings in force."""
    read: dict[str, Any] = yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8"))
    with np.load(MEANING_FILE, allow_pickle=False) as stored:
        doors, answer = (Side(Sureness(**read[name]), stored[name].astype(np.float32)) for name in SIDES)
    return Settings(doors, answer, read["offered_at"])


def wants_of(turn: Turn) -> Wants:
    """The decision on a turn."""
    held, signs, meaning = settings(), signs_of(turn), meaning_of(turn)
    doors = held.doors.probability(signs, meaning)
    answer = held.answer.probability(signs, meaning) >= held.answer.at
    return Wants(doors >= held.doors.at, answer, doors >= held.offered_at)
