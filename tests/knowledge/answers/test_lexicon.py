"""The lexicon: a word that a fact defines is explained by itself."""

from __future__ import annotations

from knowledge.answers.lexicon import bare, lexicon_answers, plain
from knowledge.records import FactRecord, Source


def fact(*terms: str, **fields: object) -> FactRecord:
    return FactRecord.model_validate(
        {
            "id": "m900",
            "theme": "lexique",
            "statement": "Le trop-perçu est ce qui reste à une coop à la fin de l'année.",
            "sources": [Source(title="Guide")],
            "confidence": "high",
            "terms": terms,
            **fields,
        }
    )


def test_a_defined_word_is_explained_with_its_source() -> None:
    (answer,) = lexicon_answers([fact("trop-perçu", "surplus")], frozenset())
    assert answer.identifier == "answer:lexique-trop-percu"
    assert answer.text.startswith("Le trop-perçu est")
    assert "ça veut dire quoi surplus" in answer.phrasings
    assert [source.title for source in answer.sources] == ["Guide"]
    assert not answer.to_confirm


def test_a_fact_that_defines_no_word_gives_no_entry() -> None:
    assert lexicon_answers([fact()], frozenset()) == []


def test_a_word_that_a_written_answer_explains_is_left_to_it() -> None:
    assert lexicon_answers([fact("trop-perçu")], frozenset({plain("C'est quoi trop-perçu?")})) == []


def test_the_other_words_of_a_fact_are_still_explained() -> None:
    taken = frozenset({plain("C'est quoi trop-perçu?")})
    (answer,) = lexicon_answers([fact("trop-perçu", "excédent")], taken)
    assert answer.question.startswith("«excédent»")
    assert not any("trop-perçu" in phrasing for phrasing in answer.phrasings)


def test_a_word_of_the_act_on_cooperatives_is_to_be_confirmed() -> None:
    (answer,) = lexicon_answers([fact("trop-perçu", reservation="coop_law")], frozenset())
    assert answer.to_confirm and answer.reservation in answer.text and answer.body == fact().statement


def test_a_word_is_asked_for_with_its_article_or_without() -> None:
    assert bare("C'est quoi une part privilégiée?") == plain("c'est quoi part privilégiée")
    assert bare("le") == "le"
