"""Names that nothing announces but where or how they stand: under a closing, initials, letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.masking.called import SAINTS, of_institution
from knowledge.masking.extent import elided_name
from knowledge.masking.name_words import (
    MIN_UNKNOWN,
    Word,
    given,
    may_be_given,
    municipalities,
    odd,
    surname,
    unknown,
    unknown_word,
    words_of_the_base,
)
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import either, listed, names
from knowledge.search.lexicon import frequencies

MAX_SIGNED = 5  # words of a name that stands alone
MIN_LETTERS = 4  # of a name told letter by letter

# «H.T.», «K. L.»: two and no more, for «O.B.N.L.» is nobody, and «L.C. 2009» is a law.
_INITIALS = re.compile(r"(?<![\w.])[A-ZÀ-Þ]\.[ -]?[A-ZÀ-Þ]\.(?![ -]?[A-ZÀ-Þ]\.)(?!\w| \d{4})")
_LETTERS = re.compile(rf"(?<![\w-])(?:[^\W\d_][-. ]){{{MIN_LETTERS - 1},}}[^\W\d_](?![\w'-])")
_PART = re.compile(r"(?:[^\n.!?:;,()«»\"]|(?<=\b\w)\.)+")


def initials(text: str, words: list[Word], starts: dict[int, int]) -> Iterator[Found]:
    """«H.T.», «K. L.», but not «C.A.», nor those of an institution: «le vignoble J.O. Vandal»."""
    for found in _INITIALS.finditer(text):
        place = starts.get(found.start())
        if place is not None and of_institution(words, place):
            continue
        if "".join(filter(str.isalpha, found[0])).lower() not in listed("short_forms"):
            yield Found(*found.span(), PERSON)


def spelled(plain: str) -> Iterator[Found]:
    """«C-H-I-C-O-I-N-E»: letter by letter, and no word of French or of the base."""
    for found in _LETTERS.finditer(plain):
        word = "".join(filter(str.isalpha, found[0]))
        if found[0][1] != "." and word not in frequencies() and word not in words_of_the_base():
            yield Found(*found.span(), PERSON)


def turned(words: list[Word]) -> Iterator[Found]:
    """«bergeron normand», «GOYETTE, martine»: a surname that is no word, then a given name; «Picard-Roy S.»,
    one and an initial."""
    for first, name in pairwise(words):
        near = name.start - first.end in (1, 2)
        if near and first.plain in names("surnames") and may_be_given(name) and unknown_word(first):
            yield Found(first.start, name.end, PERSON)
        initial = len(name.plain) == 2 and name.plain.endswith(".") and name.capital
        if initial and name.start - first.end == 1 and odd(first) and unknown(first):
            yield Found(first.start, name.end, PERSON)


def paired(words: list[Word]) -> Iterator[Found]:
    """«Tho Pham», «Jo Blouin»: a capital that no list knows, then a surname that is no word."""
    for place, (first, name) in enumerate(pairwise(words)):
        if name.start - first.end != 1 or not (odd(first) and odd(name)) or not surname(name):
            continue
        plainly = unknown(first) or len(first.plain) < MIN_UNKNOWN
        towns = first.plain in municipalities() or name.plain in municipalities()
        begins = name.plain.split("-")[0]
        placed = begins not in SAINTS and begins in listed("institutions")  # «Baie-James»
        if plainly and not (towns or placed or of_institution(words, place)):
            yield Found(first.start, name.end, PERSON)


def signed(text: str, plain: str, words: list[Word]) -> Iterator[Found]:
    """What stands alone, is written as a name and ends a message: after a closing («Merci,»), before a role
    or a telephone, or as its last words."""
    starts = {word.start: place for place, word in enumerate(words)}
    parts = [found for found in _PART.finditer(text) if found[0].strip()]
    closings = re.compile(rf"\s*(?:{either('closings')})\b")
    for at, part in enumerate(parts):
        begin = part.start() + len(part[0]) - len(part[0].lstrip())
        place = starts.get(begin)
        if place is None or len(parts) == 1:
            continue
        inside = [word for word in words[place : place + MAX_SIGNED + 1] if word.end <= part.end()]
        closed = at > 0 and bool(closings.match(plain, parts[at - 1].start(), parts[at - 1].end()))
        line = begin == 0 or text[:begin].rstrip(" ").endswith("\n")
        last = all(not _worded(plain[other.start() : other.end()]) for other in parts[at + 1 :])
        if not (closed or line or last) or not _whole(text, begin, inside, part.end()):
            continue
        if _a_name(inside, alone=closed):
            yield Found(inside[0].start, inside[-1].end, PERSON)


def _whole(text: str, begin: int, inside: list[Word], end: int) -> bool:
    """Whether the words are all that a part of the text holds, and a sentence or a line ends before."""
    if not inside or len(inside) > MAX_SIGNED:
        return False
    sentence = text[:begin].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?", ",")
    return sentence and not text[inside[-1].end : end].strip(" .")


def _worded(part: str) -> bool:
    """Whether a part of a text says more than a role or how to reach somebody."""
    return len(re.findall(r"[a-z]{2,}", part)) > 3  # «présidente de la coop»


def _a_name(inside: list[Word], *, alone: bool) -> bool:
    """Whether words are those of a name: capitals but for particles, none that names a thing or a place, and
    one at least that only a name is."""
    own = [word for word in inside if word.plain not in listed("name_particles")]
    if len(own) < (1 if alone else 2) or not own[0].capital:
        return False
    for word in own:
        acronym = word.typed.isupper() and 1 < len(word.typed.rstrip(".")) <= MAX_SIGNED
        thing = word.bare in listed("institutions") or word.bare in listed("trades")
        if not word.capital or acronym or thing or word.plain in listed("never_names"):
            return False
        if unknown_word(word) or may_be_given(word) or surname(word):
            continue
        if word.plain not in names("given_or_word") and word.plain not in listed("surnames_too"):
            return False
    for word in own:
        if word.plain in municipalities() or word.bare in listed("closings"):
            return False
    known = any(may_be_given(word) or surname(word) or given(word) for word in own)
    return known or all(unknown(word) or elided_name(word) or len(word.plain) <= 2 for word in own)
