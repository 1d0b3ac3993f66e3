"""Mail as it leaves the application under test: what the background does every few seconds, done once."""

from __future__ import annotations

from fastapi import FastAPI

from knowledge.contacts import Contacts
from knowledge.mail import smtp_server
from knowledge.outgoing import send_due
from web.mailing import composers

SITE = "https://assistant.example.org"


def deliver(app: FastAPI) -> int:
    """Send what is due to the server that the application is set to; how many left."""
    settings = app.state.settings
    contacts = Contacts(sender="pole@example.org")
    made = composers(settings, contacts, app.state.site)
    return send_due(app.state.sessions_factory, smtp_server(settings.smtp_url), made, contacts.sender)
