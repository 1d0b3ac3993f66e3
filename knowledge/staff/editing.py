"""What staff do to answers and resources: checked, saved with their history, and told to the audit log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.answers import store as answers
from knowledge.models import Answer, Fact, OpenQuestion, Resource, Revision, Topic
from knowledge.records import (
    MIN_PHRASINGS,
    AnswerRecord,
    AnyResource,
    FundRecord,
    OrganizationRecord,
    ResourceType,
    identifier,
)
from knowledge.resources import store as resources
from knowledge.revisions import digest, keep_revision
from knowledge.search.text import fold
from knowledge.slugs import slug
from knowledge.staff.audit import note
from knowledge.staff.inbox import ANSWERED, as_phrasing, give_back, known_phrasings, settle
from knowledge.staff.resting import ask_for_review, reviewed

RESERVED_IDS = {"nouvelle"}  # addresses of the desk
EMPTY_WORDS = frozenset(
    ("de", "du", "des", "la", "le", "les", "un", "une", "est", "ce", "que", "qu", "et", "ou", "en", "a")
)
ACTION_NAMES = {
    "import": "importée",
    "create": "créée",
    "edit": "modifiée",
    "publish": "publiée",
    "archive": "archivée",
    "restore": "rétablie",
    "confirm": "confirmée",
    "delete": "supprimée",
}

REVIEWING = {"publish", "archive", "confirm"}  # somebody looked at the whole answer

Action = Literal["create", "edit", "publish", "archive", "restore", "confirm"]


def new_answer_id(session: Session, question: str) -> str:
    """An identifier made from a question, never used before, not even by an answer since deleted."""
    return _new_id(session, "answer", question)


def new_resource_id(session: Session, kind: ResourceType, name: str) -> str:
    """An identifier made from a name, never used before."""
    return _new_id(session, kind, name)


def _new_id(session: Session, kind: str, question: str) -> str:
    base = slug(question.replace("_", " "), without=EMPTY_WORDS, otherwise="fiche")
    if base in RESERVED_IDS:
        base = f"fiche-{base}"
    name, number = base, 1
    while _was_used(session, f"{kind}:{name}"):
        number += 1
        name = f"{base}-{number}"
    return name


def _was_used(session: Session, subject: str) -> bool:
    return session.scalar(select(Revision.id).where(Revision.subject == subject).limit(1)) is not None


def faults_of_answer(
    session: Session, record: AnswerRecord, *, publishing: bool, taken: Collection[str] = ()
) -> list[str]:
    """What keeps an answer from being saved or published, in French; empty when nothing does.

    `taken`: phrasings that it takes from another answer or from a declined topic.
    """
    faults = [
        f"Le fait «{name}» n'existe pas."
        for name in record.facts
        if session.get(Resource if ":" in name else Fact, name) is None
    ]
    for other in record.related:
        if other == record.id:
            faults.append("Une réponse ne renvoie pas à elle-même.")
        elif session.get(Answer, other) is None:
            faults.append(f"La réponse liée «{other}» n'existe pas.")
    known = known_phrasings(session, but=f"answer:{record.id}")
    free = {fold(text) for text in taken}
    for phrasing in (record.question, *record.phrasings):
        owner = known.get(fold(phrasing))
        if owner and (fold(phrasing) not in free or _is_its_question(session, owner, phrasing)):
            faults.append(f"«{phrasing}» mène déjà à {_called(session, owner)}.")
    if publishing and not record.facts and not record.sources:
        faults.append("Pour publier, indiquez au moins un fait ou une source.")
    return faults


def _is_its_question(session: Session, owner: str, phrasing: str) -> bool:
    """Whether a phrasing is the very question of an answer, which cannot be taken from it."""
    row = session.get(Answer, owner.removeprefix("answer:"))
    return row is not None and fold(row.question) == fold(phrasing)


def _called(session: Session, owner: str) -> str:
    kind, _, name = owner.partition(":")
    topic = session.get(Topic, name) if kind == "topic" else None
    row = session.get(Answer, name) if kind == "answer" else None
    return f"«{row.question}»" if row else f"«{topic.content['label']}» (hors champ)" if topic else owner


def advice_on_answer(record: AnswerRecord) -> list[str]:
    """What would make an answer better found, without keeping it from being published."""
    if len(record.phrasings) < MIN_PHRASINGS:
        return [
            f"{len(record.phrasings)} façons de poser la question. Avec {MIN_PHRASINGS} ou plus, "
            "dans des mots différents, elle est bien mieux trouvée."
        ]
    return []


def save_answer(
    session: Session, record: AnswerRecord, *, author: str, action: Action, version: int | None = None
) -> Answer:
    """Save an answer, in the caller's transaction. Raises `EditConflictError`."""
    row = session.get(Answer, record.id)
    before = None if row is None else answers.content_of(answers.to_record(row))
    saved = answers.save(session, record, author=author, action=action, expected_version=version)
    after = answers.content_of(record)
    if action in REVIEWING:
        reviewed(session, record.id)
    note(session, author, f"réponse: {ACTION_NAMES[action]}", f"answer:{record.id}", before, after)
    if record.status == "archived":
        give_back(session, record.id, author)
    return saved


