"""`python -m web`: the public process."""

from __future__ import annotations

import sys

import uvicorn

from knowledge.database import migrate
from knowledge.logs import set_up_logs
from knowledge.private_files import keep_private
from knowledge.settings import var_dir
from web.app import create_app
from web.protocol import GuardedProtocol
from web.settings import SettingsError, load_settings


def main() -> int:
    """Serve until told to stop; 1 with a French sentence when a setting is not valid."""
    set_up_logs()
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    keep_private(var_dir())
    migrate()
    # No access log: it would keep addresses and, in query strings, what people asked.
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=GuardedProtocol,
        ws="none",
        server_header=False,
        access_log=False,
        log_level="warning",
        log_config=None,  # its lines go with ours
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
