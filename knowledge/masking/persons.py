"""Names of persons: after what announces one, by lists of names, and by spaCy where it is sure enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from knowledge.masking.alone import initials, paired, signed, spelled, turned
from knowledge.masking.announced import SELF, apposed, introduced, nicknamed, related, titled
from knowledge.masking.beside import listed_with, told_again
from knowledge.masking.called import (
    a_figure,
    hyphenated_institution,
    in_a_title,
    of_a_business,
    of_a_make,
    of_a_thing,
    of_institution,
    of_kin,
    of_renown,
)
from knowledge.masking.extent import end_of
from knowledge.masking.name_words import (
    Word,
    given,
    in_a_town,
    municipalities,
    odd,
    surname,
    unknown,
    words_of,
    written_in_one_case,
)
from knowledge.masking.only_words import a_country, a_thing, a_unit
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import listed, names

MAX_ACRONYM = 5  # letters
# What the recogniser of names does not rest on, its 700,000 words written out among them (their vectors
# stay): left out, it takes neither time nor memory.
UNUSED = (
    *("tok2vec", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"),
    "strings",
)


@lru_cache(maxsize=1)
def spacy_model() -> Any:
    """The French model that tells persons from the rest."""
    import spacy

    return spacy.load("fr_core_news_md", exclude=UNUSED)


def persons(text: str, plain: str, known_names: frozenset[str]) -> Iterator[Found]:
    """Input: the text, the same folded, and names (lower case) that stay."""
    words = words_of(text, plain)
    one_case = written_in_one_case(text, words)
    starts = {word.start: place for place, word in enumerate(words)}
    told = list(introduced(text, plain, words, starts, one_case=one_case))
    found = [
        *told,
        *titled(words, one_case=one_case),
        *_listed(text, plain, words, one_case=one_case),
        *related(words, one_case=one_case),
        *turned(words),
        *paired(words),
        *apposed(plain, words),
        *nicknamed(words),
        *initials(text, words, starts),
        *signed(text, plain, words),
        *_by_model(text, words),
    ]

    def somebody(person: Found) -> bool:
        return text[person.start : person.end].lower() not in known_names and _somebody(
            plain, words, starts, person, told
        )

    kept = list(filter(somebody, found))
    beside = list(listed_with(plain, words, starts, kept, one_case=one_case))
    kept += filter(somebody, beside)
    yield from kept
    yield from filter(somebody, told_again(words, kept))
    yield from spelled(plain)


def a_persons(text: str, plain: str) -> Callable[[Found], bool]:
    """Whether a name is a person's, for one that nothing announced: what tells it of the names of a text.
    Input: the text, and the same folded."""
    words = words_of(text, plain)
    starts = {word.start: place for place, word in enumerate(words)}

    def told(name: Found) -> bool:
        place = starts.get(name.start)
        if place is not None and (of_institution(words, place) or _joined_institution(words, place)):
            return False
        return not in_a_town(plain, name.start, name.end) and _somebody(plain, words, starts, name, ())

    return told


def _joined_institution(words: list[Word], place: int) -> bool:
    """«Léonie-Bélanger», but not «Deschênes-Roy»."""
    return given(words[place]) and hyphenated_institution(words, place, place + 1)


def _somebody(
    plain: str, words: list[Word], starts: dict[int, int], person: Found, told: Sequence[Found]
) -> bool:
    """Whether a name that was found is a person's, no town's, figure's, work's nor business's. Input: the
    folded text, its words and where each starts, the name, and those that «je m'appelle» and such told."""
    named = plain[person.start : person.end]
    if named in municipalities() and " " in named:  # «Acton Vale»
        return False
    own = person in told and bool(SELF.search(plain, 0, person.start))
    if (not own and a_figure(plain, person.start, person.end)) or of_a_make(plain, person.start):
        return False
    place = starts.get(person.start)
    if place is not None and of_a_thing(words, plain, place, person.end):
        return False
    if place is not None and person not in told and not of_kin(plain, person.end):
        end = next((at for at, word in enumerate(words) if word.start >= person.end), len(words))
        if of_renown(words, place, end) or in_a_title(words, place, end):
            return False
    return not of_a_business(words, plain, person.start, person.end)


def _listed(text: str, plain: str, words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """A given name of the lists, and what follows it."""
    taken = -1
    for place, word in enumerate(words):
        if word.start < taken or of_institution(words, place) or word.plain in listed("never_names"):
            continue
        end = end_of(words, place, one_case=one_case)
        acronym = word.typed.isupper() and len(word.typed) <= MAX_ACRONYM and not text.isupper()
        if acronym:
            continue
        if end == place + 1 and (a_thing(words, place) or a_unit(plain, word)):
            continue
        if not given(word):
            # «rose tremblay», «Pierre Viau»: also a word, so a surname must follow.
            also = word.plain in names("given_or_word") and end > place + 1
            written = (
                word.capital and words[place + 1].capital and place > 0 and not one_case if also else False
            )
            alone = word.capital and not one_case and word.plain in listed("capital_names") and place > 0
            alone = alone and words[place - 1].plain not in listed("before_places")
            alone = alone and word.plain not in municipalities()  # «à Milan»
            if not alone and (not also or not (written or surname(words[place + 1]))):
                continue
        elif end == place + 1 and (word.plain in municipalities() or a_country(words, place)):
            continue
        if hyphenated_institution(words, place, end):
            continue
        taken = words[end - 1].end
        if taken < len(text) and text[taken - 1] == "." and len(words[end - 1].plain) > 2:
            taken -= 1
        yield Found(word.start, taken, PERSON)


def _by_model(text: str, words: list[Word]) -> Iterator[Found]:
    """Persons that spaCy finds, when written as names: two capitals at least, neither a common word."""
    if text.isupper() or not any(odd(one) and odd(two) for one, two in pairwise(words)):
        return  # nothing that the model could find: it takes longer than all the rest
    by_start = {word.start: place for place, word in enumerate(words)}
    for span in spacy_model()(text).ents:
        place = by_start.get(span.start_char)
        if span.label_ != "PER" or place is None or of_institution(words, place):
            continue
        inside = [word for word in words[place:] if word.end <= span.end_char]
        never = [at for at, word in enumerate(inside) if word.plain in listed("never_names")]
        inside = inside[: min(never, default=len(inside))]  # «Oona Reilly from Howick»
        if sum(odd(word) and unknown(word) for word in inside) > 1:
            yield Found(span.start_char, inside[-1].end, PERSON)
