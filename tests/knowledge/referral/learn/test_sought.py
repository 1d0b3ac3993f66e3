"""The sum that is looked for, among those that are owned, owed, lent, lost or given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.learn.sought import sum_sought, sums_told
from knowledge.referral.learn.sought_fit import fit_sought

TEXTS = st.lists(
    st.sampled_from(
        ["on cherche", "il reste", "12 000 $", "la ville met", "80 000", "5 k$", "la moitié", ".", "pour"]
    ),
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Le voleur est parti avec 9 000 $ de la cuisine collective et le conseil se chicane.", None),
        ("La caisse prête 150 000 $, le vendeur laisse 40 000 $; il reste 60 000 $ à trouver.", 60_000),
        ("Il nous faut 12 000 $ en subvention, pas un prêt, pour la serre.", 12_000),
        ("On a reçu un don de 250 000 $ et on veut des conseils pour ne pas le gaspiller.", None),
        ("On doit 18 000 $ au fournisseur et on cherche un gérant.", None),
        ("Le proprio demande 250 000 $ pour la bâtisse de notre friperie.", None),
        ("La marge de crédit est au plafond à 90 000 $ et on cherche du personnel.", None),
    ],
)
def test_only_what_is_looked_for_is_the_amount(text: str, amount: int | None) -> None:
    assert sum_sought(text) == amount


@given(TEXTS)
def test_the_amount_is_a_sum_that_is_told_or_worked_out(text: str) -> None:
    assert sum_sought(text) in {None, *(one.value for one in sums_told(text))}


def test_what_is_learned_tells_a_new_writer_what_the_others_said_alike() -> None:
    told = [
        (f"on cherche {number} 000 $ et on a {number + 1} 000 $ en banque", number * 1_000)
        for number in range(10, 40)
    ]
    learned = fit_sought(told, [f"writer {place}" for place in range(len(told))])
    assert 0 < learned.least < 1
