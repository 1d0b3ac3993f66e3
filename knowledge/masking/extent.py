"""Where the name of a person ends: its surnames, their particles, an initial."""

from __future__ import annotations

import re

from knowledge.masking.name_words import Word, given, municipalities, surname, unknown
from knowledge.masking.vocabulary import listed

MAX_SURNAMES = 3  # words after a given name
MAX_PARTICLES = 2  # «de la», «van der»

ELIDED = re.compile(r"(?:[mljnstcdy]|qu)'")


def end_of(words: list[Word], place: int, *, one_case: bool) -> int:
    """The place after the last word of a name that begins at `place`."""
    end = place + 1
    while end < len(words) and end - place <= MAX_SURNAMES:
        if not _follow(words, end) or words[end].plain in listed("never_names"):
            break
        if not _of_a_name(words[end], one_case=one_case):
            break
        end += 1
    return _after_particles(words, end, one_case=one_case)


def _follow(words: list[Word], place: int) -> bool:
    """Whether only a space goes before a word."""
    return words[place].start - words[place - 1].end == 1


def _of_a_name(word: Word, *, one_case: bool) -> bool:
    if ELIDED.match(word.plain):
        return elided_name(word)
    initial = len(word.plain.rstrip(".")) == 1 and (word.capital or word.plain.endswith("."))
    written = word.capital and not one_case
    likely = (
        surname(word) or given(word) or word.plain in listed("surnames_too") or (one_case and unknown(word))
    )
    return written or likely or initial


def elided_name(word: Word) -> bool:
    """«D'Amours», «L'Heureux»: two capitals, where a word has one."""
    return word.capital and not word.typed.isupper() and word.typed[2].isupper()


def _after_particles(words: list[Word], end: int, *, one_case: bool) -> int:
    """The place after «de la Durantaye», «van der Meulen», «st onge», if such words follow; else `end`."""
    last = end
    while last < len(words) and last - end < MAX_PARTICLES and _follow(words, last):
        if words[last].plain not in listed("name_particles"):
            break
        last += 1
    if last == end or last >= len(words) or not _follow(words, last):
        return end
    name = words[last]
    if name.plain in municipalities() or name.plain in listed("never_names"):
        return end
    saint = words[last - 1].plain in ("st", "ste", "st-", "ste-")
    written = name.capital and not one_case and unknown(name)
    # «de» alone goes before a town too: the word must be a surname of the lists.
    sure = surname(name) if words[end].plain in ("de", "du", "des") and last - end == 1 else True
    return last + 1 if (written and sure) or saint else end
