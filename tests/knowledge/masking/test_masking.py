"""What a person leaves of themselves does not reach the inbox; what the question is about does."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.masking import SET, measure
from knowledge.masking import mask
from knowledge.territory.names import municipality_names

# What an organization's telephone begins with, where the call costs nothing.
TOLL_FREE = {
    "800",
    "822",
    "833",
    "844",
    "855",
    "866",
    "877",
    "880",
    "881",
    "882",
    "883",
    "884",
    "885",
    "886",
    "887",
    "888",
}


def lists() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(SET).read_text(encoding="utf-8"))
    return loaded


def test_personal_data_is_masked_and_the_rest_is_left_alone() -> None:
    found = measure(lists())
    assert len(found.kept) <= 0.02 * found.personal, found.kept
    assert len(found.touched) <= 0.02 * found.clean, found.touched


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("je reste au 123 rue Principale à Ormstown", "je reste au [adresse] à Ormstown"),
        ("né le 12 mars 1985, suis-je admissible?", "né le [naissance], suis-je admissible?"),
        ("RAMQ TREK 8503 1212", "RAMQ [numéro]"),
        ("mon cell: 450/555/0166", "mon cell: [téléphone]"),
        ("josee(at)videotron.ca", "[courriel]"),
        ("code postal JOS 1HO", "code postal [code postal]"),
        ("KARINE LAVOIE VEUT UN PRÊT", "[nom] VEUT UN PRÊT"),
        ("monsieur tremblay m'a appelé", "monsieur [nom] m'a appelé"),
        ("mdp: girafe2024", "mdp: [secret]"),
        (
            "le mdp du compte bancaire de la coop c'est Orme.Bleu*7",
            "le mdp du compte bancaire de la coop c'est [secret]",
        ),
        ("sa camionnette, plaque GHJ 52T", "sa camionnette, plaque [numéro]"),
        ("ma fête c'est le 9 du 4 1988", "ma fête c'est le [naissance]"),
        ("née le 9 du 4, 1988", "née le [naissance]"),
        ("marie veut vendre sa part", "[nom] veut vendre sa part"),
        ("R. Quesnel est d'accord", "[nom] est d'accord"),
        ("je reste sur la rue des érables au 12", "je reste sur la [adresse]"),
        ("route 202 numéro 1877, sonnez", "[adresse], sonnez"),
        ("j'ai soixante-treize ans, moi, diane séguin", "j'ai [âge], moi, [nom]"),
        ("trois cent huit rue Notre-Dame, c'est là", "[adresse], c'est là"),
        ("case 9, bureau de poste de Dundee", "[adresse], bureau de poste de Dundee"),
        ("je suis du 9 octobre 90", "je suis du [naissance]"),
        ("C'EST MOI, MARTINE GOYETTE", "C'EST MOI, [nom]"),
        ("ma blonde c vicky aubin", "ma blonde c [nom]"),
        ("est-ce que bergeron normand est encore là", "est-ce que [nom] est encore là"),
        ("l'inspecteur Dumouchel est passé", "l'inspecteur [nom] est passé"),
        ("demandez aux voisins, les maheu", "demandez aux voisins, les [nom]"),
        ("le pick up FLB 4421 bloque la porte", "le pick up [numéro] bloque la porte"),
        ("au quarante-deux de la rue des Érables", "au [adresse]"),
        ("livrez au 220-B, rg Saint-Charles", "livrez au [adresse]"),
        ("mon voisin au 3061 accepte", "mon voisin au [adresse] accepte"),
        ("ma mère est venue au monde en 1947", "ma mère est venue au monde en [naissance]"),
        ("mon associé est du 7 nov 83", "mon associé est du [naissance]"),
        ("whatsapp +33 6 12 34 56 78", "whatsapp [téléphone]"),
        ("mon nom Rousselle", "mon nom [nom]"),
        ("Théo et Zack vont au CPE", "[nom] et [nom] vont au CPE"),
        ("la ferme de Solange Bissonnette est à vendre", "la ferme de [nom] est à vendre"),
        ("le groupe d'Antoine Gagnon cherche un local", "le groupe d'[nom] cherche un local"),
        ("demandez à Ti-Marc Lavoie", "demandez à [nom]"),
        ("j'ai eu 35 ans le 9 juin dernier", "j'ai eu 35 ans le [naissance] dernier"),
        ("née en avril, le 4-04-81", "née en [naissance], le [naissance]"),
        ("anniversaire: 7 mai mille neuf cent soixante-deux", "anniversaire: [naissance]"),
        ("livrez au 12, pl. du Moulin", "livrez au [adresse]"),
        ("c'est au 411 Maple Hill Road", "c'est au [adresse]"),
        (
            "la plaque pour le stationnement du colloque : 456 DEF",
            "la plaque pour le stationnement du colloque : [numéro]",
        ),
        ("Jade et Théo, 31 et 33 ans", "[nom] et [nom], [âge]"),
        ("maître Lavoie s'en occupe", "maître [nom] s'en occupe"),
        ("me tremblay m'a écrit", "me [nom] m'a écrit"),
        ("le garage de Rock Gagnon", "le garage de [nom]"),
        ("lou\u200b@gmail.com", "[courriel]"),
        ("👩\u200d👩\u200d👧 Oksana Hrytsenko", "👩\u200d👩\u200d👧 [nom]"),
        ("voyez Me Lavoie", "voyez Me [nom]"),
        ("jm'appelle Zorika Meloche", "jm'appelle [nom]"),
        ("chambre 214 b, à l'étage", "chambre [adresse], à l'étage"),
        ("mon char, un Ford gris, plaque FGH 441", "mon char, un Ford gris, plaque [numéro]"),
        ("Robin Caza cherche un local", "[nom] cherche un local"),
        ("matricule 2019-4471", "matricule [numéro]"),
        ("appelez au four five zero cinq cinq cinq zéro one trente", "appelez au [téléphone]"),
        ("I'm Tracy Dalton from Howick", "I'm [nom] from Howick"),
        ("je m'appelle Céline Dion pour vrai", "je m'appelle [nom] pour vrai"),
        ("la fille du voisin, Maélie Guérin, veut jouer", "la fille du voisin, [nom], veut jouer"),
        ("le spectacle de Maélie Guérin, ma fille", "le spectacle de [nom], ma fille"),
        ("l'entreprise agricole de Rémi Doré", "l'entreprise agricole de [nom]"),
        ("mon fils Léo aide la coop, né le 3 mars 2008", "mon fils [nom] aide la coop, né le [naissance]"),
        ("un Dodge Caravan plaque 771 KDR", "un Dodge Caravan plaque [numéro]"),
        ("virement, question: ville réponse: Gaspé", "virement, question: ville réponse: [secret]"),
        ("le locataire du 2, Hakim Belkacem", "le locataire du [adresse], [nom]"),
        ("née 1984-02-29", "née [naissance]"),
        ("St-Onge m'a dit non", "[nom] m'a dit non"),
        ("je reste au 35 de la route 138", "je reste au [adresse]"),
        ("notre employé s'appelle Gustave Miron", "notre employé s'appelle [nom]"),
        ("les sortants sont L. Brazeau et Y. Sénéchal", "les sortants sont [nom] et [nom]"),
        (
            "moi (Océane), Kelyane pis Maïka, on veut une friperie",
            "moi ([nom]), [nom] pis [nom], on veut une friperie",
        ),
        (
            "Un camion?\nMerci,\nMarie-Soleil Quintal-Roy\nCoordonnatrice",
            "Un camion?\nMerci,\n[nom]\nCoordonnatrice",
        ),
        ("Je confirme ma présence. É. de Repentigny-Saganash", "Je confirme ma présence. [nom]"),
        ("le vérificateur, Hugues de la Durantaye-Roy, est venu", "le vérificateur, [nom], est venu"),
        ("allo, ici Bertrand, un B-E-R-T-R-Q", "allo, ici [nom], un [nom]"),
        ("Je m'appelle Micheline Deschmaps (oups Deschamps)", "Je m'appelle [nom] (oups [nom])"),
        ("Chu marc andre st onge pis jveux partir", "Chu [nom] pis jveux partir"),
        ("Bonjour, je suis Inès. Une coop?", "Bonjour, je suis [nom]. Une coop?"),
        ("un contrat entre la coop et Isaac Nault", "un contrat entre la coop et [nom]"),
        ("le propriétaire du local, Zefferino, refuse", "le propriétaire du local, [nom], refuse"),
        ("la veuve d'Armand cherche ses parts", "la veuve d'[nom] cherche ses parts"),
        ("messieurs Parfait Mukendi et Jean Roy", "messieurs [nom] et [nom]"),
        (
            "la plaque du camion qui a reculé dans le cabanon c'est F27 KZN",
            "la plaque du camion qui a reculé dans le cabanon c'est [numéro]",
        ),
        ("Immatriculation Y884 210 : le minibus", "Immatriculation [numéro] : le minibus"),
        ("mon numero 5145550308 pi texte moi", "mon numero [numéro] pi texte moi"),
        ("texte au 438-555 pi 0164", "texte au [téléphone]"),
        ("au cas: 581 -- 555 -- 4 4 1 0", "au cas: [téléphone]"),
        ("quatre trois huit / cinq cinq cinq / neuf neuf / un deux", "[téléphone]"),
        ("J'ai le dossier SAAQ 5512 884 07 pi on me paye", "J'ai le dossier [numéro] pi on me paye"),
        ("le compte utilisateur «philo_thibert88» marche pas", "le compte utilisateur «[compte]» marche pas"),
        ("le blogue (chroniquesdulac.blogspot.com) ment", "le blogue ([adresse web]) ment"),
        ("chu au 12 b st cyrille", "chu au [adresse]"),
        ("la dame du 88 de l'Anse donne son piano", "la dame du [adresse] donne son piano"),
        ("la maison bleue au 541 de la 132", "la maison bleue au [adresse]"),
        ("Il reste au 590 du rang Double", "Il reste au [adresse]"),
        ("les papiers au 12 1/2 rue Champlain", "les papiers au [adresse]"),
        ("je suis née au Liban en 61 (le 14 avril)", "je suis née au Liban en [naissance] (le [naissance])"),
        ("date naiss:051190", "date naiss:[naissance]"),
        ("la demande de Guerline Roy, née 30-11-84", "la demande de [nom], née [naissance]"),
        ("19 juin 1955. c'est ma fête", "[naissance]. c'est ma fête"),
        ("je vais avoir 65 le 8 janvier", "je vais avoir 65 le [naissance]"),
        ("je déménage au 7 de la gare app 3", "je déménage au [adresse]"),
        ("virement envoyé, réponse sécurité: caramel", "virement envoyé, réponse sécurité: [secret]"),
        ("le code à l'endos est 482", "le code à l'endos [numéro]"),
    ],
)
def test_each_kind_is_named_by_what_replaces_it(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "on cherche 1 500 000 $",
        "j'ai 52 ans et je veux démarrer",
        "l'effet Mathieu, c'est quoi?",
        "on a reçu une charlotte aux fraises",
        "numéro de TPS 700000000RT0001",
        "de 2 000 000 à 5 000 000",
        "exercice 2025-2026",
        "plan 2025-2026",
        "le programme Marcel-Lapierre",
        "le groupe Jean Coutu",
        "la bibliothèque de Gabrielle Roy",
        "le parc de Jeanne Mance",
        "la maison de Victor Hugo est un musée",
        "un pain d'olivier",
        "3-4 personnes et un yéti",
        "il y a 10 ans on a fondé la coop",
        "notre coop est née en 1982",
        "on ne peut pas être 2 administrateurs",
        "à partir de l'âge de 18 ans",
        "carte de crédit au nom de l'organisme",
        "Règlement 2024-118 de la municipalité",
        "il reste 4 471 $ dans l'encaisse",
        "la formation du 22 octobre est-elle complète",
        "je suis en France jusqu'en mai",
        "IGA Famille, don de denrées",
        "mon nom commercial est-il protégé",
        "notre directeur du 12 mars au 4 mai",
        "la charte est du 4 mai 1987",
        "la coop est venue au monde en 1972",
        "notre NEQ est le 1166778899",
        "notre numéro d'entreprise au registre: 2266778899",
        "le lot 2 345 678 du cadastre du Québec",
        "un fichier de 12 Mo",
        "20 h/sem",
        "90 000/3 = 30 000 chacun",
        "entre 10 et 15 000",
        "un espace de 400 places, y reste 40 kiosques",
        "Chez Simone, boulangerie de quartier",
        "Bistro Le Petit Marcel",
        "Gilberte et fils, traiteur",
        "le Boisé Roland",
        "une pièce de William Shakespeare",
        "ça me donne le goût de me lancer",
        "mon associé m'a offert ses parts",
        "les droits d'un membre d'OBNL",
        "la veuve d'un membre",
        "on a le feu sacré",
        "un chemin de croix, mais un beau quai public",
        "pour moi c'est pareil",
        "qui est responsable du nom de domaine",
        "we need a loan",
        "on peut l'appeler comme on veut?",
        "l'incubateur qui s'appelle SISMIC",
        "la ligne du ministère est le 1 800 267-6299",
        "un Ford Transit 250 2021",
        "le camion Ram 1500 2019",
        "une Toyota Sienna adaptée",
        "appel d'offres 2025-0042",
        "le document plan2025.pdf",
        "Office365, c'est combien?",
        "il faudrait 1000000",
        "Aux Délices de Manon, traiteur",
        "Chez Marguerite, maison de jeunes",
        "une salade César",
        "la procédure Robert",
        "le laurier et le romarin",
        "le père Noël passe au local",
        "un appartement 4 pièces",
        "chambre 12 pieds par 10",
        "le siège 3 est vacant",
        "j'habite au 3e",
        "mot de passe: je l'ai perdu",
        "anniversaire le 6 juin 2026",
        "le centre d'action bénévole Léonie-Bélanger",
        "on monte une pièce d'Évelyne de la Chenelière",
        "on joue du Michel Tremblay cet hiver",
        "un film de Xavier Dolan au ciné-club",
        "Greta Thunberg serait fière de nous",
        "la ministre Geneviève Biron était là",
        "la coop d'habitation Marie-Rose",
        "la coopérative funéraire J.-N. Donais",
        "ste marthe a tu un fonds",
        "St-Hubert vend déjà du poulet ici",
        "Les Chocolats de Chloé",
        "les Entreprises Robert Thibert",
        "Ernst & Young coûte cher",
        "notre mascotte s'appelle Gaston",
        "Olivia, c'est le nom du café",
        "une famille monoparentale, mère monoparentale",
        "9254-1178 Québec inc. nous loue la salle",
        "l'unité 80110 de la CNESST",
        "la sortie 19 de l'autoroute 15",
        "le kilomètre 12 de la route 132",
        "la résolution CA-2024-017",
        "le concours 2025-AP-044",
        "un organisme peut-il s'appeler «Chez Rosalie»",
        "moi chus coiffeuse",
        "la loi (L.C. 2009, ch. 23)",
        "l'étude Robinson Sheppard nous a dit oui",
        "le petit Robert dit «coopérateur»",
        "mais jose pas le dire",
        "notre comité «Ariane» aide les filles",
        "71 300 $ en 2024-2025, et un manque",
        "ma coop a 6 ans",
        "la bibliothèque gabrielle-roy",
        "https://www.quebec.ca/entreprises marche pas",
        "section 3.1.2.4 du guide",
        "On pense à La Belle Rosalie",
        "10 % ristourne 40 % reste 50 on fait quoi",
        "L'orphelinat Saint-Charles est devenu une coop d'artistes",
        "l'ensemble Gabrielle-Roy est géré comment?",
    ],
)
def test_amounts_years_and_programmes_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("saying", ["{}", "à {}", "je viens de {}", "notre coop de {}"])
def test_no_municipality_is_taken_for_somebody(saying: str) -> None:
    said = [saying.format(name) for name in municipality_names()]
    assert [text for text in said if mask(text) != text] == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)


def test_no_text_of_a_message_s_length_takes_long_to_mask() -> None:
    start = time.process_time()
    for one in "a1-._+ '@(/":
        for other in "-._+ '@,:":
            mask((one + other) * 40)
    mask("\u200b\u00ad" * 20_000 + "é")
    said = ("facebook a_", "je m'appelle ", "mot de passe a ", "un deux ", "http://a.", "rue de la ", "Bo d'")
    for words in said:
        mask((words * 250)[:500])
    assert time.process_time() - start < 10  # a second; for ever when two readings of a mark are both tried


@settings(max_examples=60, deadline=None)
@given(
    st.from_regex(r"[2-9][0-8][0-9]", fullmatch=True),
    st.from_regex(r"[2-9][0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.sampled_from(["-", ".", " ", "/", "·", "|", "~", "_", *"‒–—−", "\u200b", "\u00ad", ""]),
)
def test_a_telephone_is_masked_however_it_is_separated(
    area: str, office: str, line: str, between: str
) -> None:
    assume(area not in TOLL_FREE)
    number = between.join((area, office, line))
    masked = mask(f"rappelez-moi au {number} svp")
    assert number not in masked
    assert line not in masked
