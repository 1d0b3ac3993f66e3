"""Names of persons: after what announces one, by lists of names, and by spaCy where it is sure enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

from knowledge.masking.name_words import (
    Word,
    given,
    municipalities,
    odd,
    surname,
    unknown,
    unknown_word,
    words_of,
    written_in_one_case,
)
from knowledge.masking.text import Found
from knowledge.masking.vocabulary import listed, names

PERSON = "[nom]"
MAX_SURNAMES = 3  # words after a given name
MAX_ACRONYM = 5  # letters
INSTITUTION_WITHIN = 3  # words before a name that may say it is an institution's
# What the recogniser of names does not rest on, its 700,000 words written out among them (their vectors
# stay): left out, it takes neither time nor memory.
UNUSED = (
    *("tok2vec", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"),
    "strings",
)

_ELIDED = re.compile(r"(?:[mljnstc]|qu)'")
_INTRODUCED = re.compile(
    r"\b(?:je\s+m['\s]?\s*app?el+e?s?|jm'?app?el+e?|je map?pel+e?|"
    r"mon nom (?:est|c'est|c est|a moi c'est|cest)|mon nom\s*:|"
    r"moi c'est|moi cest|moi c est|moi ce|mon (?:pre)?nom (?:de famille )?(?:est|c'est|cest)|denomme[e]?|"
    r"c'est moi|ici|signe\w?\s*:?|noms?\s*:|prenoms?\s*:|"
    r"demande[rz]?(?: a)?|demande de|s'appelle|nomme[e]?|du nom de|rejoindre|joindre|appele[rz]?|"
    r"salut c'est|bonjour c'est|^c'est|au nom de|cc|nom dessus|on m'appelle|on me surnomme|surnomme[e]?|"
    r"mon nom(?: de famille)?(?=\s+[a-z])|(?:cel|cell|tel|numero|courriel|plainte) (?:de|a|contre)|"
    r"nom de (?:jeune )?fille\b[^.?!:]{0,20}?(?:\bc'est|\best|:))[\s,:]+"
)
_JOINT = re.compile(r"(?:\s*,)?\s+(?:et|pis|avec)\s+")
# «H.T.», «K. L.»: two and no more, for «O.B.N.L.» is nobody.
_INITIALS = re.compile(r"(?<![\w.])[A-ZÀ-Þ]\.[ -]?[A-ZÀ-Þ]\.(?![ -]?[A-ZÀ-Þ]\.)(?!\w)")


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
    found = [
        *_introduced(plain, words, starts, one_case=one_case),
        *_titled(words, one_case=one_case),
        *_listed(text, words, one_case=one_case),
        *_related(words, one_case=one_case),
        *_turned(words),
        *_nicknamed(words),
        *_initials(text),
        *_by_model(text, words),
    ]
    for person in [*found, *_joined(plain, words, starts, found, one_case=one_case)]:
        name = text[person.start : person.end].lower()
        if name not in known_names and name not in listed("brands"):
            yield person


def _introduced(plain: str, words: list[Word], starts: dict[int, int], *, one_case: bool) -> Iterator[Found]:
    for found in _INTRODUCED.finditer(plain):
        place = starts.get(found.end())
        if place is None:
            continue
        bare = found[0].strip(" ,").endswith(("mon nom", "mon nom de famille"))  # «mon nom Rousselle»
        sure = (
            ("nom" in found[0] and not bare)
            or "pel" in found[0]
            or "moi c" in found[0]
            or "signe" in found[0]
            or "fille" in found[0]
        )
        end = _end(words, place, one_case=one_case) if sure or _may_be_given(words[place]) else place
        first = words[place]
        if _ELIDED.match(first.plain):  # «au nom de l'organisme»
            continue
        foreign = unknown(first) or (bare and surname(first) and unknown_word(first))
        named = sure or _may_be_given(first) or (first.capital and not one_case and foreign)
        if named and first.plain not in listed("never_names"):
            yield Found(first.start, words[max(end, place + 1) - 1].end, PERSON)


def _titled(words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """«madame lafleur», «M. Petrakis», «docteur haddad»."""
    for place, title in enumerate(words[:-1]):
        name = words[place + 1]
        bare = title.bare
        apart = name.start - title.end > 1
        if bare not in listed("strong_titles") or apart or name.plain in listed("never_names"):
            continue
        dotted = title.plain == "m." and (name.capital or surname(name))
        capital = title.typed == "M" and name.capital and not one_case and surname(name)
        if len(bare) == 1 and not (dotted or capital):
            continue
        if name.capital or one_case or surname(name) or given(name):
            yield Found(name.start, words[_end(words, place + 1, one_case=one_case) - 1].end, PERSON)


def _listed(text: str, words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """A given name of the lists, and what follows it."""
    taken = -1
    for place, word in enumerate(words):
        if word.start < taken or _of_institution(words, place):
            continue
        end = _end(words, place, one_case=one_case)
        acronym = word.typed.isupper() and len(word.typed) <= MAX_ACRONYM and not text.isupper()
        if acronym:
            continue
        if end == place + 1 and _a_thing(words, place):
            continue
        if not given(word):
            # «rose tremblay», «Pierre Viau»: also a word, so a surname must follow.
            also = word.plain in names("given_or_word") and end > place + 1
            written = (
                word.capital and words[place + 1].capital and place > 0 and not one_case if also else False
            )
            alone = word.capital and not one_case and word.plain in listed("capital_names") and place > 0
            alone = alone and words[place - 1].plain not in listed("before_places")
            if not alone and (not also or not (written or surname(words[place + 1]))):
                continue
        elif end == place + 1 and word.plain in municipalities():
            continue
        if _hyphenated_institution(word):
            continue
        taken = words[end - 1].end
        if taken < len(text) and text[taken - 1] == "." and len(words[end - 1].plain) > 2:
            taken -= 1
        yield Found(word.start, taken, PERSON)


def _related(words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """«ma voisine lucie», «le trésorier, yvon st-amour»: an unknown word, after who somebody is."""
    for place, who in enumerate(words[:-1]):
        name = words[place + 1]
        if who.bare not in listed("relations"):
            continue
        told = place + 2 < len(words) and name.plain in listed("telling")  # «ma blonde c vicky»
        if name.start - who.end > 2 and not told:
            continue
        if told:
            name = words[place + 2]
            if not (given(name) or name.plain in listed("capital_names")):
                continue
        also = name.plain in names("given_or_word") or (surname(name) and name.capital)
        if (
            (unknown(name) and (name.capital or one_case))
            or given(name)
            or name.plain in listed("capital_names")
            or (also and not _ordinary(words, place + 1))
        ):
            at = place + 2 if told else place + 1
            yield Found(name.start, words[_end(words, at, one_case=one_case) - 1].end, PERSON)


def _joined(
    plain: str, words: list[Word], starts: dict[int, int], found: list[Found], *, one_case: bool
) -> Iterator[Found]:
    """«jean-guy et lorraine», «Théo, Maélie et Zack»: what is joined to a name, and may be one."""
    for person in found:
        joint = _JOINT.match(plain, person.end)
        place = starts.get(joint.end()) if joint else None
        if place is None or words[place].plain in listed("never_names"):
            continue
        word = words[place]
        if word.plain in municipalities():
            continue
        known = given(word) or word.plain in names("given_or_word") | listed("capital_names")
        # «lucie pis rose», but not «jasmin et violette», which may both be flowers.
        known = known and (
            word.capital or (one_case and words[max(place - 2, 0)].plain not in names("given_or_word"))
        )
        if known or (word.capital and not one_case and unknown(word)):
            yield Found(word.start, words[_end(words, place, one_case=one_case) - 1].end, PERSON)


def _initials(text: str) -> Iterator[Found]:
    """«H.T.», «K. L.», but not «C.A.»."""
    for found in _INITIALS.finditer(text):
        if "".join(filter(str.isalpha, found[0])).lower() not in listed("short_forms"):
            yield Found(*found.span(), PERSON)


def _turned(words: list[Word]) -> Iterator[Found]:
    """«bergeron normand», «GOYETTE, martine»: a surname that is no word, then a given name."""
    for first, name in pairwise(words):
        near = name.start - first.end in (1, 2)
        if near and first.plain in names("surnames") and _may_be_given(name) and unknown_word(first):
            yield Found(first.start, name.end, PERSON)


def _nicknamed(words: list[Word]) -> Iterator[Found]:
    """«p'tit jean», «le gros gendreau», «les maheu», «née hénault»: what goes before makes it a name."""
    for place, (before, name) in enumerate(pairwise(words)):
        if name.start - before.end != 1 or name.plain in municipalities():
            continue
        familiar = before.plain in listed("nicknames") and (
            _may_be_given(name) or name.plain in names("surnames")
        )
        born = before.plain in ("nee", "ne") and name.capital and unknown(name)
        of_family = born or (before.plain in listed("families") and surname(name) and unknown_word(name))
        if (familiar or of_family) and not _of_institution(words, place + 1):
            yield Found(name.start, words[_end(words, place + 1, one_case=True) - 1].end, PERSON)


