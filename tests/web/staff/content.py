"""Content for the desk's tests, made through the records, and the questions people left."""

from __future__ import annotations

from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers import store as answers
from knowledge.clock import today
from knowledge.feedback import remember_question
from knowledge.models import Adviser, Bulletin, ExpertCase, ExpertReply, Fact, Mrc, TableMeeting, Topic, now
from knowledge.records import (
    AnswerRecord,
    Contact,
    Eligibility,
    FundRecord,
    OrganizationRecord,
    Source,
    TerritoryRule,
    TopicRecord,
)
from knowledge.resources import store as resources

SOURCE = Source(title="Page d'essai", url="https://exemple.org/page", as_of="2025-06")
MRC = "haut-saint-laurent"


def answer(answer_id: str, question: str, *phrasings: str, **changes: object) -> AnswerRecord:
    fields: dict[str, object] = {
        "id": answer_id,
        "theme": "essais",
        "question": question,
        "phrasings": list(phrasings),
        "text": f"Voici la réponse à «{question}».",
        "facts": ["m001"],
        "review_by": "2027-05",
        "status": "published",
        **changes,
    }
    return AnswerRecord.model_validate(fields)


def organization(organization_id: str, name: str, **changes: object) -> OrganizationRecord:
    fields: dict[str, object] = {
        "id": organization_id,
        "name": name,
        "kind": "organisme de soutien",
        "status": "active",
        "website": "https://exemple.org",
        "contact": Contact(phone="450 555-0100"),
        "sources": [SOURCE],
        "confidence": "high",
        "review_by": "2027-05",
        "eligibility": Eligibility(territory=TerritoryRule(level="mrc", mrc=[MRC]), needs=["support"]),
        **changes,
    }
    return OrganizationRecord.model_validate(fields)


def fund(fund_id: str, name: str, **changes: object) -> FundRecord:
    fields: dict[str, object] = {
        "id": fund_id,
        "name": name,
        "nature": "bourse",
        "organization_name": "La porte",
        "status": "active",
        "amount_max": 5000,
        "sources": [SOURCE],
        "confidence": "high",
        "review_by": "2027-05",
        "eligibility": Eligibility(territory=TerritoryRule(level="mrc", mrc=[MRC]), needs=["funding"]),
        **changes,
    }
    return FundRecord.model_validate(fields)


def fill(database: sessionmaker[Session]) -> None:
    """A small base: two answers, an organization, a fund, a topic, an MRC."""
    with database() as session, session.begin():
        fact = {
            "id": "m001",
            "theme": "essais",
            "statement": "Un énoncé d'essai.",
            "sources": [SOURCE.model_dump(mode="json")],
            "as_of": "2025-06",
            "confidence": "high",
        }
        session.add(Fact(id="m001", theme="essais", content=fact))
        doors = {"economic": "porte", "community": "porte", "complements": [], "first": "organization:porte"}
        session.add(
            Mrc(
                id=MRC,
                name="MRC du Haut-Saint-Laurent",
                content={"id": MRC, "name": "MRC du Haut-Saint-Laurent", "doors": doors},
            )
        )
        topic = {
            "id": "meteo",
            "label": "la météo",
            "phrasings": ["va-t-il pleuvoir", "météo demain", "il fait quel temps"],
            "refer_to": None,
        }
        session.add(Topic(id="meteo", content=TopicRecord.model_validate(topic).model_dump(mode="json")))
        for record in (
            answer(
                "membres",
                "Combien de membres faut-il pour une coopérative?",
                "faut être combien pour partir une coop",
            ),
            answer("impots", "Un OBNL paie-t-il de l'impôt?", "les obnl sont-ils imposables"),
        ):
            answers.save(session, record, author="import", action="import", from_pack=True)
        resources.save(
            session, organization("porte", "La porte"), author="import", action="import", from_pack=True
        )
        resources.save(
            session,
            fund("coup-de-pouce", "Fonds Coup de pouce"),
            author="import",
            action="import",
            from_pack=True,
        )


def fill_table(database: sessionmaker[Session]) -> None:
    """Put something in each part of the table of experts."""
    with database() as session, session.begin():
        for seat in ("asked", "member"):
            row = Adviser(address=f"{seat}@example.org", digest=seat, confirm_by=now(), seat=seat)
            row.shown_as, row.field = "Conseillère, CDC", "financement"
            session.add(row)
        said = [ExpertReply(text="La Fédération", door="Fédération des serres"), ExpertReply(text="Le Pôle")]
        session.add(ExpertCase(question="Qui pour une serre?", adviser_id=row.id, replies=said))
        session.add(ExpertCase(question="Qui pour un four?", status="closed"))
        session.add(TableMeeting(day=today(), hours="09:00-11:00", minutes="On a parlé de serres."))


def write_bulletin(database: sessionmaker[Session], name: str = "2026-11") -> None:
    """A draft of a bulletin, with an opening word and two blocks, of which one is left out."""
    blocks = [
        {"key": "calls", "title": "Appels ouverts", "text": "- **Fonds**: ouvert.", "kept": True},
        {"key": "libre", "title": "Coulisses", "text": "Pas celui-ci.", "kept": False},
    ]
    with database() as session, session.begin():
        session.add(
            Bulletin(
                name=name,
                title=f"Le bulletin {name}",
                opening="Bon hiver!",
                blocks=blocks,
                updated_by="editor@pole.example.org",
            )
        )


def ask(database: sessionmaker[Session], *questions: str, outcome: str = "none") -> None:
    """Questions that found nothing."""
    with database() as session, session.begin():
        for question in questions:
            remember_question(session, question, outcome)
