"""What tells which answer a short question wants after what came before: one row of signs an answer.

A half is read two ways: alone, and completed with what the conversation is about (`thread.py`). How near each
answer is in both, and what it is to the answer just given, are weighed together; then how the best one stands
says whether it is given, offered or declined. All of it is learned (`train_follow_up.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.answers.published import PublishedAnswer
from knowledge.search.build import Snapshot
from knowledge.search.decision import calibration
from knowledge.search.forms import forms_in
from knowledge.search.ranked import Ranking
from knowledge.search.sureness import LEXICON, Standing, Sureness
from knowledge.search.thread import Thread
from knowledge.search.unnamed import GENERIC

Numbers = npt.NDArray[np.float64]

SETTINGS_FILE = Path(__file__).parent / "follow_up.yaml"
NEAREST = 30  # answers looked at by each reading, beside those next to the last
AMONG = 40  # best answers of a reading, beside whose mean each is set
BELOW = -1.5  # of that mean: what is further below is all alike
MANY_TERMS = 6
MOST_RARE = 7.0  # of a term: that of a few answers
# What is told of an answer: how near it is, then what it is to what came before.
SIGNS = (
    "alone",  # how well it answers the short question by itself
    "whole",  # how well it answers what was being spoken of and the short question together
    "alone_leaning",  # `alone`, as surely as the question leans on what came before
    "alone_sure",  # `alone`, as surely as the question has its answer by itself
    "alone_long",  # `alone`, as far as the question has many terms
    "alone_rare",  # `alone`, as far as the rarest of its terms is rare
    "alone_trait",  # `alone`, as surely as it asks a trait of something: how long, how much, why
    "whole_trait",
    "again_trait",  # the answer just given, as surely as it asks a trait
    "related_trait",
    "whole_leaning",
    "beside",  # how well it answers the short question beside the name of the answer just given
    "near",  # how near in meaning and in letters is the nearest way to ask for it
    "theme",  # a written answer on the same theme as the last
    "related",  # one that is offered next to the last
    "again_written",  # the written answer just given
    "again_card",  # the card just given
    "again_though_sure",  # the same, as surely as the question has its answer by itself
    "again_though_long",
    "again_whole",  # `whole`, of the answer just given: its name is in what was being spoken of
    "asked_of_card",  # that card, as far as the question is one that is asked of any resource
    "shares_facts",  # an answer that rests on some of the same facts
    "rests_on_card",  # an answer that rests on the resource of the card just given
    "same_form",  # an answer on the legal form that is spoken of, and on it alone
    "other_form",  # an answer on another one
    "offered",  # one of the choices just offered
    "lexicon",  # an entry of the lexicon: a short question seldom asks what its own words mean
    "card",  # a card, other than the one just given
)


@dataclass(frozen=True)
class Before:
    """What a short question is asked after: the identifier of the answer just given, what the conversation is
    about, the choices just offered, the legal form and the MRC of the project. `leans`: how surely the
    question was read as leaning on all that, and `trait`, as asking a trait of it (how long, how much, why),
    0 to 1; `reaches`: whether it asks how to reach somebody."""

    last: str | None = None
    thread: Thread = ()
    offered: tuple[str, ...] = ()
    form: frozenset[str] = frozenset()
    home: str | None = None
    leans: float = 1.0
    trait: float = 0.0
    reaches: bool = False


@dataclass(frozen=True)
class Settings:
    """The weight of each sign, in the units of the ranking; `scale`, by which a score becomes a probability
    among all; when the best is given at once or likely enough to be given before others (`right`), when the
    base can answer at all (`answerable`), and when the answer just given, that comes first, may be wanted
    `again`, or surely is."""

    weights: Mapping[str, float]
    scale: float
    right: Sureness
    likely_at: float
    answerable: Sureness
    again: Sureness
    again_surely_at: float


@dataclass(frozen=True)
class Candidates:
    """The answers that a half may want, and the signs of each, one row each in the order of `SIGNS`."""

    answers: tuple[PublishedAnswer, ...]
    signs: Numbers


@dataclass(frozen=True)
class Likely:
    """An answer, its probability among all the candidates, and its signs."""

    answer: PublishedAnswer
    score: float
    signs: Mapping[str, float]


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings in force."""
    read = yaml.safe_load(SETTINGS_FILE.read_text(encoding="utf-8"))
    return Settings(
        read["weights"],
        read["scale"],
        Sureness(**read["right"]),
        read["likely_at"],
        Sureness(**read["answerable"]),
        Sureness(**read["again"]),
        read["again_surely_at"],
    )


