"""The state of the house, for the technician: its parts, its mails, its background work, its copies."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil

from fastapi import APIRouter, Request
from fastapi.responses import Response

from knowledge import clock
from knowledge.backup.copies import backup_folder, newest_copy
from knowledge.database import content_number
from knowledge.outgoing import FAILED, KINDS, PENDING, in_line
from knowledge.settings import var_dir
from web.background import last_done
from web.health import components
from web.staff.access import Administrator, Staff, database
from web.staff.pages import render

router = APIRouter()

PARTS = {
    "database": "La base s'écrit",
    "disk": "Il reste de la place sur le disque",
    "dialogue": "Rasa répond",
    "actions": "Les actions répondent",
    "search": "La recherche est prête",
}
TASKS = {
    "retention": "Effacer ce qui est dû",
    "erasures": "Garder la liste des effacements à côté des copies",
    "mail": "Envoyer les courriels",
    "letters": "Écrire aux organismes",
    "inbox": "Retirer de la boîte ce qui a une réponse",
    "inbox ahead": "Préparer la boîte",
    "links": "Essayer les liens",
    "digest": "Écrire le résumé à l'équipe",
    "self-test": "L'autotest",
}
MAILS = {
    "request": "demandes",
    "withdrawal": "retraits",
    "assigned": "demandes confiées",
    "referral": "références",
    "referral_told": "suites des références",
    "referral_back": "réponses aux références",
    "sign_in": "liens de connexion",
    "subscription": "abonnements",
    "alert_confirm": "abonnements aux rappels",
    "letter": "lettres aux organismes",
    "table": "table d'experts",
    "alert": "rappels",
    "bulletin": "bulletins",
}
OLD_COPY = dt.timedelta(days=2)
GIGABYTE = 1_000_000_000


@router.get("/etat")
async def state_page(request: Request, staff: Administrator) -> Response:
    """What runs, what waits, and when the last copy was made."""
    parts = await components(request.app.state)
    return await asyncio.to_thread(_page, request, staff, parts)


def _page(request: Request, staff: Staff, parts: dict[str, bool]) -> Response:
    state = request.app.state
    with database(request) as session:
        line, number = in_line(session), content_number(session)
    copy, now = newest_copy(backup_folder()), clock.now()
    done = {name: dt.datetime.fromtimestamp(at, dt.timezone.utc) for name, at in last_done().items()}
    return render(
        request,
        staff,
        "state.html",
        parts=[(PARTS[name], fine) for name, fine in parts.items()],
        mails=[
            (MAILS[kind], line.get((kind, PENDING), 0), line.get((kind, FAILED), 0))
            for kind in KINDS
            if line.get((kind, PENDING)) or line.get((kind, FAILED))
        ],
        ours=state.duty.held,
        tasks=sorted((TASKS.get(name, name), at) for name, at in done.items()),
        copy=copy,
        copy_is_old=copy is None or now - copy[0] > OLD_COPY,
        free=shutil.disk_usage(var_dir()).free / GIGABYTE,
        index=(number, state.search.builds, state.search.build_seconds),
    )
