"""`python -m house`: the site, and beside it the action server, where `ACTIONS_URL` says.

Both look things up in the same search and the same places, which weigh most of what a process holds. The
actions have a thread and an event loop of their own: no page waits for a turn. With `POLES`, all the Pôles of
that file are served, each at its hosts.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from actions.library import answer_search, gazetteer
from house.beside import actions_beside
from house.memory import keep_little
from house.opening import open_pole
from house.poles import House
from house.watched import Watched
from knowledge.hosted import PolesError, poles_file, read_poles
from knowledge.logs import set_up_logs
from web.__main__ import prepare, serve
from web.app import create_app
from web.crowd import AT_ONCE, Crowd
from web.settings import SettingsError, load_settings


def main() -> int:
    """Serve both until told to stop; 1 when a setting is not valid."""
    keep_little()
    path = poles_file()
    if path is not None:
        return serve_poles(path)
    settings = prepare()
    if settings is None:
        return 1
    app = create_app(settings, answer_search(), gazetteer())  # made here, before two threads ask for them
    with actions_beside(settings.actions_url):
        serve(Watched(app), settings)
    return 0


def serve_poles(path: Path) -> int:
    """The same for the Pôles of a file."""
    set_up_logs()
    try:
        poles, settings = read_poles(path), load_settings()
    except (PolesError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    crowd = Crowd(AT_ONCE * len(settings.rasa_urls))
    with actions_beside(settings.actions_url, poles):
        serve(Watched(House(poles, partial(open_pole, crowd=crowd))), settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
