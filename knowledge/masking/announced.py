"""Names after what announces one: «je m'appelle», a title, who somebody is, a nickname."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from knowledge.masking.called import hyphenated_institution, of_institution
from knowledge.masking.extent import ELIDED, end_of
from knowledge.masking.name_words import (
    Word,
    describes,
    given,
    may_be_given,
    municipalities,
    surname,
    unknown,
    unknown_word,
)
from knowledge.masking.only_words import only_a_word, ordinary
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import listed, names

APPOSED_WITHIN = 4  # words between who somebody is and the comma before the name

_INTRODUCED = re.compile(
    r"\b(?:j(?:e|')?\s*m['\s]?\s*app?el+e?s?|j'?m'?app?el+e?|je map?pel+e?|"
    r"mon nom (?:est|c'est|c est|a moi c'est|cest)|mon nom\s*:|"
    r"moi c'est|moi cest|moi c est|moi ce|mo[nm] (?:vrai |petit |pre)?nom (?:de famille )?(?:est|c'est|cest)|"
    r"je me presente\W|moi c|a l'ordre de|je suis|ch?us?|j'?suis|mo[ei] c'est|denomme[e]?|"
    r"c'est moi|ici|signe\w?\s*:?|noms?\s*:|prenoms?\s*:|"
    r"demande[rz]?(?: a)?|demande de|s'appelle|nomme[e]?|du nom de|rejoindre|joindre|appele[rz]?|"
    r"salut c'est|bonjour c'est|^c'est|au nom de|cc|nom dessus|on m'appelle|on me surnomme|surnomme[e]?|"
    r"mon nom(?: de famille)?(?=\s+[a-z])|(?:cel|cell|tel|numero|courriel|plainte) (?:de|a|contre)|"
    # In English, as some of Québec write.
    r"my name(?:'s| is)|i'm|i am|this is|it's|its me|speaking with|"
    r"nom de (?:jeune )?fille\b[^.?!:]{0,20}?(?:\bc'est|\best|:))[\s,:]+"
)
# What only a name follows, of what introduces one; «appeler», «signer», «joindre» go on otherwise too.
SELF = re.compile(r"\b(?:j\W?m|[jms])\W*app?el|\bje\s?m\W*\s*app?el|je mappel|moi c|signe\w?\s*:|fille")


def introduced(
    text: str, plain: str, words: list[Word], starts: dict[int, int], *, one_case: bool
) -> Iterator[Found]:
    for found in _INTRODUCED.finditer(plain):
        place = starts.get(found.end())
        if place is None:
            continue
        bare = found[0].strip(" ,").endswith(("mon nom", "mon nom de famille"))  # «mon nom Rousselle»
        told = "nom" in found[0] and "nomm" not in found[0] and not bare
        sure = (told or bool(SELF.search(found[0]))) and not only_a_word(words[place], one_case=one_case)
        first = words[place]
        acronym = first.typed.isupper() and len(first.typed) > 1 and not text.isupper()
        acronym = acronym and not (surname(first) or given(first))
        if acronym or ELIDED.match(first.plain):  # «qui s'appelle SISMIC», «au nom de l'organisme»
            continue
        foreign = unknown(first) or (bare and surname(first) and unknown_word(first))
        named = sure or may_be_given(first) or (first.capital and not one_case and foreign)
        if named and first.plain not in listed("never_names"):
            yield Found(first.start, words[end_of(words, place, one_case=one_case) - 1].end, PERSON)


def titled(words: list[Word], *, one_case: bool) -> Iterator[Found]:
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
        if ELIDED.match(name.plain):  # «la veuve d'un membre»
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
            yield Found(name.start, words[end_of(words, place + 1, one_case=one_case) - 1].end, PERSON)


def related(words: list[Word], *, one_case: bool) -> Iterator[Found]:
    """«ma voisine lucie», «le trésorier, yvon st-amour»: an unknown word, after who somebody is."""
    for place, who in enumerate(words[:-1]):
        name = words[place + 1]
        if who.bare not in listed("relations"):
            continue
        told = place + 2 < len(words) and name.plain in listed("telling")  # «ma blonde c vicky»
        if (name.start - who.end > 2 and not told) or ELIDED.match(name.plain):
            continue  # «mon associé m'a dit», «un membre d'OBNL»
        beside = name.start - who.end == 1
        if beside and given(name) and hyphenated_institution(words, place + 1, place + 2):
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
            yield Found(name.start, words[end_of(words, at, one_case=one_case) - 1].end, PERSON)


def apposed(plain: str, words: list[Word]) -> Iterator[Found]:
    """«le propriétaire du local, Giuseppe, …»: between two commas, after who somebody is."""
    for place, name in enumerate(words):
        if place == 0 or not (name.capital and unknown(name)) or name.typed.isupper():
            continue
        end = end_of(words, place, one_case=False)
        framed = plain[: name.start].endswith(", ") and plain[words[end - 1].end :][:1] in (",", ")", ".")
        back = words[max(0, place - APPOSED_WITHIN) : place]
        told = any(
            word.bare in listed("relations") and not set(plain[word.end : back[-1].end]) & set(",.!?;:(")
            for word in back
        )
        if framed and told:
            yield Found(name.start, words[end - 1].end, PERSON)


def nicknamed(words: list[Word]) -> Iterator[Found]:
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
            yield Found(name.start, words[end_of(words, place + 1, one_case=True) - 1].end, PERSON)
