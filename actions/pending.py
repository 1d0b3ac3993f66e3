"""Is this message for the request that waits for an answer? Decided on the words, whatever Rasa predicts.

Nobody should have to know which intent a telephone number is: while a request for a person waits for
something, every action asks `hear` first. What is not for the request (a question in the middle) goes
its ordinary way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.message_form import looks_like_question
from knowledge.reach import Reach, find_reach, is_attempt
from knowledge.search.text import fold

Step = Literal["consent", "reach", "note", "confirm"]
Kind = Literal["yes", "no", "reach", "attempt", "note", "unsure"]

MAX_SHORT_WORDS = 6  # a yes or a no with some politeness around it; longer texts say something else too
MAX_QUESTION_WORDS = 15  # a longer text at «ajouter un mot» is that word, even with a question in it
MAX_CORRECTION_WORDS = 12  # «non, mon courriel c'est plutôt …»

# All on folded text: lower case, no accents, straight apostrophes.
_YES = re.compile(
    r"^(?:oui|ouais|ouin|ouaip|ok|okay|yes|go|d'? ?accord|j'? ?accepte|accepte|certain|certainement|bien sur|"
    r"parfait|absolument|exact|vas[- ]y|allez[- ]y|envoie|envoyer|envoyez|"
    r"je (?:suis d'accord|veux bien|consens|confirme|l'accepte)|chu d'accord|pas de (?:probleme|trouble)|"
    r"c'est (?:bon|beau|parfait|ca))\b"
)
_NO = re.compile(
    r"^(?:non|nan|nope|no|jamais|annule[rz]?|oublie[rz]?|arrete[rz]?|stop|refuse|aucun|rien|passe[rz]?|"
    r"laisse[rz]?|finalement non|"
    r"pas (?:question|maintenant|vraiment|la peine|besoin|interesse|tout de suite)|"
    r"je (?:refuse|ne veux pas|veux pas|prefere (?:pas|ne pas|que non))|j'? ?veux pas|j'aime mieux pas|"
    r"ca va aller|c'est tout)\b"
)
_SAYS_NO = re.compile(r"\b(?:non|nan|pas d'accord|refuse)\b")
# Inside a text that does not begin as a question: «ok mais c'est quoi une coop» is not a yes.
_ASKS_INSIDE = re.compile(r"\b(?:c'? ?est quoi|c quoi|qu'? ?est[- ]ce|est[- ]ce|comment|combien|pourquoi)\b")
# In a word to the team, what is said to the team even as a question («pouvez-vous m'appeler le soir?»).
_TO_THE_TEAM = re.compile(
    r"\b(?:r?appel|r?appeler|joindre|joign|m'ecri|contact|rencontr|rendez[- ]vous|rdv|dispo|me repond|aider)"
)
_ADDS = re.compile(r"^(?:r?ajoute|ecri[st]|dis[- ]leur|dites[- ]leur|precise)")


@dataclass(frozen=True)
class Heard:
    """What a message says to the request. `reach` comes with `reach`, and with a `yes` that gives one."""

    kind: Kind
    reach: Reach | None = None


def hear(step: Step | None, message: str, intent: str | None) -> Heard | None:
    """What a typed message says to the request, or None when it is not for it.

    Input: what the request waits for (None: nothing), the message as typed, and Rasa's intent.
    """
    folded = fold(message)
    if step is None or not folded:
        return None
    found = find_reach(message)
    if step == "consent":
        return _at_consent(folded, found, intent)
    if step == "reach":
        return _at_reach(message, folded, found, intent)
    if step == "note":
        return _at_note(folded, found, intent)
    return _at_confirm(folded, found, intent)


def yes_or_no(folded: str, intent: str | None = None) -> bool | None:
    """Whether a short folded text says yes or no; a doubt between the two is a no. `intent` helps when
    the words are not known ones."""
    if len(folded.split()) > MAX_SHORT_WORDS or is_question(folded):
        return None
    if _NO.match(folded) or (_YES.match(folded) and _SAYS_NO.search(folded)):
        return False
    if _YES.match(folded):
        return True
    return {"affirm": True, "deny": False, "dont_know": False}.get(intent or "")


def is_question(folded: str) -> bool:
    """Whether a folded text is put as a question."""
    return looks_like_question(folded) or bool(_ASKS_INSIDE.search(folded))


def _at_consent(folded: str, found: Reach | None, intent: str | None) -> Heard | None:
    if found:  # «oui, 450 …» agrees and gives; a number alone does not agree to anything
        agrees = bool(_YES.match(folded)) and not _SAYS_NO.search(folded)
        return Heard("yes" if agrees else "reach", found)
    said = yes_or_no(folded, intent)
    if said and not _YES.match(folded):
        return Heard("unsure")  # consent is explicit: a yes that was only guessed is asked again
    return None if said is None else Heard("yes" if said else "no")


def _at_reach(message: str, folded: str, found: Reach | None, intent: str | None) -> Heard | None:
    if found:
        return Heard("reach", found)
    if is_attempt(message):
        return Heard("attempt")
    if is_question(folded):
        return None
    said = yes_or_no(folded, intent)
    if said is not None:
        return Heard("unsure" if said else "no")
    if intent == "talk_to_person":
        return Heard("unsure")
    return Heard("attempt") if intent in (None, "inform", "correct", "nlu_fallback") else None


def _at_note(folded: str, found: Reach | None, intent: str | None) -> Heard | None:
    words = len(folded.split())
    if found and words <= MAX_CORRECTION_WORDS:
        return Heard("reach", found)
    if is_question(folded) and words <= MAX_QUESTION_WORDS and not _TO_THE_TEAM.search(folded):
        return None
    said = yes_or_no(folded, intent)
    if said is not None:
        return Heard("unsure" if said else "no")
    return Heard("note")


def _at_confirm(folded: str, found: Reach | None, intent: str | None) -> Heard | None:
    if found and len(folded.split()) <= MAX_CORRECTION_WORDS:
        return Heard("reach", found)
    if _ADDS.match(folded):
        return Heard("note")
    said = yes_or_no(folded, intent)
    return None if said is None else Heard("yes" if said else "no")
