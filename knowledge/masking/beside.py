"""Names that a name found before tells: in the same list, joined to it, or written a second time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from knowledge.masking.extent import end_of
from knowledge.masking.name_words import Word, given, may_be_given, municipalities, surname, unknown
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import listed, names

MIN_TOLD_AGAIN = 4  # letters of a name that is looked for elsewhere
ALIKE = 0.8  # of 1: a name and the same miswritten or corrected, «Deschmaps (oups Deschamps)»
MAX_LISTED = 12  # names in one list

# Between two of a list: a mark or a joint, after what is told of the first: «(prés.),», « et », «, Mme ».
_BETWEEN = re.compile(
    r"\.?(?:\s*\([^()]{1,25}\))?(?:\s*[,;/&+]\s*(?:(?:et|pis)\s+)?|\s+(?:et|pis|avec|and|ainsi que)\s+|\s*\()"
    r"(?:d[e']\s*)?"
)
_MARKED = re.compile(r"[,;/&+(]")


def listed_with(
    plain: str, words: list[Word], starts: dict[int, int], found: Sequence[Found], *, one_case: bool
) -> Iterator[Found]:
    """«jean-guy et lorraine», «Annick St-Amour (trés.) et Tho Pham»: what stands in a list with a name, and
    may be one, as far as the list goes on."""
    for person in found:
        for beside in (_next, _previous):
            one = person
            for _ in range(MAX_LISTED):
                other = beside(plain, words, starts, one, one_case=one_case)
                if other is None:
                    break
                yield (one := other)


def _next(
    plain: str, words: list[Word], starts: dict[int, int], person: Found, *, one_case: bool
) -> Found | None:
    joint = _BETWEEN.match(plain, person.end)
    place = starts.get(joint.end()) if joint else None
    if joint is None or place is None:
        return None
    while place + 1 < len(words) and words[place].bare in listed("titles") | listed("listed_too"):
        place += 1
        if words[place].start - words[place - 1].end > 2:
            return None
    word = words[place]
    if word.plain in listed("never_names") or word.plain in municipalities():
        return None
    marked = bool(_MARKED.search(joint[0]))
    known = given(word) or word.plain in names("given_or_word") | listed("capital_names")
    # «lucie pis rose», but not «jasmin et violette», which may both be flowers.
    flower = words[max(place - 2, 0)].plain in names("given_or_word")
    known = known and (word.capital or (one_case and not marked and not flower))
    if known or (word.capital and not one_case and (unknown(word) or (surname(word) and not marked))):
        return Found(word.start, words[end_of(words, place, one_case=one_case) - 1].end, PERSON)
    return None


def _previous(
    plain: str,
    words: list[Word],
    starts: dict[int, int],
    person: Found,
    *,
    one_case: bool,
) -> Found | None:
    """«Oumou, (Jacinthe)», «Jade et (Loïc)»: what is written as a name just before one, in a list."""
    place = starts.get(person.start)
    if place is None or place == 0 or one_case:
        return None
    if words[place - 1].plain in listed("joints"):
        place -= 1
    last = place - 1
    if last < 0:
        return None
    joint = _BETWEEN.fullmatch(plain, words[last].end, person.start)
    if joint is None or not words[last].capital:
        return None
    first = last
    while (
        first > 0
        and words[first].start - words[first - 1].end == 1
        and words[first - 1].capital
        and (unknown(words[first - 1]) or may_be_given(words[first - 1]))
    ):
        first -= 1
    word, before = words[first], words[first - 1] if first else None
    placed = before is not None and before.plain in listed("before_places") | listed("place_links")
    if placed or word.plain in municipalities() or word.typed.isupper():
        return None
    joined = words[last + 1].start != person.start  # by «et»
    if (may_be_given(word) and (joined or first > 0)) or unknown(word):
        return Found(word.start, words[last].end, PERSON)
    return None


def told_again(words: list[Word], found: Sequence[Found]) -> Iterator[Found]:
    """A word that is part of a name elsewhere, or nearly: «je suis Inès … ma fille Inès», «Deschmaps (oups
    Deschamps)», «il se nomme tchad (thad)»."""
    inside = {
        word.plain
        for word in words
        if any(one.start <= word.start and word.end <= one.end for one in found)
        and len(word.plain) >= MIN_TOLD_AGAIN
        and (unknown(word) or surname(word))
    }
    for word in words if inside else ():
        may = len(word.plain) >= MIN_TOLD_AGAIN and (unknown(word) or (surname(word) and word.capital))
        if may and (word.plain in inside or any(_alike(word.plain, name) for name in inside)):
            yield Found(word.start, word.end, PERSON)


def _alike(word: str, name: str) -> bool:
    near = abs(len(word) - len(name)) <= 2
    return near and SequenceMatcher(None, word, name, autojunk=False).ratio() >= ALIKE
