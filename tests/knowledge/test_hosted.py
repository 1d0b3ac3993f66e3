"""The file that lists the Pôles of a house: what each has of its own, and what is refused in French."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge import __main__ as command
from knowledge.backup.copies import backup_folder
from knowledge.conversations import TRIAL, conversations_path, new_conversation, pole_of
from knowledge.hosted import Pole, PolesError, read_poles, serving
from knowledge.settings import content_dir, database_url, environment, once_a_pole, served_pole, var_dir
from web.settings import load_settings

IDS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
TWO: list[dict[str, Any]] = [
    {"id": "nord", "hosts": ["nord.example"]},
    {"id": "sud", "hosts": ["sud.example", "www.sud.example"], "settings": {"PACK": "autre"}},
]


def read(folder: Path, poles: object, **environ: str) -> tuple[Pole, ...]:
    path = folder / "poles.yaml"
    path.write_text(yaml.safe_dump({"poles": poles}), encoding="utf-8")
    return read_poles(path, environ)


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "PACK", "CONTENT_DIR", "POLES", "POLE", "SECRET_KEY", "ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({"PORT": "8101"}, "http://nord.example:8101"),
        ({"PORT": "8101", "SITE_URL": "http://127.0.0.1:8090"}, "http://nord.example:8090"),
        ({"PORT": "8101", "SITE_URL": "http://127.0.0.1:port"}, "http://nord.example:8101"),
        (
            {"PORT": "8101", "SITE_URL": "http://127.0.0.1:8090", "ENVIRONMENT": "production"},
            "https://nord.example",
        ),
    ],
)
def test_links_lead_to_where_people_are_not_to_the_process_behind_the_proxy(
    tmp_path: Path, environ: dict[str, str], address: str
) -> None:
    assert read(tmp_path, TWO, **environ)[0].own["SITE_URL"] == address


def test_each_has_its_own_pack_base_folder_copies_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_DIR", str(tmp_path / "copies"))
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    seen = []
    for pole in read(tmp_path, TWO, BACKUP_DIR=str(tmp_path / "copies")):
        with serving(pole):
            seen.append(
                (
                    content_dir(),
                    database_url(),
                    var_dir(),
                    backup_folder(),
                    load_settings().secret_key,
                    load_settings().address,
                )
            )
            assert conversations_path().parent == tmp_path / "var", "Rasa is one for all"
    north, south = seen
    assert not set(north) & set(south)
    assert (north[0].name, south[0].name) == ("nord", "autre")
    assert "k" * 40 not in (north[4], south[4])
    assert served_pole() == ""


def test_in_production_links_lead_to_the_first_host(tmp_path: Path) -> None:
    _, south = read(tmp_path, TWO, ENVIRONMENT="production")
    assert south.own["SITE_URL"] == "https://sud.example"


def test_a_base_of_the_house_takes_the_name_of_each_pole(tmp_path: Path) -> None:
    poles = read(tmp_path, TWO, DATABASE_URL="postgresql://ici/{pole}")
    assert [pole.own["DATABASE_URL"] for pole in poles] == ["postgresql://ici/nord", "postgresql://ici/sud"]


def test_a_secret_file_of_the_house_is_never_taken_for_that_of_a_pole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "house").write_text("smtp://house.example", encoding="utf-8")
    (tmp_path / "own").write_text("smtp://sud.example", encoding="utf-8")
    monkeypatch.setenv("SMTP_URL_FILE", str(tmp_path / "house"))
    own = [TWO[0], {**TWO[1], "settings": {"SMTP_URL_FILE": str(tmp_path / "own")}}]
    sent = []
    for pole in read(tmp_path, own):
        with serving(pole):
            sent.append(load_settings().smtp_url)
    assert sent == ["smtp://house.example", "smtp://sud.example"]


@pytest.mark.parametrize(
    ("poles", "environ", "said"),
    [
        ([TWO[0], {**TWO[1], "id": "nord"}], {}, "l'identifiant «nord»"),
        ([TWO[0], {**TWO[1], "hosts": ["NORD.example"]}], {}, "l'hôte «nord.example»"),
        ([TWO[0], {**TWO[1], "settings": {"PACK": "nord"}}], {}, "le dossier de contenu"),
        (TWO, {"DATABASE_URL": "postgresql://moi:secret@ici/une"}, "une base ne sert qu'un Pôle"),
        (
            [
                {**one, "settings": {"PACK": one["id"], "DATABASE_URL": "postgresql://moi:secret@b"}}
                for one in TWO
            ],
            {},
            "la même base",
        ),
        ([{**TWO[0], "settings": {"RASA_URL": "http://ailleurs"}}], {}, "RASA_URL ne se règle pas par Pôle"),
        ([{"id": "../nord", "hosts": ["nord.example"]}], {}, "valeur non valable pour id"),
        ([{"id": "nord", "hosts": []}], {}, "hosts"),
        ([], {}, "aucun Pôle"),
        ("nord", {}, "valeur non valable"),
    ],
)
def test_what_two_would_share_or_what_is_unclear_is_refused(
    poles: object, environ: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(PolesError) as refused:
        read(tmp_path, poles, **environ)
    assert said in refused.value.args[0]
    assert "secret" not in refused.value.args[0]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolesError, match=r"absent\.yaml"):
        read_poles(tmp_path / "absent.yaml")
    (tmp_path / "liste.yaml").write_text("- nord", encoding="utf-8")
    with pytest.raises(PolesError, match="une liste «poles»"):
        read_poles(tmp_path / "liste.yaml")


@given(IDS, st.sampled_from(["", TRIAL]))
def test_a_conversation_names_its_pole_whatever_its_id(name: str, beginning: str) -> None:
    with serving(Pole(name, (), {"POLE": name})):
        conversation = new_conversation(beginning)
    assert pole_of(conversation) == name
    assert conversation.startswith(beginning)
    assert pole_of(new_conversation(beginning)) == ""


@given(st.lists(IDS, min_size=1, max_size=5), st.text(string.ascii_letters, max_size=5))
def test_what_is_made_once_a_pole_is_never_that_of_another(names: list[str], told: str) -> None:
    made = once_a_pole(lambda: (served_pole(), environment().get("SAID")))
    for name in [*names, *names]:
        with serving(Pole(name, (), {"POLE": name, "SAID": told + name})):
            assert made() == (name, told + name)
            assert made() is made()


def test_a_command_is_done_for_each_pole_or_for_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read(tmp_path, TWO)
    monkeypatch.setenv("POLES", str(tmp_path / "poles.yaml"))
    done: list[str] = []

    def run() -> int:
        done.append(served_pole())
        return 0

    monkeypatch.setattr(command, "run", run)
    monkeypatch.setattr("sys.argv", ["knowledge", "import"])
    assert command.main() == 0
    assert done == ["nord", "sud"]
    monkeypatch.setattr("sys.argv", ["knowledge", "restore", "copie"])
    assert command.main() == 1
    assert "POLE dit lequel: nord, sud." in capsys.readouterr().err
    monkeypatch.setenv("POLE", "sud")
    assert command.main() == 0
    assert done == ["nord", "sud", "sud"]
    monkeypatch.setenv("POLE", "est")
    assert command.main() == 1
