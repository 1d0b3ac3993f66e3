"""Showing the desk's pages: templates, French dates, Markdown, and what was just done."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import nh3
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import func, select

from knowledge import clock
from knowledge.feedback import open_question_count
from knowledge.models import Adviser, ContactRequest, SheetProposal, StaffUser
from knowledge.network.experts import ASKED
from knowledge.referral.criteria import french_date
from knowledge.staff.dates import date_told
from knowledge.staff.themes import theme_name
from web.staff.access import ROOT, Staff, database
from web.staff.said import counted, device, person

TEMPLATES = Jinja2Templates(Path(__file__).parent.parent / "templates" / "staff")

ALLOWED_TAGS = {
    "p",
    "h1",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "a",
    "br",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "code",
    *("table", "thead", "tbody", "tr", "th", "td"),
}

# What a page says after an action; only these words can be shown, never those of an address.
DONE = {
    "bienvenue": "Votre mot de passe est enregistré. Vous pouvez vous connecter.",
    "lien": "Si cette adresse a un compte, un lien vient d'y être envoyé. Regardez aussi les indésirables.",
    "sorti": "Vous êtes déconnecté.",
    "session": "La session est fermée.",
    "motdepasse": "Le mot de passe est changé. Vos autres sessions sont fermées.",
    "code-actif": "Le code de connexion est activé.",
    "code-retire": "Le code de connexion est retiré.",
    "compte": "Le compte est à jour.",
    "ecarte": "La question est écartée.",
    "horschamp": "La question est notée hors champ.",
    "formulation": "La question mène maintenant à cette réponse, dès la prochaine fois.",
    "brouillon": "Le brouillon est enregistré. Il n'est pas encore donné aux gens.",
    "publie": "C'est publié: l'assistant s'en sert dès la prochaine question.",
    "archive": "C'est archivé: l'assistant ne s'en sert plus. Ses questions sont revenues dans la boîte.",
    "supprime": "C'est supprimé. Les questions sont revenues dans la boîte; l'historique reste.",
    "restaure": "La version choisie est rétablie.",
    "enregistre": "C'est enregistré.",
    "confirme": "C'est confirmé en date d'aujourd'hui.",
    "partie": "Cette partie est notée vérifiée. Il en reste.",
    "attente": "C'est noté: vous avez écrit et attendez une réponse. La fiche passe en bas de la liste.",
    "annule": "C'est annulé: tout est comme avant.",
    "garde": "C'est gardé pour plus tard. Rien n'est publié.",
    "jete": "Le brouillon est jeté.",
    "signalement": "Le signalement est réglé.",
    "demande": "La demande est à jour.",
    "efface": "La demande est effacée.",
    "bulletin": "Le brouillon du bulletin est enregistré.",
    "bulletin-parti": "Le bulletin part: chaque courriel est remis dans les prochaines minutes.",
    "bulletin-supprime": "Le brouillon est supprimé.",
    "essai-parti": "L'essai est parti, à votre adresse seulement.",
    "invitation": "Un courriel demande à cette adresse de confirmer.",
    "deja-invite": "Cette adresse reçoit déjà le bulletin, ou a reçu un courriel aujourd'hui.",
    "adresse-effacee": "L'adresse est effacée.",
    "pole": "C'est enregistré: l'assistant et le site s'en servent dans les secondes qui suivent.",
    "domaine": "C'est enregistré: l'assistant le dit ainsi dans les secondes qui suivent.",
    "reuni": "Les deux versions sont réunies.",
    "reuni-a-relire": "C'est réuni. Là où les deux avaient changé la même chose, la vôtre reste: relisez.",
    "lieux": "C'est enregistré: l'assistant reconnaît ces lieux ainsi dans les secondes qui suivent.",
    "mots": "C'est enregistré: l'assistant lit les questions ainsi dans les secondes qui suivent.",
    "portes": "Les portes sont enregistrées: l'assistant y dirige dès la prochaine question.",
    "phrase": "La phrase est enregistrée: l'assistant s'en sert dans les secondes qui suivent.",
    "fait-utilise": "Le fait est enregistré. Relisez les réponses qui s'appuient dessus, ci-dessous.",
    "reapprendre": "L'assistant réapprend: une à deux minutes. Rechargez la page.",
    "autotest": "L'autotest commence: il prend plusieurs minutes. La page dit où il en est; rechargez-la.",
    "sujet-retire": "Le sujet est retiré: l'assistant ne le décline plus.",
    "lettre": "La lettre part dans les prochaines minutes.",
    "lettres": "Les lettres partent dans les prochaines minutes.",
    "accepte": "C'est publié, avec la date de la réponse de l'organisme.",
    "ecarte-reponse": "La réponse est écartée. La fiche reste comme elle était.",
    "importe": "L'import est fait.",
}


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(text: str) -> Markup:
    """Markdown as safe HTML: no raw HTML, no scripts, links to the web only."""
    html = _markdown().render(text)
    clean = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        attribute_filter=_safe_attribute,
    )
    return Markup(clean)  # noqa: S704 (cleaned just above)


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    """An address that says its scheme, or a path of this site. «//elsewhere» looks like a path and leads to
    another site; so do «/\\elsewhere» and a white space between, which browsers read alike."""
    if name != "href":
        return value
    read = "".join(char for char in value if char.isprintable() and not char.isspace()).replace("\\", "/")
    return None if read.startswith("//") else value


def day(value: dt.datetime | dt.date | None) -> str:
    """«23 novembre 2026»."""
    if value is None:
        return "–"
    return french_date(clock.day_of(value) if isinstance(value, dt.datetime) else value)


def moment(value: dt.datetime | None) -> str:
    """«23 novembre 2026, 14 h 05»."""
    if value is None:
        return "jamais"
    local = value.astimezone(clock.MONTREAL)
    return f"{french_date(local.date())}, {local.hour} h {local.minute:02}"


def clock_time(value: dt.datetime) -> str:
    """«14 h 05»."""
    local = value.astimezone(clock.MONTREAL)
    return f"{local.hour} h {local.minute:02}"


TEMPLATES.env.filters.update(
    markdown=markdown,
    day=day,
    moment=moment,
    theme_name=theme_name,
    date_told=date_told,
    counted=counted,
    device=device,
)


def render(
    request: Request, staff: Staff | None, template: str, /, *, status: int = 200, **context: Any
) -> Response:
    """A page of the desk, with what every page shows: who is signed in, and what waits."""
    waiting: dict[str, int | None] = {}
    names: dict[str, str] = {}
    if staff is not None:
        with database(request) as session:
            waiting["inbox"] = open_question_count(session)
            waiting["requests"] = session.scalar(
                select(func.count()).select_from(ContactRequest).where(ContactRequest.status == "open")
            )
            waiting["proposals"] = session.scalar(
                select(func.count()).select_from(SheetProposal).where(SheetProposal.status == "waiting")
            )
            waiting["seats"] = session.scalar(
                select(func.count()).select_from(Adviser).where(Adviser.seat == ASKED)
            )
            names = {user.email: user.name for user in session.scalars(select(StaffUser))}
    shown = {
        "site": request.app.state.site,
        "staff": staff,
        "csrf": staff.csrf if staff else "",
        "waiting": waiting,
        "done": DONE.get(request.query_params.get("fait", "")),
        "here": request.url.path,
        "undo": _undo_number(request),
        "by": lambda author: person(author, names),
        **context,
    }
    return TEMPLATES.TemplateResponse(request, template, shown, status_code=status)


def _undo_number(request: Request) -> str:
    number = request.query_params.get("annuler", "")
    return number if number.isdecimal() and len(number) < 10 else ""


def go(path: str, done: str = "", **query: str) -> Response:
    """Go to a page of the desk after a form, with what was done."""
    parameters = {**({"fait": done} if done else {}), **query}
    return RedirectResponse(
        ROOT + path + (f"?{urlencode(parameters)}" if parameters else ""), status_code=303
    )
