"""«C'est quand le prochain 5 à 7?», «quels appels sont ouverts?»: composed from what is announced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from knowledge.activities import coming
from knowledge.answers.published import PublishedAnswer, distinct_sources, resource_to_confirm
from knowledge.records import AnyResource
from knowledge.referral.freshness import calls_by_state

CALLS, ACTIVITIES = "appels-ouverts", "activites-a-venir"
QUESTIONS = {
    CALLS: "Quels appels de projets sont ouverts?",
    ACTIVITIES: "Quelles activités s'en viennent?",
}
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


CALL_PHRASINGS = (
    "quels sont les appels ouverts",
    "appels ouverts en ce moment",
    "les prochains appels de projets",
    "y a-tu un appel de projets ouvert",
    "appel à projets en cours",
    "quels fonds prennent des demandes en ce moment",
    "où on peut déposer une demande maintenant",
    "liste des appels ouverts",
    "calendrier des fonds ouverts",
    "prochain appel de projets c'est quand",
    "quels programmes sont ouverts",
    "quelles subventions sont ouvertes ces temps-ci",
    "dates limites des appels",
    "on peut-tu encore déposer quelque part",
    "quels fonds acceptent des demandes en tout temps",
    "Quels appels de projets sont ouverts actuellement?",
    "Y a-t-il un appel à venir?",
    "appels de candidatures en économie sociale ouverts",
    "date des prochains appels",
    "appels ouverts économie sociale",
)


def calls_answer(resources: Mapping[str, AnyResource], first_door: str, today: dt.date) -> PublishedAnswer:
    """The calls that are open or announced, and how many funds take applications at any time.

    Input: the resources in force; the identifier of the first door, whom to ask.
    """
    calls = calls_by_state(resources, today)
    dated = [*calls["open"], *calls["coming"]][:SHOWN]
    lines = [f"- **{record.name}**: {call.sentence}" for _, record, call in dated]
    text = "\n".join(["Voici les appels que je connais:", "", *lines])
    if not lines:
        text = "**Aucun appel ouvert ou annoncé** n'est dans ma base en ce moment."
    always = len(calls["always"])
    text += f"\n\n{always} fonds et services prennent les demandes en tout temps." if always else ""
    text += (
        "\n\n**Prochain pas:** voyez le [calendrier des appels](/appels), "
        "puis confirmez la date avec l'organisme."
    )
    door = resources.get(first_door)
    told: list[AnyResource] = [record for _, record, _ in dated] or ([door] if door else [])
    return PublishedAnswer(
        id=CALLS,
        kind="written",
        theme="agenda",
        question=QUESTIONS[CALLS],
        phrasings=CALL_PHRASINGS,
        text=text,
        facts=tuple(dict.fromkeys([*(name for name, _, _ in dated), *([first_door] if door else [])])),
        sources=distinct_sources(source for record in told for source in record.sources),
        to_confirm=any(call.to_confirm for _, _, call in dated),
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
        id=ACTIVITIES,
        kind="written",
        theme="agenda",
        question=QUESTIONS[ACTIVITIES],
        phrasings=PHRASINGS,
        text=f"{text}\n\n{next_step}",
        facts=tuple(dict.fromkeys([*(one.identifier for one in found), *([first_door] if door else [])])),
        sources=distinct_sources(source for record in told for source in record.sources),
        to_confirm=any(resource_to_confirm(one.record, today) for one in found),
    )
