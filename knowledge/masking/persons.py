"""Names of persons: after what announces one, by lists of names, and by spaCy where it is sure enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

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
from knowledge.masking.name_words import (
    Word,
    describes,
    given,
    may_be_given,
    municipalities,
    odd,
    surname,
    unknown,
    unknown_word,
    words_of,
    written_in_one_case,
)
from knowledge.masking.only_words import a_country, a_thing, a_unit, only_a_word, ordinary
from knowledge.masking.text import Found
from knowledge.masking.vocabulary import listed, names

PERSON = "[nom]"
MAX_SURNAMES = 3  # words after a given name
MAX_ACRONYM = 5  # letters
# What the recogniser of names does not rest on, its 700,000 words written out among them (their vectors
# stay): left out, it takes neither time nor memory.
UNUSED = (
    *("tok2vec", "tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"),
    "strings",
)

_ELIDED = re.compile(r"(?:[mljnstcdy]|qu)'")
_INTRODUCED = re.compile(
    r"\b(?:je\s+m['\s]?\s*app?el+e?s?|j'?m'?app?el+e?|je map?pel+e?|"
    r"mon nom (?:est|c'est|c est|a moi c'est|cest)|mon nom\s*:|"
    r"moi c'est|moi cest|moi c est|moi ce|mon (?:pre)?nom (?:de famille )?(?:est|c'est|cest)|denomme[e]?|"
    r"c'est moi|ici|signe\w?\s*:?|noms?\s*:|prenoms?\s*:|"
    r"demande[rz]?(?: a)?|demande de|s'appelle|nomme[e]?|du nom de|rejoindre|joindre|appele[rz]?|"
    r"salut c'est|bonjour c'est|^c'est|au nom de|cc|nom dessus|on m'appelle|on me surnomme|surnomme[e]?|"
    r"mon nom(?: de famille)?(?=\s+[a-z])|(?:cel|cell|tel|numero|courriel|plainte) (?:de|a|contre)|"
    # In English, as some of Québec write.
    r"my name(?:'s| is)|i'm|i am|this is|it's|its me|speaking with|"
    r"nom de (?:jeune )?fille\b[^.?!:]{0,20}?(?:\bc'est|\best|:))[\s,:]+"
)
# What only a name follows, of what introduces one; «appeler», «signer», «joindre» go on otherwise too.
_SELF = re.compile(r"\b(?:j\W?m|[jms])\W*app?el|\bje\s?m\W*\s*app?el|je mappel|moi c|signe\w?\s*:|fille")
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
    told = list(_introduced(text, plain, words, starts, one_case=one_case))
    found = [
        *told,
        *_titled(words, one_case=one_case),
        *_listed(text, plain, words, one_case=one_case),
        *_related(words, one_case=one_case),
        *_turned(words),
        *_nicknamed(words),
        *_initials(text, words, starts),
        *_by_model(text, words),
    ]
    for person in [*found, *_joined(plain, words, starts, found, one_case=one_case)]:
        if text[person.start : person.end].lower() in known_names:
            continue
        named = plain[person.start : person.end]
        if named in municipalities() and " " in named:  # «Acton Vale»
            continue
        own = person in told and bool(_SELF.search(plain, 0, person.start))
        if (not own and a_figure(plain, person.start, person.end)) or of_a_make(plain, person.start):
            continue
        place = starts.get(person.start)
        if place is not None and of_a_thing(words, plain, place, person.end):
            continue
        if place is not None and person not in told and not of_kin(plain, person.end):
            end = next((at for at, word in enumerate(words) if word.start >= person.end), len(words))
            if of_renown(words, place, end) or in_a_title(words, place, end):
                continue
        if not of_a_business(words, plain, person.start, person.end):
            yield person


def _introduced(
    text: str, plain: str, words: list[Word], starts: dict[int, int], *, one_case: bool
) -> Iterator[Found]:
    for found in _INTRODUCED.finditer(plain):
        place = starts.get(found.end())
        if place is None:
            continue
        bare = found[0].strip(" ,").endswith(("mon nom", "mon nom de famille"))  # «mon nom Rousselle»
        told = "nom" in found[0] and "nomm" not in found[0] and not bare
        sure = (told or bool(_SELF.search(found[0]))) and not only_a_word(words[place], one_case=one_case)
        end = _end(words, place, one_case=one_case) if sure or may_be_given(words[place]) else place
        first = words[place]
        acronym = first.typed.isupper() and len(first.typed) > 1 and not text.isupper()
        acronym = acronym and not (surname(first) or given(first))
        if acronym or _ELIDED.match(first.plain):  # «qui s'appelle SISMIC», «au nom de l'organisme»
            continue
        foreign = unknown(first) or (bare and surname(first) and unknown_word(first))
        named = sure or may_be_given(first) or (first.capital and not one_case and foreign)
        if named and first.plain not in listed("never_names"):
            yield Found(first.start, words[max(end, place + 1) - 1].end, PERSON)


def _titled(words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """«madame lafleur», «M. Petrakis», «docteur haddad»."""
    for place, title in enumerate(words[:-1]):
        name = words[place + 1]
        bare = title.bare
        apart = name.start - title.end > 1
        nobody = name.plain in listed("never_names") or len(name.plain) == 1  # «Mme X»
        if bare not in listed("strong_titles") or apart or nobody:
            continue
        dotted = title.plain == "m." and (name.capital or surname(name))
        capital = title.typed == "M" and name.capital and not one_case and surname(name)
        if len(bare) == 1 and not (dotted or capital):
            continue
        if _ELIDED.match(name.plain):  # «la veuve d'un membre»
            continue
        capital = name.capital and not one_case
        rare = surname(name) and unknown_word(name)
        if bare == "me" and not title.capital:
            told = rare  # «me tremblay», but «ça me donne»
        elif bare in listed("titles_too") and not capital:
            told = given(name) or rare  # not «feu vert»
        else:
            told = capital or surname(name) or given(name) or (one_case and unknown(name))
        if told:
            yield Found(name.start, words[_end(words, place + 1, one_case=one_case) - 1].end, PERSON)


def _listed(text: str, plain: str, words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """A given name of the lists, and what follows it."""
    taken = -1
    for place, word in enumerate(words):
        if word.start < taken or of_institution(words, place):
            continue
        end = _end(words, place, one_case=one_case)
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
        if hyphenated_institution(word):
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
        if (name.start - who.end > 2 and not told) or _ELIDED.match(name.plain):
            continue  # «mon associé m'a dit», «un membre d'OBNL»
        if name.capital and given(name) and hyphenated_institution(name):
            continue  # «le centre d'action bénévole Marcel-Lapierre»
        if told:
            name = words[place + 2]
            if not (given(name) or name.plain in listed("capital_names")):
                continue
        also = name.plain in names("given_or_word") or (surname(name) and name.capital)
        if (
            (unknown(name) and (name.capital or (one_case and not describes(name))))
            or given(name)
            or name.plain in listed("capital_names")
            or (also and not ordinary(words, place + 1))
        ):
            at = place + 2 if told else place + 1
            yield Found(name.start, words[_end(words, at, one_case=one_case) - 1].end, PERSON)


def _joined(
    plain: str, words: list[Word], starts: dict[int, int], found: list[Found], *, one_case: bool
) -> Iterator[Found]:
    """«jean-guy et lorraine», «Théo, Maélie et Zack»: what is joined to a name, and may be one."""
    for person in found:
        yield from _joined_before(words, starts.get(person.start), one_case=one_case)
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


def _joined_before(words: list[Word], place: int | None, *, one_case: bool) -> Iterator[Found]:
    """«Jade et (Loïc)»: a name that is also a word, written as a name beside one that is none."""
    if place is None or place < 2 or one_case or words[place - 1].plain not in listed("joints"):
        return
    first, joint = words[place - 2], words[place - 1]
    apart = joint.start - first.end != 1 or words[place].start - joint.end != 1
    if first.capital and not apart and may_be_given(first):
        yield Found(first.start, first.end, PERSON)


def _initials(text: str, words: list[Word], starts: dict[int, int]) -> Iterator[Found]:
    """«H.T.», «K. L.», but not «C.A.», nor those of an institution: «le vignoble J.O. Vandal»."""
    for found in _INITIALS.finditer(text):
        place = starts.get(found.start())
        if place is not None and of_institution(words, place):
            continue
        if "".join(filter(str.isalpha, found[0])).lower() not in listed("short_forms"):
            yield Found(*found.span(), PERSON)


def _turned(words: list[Word]) -> Iterator[Found]:
    """«bergeron normand», «GOYETTE, martine»: a surname that is no word, then a given name."""
    for first, name in pairwise(words):
        near = name.start - first.end in (1, 2)
        if near and first.plain in names("surnames") and may_be_given(name) and unknown_word(first):
            yield Found(first.start, name.end, PERSON)


def _nicknamed(words: list[Word]) -> Iterator[Found]:
    """«p'tit jean», «le gros gendreau», «les maheu», «née hénault»: what goes before makes it a name."""
    for place, (before, name) in enumerate(pairwise(words)):
        if name.start - before.end != 1 or name.plain in municipalities():
            continue
        familiar = before.plain in listed("nicknames") and (
            may_be_given(name) or name.plain in names("surnames")
        )
        born = before.plain in ("nee", "ne") and name.capital and unknown(name)
        of_family = born or (before.plain in listed("families") and surname(name) and unknown_word(name))
        if (familiar or of_family) and not of_institution(words, place + 1):
            yield Found(name.start, words[_end(words, place + 1, one_case=True) - 1].end, PERSON)


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
