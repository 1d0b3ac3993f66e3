"""`python -m knowledge admin create|link`: the first administrator, and a new link when one is locked out."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy.orm import Session

from knowledge.database import migrate, sessions
from knowledge.settings import environment
from knowledge.staff.accounts import INVITATION_DAYS, AccountError, find_user, invite, new_link
from knowledge.staff.audit import note

INVITATION_PATH = "/equipe/invitation/"
BY = "commande"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its arguments."""
    admin = commands.add_parser("admin", help="les comptes de l'espace équipe")
    actions = admin.add_subparsers(dest="admin_command", required=True)
    create = actions.add_parser("create", help="créer un compte d'administration")
    create.add_argument("email")
    create.add_argument("--name", default="Administration")
    link = actions.add_parser("link", help="un nouveau lien pour un compte qui a perdu son accès")
    link.add_argument("email")
    for parser in (create, link):
        site = environment().get("SITE_URL", "").strip() or "http://localhost:8000"
        parser.add_argument("--site", default=site, help="l'adresse de l'assistant")


def restore_access(session: Session, email: str) -> str:
    """A new link for an account, made active again and without its code. Raises `AccountError`."""
    user = find_user(session, email)
    if user is None:
        raise AccountError("Cette adresse n'a pas de compte.")
    user.totp_secret, user.active = None, True
    note(session, BY, "nouveau lien", f"compte:{user.email}")
    return new_link(session, user)


def run_admin(arguments: argparse.Namespace) -> int:
    """Make the account or the link, and print the address where its owner chooses a password."""
    migrate()
    try:
        with sessions()() as session, session.begin():
            if arguments.admin_command == "create":
                _, token = invite(
                    session, email=arguments.email, name=arguments.name, role="administrator", by=BY
                )
            else:
                token = restore_access(session, arguments.email)
    except AccountError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"Ouvrez ce lien pour choisir un mot de passe (bon une fois, {INVITATION_DAYS} jours):")
    print(f"  {arguments.site.rstrip('/')}{INVITATION_PATH}{token}")
    return 0
