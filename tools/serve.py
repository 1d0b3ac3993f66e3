"""`python -m tools.serve`: the whole house under one supervisor.

Imports the content, trains when there is no model for the current data, starts Rasa and the site with its
actions, waits until they are healthy, and restarts what falls. Ctrl-C stops everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from knowledge.database import migrate, sessions
from knowledge.hosted import poles_file
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.private_files import keep_private
from knowledge.settings import ENCODED_FILE, PROJECT_DIR, content_dir, database_url, var_dir
from tools.children import Child, end_with_parent
from tools.model import model_path, readable, train
from tools.ports import take, take_near
from tools.rasa import rasa_child
from tools.supervisor import Supervisor, complain, say
from web.settings import Settings, SettingsError, load_settings

SHOWN_FAULTS = 20
LEARNING = "tools.learning"


def prepare_content() -> bool:
    """Migrate the database and import the content; False, with the reason said, when that cannot be."""
    try:
        migrate()
        with sessions()() as session, session.begin():
            report = import_folder(session, content_dir())
    except PackRefusedError as error:
        complain("Le contenu a des fautes, rien n'a été importé:")
        for fault in error.faults[:SHOWN_FAULTS]:
            complain(f"  {fault}")
        return False
    except (SQLAlchemyError, OSError) as error:
        complain(why_no_base(error))
        return False
    say(f"Contenu: {report}.")
    return True


def why_no_base(error: Exception) -> str:
    """What to do about a base that cannot be opened or written, with the database's own words at the end."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    if database_url().startswith("sqlite"):
        what = f"La base de connaissances ({var_dir()}) ne peut pas être lue ou écrite"
        todo = "Vérifiez les droits et la place sur le disque; si le fichier est abîmé, remettez une copie."
    else:
        what = "La base de connaissances (DATABASE_URL) ne répond pas comme il faut"
        todo = "Vérifiez son adresse, qu'elle est démarrée, et les droits du compte."
    return f"{what}. {todo} Détail: {reason}."


def make_children(model: Path | None, settings: Settings) -> tuple[list[Child], str]:
    """The processes of the house, and where Rasa is; no Rasa without a model. The inner ports are those of
    the settings, or any free ones when these are taken: two houses started at once have ports of their own.
    """
    rasa_port, actions_port = (
        take_near(urlsplit(url).port or 0) for url in (settings.rasa_urls[0], settings.actions_url)
    )
    rasa_url, actions_url = f"http://127.0.0.1:{rasa_port}", f"http://127.0.0.1:{actions_port}"
    ours = {**os.environ, "RASA_URL": rasa_url, "ACTIONS_URL": actions_url, "PORT": str(settings.port)}
    if poles_file() is None:  # what one Pôle teaches is not for the others who share the model
        ours["LEARNING"] = LEARNING
    children = [rasa_child("rasa", model, rasa_port, actions_url)] if model else []
    children.append(Child("web", [sys.executable, "-m", "house"], ours, vital=True))
    return children, rasa_url


def prepare_model() -> Path | None:
    """The model of the current data, trained if need be; None, said, when it cannot be. Beside it, all that
    is published is read for its meaning, if it never was."""
    if not ENCODED_FILE.exists():
        say("Première fois: lecture de toutes les formulations et entraînement (quelques minutes)…")
    elif not readable(model_path()):
        say("Entraînement (environ une minute; une seule fois tant que les données ne changent pas)…")
    with reading():
        model = train()
    if model is None:
        complain("L'entraînement a échoué (voyez ci-dessus): l'assistant ne répondra pas.")
        complain("Le reste du site est ouvert.")
    return model


@contextmanager
def reading() -> Iterator[None]:
    """What is published is read beside the block, if it never was; all of it is when the block is left.

    A failure is nothing here: the process that searches reads what is missing, and says what is wrong.
    """
    if ENCODED_FILE.exists():
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "knowledge", "encode"],
        cwd=PROJECT_DIR,
        stdout=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    try:
        yield
        process.wait()
    finally:
        process.kill()
        process.wait()


def main() -> int:
    """Set the house going; the exit code."""
    try:
        settings = load_settings()
        keep_private(var_dir())
    except SettingsError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"Le dossier de ce que le programme écrit ne peut pas être ouvert: {error}.")
        return 1
    if not take(settings.port, settings.host):
        complain(
            f"Le port {settings.port} est déjà pris. Fermez l'autre programme, ou choisissez-en un autre: "
            "PORT=8001 make run"
        )
        return 1
    if poles_file() is None and not prepare_content():  # several Pôles: each as it opens
        return 1
    children, rasa_url = make_children(prepare_model(), settings)
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host  # noqa: S104
    url = f"http://{host}:{settings.port}"
    return Supervisor(children, url, rasa_url, lambda: train(force=True)).run()


if __name__ == "__main__":
    sys.exit(main())