def add_phrasings(session: Session, answer: Answer, questions: Sequence[OpenQuestion], who: str) -> list[str]:
    """Give questions to a published answer, as ways of asking it; the questions that lead elsewhere already.

    In the caller's transaction. A phrasing that the answer has already is not added twice.
    """
    record = answers.to_record(answer)
    elsewhere = known_phrasings(session, but=f"answer:{answer.id}")
    own = {fold(text) for text in (record.question, *record.phrasings)}
    added, refused, taken = [], [], []
    for question in questions:
        text = as_phrasing(question)
        if fold(text) in elsewhere:
            refused.append(text)
            continue
        if text and fold(text) not in own:
            own.add(fold(text))
            added.append(text)
        taken.append(question)
    if added:
        changed = record.model_copy(update={"phrasings": [*record.phrasings, *added]})
        save_answer(session, changed, author=who, action="edit", version=answer.version)
    settle(session, taken, ANSWERED, who, answer.id)
    return refused


def delete_answer(session: Session, answer: Answer, who: str) -> None:
    """Delete an answer, in the caller's transaction: its questions go back, its history stays."""
    content = answers.content_of(answers.to_record(answer))
    for other in session.scalars(select(Answer)):
        if answer.id in other.related:
            record = answers.to_record(other)
            kept = [name for name in record.related if name != answer.id]
            save_answer(session, record.model_copy(update={"related": kept}), author=who, action="edit")
    keep_revision(session, f"answer:{answer.id}", "delete", who, content)
    note(session, who, "réponse: supprimée", f"answer:{answer.id}", content, None)
    give_back(session, answer.id, who)
    session.delete(answer)
    session.flush()


def faults_of_resource(session: Session, record: AnyResource, mrc_ids: Sequence[str]) -> list[str]:
    """What keeps a resource from being saved, in French."""
    faults = []
    territory = record.eligibility.territory
    faults += [
        f"La MRC «{mrc}» n'existe pas."
        for mrc in [*territory.mrc, *territory.maybe_mrc]
        if mrc not in mrc_ids
    ]
    if territory.level == "mrc" and not territory.mrc and not territory.maybe_mrc:
        faults.append("Territoire: cochez au moins une MRC.")
    if not isinstance(record, OrganizationRecord):
        provider = record.organization
        if provider and session.get(Resource, f"organization:{provider}") is None:
            faults.append(f"L'organisme «{provider}» n'existe pas.")
        if not provider and not record.organization_name:
            faults.append("Indiquez l'organisme qui l'offre.")
    if isinstance(record, FundRecord):
        low, high = record.amount_min, record.amount_max
        if low is not None and high is not None and low > high:
            faults.append("Le montant minimal dépasse le montant maximal.")
    return faults


def save_resource(
    session: Session, record: AnyResource, *, author: str, action: Action, version: int | None = None
) -> Resource:
    """Save a resource, in the caller's transaction: the answers that rest on it wait to be looked at again.

    Raises `EditConflictError`.
    """
    name = identifier(record)
    row = session.get(Resource, name)
    before = None if row is None else dict(row.content)
    saved = resources.save(session, record, author=author, action=action, expected_version=version)
    after = resources.content_of(record)
    note(session, author, f"ressource: {ACTION_NAMES[action]}", name, before, after)
    if action != "confirm":
        ask_for_review(session, name, author, before, after)
    return saved


def same(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether two contents are the same."""
    return digest(before) == digest(after)