def candidates(
    snapshot: Snapshot, question: str, before: Before, alone: Ranking, whole: Ranking
) -> Candidates:
    """The answers to look at, by both readings of a half, with their signs."""
    last = snapshot.answers.get(before.last or "")
    ids = snapshot.ranker.ids
    by_itself, together = _set_beside(alone.totals), _set_beside(whole.totals)
    named = beside_name(question, before, last)
    of_last = together
    if named is not None:
        of_last = _set_beside(snapshot.ranker.rank(named, home=before.home, asked=question).totals)
    nearest = snapshot.index.parts(question)["near"]
    rows = {int(row) for near in (by_itself, together) for row in np.argsort(-near)[:NEAREST]}
    beside = {before.last, *before.offered, *(f"answer:{name}" for name in (last.related if last else ()))}
    rows |= {row for row, name in enumerate(ids) if name in beside}
    form = (
        forms_in(question)
        or forms_in(" ".join(before.thread))
        or before.form
        or forms_in(last.question if last else None)
    )
    any_asked = snapshot.index.alike(question, GENERIC) if last is not None and last.is_card else 0.0
    sure = calibration().right(alone.candidates[0].signs)
    long = min(len(snapshot.index.terms(question)), MANY_TERMS) / MANY_TERMS
    rare = min(snapshot.index.rarest(question), MOST_RARE) / MOST_RARE
    answers, told = [], []
    for row in sorted(rows):
        answer = snapshot.answers[ids[row]]
        near = {
            "alone": by_itself[row],
            "whole": together[row],
            "alone_leaning": before.leans * by_itself[row],
            "alone_sure": sure * by_itself[row],
            "alone_long": long * by_itself[row],
            "alone_rare": rare * by_itself[row],
            "alone_trait": before.trait * by_itself[row],
            "whole_trait": before.trait * together[row],
            "whole_leaning": before.leans * together[row],
            "beside": of_last[row],
            "near": nearest[snapshot.index.row(answer.identifier)],
        }
        signs = {**near, **_beside_last(answer, last, any_asked), **_of_form(answer, form)}
        signs["offered"] = answer.identifier in before.offered
        again = signs["again_card"]
        signs |= {"again_though_sure": again * sure, "again_though_long": again * long}
        signs |= {
            "again_trait": before.trait * (answer == last),
            "related_trait": before.trait * signs["related"],
        }
        signs["again_whole"] = (answer == last) * together[row]
        answers.append(answer)
        told.append([float(signs[name]) for name in SIGNS])
    return Candidates(tuple(answers), np.array(told))


def ordered(found: Candidates, weights: Mapping[str, float], scale: float) -> list[Likely]:
    """The candidates, best first."""
    scores = scale * (found.signs @ np.array([weights[name] for name in SIGNS]))
    likely = np.exp(scores - scores.max())
    likely /= likely.sum()
    order = np.argsort(-scores, kind="stable")
    return [
        Likely(found.answers[place], float(likely[place]), dict(zip(SIGNS, found.signs[place], strict=True)))
        for place in map(int, order)
    ]


