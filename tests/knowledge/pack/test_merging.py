"""What the pack and the team both changed, brought together."""

from __future__ import annotations

from knowledge.pack.merging import merged

BASE = {"text": "A", "theme": "t", "contact": {"phone": "1", "email": "x"}, "phrasings": ["a", "b"], "n": 1}


def test_each_field_is_of_who_changed_it_and_lists_are_joined() -> None:
    ours = {**BASE, "text": "A bis", "contact": {"phone": "2", "email": "x"}, "phrasings": ["a", "b", "c"]}
    theirs = {**BASE, "theme": "u", "contact": {"phone": "1", "email": "y"}, "phrasings": ["b", "d"], "m": 2}
    whole, both = merged(BASE, ours, theirs)
    assert whole == {
        "text": "A bis",
        "theme": "u",
        "contact": {"phone": "2", "email": "y"},
        "phrasings": ["b", "c", "d"],
        "n": 1,
        "m": 2,
    }
    assert both == []


def test_what_both_changed_otherwise_stays_ours_and_is_told() -> None:
    whole, both = merged(BASE, {**BASE, "text": "A bis", "n": 3}, {**BASE, "text": "A ter", "n": 3})
    assert (whole["text"], whole["n"], both) == ("A bis", 3, ["text"])
    assert merged({}, {"contact": {"phone": "1"}}, {"contact": {"phone": "2"}})[1] == ["contact"]
