"""What tells whether a document is meant by a question: one row of numbers a document.

How near it is, each way of comparing standardised over the documents for the question at hand, and what
names and places tell. `model.py` weighs them, as `train.py` learned to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.contrasts import Sides
from knowledge.search.directions import Ways
from knowledge.search.index import PARTS, standardise
from knowledge.search.names import WEAK
from knowledge.search.subject import Subject

FUND = "fund:"

# What names and places tell of a document, beside how near it is (`index.PARTS`); for whom it is is told by
# `contrasts.SIGNS`, and which way it goes by `directions.SIGNS`.
SIGNS: Mapping[str, str] = {
    "sentence": "how near it is to one sentence of a story, standardised (`Index.of_a_sentence`)",
    "card": "a card on a resource, or on an MRC, that the question does not name",
    "lexicon": "an entry of the lexicon",
    "named": "how surely the question names the resource of this card",
    "only_named": "the same, when the question says nothing else",
    "named_field": "the same, when what a card tells is asked: how much, open or not, until when",
    "named_as_place": "the same, when its name is that of a place",
    "rests_on_named": "a written answer that rests on the resource that the question names, and says more of",
    "help_asked": "how surely the question asks for help in the place of this MRC",
    "help_of_somebody": "an MRC of the question, which surely names a resource",
    "subject_told": "how much nearer than to a call for help in an MRC the question is to a written answer",
    "serves_place": "a card on a named resource that serves only the place of the question or of the project",
    "serves_elsewhere": "a card on a resource, or on an MRC, of another place",
}


class Features:
    """The features of the documents of one base. `ids`: those of the documents, in their order."""

    def __init__(self, ids: Sequence[str], answers: Mapping[str, PublishedAnswer]) -> None:
        self._rows = {name: row for row, name in enumerate(ids)}
        self._answers = answers
        self._sides = Sides(len(ids), self._rows, answers)
        self._ways = Ways(len(ids), self._rows, answers)
        self._cards = {key: answer for key, answer in answers.items() if answer.kind == "composed"}
        self._lexicon = [self._rows[key] for key in answers if key.startswith("answer:lexique-")]
        self._resting: dict[str, list[str]] = {}
        for key, answer in answers.items():
            if answer.kind == "written":
                for resource in answer.resources:
                    self._resting.setdefault(resource, []).append(key)

    def rests(self, answer: PublishedAnswer, key: str) -> bool:
        """Whether a written answer rests on the resource of a card."""
        about = next(iter(self._answers[key].facts), "")
        return answer.identifier in self._resting.get(about, ())

    def of(
        self,
        plain: str,
        parts: Mapping[str, Scores],
        subject: Subject,
        at_home: frozenset[str],
        told: float,
        latest: str = "",
        sentence: Scores | None = None,
    ) -> dict[str, Scores]:
        """The features of every document.

        Input: the question folded, the scores of each way of comparing, what it names, the MRC of its places
        or of the project, and `told`: how much nearer it is to a written answer than to a call for help in an
        MRC. `latest`: what was typed, when the question was completed with what came before it. `sentence`:
        how near each document is to one sentence of a story.
        """
        found = {name: standardise(parts[name]) for name in PARTS}
        signs = {name: np.zeros(len(self._rows)) for name in SIGNS}
        signs["lexicon"][self._lexicon] = 1.0
        if sentence is not None:
            signs["sentence"] = standardise(sentence)
        for key, answer in self._cards.items():
            row, mention = self._rows[key], subject.named.get(key)
            if answer.mrc:
                if answer.mrc in subject.mrcs:
                    signs["help_asked"][row] = subject.help
                    signs["help_of_somebody"][row] = float(subject.whom)
                    signs["subject_told"][row] = told * subject.help
                else:
                    signs["card"][row] = 1.0
            elif mention:
                strength = mention.strength
                signs["card"][row] = 1.0 - strength
                if key in subject.as_places:
                    signs["named_as_place"][row] = strength
                else:
                    signs["named"][row] = strength
                    signs["only_named"][row] = strength * (not subject.others and strength > WEAK)
                    signs["named_field"][row] = strength * subject.field
                    for other in self._resting.get(answer.facts[0], ()) if subject.others else ():
                        place = self._rows[other]
                        signs["rests_on_named"][place] = max(signs["rests_on_named"][place], strength)
            else:
                signs["card"][row] = 1.0
            if at_home and answer.mrcs and not answer.mrc and (subject.mrcs or mention):
                if at_home & set(answer.mrcs):
                    signs["serves_place"][row] = float(bool(mention))
                else:
                    signs["serves_elsewhere"][row] = float(key not in subject.elsewhere)
        return {**found, **signs, **self._sides.signs(plain, latest), **self._ways.signs(plain)}