def standing(
    snapshot: Snapshot, question: str, before: Before, found: list[Likely], alone: Ranking, whole: Ranking
) -> Standing:
    """How the best candidate stands: before the next one, under each reading, and after the last turn."""
    best, first, signs = found[0].answer, found[0].score, found[0].signs
    second = found[1].score if len(found) > 1 else 0.0
    row = snapshot.index.row(best.identifier)
    scope = calibration().scope
    told = {
        "first": first,
        "ahead": first - second,
        "log_first": math.log(first + 1e-6),
        "leans": before.leans,
        "trait": before.trait,
        "rare": min(snapshot.index.rarest(question), MOST_RARE) / MOST_RARE,
        "scope_alone": scope.probability(alone.candidates[0].signs),
        "scope_whole": scope.probability(whole.candidates[0].signs),
        "terms": float(min(len(snapshot.index.terms(question)), MANY_TERMS)),
        "first_alone": float(alone.candidates[0].answer == best),
        "first_whole": float(whole.candidates[0].answer == best),
        "lead_alone": alone.candidates[0].signs.lead,
        "lead_whole": whole.candidates[0].signs.lead,
        "right_alone": calibration().right(alone.candidates[0].signs),
        "right_whole": calibration().right(whole.candidates[0].signs),
        "near_alone": float(snapshot.index.parts(question)["near"][row]),
        "coverage": snapshot.index.coverage(question, row),
        "answered": float(before.last is not None),
    }
    kept = ("alone", "whole", "theme", "related", "again_written", "again_card", "asked_of_card")
    return told | {
        f"is_{name}": signs[name] for name in (*kept, "shares_facts", "offered", "lexicon", "card")
    }


def is_of_lexicon(answer: PublishedAnswer) -> bool:
    """Whether an answer says what a word of the trade means."""
    return answer.identifier.startswith(LEXICON)


def beside_name(question: str, before: Before, last: PublishedAnswer | None) -> str | None:
    """A half beside the name or the question of the answer just given; of a word that was explained, beside
    what was asked first. None after no answer."""
    if last is None:
        return None
    name = last.names[0] if last.names else last.question
    if is_of_lexicon(last) and before.thread:
        name = before.thread[0]
    return f"{question} {name}"


def _set_beside(totals: Numbers) -> Numbers:
    beside: Numbers = np.maximum(totals - np.sort(totals)[-AMONG:].mean(), BELOW)
    return beside


def _beside_last(
    answer: PublishedAnswer, last: PublishedAnswer | None, any_asked: float
) -> dict[str, float | bool]:
    """What an answer is, and what it is to the one just given; `any_asked`: how near the question is to what
    is asked of any resource."""
    again, written = answer == last, answer.kind == "written"
    told: dict[str, float | bool] = dict.fromkeys(
        ("theme", "related", "shares_facts", "rests_on_card"), False
    )
    if last is not None and not again:
        told = {
            "theme": written and answer.theme == last.theme,
            "related": answer.identifier.removeprefix("answer:") in last.related,
            "shares_facts": bool(set(answer.facts) & set(last.facts)),
            "rests_on_card": last.is_card and bool(set(last.facts[:1]) & set(answer.resources)),
        }
    return told | {
        "again_written": again and written,
        "again_card": again and not written,
        "asked_of_card": any_asked * (again and not written),
        "lexicon": is_of_lexicon(answer),
        "card": answer.is_card and not again,
    }


def _of_form(answer: PublishedAnswer, form: frozenset[str]) -> dict[str, float | bool]:
    of = forms_in(answer.question)
    return {"same_form": bool(of) and of == form, "other_form": bool(of and form and not of & form)}


def starts_by_form(
    answers: Mapping[str, PublishedAnswer], question: str, form: frozenset[str]
) -> dict[str, float]:
    """How much ahead each answer starts when the project has a `form` and the question names none: «combien
    faut être?», asked for a coop, is asked of coops."""
    if not form or forms_in(question):
        return {}
    weights = settings().weights
    spoken = ((name, forms_in(answer.question)) for name, answer in answers.items())
    return {
        name: weights["same_form"] if forms == form else weights["other_form"]
        for name, forms in spoken
        if forms and (forms == form or not forms & form)
    }
