"""Everyday words stay words, unless the sentence makes them places."""

from __future__ import annotations

import pytest

from knowledge.territory import Gazetteer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jreste a mercier", "67045"),
        ("chu de la prairie", "67015"),
        ("a les cedres", "71050"),
        ("j'habite aux cèdres", "71050"),
        ("mon local est aux Coteaux", "71033"),
        ("je suis de Mercier", "67045"),
        ("Mercier, en Montérégie", "67045"),
        ("un café à hudson", "71100"),
        ("ville mercier", "67045"),
        ("mon projet à la prairie", "67015"),
        ("une coop à La Prairie", "67015"),
        ("chez nous à Napierville", "68030"),
        ("su'l bord de Ste-Barbe", "69065"),
        ("proche d'elgin", "69050"),
        ("j'ai 22 ans, j'veux partir une coop de vélos à Rigaud, ça me prend du cash", "71133"),
        ("notre code est le 70052", "70052"),
        ("we are in Hudson and need money", "71100"),
        ("a food bank near mercier", "67045"),
    ],
)
def test_the_sentence_makes_an_everyday_word_a_place(gazetteer: Gazetteer, text: str, code: str) -> None:
    assert [match.code for match in gazetteer.find(text)] == [code]


ORDINARY = """
les cèdres devant la maison sont malades
je dois tailler mes cèdres cet automne
la prairie est belle au printemps
les vaches broutent dans la prairie
dire mercier, c'est pas dire merci
merci ben, à la prochaine
M. Mercier nous aide avec les chiffres
Jean Mercier est notre trésorier
le pont Mercier est encore fermé
madame Hudson a appelé
ma collègue s'appelle Elgin
on habite sur la rue Saint-Louis
sur le boulevard Saint-Joseph
les enfants vont à l'école Notre-Dame
le lac Saint-Louis est gelé
le fleuve Saint-Laurent monte
on ferme à la Saint-Jean
bonne Saint-Jean-Baptiste à tous
une tire Sainte-Catherine
notre saint-bernard jappe
coop vs obnl, c'est quoi le mieux
revenu québec me demande un numéro
le gouvernement du québec offre quoi
c'est pareil partout au Québec
ça coûte 70052 $
on a fait 67045 kilomètres
j'ai 700 dollars
un coteau ensoleillé derrière la grange
la pointe de l'iceberg
un village vacances pour les familles
la ville et le canton se parlent
à l'avenir on fera mieux
la présentation aux membres est prête
on est allés à la pêche
c'est une nouvelle coop
je mets ma tuque
il travaille à contrecœur
le problème a percé au grand jour
Maria est notre présidente
j'ai parlé à Maria hier
mon amie Alma est comptable
on a trois rivières qui passent sur le terrain
une grande île au milieu
un engin à réparer
des poteaux et des couteaux
la librairie du coin
une boulangerie coopérative
une terrasse en avant
soulager les proches aidants
un candidat candide
des champs à perte de vue
Constant et Michel ont démissionné
Martine, Clotilde et Marthe sont fondatrices
le Pôle de la Vallée-du-Haut-Saint-Laurent
l'Université Laval offre un cours
la Baie d'Hudson a fermé
un sac de farine, pis du lait
je cherche un avocat
est-ce que ça prend trois personnes ou cinq
une place à louer
""".strip().splitlines()


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_sentence_has_no_place(gazetteer: Gazetteer, text: str) -> None:
    for written in (text, text[0].upper() + text[1:], text + "."):
        assert gazetteer.find(written) == []


def test_a_correction_gives_both_places_and_says_which_is_refused(gazetteer: Gazetteer) -> None:
    yes, no = gazetteer.find("non, Beauharnois, pas Mercier")
    assert (yes.text, yes.negated, yes.mrc) == ("Beauharnois", False, "beauharnois-salaberry")
    assert (no.code, no.negated) == ("67045", True)


@pytest.mark.parametrize(
    "text",
    [
        "pas à Mercier",
        "non pas Delson",
        "à Candiac plutôt qu'à Delson",
        "je suis pas de Rigaud",
        "pas la MRC de Roussillon",
    ],
)
def test_a_refused_place_is_marked(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text)[-1].negated


@pytest.mark.parametrize("text", ["pourquoi pas Delson", "pas loin de Delson", "je sais pas. Delson"])
def test_pas_does_not_always_refuse(gazetteer: Gazetteer, text: str) -> None:
    assert not gazetteer.find(text)[-1].negated


def test_lower_case_places_support_each_other(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("on couvre châteauguay et la prairie")
    assert [match.code for match in found] == ["67050", "67015"]


def test_resolving_leaves_out_what_was_refused(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Delson plutôt que Mercier")
    assert match is not None and match.code == "67025"


def test_resolving_two_towns_gives_both_to_choose_from(gazetteer: Gazetteer) -> None:
    match = gazetteer.resolve("Huntingdon ou Rigaud")
    assert match is not None and match.place is None and match.mrc is None
    assert {place.code for place in match.candidates} == {"69055", "71133"}
