"""`python -m benchmarks.resources [N]`: how long a search among N resources takes (10,000 by default).

The resources are made from those of the content pack: new names, every combination of places, needs,
stages and forms drawn at random (one seed). Searches are words of the resources as typed, begun, and with
one letter wrong, with and without a profile; each one is timed cold, its profile never seen before.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from knowledge.pack.files import read_pack
from knowledge.records import AnyResource, identifier
from knowledge.referral.catalogue import Catalogue
from knowledge.referral.doors import Doors
from knowledge.referral.facets import facets
from knowledge.referral.profile import Profile
from knowledge.referral.together import find_together
from knowledge.referral.words import text_parts
from knowledge.search.text import words
from knowledge.settings import content_dir
from knowledge.territory import Gazetteer
from knowledge.territory.area import Area
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES
from web.desk.everything import SECTIONS

SEED = 20_261_123
SEARCHES = 200
TARGET_MS = 50.0
PAGE = 20  # resources that a page lists
SYLLABLES = (
    "ba", "ber", "cha", "dou", "fla", "gré", "hau", "jol", "kan", "lou", "mar", "nor", "pel", "qui",
    "rou", "sel", "tri", "val", "vier", "zan",
)  # fmt: skip
KINDS = (
    "Coopérative",
    "Fonds",
    "Centre",
    "Carrefour",
    "Table",
    "Réseau",
    "Bourse",
    "Atelier",
    "Société",
)  # fmt: skip

# What is asked of everything at once, beside words of the resources.
SENTENCES = (
    "financement pour un OBNL à Huntingdon, 25 000 $",
    "qui peut m'aider à partir une coop de solidarité à Valleyfield",
    "prêt pour acheter un camion",
    "mentorat en démarrage à Vaudreuil-Dorion",
)

TODAY = dt.date(2026, 11, 23)


def mrcs_of(records: Iterable[AnyResource]) -> list[str]:
    """The MRC that records name, in order."""
    return sorted({mrc for record in records for mrc in record.eligibility.territory.mrc})


def generated(number: int, chance: random.Random) -> dict[str, AnyResource]:
    """That many resources."""
    models = [record for record in read_pack(content_dir()).resources.values() if record.refer]
    mrcs = mrcs_of(models)
    found: dict[str, AnyResource] = {}
    for count in range(number):
        model = models[count % len(models)]
        own = " ".join("".join(chance.sample(SYLLABLES, 3)).capitalize() for _ in range(2))
        territory = model.eligibility.territory
        if territory.level == "mrc":
            territory = territory.model_copy(update={"mrc": chance.sample(mrcs, chance.randint(1, 3))})
        eligibility = model.eligibility.model_copy(
            update={"territory": territory, "needs": chance.sample(NEEDS, chance.randint(1, 3))}
        )
        record = model.model_copy(
            update={
                "id": f"r{count}",
                "name": f"{chance.choice(KINDS)} {own}",
                "acronym": "".join(chance.choices("ABCDEFGLMPRST", k=4)),
                "aliases": [],
                "eligibility": eligibility,
            }
        )
        found[identifier(record)] = record
    return found


def searches(resources: dict[str, AnyResource], chance: random.Random) -> list[str]:
    """What people type: a name, its beginning, one with a wrong letter, two words of the text."""
    typed = []
    for record in chance.sample(list(resources.values()), SEARCHES):
        name = words(record.name)
        told = [word for word in words(" ".join(text_parts(record))) if len(word) > 4] or name
        wrong = list(name[-1])
        wrong[chance.randrange(len(wrong))] = chance.choice("aeioulnrst")
        choices = [record.name, name[-1][:4], "".join(wrong), f"{chance.choice(told)} {chance.choice(told)}"]
        typed.append(chance.choice(choices))
    return typed


def profiles(mrcs: Sequence[str], chance: random.Random) -> list[Profile]:
    """As many different projects as there are searches."""
    return [
        Profile(
            mrc=(mrc := chance.choice(mrcs)),
            place_kind="mrc",
            place_name=mrc,
            stage=chance.choice(STAGES),
            need=tuple(chance.sample(NEEDS, 2)),
            need_given=True,
            legal_form=chance.choice(LEGAL_FORMS),
            age=chance.randint(18, 70),
        )
        for _ in range(SEARCHES)
    ]


def _everything(catalogue: Catalogue, places: Gazetteer, text: str) -> None:
    """What the page of one search looks up among the doors: all that is found, by section, and its cards."""
    found = find_together(catalogue, places, text)
    for _, _, types, most in SECTIONS:
        catalogue.of(found.profile, found.of_type(types)[:most])


def _page(catalogue: Catalogue, profile: Profile) -> object:
    return catalogue.find(profile)[:PAGE]


def timed(runs: list[Callable[[], object]]) -> list[float]:
    """Median, 95th percentile and worst, in milliseconds, then the first two of the processor's own time,
    which a busy machine does not lengthen by waiting."""
    taken, worked = [], []
    for run in runs:
        start, begun = time.perf_counter(), time.process_time()
        run()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    both = [[statistics.median(one), statistics.quantiles(one, n=20)[-1]] for one in (taken, worked)]
    return [*both[0], max(taken), *both[1]]


def main() -> int:
    """Print the table; 1 when a 95th percentile is over the target."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance = random.Random(SEED)  # noqa: S311 (a benchmark)
    resources = generated(number, chance)
    start = time.perf_counter()
    catalogue = Catalogue(resources, Doors("", "", {}, Area({})), TODAY)
    rules = sum(len(column.examples) for column in catalogue.columns)
    print(f"{number} ressources, {rules} règles différentes, ", end="")
    print(f"préparées en {time.perf_counter() - start:.1f} s\n")
    typed, asked = searches(resources, chance), profiles(mrcs_of(resources.values()), chance)
    places = Gazetteer.from_content(content_dir())
    find_together(catalogue, places, SENTENCES[0])  # what it learned is loaded once, when the house starts
    empty, new, some = Profile(), asked[:30], list(zip(typed, asked, strict=True))
    rows: dict[str, list[Callable[[], object]]] = {
        "mots seuls": [partial(catalogue.find, empty, text=text) for text in typed],
        "mots et profil": [partial(catalogue.find, profile, text=text) for text, profile in some],
        "profil seul, jamais vu": [partial(catalogue.find, profile) for profile in new],
        "profil seul, déjà vu": [partial(catalogue.find, profile) for profile in new],
        "profil jamais vu, lu": [partial(_page, catalogue, profile) for profile in asked[30:60]],
        "un texte, à tout (/recherche)": [
            partial(_everything, catalogue, places, text) for text in [*typed[:100], *SENTENCES]
        ],
        "comptes, mots et profil": [partial(facets, catalogue, p, (), text) for text, p in some[:50]],
        "comptes, profil seul": [partial(facets, catalogue, profile, (), None) for profile in new],
    }
    print(f"{'':28}{'médiane':>10}{'95 %':>10}{'pire':>10}{'processeur':>14}{'95 %':>10}   (ms)")
    slow = False
    for name, runs in rows.items():
        median, most, worst, work, most_work = timed(runs)
        slow |= most > TARGET_MS
        print(f"{name:28}{median:10.1f}{most:10.1f}{worst:10.1f}{work:14.1f}{most_work:10.1f}")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
