"""Does the sentence make a word a place? What stands around a name, and what each sort of name asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.territory.index import SAINTS, Reading
from knowledge.territory.tokens import LINKS, Token
from knowledge.territory.vocabulary import Vocabulary

_ENDS_SENTENCE = re.compile(r"[.!?…\n:«\"]")
_PARTS = re.compile(r"[,;.:!?(\n]")
_STOP = re.compile(r"^\s*(?:[,.;:!?)…\n]|$)")
_CONTRACTED = frozenset({"aux", "des", "au", "du"})


@dataclass(frozen=True)
class Setting:
    """What stands around a reading."""

    first: int  # the first word, its article taken in
    preposition: str | None  # «at», «of», «in», «english»
    contracted: bool  # «au», «aux», «du», «des»
    determined: bool  # «le», «une», «mon» before a name that has no article of its own
    noun: bool  # «le coin de», «la ville de»
    dwelling: bool  # somebody lives there, or a noun of place is before
    acts: bool  # the same, or somebody works, opens or comes from there
    lives: bool  # the same, or somebody's project or office is there
    being: bool  # «je suis de», «on est à»
    mrc: bool  # «MRC de» stands before
    town: bool  # «ville de», «à»: the municipality rather than the MRC of that name
    capital: bool  # written with capitals where no sentence begins
    opening: bool  # a capital that begins the sentence
    article: bool  # the name's own article is there, or contracted, or it has none
    own_article: bool  # its article stands there, as in its official name
    odd_article: bool  # «à les», «de les»: no French but a name
    person: bool  # a first name right before
    alone: bool  # nothing else in the message but small words
    only: bool  # nothing else at all
    apart: bool  # nothing else between two commas: «hudson, 28 ans, une idée»
    hyphen: bool
    ends: bool  # punctuation or nothing follows


def setting(tokens: Sequence[Token], reading: Reading, text: str, vocabulary: Vocabulary) -> Setting | None:
    """What is around `reading`; None where the words before make it something else than a place."""
    first, entry = reading.first, reading.entry
    own_article = False
    before = _before(tokens, first)
    if entry.article and before and LINKS.get(before.norm) == "the":
        first -= 1
        own_article = True
        before = _before(tokens, first)
    word = before.norm if before else ""
    if not own_article and tokens[reading.first].norm in SAINTS and word in ("la", "le", "un", "une"):
        return None  # «la Saint-Jean», «le Saint-Laurent»: a feast, a river
    if word in vocabulary.not_places_after and not own_article:
        return None
    if not entry.inside and "-" in tokens[first].gap and first > 0:
        return None  # the end of a longer name («Saint-Berrnad-de-Lacolle»)
    if not entry.inside and first > 1 and word in LINKS and "-" in tokens[first - 1].gap:
        return None
    preposition = _preposition(tokens, before, first, vocabulary)
    earlier = _earlier(tokens, first - 1 if preposition else first)
    last = earlier[-1] if earlier else ""
    peopled = last in vocabulary.place_nouns  # «un groupe de Mercier», of which «Groupe Mercier» is a firm
    if entry.demand and preposition == "of" and last in vocabulary.not_places_after and not peopled:
        return None  # «la rue de Mercier»
    noun = last in vocabulary.place_nouns and (preposition == "of" or word == last)
    near = set(earlier[-3:]) if preposition else set(earlier[-1:]) & vocabulary.dwelling
    dwelling = noun or bool(near & vocabulary.dwelling)
    acts = dwelling or bool(near & vocabulary.activity)
    inner = [t for t in tokens[reading.first : reading.last + 1] if t.norm not in LINKS]
    begins = first == 0 or bool(_ENDS_SENTENCE.search(tokens[first].gap))
    capital = all(t.capital for t in inner) and not text.isupper()
    rest = [t.norm for i, t in enumerate(tokens) if not first <= i <= reading.last]
    return Setting(
        first=first,
        preposition=preposition,
        contracted=word in _CONTRACTED,
        determined=word in vocabulary.determiners,
        noun=noun,
        dwelling=dwelling,
        acts=acts,
        lives=acts or bool(near & vocabulary.ventures),
        being=bool(set(earlier[-2:]) & vocabulary.being) and preposition is not None,
        mrc=last in ("mrc", "mrcs"),
        town=preposition == "at" or (noun and last in ("ville", "municipalite", "maire", "mairie")),
        capital=capital and not (begins and not own_article and len(inner) == 1),
        opening=capital and begins,
        article=own_article or not entry.article or word in _CONTRACTED or entry.article == "l",
        own_article=own_article,
        odd_article=own_article and word in ("a", "de") and tokens[first].norm in ("les", "le"),
        person=before is not None and before.capital and not preposition and first > 1,
        alone=all(w in vocabulary.fillers for w in rest),
        only=not rest,
        apart=(first == 0 or bool(_PARTS.search(tokens[first].gap)))
        and bool(_STOP.match(text[tokens[reading.last].end :])),
        hyphen=any("-" in t.gap for t in tokens[reading.first + 1 : reading.last + 1]),
        ends=bool(_STOP.match(text[tokens[reading.last].end :])),
    )


def _preposition(
    tokens: Sequence[Token], before: Token | None, first: int, vocabulary: Vocabulary
) -> str | None:
    """The sort of preposition before; «a» after a subject is the verb («on a trois rivières»)."""
    if before is None:
        return None
    if before.raw.lower() == "a" and first > 1 and tokens[first - 2].norm in vocabulary.subjects:
        return None
    return vocabulary.prepositions.get(before.norm)


def _before(tokens: Sequence[Token], first: int) -> Token | None:
    """The word before, when no punctuation separates it."""
    if first > 0 and tokens[first].joined:
        return tokens[first - 1]
    return None


def _earlier(tokens: Sequence[Token], end: int) -> list[str]:
    """The four words before `end`, the nearest last, small words at the end left out."""
    words = [token.norm for token in tokens[max(0, end - 4) : max(0, end)]]
    while len(words) > 1 and words[-1] in LINKS:
        words.pop()
    return words


def is_place(reading: Reading, here: Setting) -> bool:
    """Whether the sentence gives what the name asks for."""
    demand, inside = reading.entry.demand, reading.entry.inside
    if not _typos_allowed(reading, here):
        return False
    if not demand:
        return True
    if not here.article or (here.determined and not here.capital):
        return False
    if demand != "county" and here.alone:
        # The whole message is the name. Elsewhere in Québec, an ordinary word needs its capital even so.
        upper = here.capital or here.opening
        if inside or (here.only and (upper or demand != "common")):
            return True
    if inside and here.apart and demand in _FREE_APART:
        return True
    return _DEMANDS[demand](here, inside)


def may_be_place(reading: Reading, here: Setting) -> bool:
    """Whether a name may be a place where nothing more says so: of the territory, one that is no ordinary
    word or that stands between two stops; elsewhere, one with its capital after «à», between two stops or
    last. Never what is somebody's family name here."""
    if here.person or here.determined or here.preposition == "of" or not here.article:
        return False
    if not reading.entry.inside:
        upper = here.capital or (here.opening and here.apart)
        if reading.entry.demand == "given":  # «Maria, ma voisine»: a person, unless something is there
            return here.capital and here.preposition == "at" and here.ends
        placed = here.preposition == "at" or here.apart or here.ends
        return upper and placed and reading.entry.demand in _LIKELY_ELSEWHERE
    return reading.entry.demand in _FREE_APART or here.apart