def _may_be_given(word: Word) -> bool:
    also = word.plain in names("given_or_word") and word.plain in listed("capital_names")
    return also or given(word)


def _by_model(text: str, words: list[Word]) -> Iterator[Found]:
    """Persons that spaCy finds, when written as names: two capitals at least, neither a common word."""
    if text.isupper() or not any(odd(one) and odd(two) for one, two in pairwise(words)):
        return  # nothing that the model could find: it takes longer than all the rest
    by_start = {word.start: place for place, word in enumerate(words)}
    for span in spacy_model()(text).ents:
        place = by_start.get(span.start_char)
        if span.label_ != "PER" or place is None or _of_institution(words, place):
            continue
        inside = [word for word in words[place:] if word.end <= span.end_char]
        if sum(odd(word) and unknown(word) for word in inside) > 1:
            yield Found(span.start_char, span.end_char, PERSON)


def _end(words: list[Word], place: int, *, one_case: bool) -> int:
    """The place after the last word of a name that begins at `place`."""
    end = place + 1
    while end < len(words) and end - place <= MAX_SURNAMES:
        before, word = words[end - 1], words[end]
        if word.start - before.end != 1 or word.plain in listed("never_names") or _ELIDED.match(word.plain):
            break
        initial = len(word.plain.rstrip(".")) == 1 and (word.capital or word.plain.endswith("."))
        written = word.capital and not one_case
        likely = (
            surname(word)
            or given(word)
            or word.plain in listed("surnames_too")
            or (one_case and unknown(word))
        )
        if not (written or likely or initial):
            break
        end += 1
    return end


