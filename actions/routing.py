"""A question on the subject, or news of the person's own project? Where an intent alone cannot tell.

«C'est quoi le RISQ?» and «le RISQ pour ma coop de vélos à Rigaud» share most of their words. What
tells them apart is whether the message says something of a project, and how sure the base's answer is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.frame import Frame
from knowledge.referral.extraction import Extraction
from knowledge.search.language import respelled
from knowledge.search.service import SearchResult
from knowledge.search.text import fold, words

# How a question on the subject begins or is built, folded.
QUESTION = re.compile(
    r"\?|\b(?:savoir si|me demand\w+|se demand\w+|comprends? pas|expliqu\w+|dites?.moi|dis.moi|combien)\b"
    r"|(?<!sais pas )(?<!savons pas )(?<!trop )\b(?:a|par|de|avec|fait|fais|faut|veut dire) quoi\b"
    r"|^(?:et |pis |mais |bonjour |allo |salut |dis |dites |svp )*"
    r"(?:c.?est quoi|ces? quoi|kess|qu|quoi|comment|combien|pourquoi|ou est|ou sont|est.?ce"
    r"|faut.?(?:il|tu)|peut?.?on|a.?t.?(?:il|on)|y a.?t|[cs]a prend.?(?:tu|combien)|difference"
    r"|(?:avez|avons|sommes?|etes|ont|sont|est|peuvent|doit|doivent|peux|dois)[ -]"
    r"(?:vous|nous|ils?|elles?|tu|on)\b)"
    r"|\b(?:c.?tu|ces tu|[cs]a.?(?:[cs]e )?\w+.?tu|\w+-tu"
    r"|(?:faut|peut?|veut|doit|y a|est|fait|prend|paye) tu)\b"
)
# The same as it is typed in a hurry, wherever it stands: «…, ces koi la diference», «es ce asser», «ya tu».
HURRIED = re.compile(
    r"\b(?:c.?est|ces|cest|s.?est|se|ce|c) ?(?:quoi|lequel|laquelle|quel)\b|(?<!\bde )\bquoi\b(?! que)"
    r"|\b(?:lequel|laquelle|lesquels|lesquelles)\b|\b(?:est|es|et)[ -]?(?:ce|se)\b|^qu?i? ?(?:es|est) ?[cs]e"
    r"|\b(?:ya|y a|a|as|sa|ca|je|jai|tu|il|on|vous|ils|faut|veut|prend|doit|pouvez|existe|ai)[ -]?tu\b"
    r"|\b(?:peut?|peuve(?:nt)?|doi[ts]?|doivent|faut|vaut?|sont?|est|dure(?:nt)?|existe|paye?|va|ont|a"
    r"|[sp]\w+rai[ts]|pouvez|avez|devons|devez|couvr\w+)[ -]?(?:t[ -])?"
    r"(?:t?il|telle|elle|ils|elles|tu|vous|t?on)\b|\w[ -]t['-](?:il|elle|on)s?\b"
    r"|(?:^|[.,;!] ?|\b(?:a|dans|sur|de|pour|avec|vers|couvr\w+) )quel(?:le)?s?\b|^ou (?:va|vont|son)\b"
    r"|\b(?:comment|ou|quand|qui)$|\bcombien\b"
)
NOT_KNOWING = re.compile(r"\b(?:sais|sait|savons|sai) pas\b")
# Speaking of oneself, folded; in questions «on» counts only where it tells of a project («on veut ouvrir…»),
# as elsewhere it is anybody («est-ce qu'on peut…», «combien on a droit»).
OWN = re.compile(r"\b(?:je|j|jai|jveu\w*|jcherche|jsuis|chu|chui|on|nous|notre|nos|mon|ma|mes|moi)\b")
OWN_IN_QUESTION = re.compile(
    r"\b(?:m.?|nous )(?:aide|accompagn|appu|conseill|guide|soutenir|epaul)\w*|\bpour nous\b"
    r"|(?<!qu')(?<!qu )(?<!si )(?<!quand )\bon (?:est|veu\w*|voudrai\w*|aimerai\w*|cherche|pense|part|demarre"
    r"|gere)\b|\bnous (?:sommes|voulons|cherchons|avons)\b"
    r"|\b(?:je|jai|jveu\w*|jcherche|jsuis|chu|chui|notre|nos|mon|ma|mes)\b|\bj['’ ]"
)
# «Pis pour la formation?», once doors were shown: the same project, another need.
CHANGE_OF_NEED = re.compile(
    r"^(?:merci|ok|bon|super|parfait)?[\s,.!]*(?:et|pis|puis|mais|maintenant|sinon)\b.{0,12}"
    r"\b(?:pour|cote|concernant|au niveau|si on)\b"
)
# «Finalement, on hésite entre coop et OBNL»: what was said before is put right.
CORRECTION = re.compile(
    r"^(?:finalement|en fait|non\b|correction|oups|oops|erreur|excus\w+|scuse\w*|s.?cuse\w*|desole\w*"
    r"|je me suis tromp|plutot|je corrige|en realite)"
)
# «Et s'il avait 14 ans?», «pis à Lacolle?»: one thing of what was said is changed.
VARIATION = re.compile(r"^(?:ah |oh )?(?:ok|bon|oui|merci)?[\s,.!]*(?:et|pis|puis|mais|sinon|si)\b")
VARIATION_MAX_WORDS = 9  # longer, it is a question of its own
# «C'est combien max?»: short, and without a subject of its own.
LEANING = re.compile(
    r"^(?:ok |pis |et )*(?:c.?est|c |combien|quand|comment|ou|pourquoi|faut|leurs?|ils?|elles?|je les)\b"
)
LEANING_MAX_WORDS = 6
SEEKING = ("seek_referral", "seek_funding", "seek_training")
# «Lui, y veut une subvention»: what is needed is said, whatever was being asked.
WANTING = re.compile(r"\b(?:veux|veut|voulons|veulent|cherch\w+|besoins?)\b")
# Intents that a question may be mistaken for, when it is short, misspelt or in bare keywords.
MISTAKEN_MIN_WORDS = 3
SURE_OF_PROJECT = 2  # telling fields: with that many, a statement is about a project


def looks_like_question(message: str, plain: str = "") -> bool:
    """Whether a message has the form of a question, as typed or once its typing mistakes are set right
    (`plain`, folded, where a search read it)."""
    return any(_asks(folded) for folded in (fold(respelled(message)), plain))


def _asks(folded: str) -> bool:
    return bool(QUESTION.search(folded) or (HURRIED.search(folded) and not NOT_KNOWING.search(folded)))


def of_ones_own(message: str, plain: str = "") -> bool:
    """Whether a person speaks of their own project."""
    own = OWN_IN_QUESTION if looks_like_question(message, plain) else OWN
    return bool(own.search(fold(message)))


def leans_on_last_turn(message: str) -> bool:
    """Whether a short question may be about what was last said."""
    return len(words(message)) <= LEANING_MAX_WORDS and LEANING.search(fold(message)) is not None


def also_asked(message: str, result: SearchResult) -> SearchResult | None:
    """What a message that goes on with the referral also asks of the base, if it does. What there is in a
    place is not such a thing: the doors say more of it; nor is a word of change, unless the base is sure."""
    if result.decision == "none" or not looks_like_question(message, result.plain):
        return None
    best = max(result.hits, key=lambda hit: hit.score) if result.decision == "clarify" else result.hits[0]
    if best.answer.mrc or (result.decision == "clarify" and len(words(message)) <= VARIATION_MAX_WORDS):
        return None
    return replace(result, hits=tuple(hit for hit in result.hits if not hit.answer.mrc))


def really_a_question(message: str, result: SearchResult) -> bool:
    """Whether a message that was taken for small talk or a command is a question the base answers.

    A bare name («Filaction») is one too: it is then its own composed answer that is found.
    """
    if result.decision != "answer":
        return False
    return len(words(message)) >= MISTAKEN_MIN_WORDS or result.hits[0].answer.kind == "composed"


def states_a_need(intent: str, message: str) -> bool:
    """Whether a message is about what is needed, rather than naming a need in passing."""
    folded = fold(message)
    return intent in (*SEEKING, "correct") or any(
        pattern.search(folded) for pattern in (CHANGE_OF_NEED, WANTING)
    )


def telling_fields(said: Extraction) -> int:
    """How many things a message says that only concern a project of one's own."""
    known = said.profile
    return sum(
        value is not None for value in (known.place_kind, known.stage, known.age, known.sector, known.amount)
    ) + bool(said.candidates)


