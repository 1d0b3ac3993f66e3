"""`python -m house`: the site, and beside it the action server, where `ACTIONS_URL` says.

Both look things up in the same search and the same places, which weigh most of what a process holds. The
actions have a thread and an event loop of their own: no page waits for a turn.
"""

from __future__ import annotations

import sys

from actions.library import answer_search, gazetteer
from house.beside import actions_beside
from web.__main__ import prepare, serve
from web.app import create_app


def main() -> int:
    """Serve both until told to stop; 1 when a setting is not valid."""
    settings = prepare()
    if settings is None:
        return 1
    app = create_app(settings, answer_search(), gazetteer())  # made here, before two threads ask for them
    with actions_beside(settings.actions_url):
        serve(app, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
