"""Who receives the requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.contacts import ContactsError, load_contacts

PACK = """
default: equipe@exemple.org
by_mrc: {roussillon: roussillon@exemple.org, haut-saint-laurent: null}
reference_prefix: VHSL
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def test_the_address_of_the_mrc_comes_first_then_that_of_the_pole(folder: Path) -> None:
    contacts = load_contacts(folder, {})
    assert contacts.recipient("roussillon") == "roussillon@exemple.org"
    assert contacts.recipient("haut-saint-laurent") == "equipe@exemple.org"
    assert contacts.recipient(None) == "equipe@exemple.org"


def test_the_environment_replaces_every_address_so_a_trial_writes_to_nobody_else(folder: Path) -> None:
    contacts = load_contacts(folder, {"CONTACT_EMAIL": "essai@exemple.org"})
    assert {contacts.recipient(mrc) for mrc in ("roussillon", None)} == {"essai@exemple.org"}


def test_the_projects_own_pack_invents_no_address() -> None:
    contacts = load_contacts(environ={})
    assert contacts.recipient(None) is None
    assert not any(contacts.by_mrc.values())


@pytest.mark.parametrize(
    "wrong", ["pas une adresse", "a@exemple.org, b@exemple.org", "a@exemple.org\nBcc: x@y.ca"]
)
def test_an_address_that_is_not_one_is_refused_in_french(folder: Path, wrong: str) -> None:
    with pytest.raises(ContactsError, match="CONTACT_EMAIL"):
        load_contacts(folder, {"CONTACT_EMAIL": wrong})
