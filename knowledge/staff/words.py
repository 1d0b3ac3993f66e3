"""The Pôle's own words, changed on screen: other spellings, synonyms, expressions that hold no place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Answer, Topic
from knowledge.pack.words_form import words_faults
from knowledge.pole import WORDS, standing
from knowledge.referral.sectors import SECTORS, common_sectors
from knowledge.revisions import digest
from knowledge.search.language import common_groups, common_spellings
from knowledge.search.own_words import SPELLINGS, SYNONYMS
from knowledge.search.text import fold
from knowledge.staff.pole import keep
from knowledge.territory.tokens import tokenize
from knowledge.territory.vocabulary import PLACES, common_lists
from knowledge.vocabulary import SECTOR_NAMES

NOT_PLACES = "not_places"
PARTS = (SPELLINGS, SYNONYMS, SECTORS, NOT_PLACES)
WHOLE = "="  # after a word of a sector: that word or its plural, not the beginning of others

Rows = list[tuple[str, str]]  # what is written or comes first, and what it is read as or stands beside it


def own(session: Session) -> dict[str, Rows]:
    """The Pôle's own words as the screen has them, by part."""
    words = standing(session, WORDS)
    places = words.get(PLACES) or {}
    return {
        SPELLINGS: [(str(written), str(read)) for written, read in (words.get(SPELLINGS) or {}).items()],
        SYNONYMS: [(str(first), ", ".join(map(str, others))) for first, *others in words.get(SYNONYMS) or []],
        SECTORS: [
            (
                sector,
                ", ".join(str(word).rstrip(WHOLE) for word in (words.get(SECTORS) or {}).get(sector) or []),
            )
            for sector in common_sectors()
        ],
        NOT_PLACES: [(str(phrase), "") for phrase in places.get(NOT_PLACES) or []],
    }


def common() -> dict[str, Rows]:
    """The words that hold for every Pôle, which nobody changes here."""
    return {
        SPELLINGS: list(common_spellings().items()),
        SYNONYMS: [(first, ", ".join(others)) for first, *others in common_groups()],
        SECTORS: [
            (SECTOR_NAMES[sector], ", ".join(word.rstrip(WHOLE) for word in listed))
            for sector, listed in common_sectors().items()
        ],
        NOT_PLACES: [(phrase, "") for phrase in common_lists()[NOT_PLACES]],
    }


def holding(rows: Rows, asked: str) -> Rows:
    """The rows that hold what is looked for; all of them when nothing is."""
    return [row for row in rows if fold(asked) in fold(" ".join(row))]


def state(session: Session, part: str) -> str:
    """A fingerprint of a part as it stands: what an editor started from."""
    return digest({part: own(session)[part]})


def save(
    session: Session, part: str, rows: Sequence[tuple[str, str]], who: str, started_from: str
) -> list[str]:
    """Keep a part, in the caller's transaction; what is wrong with it, in French. Empty rows are left out."""
    if part not in PARTS:
        return ["Cette liste ne se change pas d'ici."]
    if started_from != state(session, part):
        return ["Quelqu'un a enregistré cette liste pendant que vous écriviez. Relisez-la, puis réessayez."]
    words = standing(session, WORDS)
    full = [(one, other) for one, other in rows if one or other]
    faults = [
        f"«{one or other}»: il manque un côté."
        for one, other in full
        if part in (SPELLINGS, SYNONYMS) and not (one and other)
    ]
    if part == SPELLINGS:
        twice = sorted({one for one, _ in full if [first for first, _ in full].count(one) > 1})
        faults += [f"«{one}» est là deux fois." for one in twice]
        name, value = SPELLINGS, dict[str, Any](full)
    elif part == SYNONYMS:
        name, value = SYNONYMS, [[one, *_listed(other)] for one, other in full]  # type: ignore[assignment]
    elif part == SECTORS:
        had = {str(word) for listed in (words.get(SECTORS) or {}).values() for word in listed}
        name, value = SECTORS, {one: _of_sector(_listed(other), had) for one, other in full if other}
    else:
        phrases = list(dict.fromkeys(filter(None, (_as_read(one) for one, _ in full))))
        name, value = PLACES, {**(words.get(PLACES) or {}), NOT_PLACES: phrases}
    if not faults:
        found = words_faults({**words, name: value}, _ways(session))
        faults = [f"{fault.message[0].upper()}{fault.message[1:]}." for fault in found]
    if not faults:
        keep(session, WORDS, {name: value}, who)
    return faults


def _listed(text: str) -> list[str]:
    return list(filter(None, (one.strip() for one in text.split(","))))


def _of_sector(typed: Sequence[str], had: Collection[str]) -> list[str]:
    """Words of a sector as they are kept: folded and whole, unless they stood there as beginnings."""
    return [word if (word := fold(one)) in had else word + WHOLE for one in dict.fromkeys(typed)]


def _as_read(phrase: str) -> str:
    """An expression as places are looked for: folded words, one space between."""
    return " ".join(token.norm for token in tokenize(phrase))


def _ways(session: Session) -> Iterable[str]:
    """All the ways of asking that stand in the base."""
    query = select(Answer).where(Answer.status != "archived")
    for answer in session.scalars(query):
        yield from (answer.question, *answer.phrasings)
    for topic in session.scalars(select(Topic)):
        yield from topic.content["phrasings"]
