"""What a message says to the request that waits for an answer: a yes, a no, an address, a word for the team.

Consent is a rule, never a guess: nothing is agreed to but in so many words. What is not for the request (a
question in the middle) goes its ordinary way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.state import Step
from actions.turn import Turn
from knowledge.reach import Reach, find_reach, is_attempt

Kind = Literal["yes", "no", "cancel", "reach", "attempt", "note", "wait", "unsure"]

MAX_SHORT_WORDS = 6  # a yes or a no with some politeness around it; longer texts say something else too
MAX_CANCEL_WORDS = 10  # «finalement non, je ne veux plus laisser mes coordonnées»
MAX_CORRECTION_WORDS = 12  # «non, mon courriel c'est plutôt …»
SURELY_ASKS = 0.9
NOTE_MIN_WORDS = 4  # told before agreeing, so many words are kept as the word for the team

# All on folded text: lower case, no accents, straight apostrophes.
_YES = re.compile(
    r"^(?:oui|ouais|ouin|ouaip|ok|okay|yes|go|d'? ?accord|j'? ?accepte|accepte|certain|certainement|bien sur|"
    r"parfait|absolument|exact|vas[- ]y|allez[- ]y|envoie|envoyer|envoyez|"
    r"je (?:suis d'accord|veux bien|consens|confirme|l'accepte)|chu d'accord|pas de (?:probleme|trouble)|"
    r"c'est (?:bon|beau|parfait|ca))\b"
)
_NO = re.compile(
    r"^(?:non|nan|nope|no|jamais|refuse|aucun|rien|passe[rz]?|"
    r"pas (?:question|maintenant|vraiment|la peine|besoin|interesse|tout de suite|de (?:mot|message|note))|"
    r"je (?:refuse|ne veux pas|veux pas|prefere (?:pas|ne pas|que non))|j'? ?veux pas|j'aime mieux pas|"
    r"ca va aller|c'est tout)\b"
)
_CANCEL = re.compile(
    r"^(?:(?:non|nan|no|ah|ok|finalement|actually|bon|ben|bah|attends|attendez|wait)[ ,]+)*"
    r"(?:annule[rz]?|oublie[rz]?|arrete[rz]?|stop|laisse[rz]? (?:faire|tomber|ca)|finalement non|"
    r"j'ai change d'(?:idee|avis)|cancel|forget (?:it|that)|never ?mind|i changed my mind)\b"
)
_ERASES = re.compile(r"\b(?:effac|suppri|detrui|delet|erase)")  # more is asked than to stop here
_SAYS_NO = re.compile(r"\b(?:non|nan|pas d'accord|refuse)\b")
_THANKS = re.compile(r"\b(?:merci|mercis|thanks?)\b")
_ADDS = re.compile(r"^(?:r?ajoute|ecri[st]|dis[- ]leur|dites[- ]leur|precise)")


@dataclass(frozen=True)
class Heard:
    """What a message says to the request. `reach` comes with `reach`, and with a `yes` that gives one."""

    kind: Kind
    reach: Reach | None = None


def hear(step: Step | None, turn: Turn) -> Heard | None:
    """What a typed message says to the request, or None when it is not for it.

    Input: what the request waits for (None: nothing), and the turn.
    """
    if step is None or not turn.folded:
        return None
    words_said = len(turn.folded.split())
    if _CANCEL.search(turn.folded) and words_said <= MAX_CANCEL_WORDS and not _ERASES.search(turn.folded):
        return Heard("cancel")  # the request alone: the project stays
    if turn.reading.leads("withdraw") or turn.reading.leads("restart"):
        return None
    found = find_reach(turn.message)
    if step != "note" and not found and _only_thanks(turn):
        return None
    if step == "consent":
        return _at_consent(turn, found)
    if step == "reach":
        return _at_reach(turn, found)
    if step == "note":
        return _at_note(turn, found)
    return _at_confirm(turn, found)


def yes_or_no(turn: Turn) -> bool | None:
    """Whether a short message says yes or no; a doubt between the two is a no."""
    folded = turn.folded
    if len(folded.split()) > MAX_SHORT_WORDS or turn.question:
        return None
    if _NO.match(folded) or (_YES.match(folded) and _SAYS_NO.search(folded)):
        return False
    if _YES.match(folded):
        return True
    if turn.reading.refuse or turn.reading.dont_know:
        return False
    return True if turn.reading.agree else None


def _only_thanks(turn: Turn) -> bool:
    """Whether a message thanks, and agrees to nothing: «ok merci, ça fait du bien»."""
    thanks = _THANKS.search(turn.folded) and turn.reading.leads("thanks")
    return bool(thanks) and not turn.reading.agree and not _NO.match(turn.folded)


def _at_consent(turn: Turn, found: Reach | None) -> Heard | None:
    folded = turn.folded
    if found:  # «oui, 450 …» agrees and gives; a number alone does not agree to anything
        agrees = bool(_YES.match(folded)) and not _SAYS_NO.search(folded)
        return Heard("yes" if agrees else "reach", found)
    said = yes_or_no(turn)
    if said and not _YES.match(folded):
        return Heard("unsure")  # consent is explicit: a yes that was only guessed is asked again
    if said is not None:
        return Heard("yes" if said else "no")
    if turn.reading.half or turn.reading.person:
        return Heard("wait")
    return Heard("note") if _is_told(turn) else None


def _is_told(turn: Turn) -> bool:
    """Whether a message tells something rather than asks it, or looks for help of its own."""
    asks = "?" in turn.message or turn.reading.surely("question") >= SURELY_ASKS
    return turn.length >= NOTE_MIN_WORDS and not asks and not turn.reading.seeks


def _at_reach(turn: Turn, found: Reach | None) -> Heard | None:
    if found:
        return Heard("reach", found)
    if is_attempt(turn.message):
        return Heard("attempt")
    if turn.reading.half or turn.reading.person:
        return Heard("wait")
    if turn.question:
        return None
    said = yes_or_no(turn)
    if said is not None:
        return Heard("unsure" if said else "no")
    commands = turn.reading.seeks or turn.reading.thanks or turn.reading.leave or turn.reading.restart
    return None if commands else Heard("attempt")


def _at_note(turn: Turn, found: Reach | None) -> Heard | None:
    """Whatever is written is the word for the team; an address alone puts the former one right."""
    if found and len(turn.folded.split()) <= MAX_CORRECTION_WORDS:
        return Heard("reach", found)
    if turn.reading.half and turn.length <= MAX_SHORT_WORDS:
        return Heard("wait")
    said = yes_or_no(turn)
    if said is not None:
        return Heard("unsure" if said else "no")
    return Heard("note")


def _at_confirm(turn: Turn, found: Reach | None) -> Heard | None:
    if found and len(turn.folded.split()) <= MAX_CORRECTION_WORDS:
        return Heard("reach", found)
    if _ADDS.match(turn.folded):
        return Heard("note")
    said = yes_or_no(turn)
    if said is not None:
        return Heard("yes" if said else "no") if _YES.match(turn.folded) or not said else Heard("unsure")
    return Heard("wait") if turn.reading.half else None
