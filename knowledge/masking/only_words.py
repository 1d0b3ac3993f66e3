"""A word that is also a name, where it is only a word: a thing, a unit, a country, plain French."""

from __future__ import annotations

from knowledge.masking.name_words import Word, may_be_given, surname, unknown_word
from knowledge.masking.vocabulary import listed
from knowledge.search.lexicon import frequencies

MAX_UNIT = 3  # letters of a unit after a number, which may also be a name


def a_thing(words: list[Word], place: int) -> bool:
    """Whether a lone word is what something is called: «une charlotte aux fraises», «le laurier»."""
    if place == 0 or words[place].capital or words[place].start - words[place - 1].end != 1:
        return False
    before = words[place - 1].plain
    told = before in listed("articles_too") and words[place].plain in frequencies()
    return before in listed("articles") or told


def only_a_word(word: Word, *, one_case: bool) -> bool:
    """Whether a word is read as one, even after «moi c'est»: French has it, it is no name, no capital sets it
    apart."""
    return (
        (one_case or not word.capital)
        and not unknown_word(word)
        and not (may_be_given(word) or surname(word))
    )


def a_country(words: list[Word], place: int) -> bool:
    """Whether a lone name in capitals is a place: «en Alberta»."""
    return place > 0 and words[place].capital and words[place - 1].plain == "en"


def a_unit(plain: str, word: Word) -> bool:
    """Whether a lone short name is a unit: «4 Mo», «35 h/sem»."""
    before = plain[: word.start].rstrip(" ")
    return len(word.plain) <= MAX_UNIT and (before[-1:].isdigit() or before[-1:] == "/")


def ordinary(words: list[Word], place: int) -> bool:
    """Whether a word that may be a name is read as a word: nothing sets it apart."""
    beside = words[place].start - words[place - 1].end == 1
    return not words[place].capital and (beside or not unknown_word(words[place]))
