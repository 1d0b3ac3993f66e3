"""What each process is given of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from knowledge.settings import PROJECT_DIR

# What a program needs of the system, and what Rasa, its libraries and its tests are set with. Nothing else
# reaches Rasa: no key, no address of a mail server or of a base.
SYSTEM = frozenset(
    ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "TERM")
)
LOADING = frozenset(("LD_LIBRARY_PATH", "CI", "LOG_FORMAT"))
FAMILIES = ("LC_", "RASA_", "SANIC_", "TICKET_LOCK_", "TF_", "OMP_", "OPENBLAS_", "MKL_", "PYTEST_", "PYTHON")
SHARED = frozenset({"CONVERSATIONS_URL", "REDIS_URL", "ACTIONS_URL"})  # what several Rasa keep together


def rasa_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment that Rasa runs in: no telemetry, our packages within reach, no secret but
    the addresses of what several Rasa share, where there are."""
    given = {
        name: value
        for name, value in environ.items()
        if name in SYSTEM | LOADING | SHARED or name.startswith(FAMILIES)
    }
    return {
        "OPENBLAS_NUM_THREADS": "1",  # threads that wait for each other cost more than they save
        **given,
        "PYTHONPATH": str(PROJECT_DIR),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }
