"""The bulletin: a draft edited block by block, tried on oneself, sent to the list; and the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import clock
from knowledge.bulletin_mail import bulletin_mail
from knowledge.bulletins import begin, blocks_of, deliveries, news_since, save, send, sent, text_of
from knowledge.contacts import load_contacts
from knowledge.erasure import leave_no_copy
from knowledge.mail import MailError
from knowledge.models import Bulletin, Subscriber
from knowledge.revisions import EditConflictError
from knowledge.staff.audit import note
from knowledge.staff.bulletin import Block, propose
from knowledge.staff.undo import undoable
from knowledge.subscribers import all_of, ask, how_many, leave, read_address
from web.background import mailer
from web.mailing import letterhead
from web.rows import row_of
from web.staff.access import Editor, EditorForm, Form, Reader, RefusedError, Staff, database
from web.staff.drafts import Resumed, kept_for, resumed, saved
from web.staff.pages import go, markdown, render

router = APIRouter()

FREE = "libre"  # the key of a block that somebody adds
MAX_TITLE, MAX_TEXT, MAX_BLOCKS = 200, 20_000, 30
GONE = ("Ce bulletin n'existe pas", "Revenez à la liste des bulletins.")


@router.get("/bulletin")
def bulletins_page(request: Request, staff: Reader) -> Response:
    """The draft underway, what was sent, and how many receive it."""
    with database(request) as session:
        draft = session.scalar(select(Bulletin).where(Bulletin.sent_at.is_(None)))
        rows = [(row, deliveries(session, row)) for row in sent(session)]
        active, waiting = how_many(session)
    shown: dict[str, Any] = {"draft": draft, "rows": rows, "active": active, "unconfirmed": waiting}
    return render(request, staff, "bulletins.html", sends=mailer(request.app.state.settings), **shown)


@router.post("/bulletin")
def begin_bulletin(request: Request, form: EditorForm) -> Response:
    """Open the draft, made from the base when there is none."""
    with database(request) as session:
        name = begin(session, form.staff.email, request.app.state.site["short_name"]).name
    return go(f"/bulletin/{name}")


@router.get("/bulletin/abonnes")
def subscribers_page(request: Request, staff: Editor) -> Response:
    """The list."""
    with database(request) as session:
        rows = all_of(session)
    return render(request, staff, "subscribers.html", rows=rows)


@router.post("/bulletin/abonnes")
def change_subscribers(request: Request, form: EditorForm) -> Response:
    """Ask an address whether it wants the bulletin, or erase one."""
    factory = request.app.state.sessions_factory
    if form.text("do") == "erase":
        with database(request) as session:
            row = row_of(session, Subscriber, form.number("number", -1))
            if row is None:
                raise RefusedError(404, "Cette adresse n'est plus dans la liste", "Rechargez la liste.")
            leave(session, row)
            note(session, form.staff.email, "bulletin: adresse effacée", "abonnés")
        leave_no_copy(factory)
        return go("/bulletin/abonnes", "adresse-effacee")
    address = read_address(form.text("courriel"))
    if address is None:
        raise RefusedError(422, "Ce n'est pas une adresse de courriel", "Revenez en arrière et corrigez-la.")
    with database(request) as session:
        asked = ask(session, address)
    return go("/bulletin/abonnes", "invitation" if asked else "deja-invite")


@router.get("/bulletin/{name}")
def bulletin_page(request: Request, staff: Reader, name: str, format: str = "") -> Response:
    """A bulletin: its form, what it will look like, and as a file of Markdown or HTML."""
    with database(request) as session:
        row = _known(session, name)
        text = text_of(row)
        if format in ("md", "html"):
            return _file(row, text, format)
        again = resumed(request, session, staff, f"/bulletin/{name}") if row.sent_at is None else None
        if again:
            row_shown: dict[str, Any] = {
                "title": again.form.text("title"),
                "opening": again.form.text("opening"),
            }
            row_shown |= {"blocks": _blocks(again.form), "version": again.form.number("version")}
            return _show(request, session, staff, row, again=again, **row_shown)
        return _show(request, session, staff, row)


@router.post("/bulletin/{name}")
def change_bulletin(request: Request, name: str, form: EditorForm) -> Response:
    """Save what was written, then do what the button says."""
    do, _, key = form.text("do").partition(":")
    if do == "delete":
        with database(request) as session, undoable(session, form.staff.id) as kept:
            _delete(session, _known(session, name), form)
        return go("/bulletin", "bulletin-supprime", annuler=str(kept.id or ""))
    with database(request) as session:
        row = _known(session, name)
        blocks = _arranged(session, _blocks(form), do, key)
        try:
            save(
                row,
                title=form.text("title")[:MAX_TITLE] or row.title,
                opening=form.text("opening")[:MAX_TEXT],
                blocks=blocks,
                who=form.staff.email,
                version=form.number("version"),
            )
            session.flush()
            saved(session, form)
        except EditConflictError:
            return _conflict(request, session, row, form, blocks)
        if do == "try":
            return _try(request, row, form)
    if do == "send":
        return go(f"/bulletin/{name}/envoi")
    return go(f"/bulletin/{name}", "bulletin")


@router.get("/bulletin/{name}/envoi")
def confirm_sending(request: Request, staff: Editor, name: str) -> Response:
    """The last look before it leaves: nothing brings a mail back."""
    with database(request) as session:
        row = _known(session, name)
        active, _ = how_many(session)
        shown: dict[str, Any] = {"row": row, "active": active, "text": text_of(row)}
    return render(request, staff, "bulletin_send.html", sends=mailer(request.app.state.settings), **shown)


@router.post("/bulletin/{name}/envoi")
def send_bulletin(request: Request, name: str, form: EditorForm) -> Response:
    """Archive it and make its mails due."""
    if mailer(request.app.state.settings) is None:
        raise RefusedError(409, "Aucun serveur de courriel n'est réglé", "Rien n'est parti. Voyez SMTP_URL.")
    with database(request) as session:
        row = _known(session, name)
        if row.sent_at is None and row.version != form.number("version"):
            raise RefusedError(409, "Le bulletin a changé depuis", "Relisez-le, puis envoyez-le de nouveau.")
        try:
            number = send(session, row, form.staff.email)
        except EditConflictError:
            raise RefusedError(
                409, "Ce bulletin est déjà parti", "Rien n'est envoyé une deuxième fois."
            ) from None
        note(session, form.staff.email, "bulletin: envoyé", f"bulletin:{name}", None, {"abonnés": number})
    return go("/bulletin", "bulletin-parti")


def _known(session: Session, name: str) -> Bulletin:
    found = session.scalar(select(Bulletin).where(Bulletin.name == name))
    if found is None:
        raise RefusedError(404, *GONE)
    return found


def _blocks(form: Form) -> list[Block]:
    """The blocks as the form has them, in their order."""
    titles, texts, keys = form.all("block_title"), form.all("block_text"), form.all("block_key")
    kept = set(form.all("block_kept"))
    return [
        Block(key[:40], title[:MAX_TITLE], text.replace("\r\n", "\n")[:MAX_TEXT], str(place) in kept)
        for place, (key, title, text) in enumerate(zip(keys, titles, texts, strict=False))
    ][:MAX_BLOCKS]


def _arranged(session: Session, blocks: list[Block], do: str, key: str) -> list[Block]:
    """The blocks after a button: one moved, added, made again from the base."""
    place = int(key) if key.isdecimal() and len(key) < 4 else -1
    if do == "up" and 0 < place < len(blocks):
        blocks[place - 1], blocks[place] = blocks[place], blocks[place - 1]
    elif do == "add" and len(blocks) < MAX_BLOCKS:
        blocks = [*blocks, Block(FREE, "", "")]
    elif do == "again":
        fresh = {block.key: block for block in propose(session, news_since(session), clock.today())}
        known = {block.key for block in blocks}
        blocks = [
            replace(block, text=fresh[block.key].text) if block.key in fresh else block for block in blocks
        ] + [block for name, block in fresh.items() if name not in known]
    return blocks


def _show(
    request: Request,
    session: Session,
    staff: Staff,
    row: Bulletin,
    again: Resumed | None = None,
    **more: Any,
) -> Response:
    active, _ = how_many(session)
    shown = {
        "row": row,
        "blocks": blocks_of(row),
        "title": row.title,
        "opening": row.opening,
        "text": text_of(row),
        "active": active,
        "version": row.version,
        **more,
        **kept_for(request, staff, f"/bulletin/{row.name}", again, "" if "conflict" in more else None),
    }
    return render(request, staff, "bulletin.html", **shown)


def _conflict(request: Request, session: Session, row: Bulletin, form: Form, blocks: list[Block]) -> Response:
    """What was typed, shown again beside what stands: nothing is lost, nothing is erased."""
    if row.sent_at is not None:
        raise RefusedError(409, "Ce bulletin est déjà parti", "Un bulletin envoyé ne change plus.")
    return _show(
        request,
        session,
        form.staff,
        row,
        blocks=blocks,
        title=form.text("title"),
        opening=form.text("opening"),
        conflict={"who": row.updated_by, "at": row.updated_at, "text": text_of(row)},
    )


def _delete(session: Session, row: Bulletin, form: Form) -> None:
    if row.sent_at is not None:
        raise RefusedError(409, "Ce bulletin est déjà parti", "Un bulletin envoyé reste dans les archives.")
    note(
        session,
        form.staff.email,
        "bulletin: brouillon supprimé",
        f"bulletin:{row.name}",
        {"texte": text_of(row)},
        None,
    )
    session.delete(row)


def _try(request: Request, row: Bulletin, form: Form) -> Response:
    """Send it to whoever is signed in, and to nobody else."""
    state = request.app.state
    sender = mailer(state.settings)
    if sender is None:
        raise RefusedError(409, "Aucun serveur de courriel n'est réglé", "L'essai n'est pas parti.")
    head = letterhead(state.settings, load_contacts(), state.site)
    mail = bulletin_mail(row, form.staff.email, f"{head.site}/bulletin", head, f"essai-{row.name}")
    try:
        sender.send(replace(mail, unsubscribe=None, subject=f"Essai: {mail.subject}"), head.sender)
    except MailError:
        raise RefusedError(
            502, "L'essai n'est pas parti", "Le serveur de courriel ne l'a pas pris. Le brouillon est gardé."
        ) from None
    return go(f"/bulletin/{row.name}", "essai-parti")


def _file(row: Bulletin, text: str, format: str) -> Response:
    kind = "text/markdown" if format == "md" else "text/html"
    if format == "html":
        head = '<!doctype html>\n<html lang="fr-CA">\n<meta charset="utf-8">\n'
        head += f"<title>Bulletin {row.name}</title>\n"
        text = f"{head}{markdown(text)}</html>\n"
    headers = {"Content-Disposition": f'attachment; filename="bulletin-{row.name}.{format}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)
