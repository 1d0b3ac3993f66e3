"""`python -m web`: the public process, without the actions. `python -m house` is both."""

from __future__ import annotations

import sys

import uvicorn
from starlette.types import ASGIApp

from knowledge.database import migrate
from knowledge.logs import set_up_logs
from knowledge.private_files import keep_private
from knowledge.settings import var_dir
from web.app import create_app
from web.protocol import GuardedProtocol
from web.settings import Settings, SettingsError, load_settings


def prepare() -> Settings | None:
    """The settings of a process whose logs, files and database are ready; None, with a French sentence, when
    one of them is not valid."""
    set_up_logs()
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return None
    keep_private(var_dir())
    migrate()
    return settings


def serve(app: ASGIApp, settings: Settings) -> None:
    """Serve until told to stop."""
    # No access log: it would keep addresses and, in query strings, what people asked.
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        http=GuardedProtocol,
        ws="none",
        server_header=False,
        access_log=False,
        log_level="warning",
        log_config=None,  # its lines go with ours
    )


def main() -> int:
    """The exit code: 1 when a setting is not valid."""
    settings = prepare()
    if settings is None:
        return 1
    serve(create_app(settings), settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
