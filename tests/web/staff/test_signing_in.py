"""Signing in: what opens a session, what ends it, what slows a guesser down."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import LoginFailure, StaffSession, StaffUser, now
from knowledge.records import Contact
from knowledge.staff import throttle
from knowledge.staff.editing import save_resource
from knowledge.staff.sessions import IDLE_HOURS
from tests.mailbox import free_port, listening
from tests.web.staff.conftest import EMAILS, PASSWORD, Desk, sign_in
from tests.web.staff.content import fill, fund
from web.staff.access import COOKIE


def test_a_right_password_opens_the_desk_and_leads_where_one_was_going(anonymous: Desk) -> None:
    asked = anonymous.get("/equipe/compte", follow_redirects=False)
    assert asked.status_code == 303
    assert asked.headers["location"] == "/equipe/connexion?suite=/equipe/compte"
    page = anonymous.get(asked.headers["location"])
    assert 'value="/equipe/compte"' in page.text
    assert sign_in(anonymous, EMAILS["reader"]).status_code == 303
    assert "Mon compte" in anonymous.get("/equipe/compte").text


def test_signing_in_never_leads_to_another_site(anonymous: Desk) -> None:
    for bad in ("https://mal.example.org", "//mal.example.org", "/equipe/../..//mal", "/equipe\\@mal"):
        reply = anonymous.submit(
            "/equipe/connexion",
            page="/equipe/connexion",
            email=EMAILS["reader"],
            password=PASSWORD,
            suite=bad,
        )
        assert reply.headers["location"] == "/equipe", bad
        anonymous.cookies.clear()


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(anonymous: Desk) -> None:
    wrong = sign_in(anonymous, EMAILS["editor"], "pas le bon mot de passe")
    unknown = sign_in(anonymous, "personne@pole.example.org", "pas le bon mot de passe")
    assert wrong.status_code == unknown.status_code == 401
    sentence = "L&#39;adresse, le mot de passe ou le code ne convient pas."
    assert sentence in wrong.text and sentence in unknown.text
    assert COOKIE not in anonymous.cookies


def test_guessing_is_slowed_even_when_the_guess_is_right(
    anonymous: Desk, database: sessionmaker[Session]
) -> None:
    for _ in range(throttle.ACCOUNT_FREE):
        assert sign_in(anonymous, EMAILS["editor"], "essai au hasard").status_code == 401
    blocked = sign_in(anonymous, EMAILS["editor"])
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0
    assert "Trop d&#39;essais" in blocked.text
    with database() as session, session.begin():
        for row in session.scalars(select(LoginFailure)):
            row.last_at = now() - dt.timedelta(seconds=throttle.LONGEST_WAIT_SECONDS)
    assert sign_in(anonymous, EMAILS["editor"]).status_code == 303


def test_guessing_at_many_accounts_from_one_place_is_slowed(anonymous: Desk) -> None:
    codes = [
        sign_in(anonymous, f"n{number}@pole.example.org", "x").status_code
        for number in range(throttle.CLIENT_FREE + 1)
    ]
    assert codes[-1] == 429
    assert set(codes[:-1]) == {401}


def test_the_base_does_not_keep_addresses_of_those_who_failed(
    anonymous: Desk, database: sessionmaker[Session]
) -> None:
    sign_in(anonymous, EMAILS["editor"], "faux")
    with database() as session:
        subjects = [row.subject for row in session.scalars(select(LoginFailure))]
    assert subjects and not any("@" in subject or "testclient" in subject for subject in subjects)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(anonymous: Desk) -> None:
    cookie = sign_in(anonymous, EMAILS["reader"]).headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/equipe" in cookie


def test_a_session_ends_when_its_user_is_disabled(
    signed_in: Callable[[str], Desk], administrator: Desk, database: sessionmaker[Session]
) -> None:
    editor = signed_in("editor")
    assert editor.get("/equipe/compte", follow_redirects=False).status_code == 200
    with database() as session:
        number = session.scalars(select(StaffUser.id).where(StaffUser.email == EMAILS["editor"])).one()
    done = administrator.submit(f"/equipe/comptes/{number}", do="save", name="Éditrice", role="editor")
    assert done.status_code == 303
    assert editor.get("/equipe/compte", follow_redirects=False).status_code == 303
    assert sign_in(editor, EMAILS["editor"]).status_code == 401


def test_a_session_expires_and_can_be_closed_from_another(
    signed_in: Callable[[str], Desk], database: sessionmaker[Session]
) -> None:
    office, phone = signed_in("editor"), signed_in("editor")
    page = office.get("/equipe/compte").text
    others = re.findall(r'name="digest" value="(\w+)"', page)
    assert len(others) == 1
    assert office.submit("/equipe/compte/session", digest=others[0]).status_code == 303
    assert phone.get("/equipe/compte", follow_redirects=False).status_code == 303
    with database() as session, session.begin():
        for row in session.scalars(select(StaffSession)):
            row.seen_at = now() - dt.timedelta(hours=IDLE_HOURS)
    assert office.get("/equipe/compte", follow_redirects=False).status_code == 303


def test_signing_out_ends_the_session_on_the_server(reader: Desk, app: FastAPI) -> None:
    cookie = reader.cookies[COOKIE]
    assert reader.submit("/equipe/deconnexion").status_code == 303
    thief = Desk(app, cookies={COOKIE: cookie})
    assert thief.get("/equipe/compte", follow_redirects=False).status_code == 303


def test_with_a_code_a_stolen_password_is_not_enough(editor: Desk, app: FastAPI) -> None:
    secret = re.search(r'name="secret" value="(\w+)"', editor.get("/equipe/compte").text)
    assert secret
    wrong = editor.submit("/equipe/compte/code", secret=secret[1], code="000000")
    assert wrong.status_code == 422
    code = pyotp.TOTP(secret[1]).now()
    assert editor.submit("/equipe/compte/code", secret=secret[1], code=code).status_code == 303
    other = Desk(app)
    assert sign_in(other, EMAILS["editor"]).status_code == 401
    assert sign_in(other, EMAILS["editor"], code=code).status_code == 401, "a code is good once"
    later = pyotp.TOTP(secret[1]).at(now() + dt.timedelta(seconds=30))
    assert sign_in(other, EMAILS["editor"], code=later).status_code == 303


def test_somebody_who_guesses_does_not_keep_the_owner_of_the_account_out(
    signed_in: Callable[[str], Desk], app: FastAPI
) -> None:
    owner = signed_in("editor")  # their device is known from now on
    assert owner.submit("/equipe/deconnexion").status_code == 303
    thief = Desk(app)
    codes = [sign_in(thief, EMAILS["editor"], "essai au hasard").status_code for _ in range(8)]
    assert codes[-1] == 429
    assert sign_in(owner, EMAILS["editor"]).status_code == 303
    elsewhere = Desk(app, client=("198.51.100.7", 4000))
    assert sign_in(elsewhere, EMAILS["editor"]).status_code == 303, "nor from another address"


def test_a_known_device_that_guesses_is_slowed_too_and_is_known_to_its_own_account_only(
    signed_in: Callable[[str], Desk], app: FastAPI
) -> None:
    device = signed_in("editor")
    device.submit("/equipe/deconnexion")
    codes = [sign_in(device, EMAILS["editor"], "essai au hasard").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    for _ in range(5):
        sign_in(device, EMAILS["administrator"], "essai au hasard")
    assert sign_in(device, EMAILS["administrator"]).status_code == 429


def test_guesses_made_at_once_count_like_guesses_made_in_turn(app: FastAPI) -> None:
    desk = Desk(app)
    token = desk.token("/equipe/connexion")
    fields = {"csrf": token, "email": EMAILS["editor"], "password": "essai au hasard"}

    def guess(_: int) -> int:
        return desk.post("/equipe/connexion", data=fields, follow_redirects=False).status_code

    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(guess, range(20)))
    assert sorted(set(codes)) == [401, 429]
    assert codes.count(401) == throttle.ACCOUNT_FREE


def test_an_open_session_does_not_replace_the_code_without_the_password(editor: Desk) -> None:
    mine, theirs = pyotp.random_base32(), pyotp.random_base32()
    first = {"secret": mine, "code": pyotp.TOTP(mine).now()}
    assert editor.submit("/equipe/compte/code", **first).status_code == 303
    other = {"secret": theirs, "code": pyotp.TOTP(theirs).now()}
    assert editor.submit("/equipe/compte/code", **other).status_code == 422
    assert editor.submit("/equipe/compte/code", **other, current="pas le bon").status_code == 422
    assert editor.submit("/equipe/compte/code", **other, current=PASSWORD).status_code == 303


def test_guessing_the_password_to_remove_the_code_waits(editor: Desk) -> None:
    for _ in range(throttle.ACCOUNT_FREE):
        tried = editor.submit("/equipe/compte/code", do="remove", current="pas le bon")
        assert tried.status_code == 422
    refused = editor.submit("/equipe/compte/code", do="remove", current=PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0


def test_an_invitation_is_good_once(administrator: Desk, anonymous: Desk) -> None:
    page = administrator.submit(
        "/equipe/comptes", name="Nouvelle", email="Nouvelle@pole.example.org", role="editor"
    )
    link = re.search(r"/equipe/invitation/[\w-]+", page.text)
    assert link, page.text
    short = anonymous.submit(link[0], page=link[0], password="court", again="court")
    assert short.status_code == 422 and "au moins 12" in short.text
    good = {"password": PASSWORD, "again": PASSWORD, "name": "Celle qui arrive"}
    assert anonymous.submit(link[0], page=link[0], **good).status_code == 303
    assert anonymous.get(link[0]).status_code == 404
    assert sign_in(anonymous, "nouvelle@pole.example.org").status_code == 303
    assert "Bonjour Celle qui arrive" in anonymous.get("/equipe").text


def test_the_last_who_can_sign_in_keeps_the_administration_and_nobody_disables_themselves(
    administrator: Desk, database: sessionmaker[Session]
) -> None:
    own = number_of(database, "administrator")
    administrator.submit(
        "/equipe/comptes", name="Invitée", email="jamais@pole.example.org", role="administrator"
    )
    lowered = {"do": "save", "name": "A", "role": "reader", "active": "1"}
    refused = administrator.submit(f"/equipe/comptes/{own}", **lowered)
    assert refused.status_code == 422, "an invitation that nobody took up is nobody"
    assert "au moins une autre personne" in refused.text
    other = number_of(database, "editor")
    promoted = {"do": "save", "name": "Éditrice", "role": "administrator", "active": "1"}
    assert administrator.submit(f"/equipe/comptes/{other}", **promoted).status_code == 303
    disabled = administrator.submit(f"/equipe/comptes/{own}", do="save", name="A", role="administrator")
    assert disabled.status_code == 422 and "son propre compte" in disabled.text
    assert administrator.submit(f"/equipe/comptes/{own}", **lowered).status_code == 303


def number_of(database: sessionmaker[Session], role: str) -> int:
    with database() as session:
        return session.scalars(select(StaffUser.id).where(StaffUser.email == EMAILS[role])).one()


def test_a_forgotten_password_is_chosen_again_by_a_link_in_the_mailbox(
    anonymous: Desk, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAIL_SENDER", "assistant@pole.example.org")
    page = "/equipe/mot-de-passe-oublie"
    port = free_port()
    with listening(port) as mailbox:
        settings = replace(app.state.settings, smtp_url=f"smtp://127.0.0.1:{port}")
        app.state.settings = settings
        assert page in anonymous.get("/equipe/connexion").text
        for address in (EMAILS["editor"], EMAILS["editor"], "personne@pole.example.org"):
            reply = anonymous.submit(page, page=page, email=address)
            assert reply.headers["location"].endswith("?fait=lien"), "the same for all"
        assert [message["To"] for message in mailbox.messages] == [EMAILS["editor"]], "one, to an account"
        link = re.search(r"/equipe/invitation/[\w-]+", mailbox.messages[0].get_content())
    assert link
    chosen = "une autre phrase assez longue"
    assert anonymous.submit(link[0], page=link[0], password=chosen, again=chosen).status_code == 303
    assert sign_in(anonymous, EMAILS["editor"], chosen).status_code == 303


def test_the_journal_is_read_in_french_by_editors_without_the_accounts(
    administrator: Desk, editor: Desk, database: sessionmaker[Session]
) -> None:
    fill(database)
    number = number_of(database, "reader")
    administrator.submit(f"/equipe/comptes/{number}", do="save", name="Reader", role="editor", active="1")
    with database() as session, session.begin():
        record = fund("coup-de-pouce", "Fonds Coup de pouce", contact=Contact(phone="450 555-0177"))
        save_resource(session, record, author=EMAILS["administrator"], action="edit")
    page = administrator.get("/equipe/journal", params={"sujet": EMAILS["reader"]}).text
    assert "compte modifié" in page and "<del>lecture</del><ins>rédaction</ins>" in page
    read = editor.get("/equipe/journal").text
    assert ">Fonds Coup de pouce</a>" in read and "Téléphone: 450 555-0177" in re.sub(
        "</?(ins|del)>", "", read
    )
    assert "Administrator" in read and "compte modifié" not in read and "None" not in read


@pytest.mark.parametrize("page", ["/equipe/connexion", "/equipe/compte"])
def test_no_page_of_the_desk_is_framed_kept_or_indexed(reader: Desk, page: str) -> None:
    headers = reader.get(page).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert "noindex" in headers["x-robots-tag"]


def test_a_changed_password_works_with_its_spaces_and_ends_the_other_sessions(
    signed_in: Callable[[str], Desk], app: FastAPI
) -> None:
    here, elsewhere = signed_in("editor"), signed_in("editor")
    new = " une phrase avec des espaces "
    wrong = here.submit("/equipe/compte/mot-de-passe", current="pas le bon", password=new)
    assert wrong.status_code == 422
    assert here.submit("/equipe/compte/mot-de-passe", current=PASSWORD, password=new).status_code == 303
    assert here.get("/equipe/compte", follow_redirects=False).status_code == 200
    assert elsewhere.get("/equipe/compte", follow_redirects=False).status_code == 303
    assert sign_in(Desk(app), EMAILS["editor"], new).status_code == 303
