"""The referral's figures stay above their floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.referral import main


def test_doors_and_places_hold_their_floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    figures = main()
    assert figures["porte attendue parmi les trois premières (profil donné)"] >= 0.95
    assert figures["porte attendue parmi les trois premières (texte libre)"] >= 0.95
    assert figures["profils à qui une porte exclue est montrée (profil donné)"] == 0
    for way in ("profil donné", "texte libre"):
        assert figures[f"nDCG@5 ({way})"] >= 0.85
        assert figures[f"porte idéale parmi les trois premières ({way})"] >= 0.95
        assert figures[f"portes à ne jamais offrir, parmi les dix premières ({way})"] == 0
        assert figures[f"listes où un porteur revient ({way})"] <= 0.05
    assert figures["lieux justes"] >= 0.97
    assert figures["mots courants laissés"] >= 0.97
    assert (tmp_path / "benchmarks" / "referral.json").exists()