def _surname(here: Setting, _inside: bool) -> bool:
    upper = (here.capital or here.opening) and here.ends and not here.person
    return here.preposition is not None or here.lives or upper


def _surname_elsewhere(here: Setting, _inside: bool) -> bool:
    return here.dwelling or (here.preposition in ("at", "in") and (here.capital or here.being))


def _given(here: Setting, _inside: bool) -> bool:
    return here.dwelling or (here.capital and here.acts) or (here.being and here.preposition == "at")


def _thing(here: Setting, _inside: bool) -> bool:
    return here.preposition is not None or here.lives


def _strict(here: Setting, _inside: bool) -> bool:
    at = here.preposition == "at" or (here.preposition == "in" and here.capital)
    return not here.contracted and (here.dwelling or at)


def _county(here: Setting, _inside: bool) -> bool:
    return here.mrc


def _common(here: Setting, inside: bool) -> bool:
    if here.odd_article or (here.dwelling and (inside or here.preposition is not None or here.capital)):
        return True
    if here.preposition is not None and (here.capital or here.hyphen):
        return True
    if here.capital and here.own_article:
        return True  # «La Prairie» with both its capitals
    if not inside:
        return False
    if here.lives or (here.being and here.preposition in ("at", "of")):
        return True
    return here.preposition == "at" and not here.contracted  # «mon projet à la prairie»


# Names that are no ordinary word: between two commas, they can only be a place or a person.
_FREE_APART = frozenset({"surname", "given", "thing"})
_LIKELY_ELSEWHERE = _FREE_APART | {"surname_elsewhere", "common", ""}

_DEMANDS: dict[str, Callable[[Setting, bool], bool]] = {
    "surname": _surname,
    "surname_elsewhere": _surname_elsewhere,
    "given": _given,
    "thing": _thing,
    "strict": _strict,
    "county": _county,
    "common": _common,
}


def _typos_allowed(reading: Reading, here: Setting) -> bool:
    """Typos need the sentence's help, the more so the shorter the name and the farther it is from home."""
    helped = here.preposition is not None or here.lives or here.capital or here.alone
    if reading.cut:
        return helped and (here.capital or not here.determined)
    if reading.cost < 1 or reading.anchored:
        return True
    letters = sum(len(word) for word in reading.entry.name.words if word not in SAINTS)
    if reading.entry.inside:
        return helped or not (letters < 6 or (reading.cost >= 2 and letters < 9))
    return helped and letters >= 6 and (reading.cost < 2 or letters >= 10)
