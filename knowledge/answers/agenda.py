"""«C'est quand le prochain 5 à 7?»: the answer on coming activities, composed from what is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from knowledge.activities import coming
from knowledge.answers.published import PublishedAnswer, distinct_sources, resource_to_confirm
from knowledge.records import AnyResource

SHOWN = 5
# How people ask for what is coming, whatever it is.
PHRASINGS = (
    "activités à venir",
    "quelles activités s'en viennent",
    "c'est quand le prochain 5 à 7",
    "prochain 5 à 7 réseautage",
    "prochaine activité de réseautage",
    "quelles formations s'en viennent",
    "prochaines formations du pôle",
    "y a-tu des ateliers bientôt",
    "calendrier des activités",
    "agenda du pôle",
    "événements à venir en économie sociale",
    "c'est quand la prochaine rencontre",
    "date de la prochaine formation",
    "qu'est-ce qui se passe ce mois-ci",
    "y a-tu de quoi cette semaine pour les entreprises collectives",
    "je veux rencontrer d'autres coops, y a-t-il un événement",
    "Quelles sont les prochaines activités?",
    "Y a-t-il une séance d'information bientôt?",
    "on peut-tu venir à une activité du pôle",
    "webinaire à venir",
)


def agenda_answer(resources: Mapping[str, AnyResource], first_door: str, today: dt.date) -> PublishedAnswer:
    """What is coming, the nearest first; that nothing is announced, when nothing is.

    Input: the resources in force; the identifier of the first door, whom to ask.
    """
    found = coming(resources, today)[:SHOWN]
    lines = [
        f"- **{one.record.name}**, {one.when}{', ' + one.session.place if one.session.place else ''}"
        for one in found
    ]
    door = resources.get(first_door)
    nothing = "**Aucune activité n'est annoncée** dans ma base en ce moment."
    next_step = (
        "**Prochain pas:** demandez au Pôle ce qui se prépare; "
        "le [calendrier](/activites) suit ce qu'il annonce."
    )
    text = "\n".join(["Voici ce qui s'en vient:", "", *lines]) if lines else nothing
    told: list[AnyResource] = [*(one.record for one in found)] or ([door] if door else [])
    return PublishedAnswer(
        id="activites-a-venir",
        kind="written",
        theme="agenda",
        question="Quelles activités s'en viennent?",
        phrasings=PHRASINGS,
        text=f"{text}\n\n{next_step}",
        facts=tuple(dict.fromkeys([*(one.identifier for one in found), *([first_door] if door else [])])),
        sources=distinct_sources(source for record in told for source in record.sources),
        to_confirm=any(resource_to_confirm(one.record, today) for one in found),
    )
