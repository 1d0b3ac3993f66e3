"""Typed messages: nothing hostile or broken reaches Rasa, nothing legitimate is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.errors import ApiError
from web.messages import MAX_CHARS, as_plain_text, as_told, clean


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u200b\u200e", "\x00\x07", "\ud800"])
def test_an_empty_message_gets_a_french_sentence(empty: str) -> None:
    with pytest.raises(ApiError) as error:
        clean(empty)
    assert error.value.code == "empty_message"
    assert "vide" in error.value.message


@pytest.mark.parametrize("text", ["a" * 501, "\ufdfa" * 40])
def test_a_message_too_long_before_or_after_normalisation_is_told_its_length(text: str) -> None:
    with pytest.raises(ApiError) as error:
        clean(text)
    assert error.value.code == "message_too_long"
    assert str(MAX_CHARS) in error.value.message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("c’est quoi une coop?", "c’est quoi une coop?"),
        ("e\u0301conomie", "économie"),
        ("ＯＢＮＬ", "OBNL"),
        ("👩‍🌾 ferme", "👩‍🌾 ferme"),
        ("a\ud800b", "ab"),
        ("<b>coop</b>", "<b>coop</b>"),
    ],
)
def test_what_a_person_typed_is_kept(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["/restart", "  /restart", "//session_start", '/inform{"a":"b"}', "/ /x"])
def test_a_rasa_command_typed_as_text_is_no_command(typed: str) -> None:
    assert not as_plain_text(clean(typed)).startswith("/")


@given(st.text(max_size=600))
def test_any_text_is_cleaned_or_refused_but_never_breaks(text: str) -> None:
    try:
        kept = clean(text)
    except ApiError as error:
        assert error.status == 422
        return
    assert 0 < len(kept) <= MAX_CHARS
    assert all(unicodedata.category(char) not in ("Cc", "Cs") or char in "\n\t" for char in kept)
    assert kept.encode()
    assert not as_plain_text(kept).startswith("/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Bonjour,\n\nnous sommes sept.", "Bonjour, nous sommes sept."),
        ("voyez https://evil.example/paie", "voyez https : // evil . example/paie"),
        ("www.evil.example", "www . evil . example"),
        ("https://evil.example/a@b.example", "https : // evil . example/a@b . example"),
        ("écrivez à moi@exemple.org.", "écrivez à moi@exemple.org."),
        ("M. Roy, 2.5 M$, 12.50", "M. Roy, 2.5 M$, 12.50"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_what_anybody_wrote_leaves_in_our_name_without_links_and_on_one_line(typed: str, told: str) -> None:
    assert as_told(typed, 1_500) == told


@given(st.text(max_size=300), st.sampled_from(["http://", "www.", "//", "", "\n"]))
def test_no_text_leaves_in_our_name_as_a_link(text: str, before: str) -> None:
    told = as_told(f"{text}{before}evil.example/x {text}", 1_500)
    assert "\n" not in told and "://" not in told and "evil.example" not in told


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("<img src=x onerror=alert(1)> combien de fondateurs?", "combien de fondateurs?"),
        ("<p>une coop <b>à trois</b></p>", "une coop  à trois"),
        ("moins de <50 000 et plus de >20 membres", "moins de <50 000 et plus de >20 membres"),
        ("<br>", "<br>"),
    ],
)
def test_of_what_is_pasted_with_its_markup_the_words_are_asked(pasted: str, asked: str) -> None:
    assert as_plain_text(clean(pasted)) == asked
