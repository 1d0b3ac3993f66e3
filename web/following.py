"""On the cards of the chat: the address by which a project is sent to an organization, and followed."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from web.desk.pages import written_to

PATH = "/transmettre"
TOLD = (
    "municipality",
    "mrc",
    "stage",
    "legal_form",
    "current_form",
    "project_kind",
    "sector",
    "age",
    "amount",
)

_log = logging.getLogger(__name__)


def offer_following(request: Request, parts: list[dict[str, Any]]) -> None:
    """Give each card whose organization can be written to a `follow` address, with what the conversation
    understood of the project: nothing of it leaves before the person ticks it there."""
    with_cards = [part for part in parts if part.get("resources")]
    if not with_cards:
        return
    try:
        able = written_to(request)
    except SQLAlchemyError as error:  # the cards are worth more than this link
        _log.warning("Who can be written to could not be read (%s).", type(error).__name__)
        return
    for part in with_cards:
        for card in part["resources"]:
            if card.get("id") in able:
                card["follow"] = follow_address(card["id"], part.get("profile") or {})


def follow_address(resource: str, profile: dict[str, Any]) -> str:
    """The address of the form for a resource and a project, as the contract gives it."""
    given = [(name, str(profile[name])) for name in TOLD if profile.get(name) not in (None, "")]
    if profile.get("municipality"):
        given = [pair for pair in given if pair[0] != "mrc"]
    needs = [("need", need) for need in profile.get("need") or ()]
    return f"{PATH}?{urlencode([('choix', resource), *given, *needs], safe=':')}"
