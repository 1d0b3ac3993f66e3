"""The classifier and the encoder as components: they learn, persist, load and predict."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.intents import LinearIntentClassifier
from bot.linear_models import fit_vote
from bot.sentence_encoder import DIMENSIONS, MAX_CHARS, SentenceEncoder, encode, sentence_vector
from bot.spelling import fold

LEARNT = {
    "heures": [
        "à quelle heure vous ouvrez",
        "c'est quoi vos heures",
        "ouvert le dimanche?",
        "heures d'ouverture",
    ],
    "prix": ["combien ça coûte", "c'est quoi le prix", "c'est cher?", "vos tarifs svp"],
    "merci": ["merci", "merci beaucoup", "un gros merci", "ok merci là"],
}
CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")


def encoded(texts: list[str]) -> list[Message]:
    messages = [Message({TEXT: text}) for text in texts]
    component = SentenceEncoder.create(SentenceEncoder.get_default_config(), None, None, CONTEXT)  # type: ignore[arg-type]
    return component.process(messages)


def learn(folder: Path) -> tuple[LocalModelStorage, Resource]:
    storage = LocalModelStorage.create(folder)
    resource = Resource("classifier")
    examples = [(text, intent) for intent, texts in LEARNT.items() for text in texts]
    messages = encoded([text for text, _ in examples])
    for message, (_, intent) in zip(messages, examples, strict=True):
        message.set(INTENT, intent)
    classifier = LinearIntentClassifier.create(
        LinearIntentClassifier.get_default_config(), storage, resource, CONTEXT
    )
    return storage, classifier.train(TrainingData(messages))


def load(storage: LocalModelStorage, resource: Resource) -> LinearIntentClassifier:
    return LinearIntentClassifier.load(
        LinearIntentClassifier.get_default_config(), storage, resource, CONTEXT
    )


def test_what_was_learnt_is_found_again_after_loading(tmp_path: Path) -> None:
    classifier = load(*learn(tmp_path))
    messages = classifier.process(encoded(["vous ouvrez à quelle heure?", "ça coûte combien", "grand merci"]))
    assert [message.get(INTENT)["name"] for message in messages] == ["heures", "prix", "merci"]


def test_confidences_are_shares_that_sum_to_one(tmp_path: Path) -> None:
    classifier = load(*learn(tmp_path))
    for message in classifier.process(encoded(["merci", "xyz", "🙂", "le prix d'un merci à 8 heures " * 40])):
        shares = [each["confidence"] for each in message.get("intent_ranking")]
        assert all(0 <= share <= 1 for share in shares)
        assert sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)
        assert message.get(INTENT)["confidence"] == shares[0]


def test_training_twice_gives_the_same_answers(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    texts = ["c'est combien", "ouvert quand", "mrci"]
    rankings = [
        [message.get("intent_ranking") for message in load(*learn(folder)).process(encoded(texts))]
        for folder in (first, second)
    ]
    assert rankings[0] == rankings[1]


def test_without_examples_no_intent_is_invented(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage.create(tmp_path), Resource("classifier")
    classifier = LinearIntentClassifier.create(
        LinearIntentClassifier.get_default_config(), storage, resource, CONTEXT
    )
    classifier.train(TrainingData([]))
    (message,) = load(storage, resource).process(encoded(["bonjour"]))
    assert message.get(INTENT) == {"name": None, "confidence": 0.0}


def test_an_endless_message_is_read_to_its_limit() -> None:
    long = "coop " * 5_000
    assert np.allclose(encode([long]), encode([long[:MAX_CHARS]]))


def test_a_message_without_letters_has_no_meaning() -> None:
    vectors = encode(["🙂", "", "bonjour"])
    assert vectors.shape == (3, DIMENSIONS)
    assert not vectors[:2].any()
    assert np.linalg.norm(vectors[2]) == pytest.approx(1, abs=1e-6)


def test_a_message_no_featurizer_saw_is_all_zeros() -> None:
    assert not sentence_vector(Message({TEXT: "bonjour"})).any()


def test_confidence_is_honest_where_examples_contradict_each_other() -> None:
    """Two intents that nothing distinguishes: neither may be given as sure."""
    table = csr_matrix(np.tile(np.eye(3), (40, 1)))
    intents = [("a", "b")[row // 3 % 2] for row in range(120)]
    vote = fit_vote(table, intents, 20.0, 1.0, 2.5)
    assert vote.confidences(table).max() < 0.7


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Chu à Châteauguay", "je suis a chateauguay"),
        ("J'veux partir un OSBL", "j'veux partir un obnl"),
        ("pis kossé ça", "puis qu est ce ca"),
        ("koi?", "quoi?"),
    ],
)
def test_everyday_spelling_meets_the_dictionary(written: str, meant: str) -> None:
    assert fold(written) == meant
