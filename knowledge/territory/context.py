"""Does the sentence make a word a place? What stands around a name, and what each sort of name asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.territory.index import SAINTS, Reading
from knowledge.territory.tokens import LINKS, Token
from knowledge.territory.vocabulary import Vocabulary

_ENDS_SENTENCE = re.compile(r"[.!?…\n:«\"]")
_STOP = re.compile(r"^\s*(?:[,.;:!?)…\n]|$)")
_CONTRACTED = {"aux": "les", "des": "les", "au": "le", "du": "le"}


@dataclass(frozen=True)
class Setting:
    """What stands around a reading."""

    first: int  # the first word, its article taken in
    preposition: str | None  # «at», «of», «in»
    lives: bool  # somebody lives or works there, or a noun of place is before («le coin de»)
    being: bool  # «je suis de», «on est à»
    mrc: bool  # «MRC de» stands before
    town: bool  # «ville de», «à»: the municipality rather than the MRC of that name
    capital: bool  # written with capitals where no sentence begins
    opening: bool  # a capital that begins the sentence
    full_article: bool  # the name's own article is there, or contracted
    odd_article: bool  # «à les», «de les»: no French but a name
    contracted: bool  # «au», «aux», «du», «des»
    person: bool  # a first name right before
    alone: bool  # nothing else in the message but small words
    hyphen: bool
    ends: bool  # punctuation or nothing follows


def setting(tokens: Sequence[Token], reading: Reading, text: str, vocabulary: Vocabulary) -> Setting | None:
    """What is around `reading`; None where the words before make it something else than a place."""
    first, entry = reading.first, reading.entry
    article = False
    before = _before(tokens, first)
    if entry.article and before and LINKS.get(before.norm) == "the":
        first -= 1
        article = True
        before = _before(tokens, first)
    contracted = before.norm if before and before.norm in _CONTRACTED else None
    if not article and _made_something_else(tokens, reading, before):
        return None
    if before and before.norm in vocabulary.not_places_after and before.gap is not None and not article:
        return None
    preposition = vocabulary.prepositions.get(before.norm) if before else None
    place = first - 1 if preposition else first
    earlier = [tokens[i].norm for i in range(max(0, place - 4), place)] if place > 0 else []
    while earlier and earlier[-1] in LINKS and len(earlier) > 1:
        earlier.pop()
    noun = bool(earlier) and earlier[-1] in vocabulary.place_nouns and (preposition in ("of", None))
    lives = noun or (preposition is not None and any(w in vocabulary.residence for w in earlier[-3:]))
    being = preposition in ("at", "of", "in") and any(w in vocabulary.being for w in earlier[-2:])
    inner = [t for t in tokens[reading.first : reading.last + 1] if t.norm not in LINKS]
    begins = first == 0 or bool(_ENDS_SENTENCE.search(tokens[first].gap))
    capital = all(t.capital for t in inner) and not text.isupper()
    odd = (
        article and before is not None and before.norm in ("a", "de") and tokens[first].norm in ("les", "le")
    )
    mrc = bool(earlier) and earlier[-1] in ("mrc", "mrcs")
    rest = [t.norm for i, t in enumerate(tokens) if not first <= i <= reading.last]
    hyphen = any("-" in t.gap for t in tokens[reading.first + 1 : reading.last + 1])
    person = (
        before is not None
        and before.capital
        and not preposition
        and first - 1 > 0
        and "," not in tokens[first].gap
    )
    return Setting(
        first=first,
        preposition=preposition,
        lives=lives,
        being=being,
        mrc=mrc,
        town=preposition == "at" or (noun and earlier[-1] in ("ville", "municipalite", "maire", "mairie")),
        capital=capital and not (begins and not article and len(inner) == 1),
        opening=capital and begins,
        full_article=article or not entry.article or contracted is not None or entry.article == "l",
        odd_article=bool(odd),
        contracted=contracted is not None,
        person=person,
        alone=all(word in vocabulary.fillers for word in rest),
        hyphen=hyphen,
        ends=bool(_STOP.match(text[tokens[reading.last].end :])),
    )


def _before(tokens: Sequence[Token], first: int) -> Token | None:
    """The word before, when no punctuation separates it."""
    if first > 0 and tokens[first].joined:
        return tokens[first - 1]
    return None


def _made_something_else(tokens: Sequence[Token], reading: Reading, before: Token | None) -> bool:
    """«la Saint-Jean», «le Saint-Laurent»: a feast or a river."""
    saint = tokens[reading.first].norm in SAINTS
    return saint and before is not None and before.norm in ("la", "le", "un", "une")


def is_place(reading: Reading, here: Setting) -> bool:
    """Whether the sentence gives what the name asks for."""
    entry = reading.entry
    prep = here.preposition
    if not _typos_allowed(reading, here):
        return False
    if not entry.demand or here.alone:
        return here.full_article or not entry.demand
    if entry.demand == "surname":
        upper = (here.capital and not here.person) or (here.opening and here.ends)
        return prep is not None or here.lives or upper
    if entry.demand == "surname_elsewhere":
        return here.lives or (prep in ("at", "in") and (here.capital or here.being))
    if entry.demand == "given":
        return here.lives or (here.being and prep == "at")
    if entry.demand == "strict":
        return here.lives or (prep == "at" and not here.contracted)
    return _common_is_place(reading, here)


def _common_is_place(reading: Reading, here: Setting) -> bool:
    if not here.full_article:
        return False
    if here.odd_article or here.lives:
        return True
    if reading.entry.inside and here.being:
        return True
    if reading.entry.inside and here.preposition == "at" and reading.entry.article == "la":
        return True  # «mon projet à la prairie»
    if here.capital or here.hyphen:
        return here.preposition is not None or reading.last > here.first
    return False


def _typos_allowed(reading: Reading, here: Setting) -> bool:
    """Typos need the sentence's help, the more so the shorter the name and the farther it is from home."""
    if reading.cost < 1:
        return True
    helped = here.preposition is not None or here.lives or here.capital or here.alone
    if reading.anchored:
        return True
    letters = sum(len(word) for word in reading.entry.name.words if word not in SAINTS)
    if reading.entry.inside:
        return helped if letters < 6 or (reading.cost >= 2 and letters < 9) else True
    return helped and letters >= 6 and (reading.cost < 2 or letters >= 9)
