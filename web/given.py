"""What a page sends besides words: fields of the project put right, a form filled in.

Made into commands here; nothing of it is taken as it comes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from knowledge.reach import find_reach
from knowledge.referral.strip import FIELDS, HINTS, LABELS, read_value
from knowledge.territory import Gazetteer
from web.errors import ApiError
from web.messages import clean

NOT_UNDERSTOOD = "{label}: je ne reconnais pas «{value}». {hint}"
NO_REACH = "Je ne reconnais pas un courriel complet ni un numéro de téléphone canadien à dix chiffres."
NO_CONSENT = "Cochez la case d'accord: sans elle, rien n'est gardé ni envoyé."


class Person(BaseModel):
    """The form of somebody who asks for a person."""

    model_config = ConfigDict(extra="ignore")

    reach: StrictStr = Field(max_length=200)
    note: StrictStr = Field(default="", max_length=500)
    consent: StrictBool


def project_command(values: Mapping[str, str], gazetteer: Gazetteer) -> str:
    """The command that puts these fields right. Raises `ApiError` 422 that says which is not understood."""
    read: dict[str, str] = {}
    for field in FIELDS:
        if field not in values:
            continue
        value = read_value(field, values[field], gazetteer)
        if value is None:
            said = NOT_UNDERSTOOD.format(
                label=LABELS[field], value=values[field][:60], hint=HINTS.get(field, "")
            )
            raise ApiError(422, f"unknown_{field}", said.strip())
        read[field] = value
    if not read:
        raise ApiError(422, "empty_project", "Aucun champ du projet n'est donné.")
    return "/inform" + json.dumps({"criterion": "project", "value": urlencode(read)})


def person_command(person: Person) -> str:
    """The command that sends a filled form. Raises `ApiError` 422 that says what is missing."""
    if find_reach(person.reach) is None:
        raise ApiError(422, "unknown_reach", NO_REACH)
    if not person.consent:
        raise ApiError(422, "no_consent", NO_CONSENT)
    note = clean(person.note) if person.note.strip() else ""
    answers = json.dumps({"reach": clean(person.reach), "note": note, "consent": True})
    sent = base64.urlsafe_b64encode(answers.encode()).decode()
    return "/talk_to_person" + json.dumps({"value": f"form:{sent}"})
