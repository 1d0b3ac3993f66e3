"""Import and export from the screen: what would change is shown before it does."""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask

from knowledge import clock
from knowledge.pole import read_again
from knowledge.settings import var_dir
from knowledge.staff.tables import answers_csv, import_csv, resources_csv
from knowledge.staff.titles import titles
from knowledge.staff.transfer import Preview, TransferError, export_zip, import_zip
from web.staff.access import Administrator, AdministratorForm, Editor, RefusedError, Staff, database
from web.staff.pages import go, render

router = APIRouter()

WAITING_FOLDER = "imports"  # under var/: what was shown and waits for a yes
WAITING_SECONDS = 3_600
TICKET = re.compile(r"[\w-]{22}\.(?:zip|csv)", re.ASCII)  # as made below; nothing else becomes a file's name


@router.get("/transfert")
def transfer_page(request: Request, staff: Editor) -> Response:
    """What can be taken out and in."""
    return render(request, staff, "transfer.html")


@router.get("/transfert/contenu.zip")
def export_content(request: Request, _staff: Editor) -> Response:
    """The whole content pack."""
    with database(request) as session:
        return _file(export_zip(session), "contenu", "zip", "application/zip")


@router.get("/transfert/reponses.csv")
def export_answers(request: Request, _staff: Editor) -> Response:
    """The answers as a table."""
    with database(request) as session:
        return _file(("\ufeff" + answers_csv(session)).encode(), "reponses", "csv", "text/csv; charset=utf-8")


@router.get("/transfert/ressources.csv")
def export_resources(request: Request, _staff: Editor) -> Response:
    """The resources as a table."""
    with database(request) as session:
        return _file(
            ("\ufeff" + resources_csv(session)).encode(), "ressources", "csv", "text/csv; charset=utf-8"
        )


@router.get("/transfert/import")
def import_page(request: Request, staff: Administrator) -> Response:
    """Where a file is chosen."""
    return render(request, staff, "transfer.html")


@router.post("/transfert/import")
def show_import(request: Request, form: AdministratorForm) -> Response:
    """Show what a file would change. Nothing changes yet."""
    upload = form.file("file")
    if upload is None:
        return _refused(request, form.staff, ["Choisissez un fichier."])
    data = upload.file.read()
    kind = Path(upload.filename or "").suffix.lower()
    if kind not in (".zip", ".csv"):
        return _refused(request, form.staff, ["Le fichier doit finir par .zip ou .csv."])
    try:
        preview, titled = _run(request, form.staff, kind, data, keep=False)
    except TransferError as error:
        return _refused(request, form.staff, error.faults)
    token = secrets.token_urlsafe(16)
    folder = _waiting()
    (folder / f"{form.staff.id}-{token}{kind}").write_bytes(data)
    return render(
        request,
        form.staff,
        "transfer.html",
        preview=preview,
        titles=titled,
        ticket=f"{token}{kind}",
        name=upload.filename,
    )


@router.post("/transfert/confirmer")
def confirm_import(request: Request, form: AdministratorForm) -> Response:
    """Do what was shown."""
    ticket = TICKET.fullmatch(form.text("ticket"))
    path = _waiting() / f"{form.staff.id}-{ticket[0]}" if ticket else None
    if path is None or not path.is_file():
        raise RefusedError(404, "Cet import n'attend plus", "Choisissez le fichier de nouveau.")
    data = path.read_bytes()
    path.unlink()
    try:
        _run(request, form.staff, path.suffix, data, keep=True)
    except TransferError as error:
        return _refused(request, form.staff, error.faults)
    read_again()
    response = go("/transfert", "importe")
    response.background = BackgroundTask(request.app.state.search.refresh)
    return response


def _run(
    request: Request, staff: Staff, kind: str, data: bytes, *, keep: bool
) -> tuple[Preview, dict[str, str]]:
    """Import in one transaction, kept or taken back: what it did, and what the entries shown are called."""
    run = import_zip if kind == ".zip" else import_csv
    with request.app.state.sessions_factory() as session:
        preview = run(session, data, staff.email)
        listed = (*preview.added, *preview.updated, *preview.kept, *preview.archived)
        titled = titles(session, () if keep else listed)
        if keep:
            session.commit()
        else:
            session.rollback()
    return preview, titled


def _refused(request: Request, staff: Staff, faults: list[str]) -> Response:
    return render(request, staff, "transfer.html", status=422, faults=faults)


def _waiting() -> Path:
    """The folder of the files that wait; those of an hour ago are deleted."""
    folder = var_dir() / WAITING_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - WAITING_SECONDS:
            path.unlink(missing_ok=True)
    return folder


def _file(data: bytes, name: str, kind: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}-{clock.today().isoformat()}.{kind}"'}
    return Response(data, media_type=media_type, headers=headers)
