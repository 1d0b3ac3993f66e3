"""Everyday Québec spelling brought nearer to the dictionary, for comparison only."""

from __future__ import annotations

import re
import unicodedata

# Contractions and phonetic spellings that people type; folded form -> words. From everyday use in Québec.
SPOKEN = {
    "chu": "je suis",
    "chui": "je suis",
    "jsuis": "je suis",
    "jveux": "je veux",
    "jveu": "je veux",
    "jpeux": "je peux",
    "jai": "j ai",
    "ya": "il y a",
    "ye": "il est",
    "pis": "puis",
    "faque": "alors",
    "fak": "alors",
    "cest": "c est",
    "ct": "c etait",
    "koi": "quoi",
    "kwa": "quoi",
    "kess": "qu est ce",
    "kosse": "qu est ce",
    "pk": "pourquoi",
    "pkoi": "pourquoi",
    "tk": "en tout cas",
    "svp": "s il vous plait",
    "stp": "s il vous plait",
    "bcp": "beaucoup",
    "cb": "combien",
    "cbn": "combien",
    "cmb": "combien",
    "cmt": "comment",
    "qd": "quand",
    "pcq": "parce que",
    "ds": "dans",
    "qqun": "quelqu un",
    "qqn": "quelqu un",
    "osbl": "obnl",
    "toe": "toi",
    "moe": "moi",
    "ben": "bien",
    "ouin": "oui",
    "ouais": "oui",
    "ouan": "oui",
}
_WORD = re.compile(r"\w+")


def quiet(text: str) -> str:
    """The text, in small letters when it is written in capitals alone: it says the same, and its meaning is
    read from examples that do not shout."""
    return text.lower() if text.isupper() else text


def fold(text: str) -> str:
    """Lower case without accents, spoken contractions spelled out."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.sub(lambda found: SPOKEN.get(found[0], found[0]), plain)