def describes(said: Extraction) -> bool:
    """Whether a message says what a project is, beside where."""
    known = said.profile
    return known.stage is not None or known.legal_form is not None or known.sector is not None


def answers_what_was_asked(said: Extraction, frame: Frame) -> bool:
    """Whether a message fills the very field that was asked about."""
    known = said.profile
    fills = {
        "place": known.place_kind is not None or bool(said.candidates),
        "need": bool(known.need),
        "stage": known.stage is not None,
        "legal_form": known.legal_form is not None,
        "age": known.age is not None,
    }
    return frame.asking is not None and fills[frame.asking]


def varies(said: Extraction, message: str, *, of_doors: bool) -> bool:
    """Whether a message changes one thing of what was said before: the place, or, right after doors
    (`of_doors`), anything that they were chosen by."""
    short = len(words(message)) <= VARIATION_MAX_WORDS and VARIATION.search(fold(message)) is not None
    placed = said.profile.place_kind is not None or bool(said.candidates)
    return short and (placed or (of_doors and not said.empty))


def for_referral(
    intent: str,
    said: Extraction,
    frame: Frame,
    message: str,
    result: SearchResult,
    *,
    doors_shown: bool,
    of_doors: bool,
) -> bool:
    """Whether a typed message goes on with the referral rather than being answered from the base.

    Input: the intent, what the message says of a project, the frame, the message, what search makes of
    it, whether doors were already shown in this conversation, and whether they are the last thing shown.
    """
    question = looks_like_question(message, result.plain)
    if result.decision != "answer" and varies(said, message, of_doors=of_doors):
        return True
    if of_doors and result.decision == "clarify" and not question and not said.empty:
        return True
    if not question and (answers_what_was_asked(said, frame) or (frame.asking and telling_fields(said))):
        return True
    if doors_shown and said.profile.need and CHANGE_OF_NEED.search(fold(message)):
        return True
    if CORRECTION.search(fold(message)) and not said.empty and not question:
        return True
    answered = result.decision == "answer"
    own, telling = of_ones_own(message, result.plain), telling_fields(said)
    placed = said.profile.place_kind is not None or bool(said.candidates)
    if question:
        # Once their place is known, a person who asks what they can have means it for their own project.
        at_home = placed or (result.decision == "clarify" and frame.profile.place_kind is not None)
        if result.decision != "none":
            return own and at_home and intent in SEEKING
        if result.topic:
            return False
        return (own and telling > 0) or (intent in SEEKING and not placed)
    if own and placed and describes(said) and not (answered and intent == "ask_question"):
        return True
    bare_search = intent in SEEKING and telling == 0  # «Trouver du financement»: for whom comes next
    if result.topic and result.decision == "none" and not bare_search:
        return False
    if intent == "ask_question" and result.decision != "none":
        return own and placed
    if telling >= SURE_OF_PROJECT or (own and (placed or intent in SEEKING)):
        return True
    if intent == "correct" or (intent == "inform" and (placed or (doors_shown and not said.empty))):
        return True
    if answered or (result.decision == "clarify" and bare_search and not said.profile.need):
        return False
    return intent in SEEKING or (not said.empty and (intent == "inform" or (telling > 0 and own)))
