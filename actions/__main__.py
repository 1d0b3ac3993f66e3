"""`python -m actions`: the action server alone, on loopback; `python -m house` serves it beside the site."""

from __future__ import annotations

import argparse

import uvicorn

from actions.library import answer_search
from actions.server import create_app, make_ready
from knowledge.database import migrate
from knowledge.logs import set_up_logs
from knowledge.private_files import keep_private
from knowledge.settings import var_dir

DEFAULT_PORT = 5055


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m actions")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    arguments = parser.parse_args()
    set_up_logs()
    keep_private(var_dir())
    migrate()
    make_ready()
    answer_search().follow()
    uvicorn.run(
        create_app(),
        port=arguments.port,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        log_config=None,
    )


if __name__ == "__main__":
    main()