def _a_thing(words: list[Word], place: int) -> bool:
    """Whether a lone word is what something is called: «une charlotte aux fraises»."""
    return (
        place > 0
        and not words[place].capital
        and words[place].start - words[place - 1].end == 1
        and words[place - 1].plain in listed("articles")
    )


def _ordinary(words: list[Word], place: int) -> bool:
    """Whether a word that may be a name is read as a word: nothing sets it apart."""
    beside = words[place].start - words[place - 1].end == 1
    return not words[place].capital and (beside or not unknown_word(words[place]))


def _hyphenated_institution(word: Word) -> bool:
    """«Marcel-Lapierre»: a given name joined to a surname is a place or an institution."""
    parts = [part for part in word.plain.split("-") if part not in listed("nicknames")]
    return len(parts) > 1 and not all(
        part in names("given_names") or part in names("given_or_word") for part in parts
    )


def _of_institution(words: list[Word], place: int) -> bool:
    """Whether a name is part of an institution's: «fondation Lucie et André Chagnon», «Sainte-Martine»."""
    first = words[place].plain.split("-")[0]
    if first in ("saint", "sainte", "st", "ste") and "-" in words[place].plain:
        return True
    for back in range(1, INSTITUTION_WITHIN + 1):
        if place - back < 0:
            return False
        before, after = words[place - back], words[place - back + 1]
        if after.start - before.end > 2:
            return False
        if before.bare in listed("institutions"):
            return words[place].capital and not _whose(words, place - back, place)
        if not (
            before.capital
            or before.plain in ("et", "de", "d'", "du", "des", "la", "le", "a", "au", "aux", "j", "j.")
        ):
            return False
    return False


def _whose(words: list[Word], institution: int, place: int) -> bool:
    """Whether a name says whose a thing is, not what it is called: «le groupe de Jeanne Tremblay»."""
    if words[institution].bare not in listed("owned") or place + 1 >= len(words):
        return False
    name, after = words[place], words[place + 1]
    linked = place - institution == 2 and words[place - 1].plain in ("de", "d'")
    near = after.start - name.end == 1 and after.plain not in municipalities()
    return linked and near and _may_be_given(name) and after.capital and surname(after)
