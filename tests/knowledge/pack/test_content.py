"""The content pack itself: everything that `knowledge validate` checks, and what the facts demand."""

from __future__ import annotations

import re

import pytest

from knowledge.pack.files import Pack
from knowledge.pack.layers import mapping
from knowledge.pack.validation import validate
from knowledge.records import FundRecord, OrganizationRecord, TrainingRecord
from knowledge.search.language import terms
from knowledge.settings import DEFAULT_CONTENT_DIR
from tests import prepared


@pytest.fixture(scope="module")
def pack() -> Pack:
    return prepared.pack()


def test_the_pack_has_no_fault(pack: Pack) -> None:
    assert [str(fault) for fault in validate(pack)] == []


def test_every_part_of_the_pack_is_read(pack: Pack) -> None:
    for kind in (OrganizationRecord, FundRecord, TrainingRecord):
        assert any(isinstance(record, kind) for record in pack.resources.values())
    assert pack.facts and pack.topics
    assert all(mrc["municipalities"] for mrc in pack.territory["mrc"])


def test_every_fact_is_used_or_left_aside_by_name_with_why(pack: Pack) -> None:
    used = {fact for answer in pack.answers.values() for fact in answer.facts}
    used |= {fact.id for fact in pack.facts.values() if fact.terms or fact.theme == "urgence"}
    aside = mapping(DEFAULT_CONTENT_DIR, "set_aside.yaml")["facts"]
    assert sorted(set(pack.facts) - used - set(aside)) == []
    assert all(aside.values())


def test_answers_speak_to_several_registers(pack: Pack) -> None:
    short = {a.id: len(a.phrasings) for a in pack.answers.values() if len(a.phrasings) < 10}
    assert short == {}
    assert len(pack.answers) >= 150


def test_answers_link_only_to_addresses_of_the_sources(pack: Pack) -> None:
    known = {source.url for fact in pack.facts.values() for source in fact.sources if source.url}
    known |= {record.website for record in pack.resources.values() if record.website}
    known |= {s.url for record in pack.resources.values() for s in record.sources if s.url}
    for answer in pack.answers.values():
        for address in re.findall(r"\]\((https?://[^)\s]+)\)", answer.text):
            assert address in known, f"{answer.id}: {address}"


def test_no_phone_or_email_stands_in_an_answer_unless_a_record_has_it(pack: Pack) -> None:
    phones = {record.contact.phone for record in pack.resources.values()}
    emails = {record.contact.email for record in pack.resources.values()}
    for answer in pack.answers.values():
        for phone in re.findall(r"\b(?:1 )?\d{3}[ -]\d{3}-\d{4}\b", answer.text):
            assert phone in phones, answer.id
        for email in re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", answer.text):
            assert email in emails, answer.id


def test_quebec_typography_is_kept(pack: Pack) -> None:
    for answer in pack.answers.values():
        assert '"' not in answer.text, f"{answer.id}: guillemets «» are expected"


def test_a_card_says_a_doubt_once(pack: Pack) -> None:
    """What is to be verified first is not what stands under the phone number in other words."""
    for record in pack.resources.values():
        first, under = (set(terms(text or "")) for text in (record.caution, record.contact.note))
        if first and under:
            assert len(first & under) / min(len(first), len(under)) < 0.6, record.id
