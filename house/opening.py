"""Opening one Pôle of a house: its base brought up to date, its content imported, its application made."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from actions.library import answer_search, database, gazetteer
from actions.server import make_ready as make_actions_ready
from knowledge.database import alone, migrate
from knowledge.hosted import Pole, serving
from knowledge.pack.importer import PackRefusedError, import_folder
from knowledge.pole import SITE, current
from knowledge.private_files import keep_private
from knowledge.settings import content_dir, var_dir
from web.app import create_app, make_ready
from web.crowd import Crowd
from web.settings import SettingsError, load_settings

SHOWN_FAULTS = 5

_log = logging.getLogger(__name__)


class ClosedError(Exception):
    """This Pôle cannot be opened; `args[0]` says why, for the technician, in French."""


def open_pole(pole: Pole, crowd: Crowd) -> FastAPI:
    """The application of a Pôle, all that it answers with loaded. Raises `ClosedError`.

    `crowd`: the line before Rasa, which all Pôles share.
    """
    with serving(pole):
        try:
            settings = load_settings()
            keep_private(var_dir())
            migrate()
            with alone(database()) as session:
                report = import_folder(session, content_dir())
            _log.info("Content: %s.", report)
            search = answer_search()
            app = create_app(settings, search, gazetteer(), crowd)
            make_ready(search)
            make_actions_ready()
        except PackRefusedError as error:
            shown = "; ".join(map(str, error.faults[:SHOWN_FAULTS]))
            raise ClosedError(f"le contenu a {len(error.faults)} faute(s): {shown}") from None
        except SettingsError as error:
            raise ClosedError(error.args[0]) from None
        except SQLAlchemyError as error:
            raise ClosedError(f"la base ne répond pas comme il faut ({type(error).__name__})") from None
        return app


def what_is_said(pole: Pole) -> Mapping[str, str]:
    """The name and the address of a Pôle that is closed, as far as its pack can be read."""
    with serving(pole):
        try:
            site = current(SITE)
            return {name: str(site[name]) for name in ("name", "address")}
        except (OSError, KeyError, ValueError):
            return {}
