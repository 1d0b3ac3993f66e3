"""A question with the names of resources taken out, so that what it asks is compared, not whom it names.

«Combien d'employés au RISQ?» shares a rare name with all that the base says of the RISQ, and nothing else.
Called «organisme», it is compared with the ways of asking for any organization on one side, and with the
declined topics, their own names taken out too, on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.answers.published import PublishedAnswer
from knowledge.records import TopicRecord
from knowledge.search.index import Document
from knowledge.search.language import respelled, stem
from knowledge.search.names import WEAK, Mention, Names
from knowledge.search.text import fold

# What the card of a resource tells, as it is asked when its name is taken out: what it gives and to whom,
# where it is, how to reach it. Beside the phrasings of each card, so as not to repeat them for each.
ASKED_OF_ANY = (
    *("montant maximum du fonds", "le fonds va jusqu'à combien", "plafond du fonds", "fonds prêt combien"),
    *(
        "le fonds donne 50 000 $, c'est bien ça?",
        "quel pourcentage du coût le fonds paie-t-il",
        "fonds pourcentage",
    ),
    *(
        "date limite du fonds",
        "c'est quand le prochain appel du fonds",
        "le fonds est-il ouvert en ce moment",
    ),
    *(
        "secteurs admissibles au fonds",
        "quelles sont les conditions du fonds",
        "mise de fonds exigée par le fonds",
    ),
    *(
        "le fonds est-il un prêt ou une subvention",
        "faut-il rembourser le fonds",
        "le fonds demande-t-il une garantie",
    ),
    *(
        "un OBNL est-il admissible au fonds",
        "une coop peut-elle avoir le fonds",
        "quel âge faut-il avoir pour le fonds",
    ),
    *(
        "ai-je droit au fonds",
        "pourquoi je n'ai pas droit au fonds",
        "le fonds paie-t-il un consultant ou une étude",
    ),
    *(
        "téléphone de l'organisme",
        "organisme adresse",
        "l'organisme a-t-il un numéro",
        "site web de l'organisme",
    ),
    *("organisme courriel", "où est situé l'organisme", "quel territoire l'organisme dessert-il"),
    *(
        "l'organisme aide-t-il les coops et les OBNL",
        "l'organisme offre-t-il des prêts",
        "organisme prêt combien",
    ),
    *(
        "quand diriger un client vers l'organisme",
        "l'organisme est-il pour les jeunes",
        "à qui s'adresse l'organisme",
    ),
    *("qui offre la formation", "à qui s'adresse la formation", "la formation se donne-t-elle en ligne"),
    *("formation thèmes", "où suivre la formation", "la formation existe-t-elle encore"),
)
GENERIC = "generic:resource"  # the document that stands for any resource
GENERIC_PLACE = "generic:place"  # the one that stands for the help of any MRC
MRC_WORD = "MRC"
KIND_WORDS = {"organization": "organisme", "fund": "fonds", "training": "formation"}
_WORD = re.compile(r"[^\W_]+")


def kind_word(answer: PublishedAnswer) -> str:
    """What a composed answer is about, whatever its name."""
    return MRC_WORD if answer.mrc else KIND_WORDS[answer.facts[0].partition(":")[0]]


def without_names(
    text: str, named: Mapping[str, Mention], answers: Mapping[str, PublishedAnswer]
) -> str | None:
    """A text with each resource that it surely names called by its kind; None when it names none.

    Input: the text, its mentions, and the composed answers that they are of.
    """
    kinds = {
        word: kind_word(answers[key])
        for key, mention in sorted(named.items(), key=lambda item: item[1].strength)
        if mention.strength > WEAK
        for word in mention.words
    }
    if not kinds:
        return None
    pieces: list[str] = []
    at, last = 0, ""
    for found in _WORD.finditer(text):
        kind = kinds.get(stem(fold(found[0])), "")
        if not kind:
            pieces.append(text[at : found.end()])
        elif kind != last:  # the other words of the same name are left out
            pieces.append(text[at : found.start()] + kind)
        at, last = found.end(), kind
    return "".join((*pieces, text[at:]))


def generic_documents(answers: Iterable[PublishedAnswer]) -> list[Document]:
    """The ways of asking for a resource, and for the help of an MRC, whatever its name."""
    phrasings: dict[str, dict[str, None]] = {GENERIC: dict.fromkeys(ASKED_OF_ANY), GENERIC_PLACE: {}}
    for answer in answers:
        if answer.kind == "composed":
            for phrasing in answer.phrasings:
                for name in sorted(answer.names, key=len, reverse=True):
                    phrasing = phrasing.replace(name, kind_word(answer))
                phrasings[GENERIC_PLACE if answer.mrc else GENERIC][phrasing] = None
    return [Document(name, tuple(ways), "") for name, ways in phrasings.items()]


def topic_phrasings(
    topic: TopicRecord, names: Names, answers: Mapping[str, PublishedAnswer]
) -> tuple[str, ...]:
    """The phrasings of a declined topic, and those that name a resource once more without the name."""
    unnamed = (
        without_names(phrasing, names.find(phrasing, respelled(phrasing)), answers)
        for phrasing in topic.phrasings
    )
    return (*topic.phrasings, *(phrasing for phrasing in unnamed if phrasing))
