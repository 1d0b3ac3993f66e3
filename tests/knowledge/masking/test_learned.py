"""What the rules leave of somebody is masked as strangers' messages taught, and nothing that is nobody's."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.masking import by_rule, mask
from knowledge.masking.learned import MODEL_FILE, Model, somebodys
from knowledge.masking.text import Found, folded
from knowledge.masking.tokens import Token, tokens_of
from knowledge.masking.train import Told


def told(text: str, *secrets: str, found: tuple[Found, ...] = ()) -> Told:
    return Told(text, list(secrets), "nobody", list(found), tokens_of(text, folded(text), found))


def taken(text: str, *words: str) -> list[tuple[str, str]]:
    """What is masked when these words alone are sure, and no other likely."""
    tokens = tokens_of(text, folded(text), ())
    scores = np.array([1.0 if token.typed in words else -9.0 for token in tokens])
    found = somebodys(text, folded(text), tokens, scores, 0.0, -1.0)
    return [(text[one.start : one.end], one.mark) for one in found]


def test_the_model_is_a_small_file_of_numbers() -> None:
    assert MODEL_FILE.stat().st_size < 1_000_000
    assert Model.load().likely < Model.load().sure


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("sièges: 1 (Lajoie), 2 (Marchand), 3 (Paré)", "Marchand"),
        ("elle s'appelle Anouk, elle aura 18 ans le 04-05-2027", "04-05-2027"),
        ("appelez au 450*555*0143", "450*555*0143"),
        ("mon beau-frère, c'est un Deschênes-Roy, veut investir", "Deschênes-Roy"),
    ],
)
def test_what_no_rule_finds_is_masked_as_it_stands(text: str, secret: str) -> None:
    masked = mask(text)
    assert secret not in masked and masked.count("[") == masked.count("]") > 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("un film de Xavier Dolan au ciné-club", "Dolan"),
        ("notre mascotte s'appelle Gaston", "Gaston"),
        ("je viens de Port-Daniel--Gascons", "Gascons"),
        ("la ligne du ministère est le 1 800 267-6299", "6299"),
        ("notre numéro d'entreprise au registre: 2266778899", "2266778899"),
    ],
)
def test_what_the_rules_know_to_be_nobodys_stays_however_sure(text: str, word: str) -> None:
    assert taken(text, word) == []


def test_numbers_told_as_one_are_masked_as_one_and_names_apart() -> None:
    assert taken("joindre 514, 555, 01 89 svp", "514", "555", "01", "89") == [("514, 555, 01 89", "[numéro]")]
    assert taken("Zork, Blip et moi", "Zork", "Blip") == [("Zork", "[nom]"), ("Blip", "[nom]")]
    assert taken("c'est le 3 mai 88 à Amos", "3", "mai", "88") == [("3 mai 88", "[naissance]")]


def test_what_is_likely_beside_what_is_sure_is_masked_with_it() -> None:
    text = "voici Zork Blip Vlan"
    tokens = tokens_of(text, folded(text), ())
    found = list(somebodys(text, folded(text), tokens, np.array([-9.0, -0.5, 1.0, -0.5]), 0.0, -0.8))
    assert [text[one.start : one.end] for one in found] == ["Zork Blip Vlan"]


def test_only_what_is_somebodys_is_learned_as_such() -> None:
    one = told("Zork dit que Zorkien est un mot", "Zork")
    words: list[Token] = [token for token, own in zip(one.tokens, one.labels(), strict=True) if own]
    assert [token.typed for token in words] == ["Zork", "Zorkien"]  # each place where it is written


def test_what_the_rules_find_stays_found() -> None:
    text = "Ghislaine Tremblay, 450 555-0199"
    found = by_rule(text, folded(text))
    assert told(text, found=tuple(found)).masked(np.full(20, -9.0), 0.0) == mask(text)
