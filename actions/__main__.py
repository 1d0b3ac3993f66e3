"""`python -m actions`: the action server, on loopback only."""

from __future__ import annotations

import argparse

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from actions.library import answer_search, gazetteer
from actions.watching import watch_turns
from knowledge.database import migrate
from knowledge.logs import set_up_logs
from knowledge.masking import make_ready
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
    # The first question waits neither for the index nor for the model that masks names.
    answer_search().search("c'est quoi une coopérative, et qui peut m'aider à en partir une?")
    answer_search().follow()
    make_ready()
    gazetteer()
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    watch_turns(app)
    app.run(host="127.0.0.1", port=arguments.port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
