"""No secret reaches a process that has no use for it."""

from __future__ import annotations

from tools.environment import rasa_environment

SECRETS = {
    "SECRET_KEY": "k" * 40,
    "SMTP_URL": "smtp://moi:secret@mail.example.org",
    "DATABASE_URL": "postgresql://moi:secret@base.example.org/pole",
    "CONTACT_EMAIL": "moi@example.org",
    "AWS_SECRET_ACCESS_KEY": "x",
}


def test_rasa_gets_what_it_runs_with_and_no_secret() -> None:
    given = rasa_environment({**SECRETS, "PATH": "/bin", "LC_ALL": "fr_CA.UTF-8"})
    assert not set(SECRETS) & set(given)
    assert (given["PATH"], given["LC_ALL"]) == ("/bin", "fr_CA.UTF-8")
    assert given["RASA_TELEMETRY_ENABLED"] == "false"
