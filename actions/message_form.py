"""How a message is worded: a question or not, of one's own project, leaning on what came before.

Patterns over folded text; what they mean for the turn is decided in `routing.py`.
"""

from __future__ import annotations

import re

from knowledge.search.language import respelled
from knowledge.search.text import SENTENCE_END, fold, words

# How a question on the subject begins or is built, folded.
QUESTION = re.compile(
    r"\?|\b(?:savoir si|me demand\w+|se demand\w+"
    r"|demand\w+ (?:si|s'ils?|ce qu|comment|combien|quand|ou|quel\w*)"
    r"|je (?:parl\w+ d\w*|veux dire|voulais dire)|comprends? pas|(?<!avoir )expliqu\w+|dites?.moi|dis.moi"
    r"|combien)\b"
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
    r"\b(?:c.?est|ces|cest|s.?est|se|ce|c) ?(?:quoi|qui|quand|lequel|laquelle|quel)\b"
    r"|(?<!\bde )\bquoi\b(?! que)"
    r"|\b(?:lequel|laquelle|lesquels|lesquelles)\b|(?<!c[' ])\b(?:est|es|et)[ -]?(?:ce|se)\b"
    r"|^qu?i? ?(?:es|est) ?[cs]e"
    r"|\b(?:ya|y a|a|as|sa|ca|je|jai|tu|il|on|vous|ils|faut|veut|prend|doit|pouvez|existe|ai)[ -]?tu\b"
    r"|\b(?:peut?|peuve(?:nt)?|doi[ts]?|doivent|faut|vaut?|sont?|est|dure(?:nt)?|existe|paye?|va|ont|a"
    r"|[sp]\w+rai[ts]|pouvez|avez|devons|devez|couvr\w+)[ -]?(?:t[ -])?"
    r"(?:t?il|telle|elle|ils|elles|tu|vous|t?on)\b|\w[ -]t['-](?:il|elle|on)s?\b"
    r"|(?:^|[.,;!] ?|\b(?:a|dans|sur|de|pour|avec|vers|couvr\w+|c.?est|ces|c) )quel(?:le)?s?\b"
    r"|^ou (?:va|vont|son)\b"
    r"|\b(?:comment|ou|quand|qui)$|\bcombien\b|\b(?:on|[cs]a|y|ils?|elles?) \w+[ -]tu\b"
)
NOT_KNOWING = re.compile(r"\b(?:sais|sait|savons|sai) pas\b")
# Speaking of oneself, folded; in questions «on» counts only where it tells of a project («on veut ouvrir…»),
# as elsewhere it is anybody («est-ce qu'on peut…», «combien on a droit»).
OWN = re.compile(r"\b(?:je|j|jai|jveu\w*|jcherche|jsuis|chu|chui|on|nous|notre|nos|mon|ma|mes|moi)\b")
OWN_IN_QUESTION = re.compile(
    r"\bdans (?:le|mon|notre|ce) coin\b|\bpar (?:ici|chez nous)\b|\bdans (?:ma|notre) (?:region|mrc|ville)\b|"
    r"\b(?:m.?|nous )(?:aide|accompagn|appu|conseill|guide|soutenir|epaul)\w*|\bpour nous\b"
    r"|(?<!qu')(?<!qu )(?<!si )(?<!quand )\bon (?:est|veu\w*|voudrai\w*|aimerai\w*|cherche|pense|part|demarre"
    r"|gere)\b|\bnous (?:sommes|voulons|cherchons|avons)\b"
    r"|\b(?:je|jai|jveu\w*|jcherche|jsuis|chu|chui|notre|nos|mon|ma|mes)\b|\bj['’ ]"
)
TELLS = re.compile(r"\b(?:je|j|jai|jveu\w*|jsuis|chu|chui|on|nous) ?['’]?\w")
# How a message that goes on from the one before begins: «ok, pis», «merci. Et».
_GOING_ON = r"^(?:ah |oh )?(?:ok|bon|oui|merci|super|parfait)?[\s,.!]*(?:et|pis|puis|mais|maintenant|sinon"
# «Pis pour la formation?», once doors were shown: the same project, another need.
CHANGE_OF_NEED = re.compile(_GOING_ON + r")\b.{0,12}\b(?:pour|cote|concernant|au niveau|si on)\b")
# «Finalement, on hésite entre coop et OBNL»: what was said before is put right.
CORRECTION = re.compile(
    r"^(?:(?:euh|ah|oh|ben|bon|ok|hmm+|ouais|mais|non)[\s,.!]+)*(?:finalement|en fait|non\b|correction"
    r"|oups|oops|erreur|excus\w+|scuse\w*|s.?cuse\w*|desole\w*"
    r"|je me suis tromp|plutot|je corrige|en realite)"
)
# «Et s'il avait 14 ans?», «pis à Lacolle?»: one thing of what was said is changed.
VARIATION = re.compile(_GOING_ON + r"|si)\b")
SHORT_MAX_WORDS = 9  # a longer message is a question of its own
# «C'est combien max?»: short, and without a subject of its own.
LEANING = re.compile(
    r"^(?:ok |pis |et |mais )*"
    r"(?:c|c.?est|[cs]a|combien|quand|comment|ou|pourquoi|faut|leurs?|ils?|elles?|je les|y|on|les)\b"
    r"|\b(?:celle|celui|ceux|eux autres|pourtant)\b"
)
LEANING_MAX_WORDS = 6
# «Y ai-je droit?», of whatever is named.
ELIGIBLE = re.compile(
    r"\b(?:droit|admissibles?|eligibles?|admis\w*|accessibles?|qualifi\w+|refus\w*)\b"
    r"|\b(?:pour|comme) (?:moi|nous|lui|elle|eux|mon client|ma cliente)\b"
)
# «Je m'adresse à qui dans ce cas?», «qui peut nous aider là?»: whom to see, without saying on what.
_WHO = r"(?:^|[.,;:!?] |\b(?:c.?est|ces|cest|a|savoir|sais|pis|et|ok|donc) )qui (?:qui |est.?ce qui )?"
WHOM = re.compile(
    rf"{_WHO}(?:\w+ )?(?:aide|aident|s.?occupe\w*|accompagne\w*)\b"
    rf"|{_WHO}(?:peut|peuvent|pourrait|va) (?:bien )?(?:(?:nous|me|les?|la|lui) |[ml].)?"
    r"(?:aider|appuyer|accompagner|conseiller|guider|epauler|rencontrer|diriger)"
    r"|\b(?:adresse\w*|appel\w*|contact\w*|voi[rs]|refer\w*) (?:a )?qui\b"
    r"|\ba qui\b.{0,20}\b(?:adress|parl|demand)"
    r"|\baffaires? avec (?:qui|quel\w*)\b"
    r"|\bqui (?:je |on |qu.on )?(?:dois |doit |peut |peux )?(?:appel|contact|voir|vois|consult)"
)
WHOM_MAX_WORDS = 12  # a longer message says what it is about
# «On voudrait organiser du transport pour les aînés»: a project is told, whatever its field is near to.
PROJECT = re.compile(
    r"\b(?:on|nous|qui) (?:ve[ux]\w*|voudr\w+|voulons|aimer\w+|pense\w*|souhait\w+|cherche\w* a|songe\w*)\b"
    r".{0,20}\b(?:ouvrir|(?:re)?partir|demarrer|lancer|monter|creer|fonder|organiser|offrir|vendre|batir"
    r"|mettre sur pied|reprendre|racheter|former|faire une? (?:coop|obnl|osbl|projet)\w*|sauver|garder"
    r"|(?:se |nous )?mettre (?:ensemble|en commun)|(?:se |nous )?regrouper|(?:se |nous )?unir|virer en coop"
    r"|transformer|amenager)\b"
)
# «Y'a-tu du fric pour acheter des projecteurs?»: help is looked for, whatever it is wanted for.
SOUGHT = re.compile(
    r"\b(?:ya|y.?a|y.?aurait|a.?t.?il|exist\w*|trouver\w*|cherch\w*|avoir|obtenir|droit)\b.{0,25}"
    r"\b(?:argent|fric|cash|sous|pret\w*|subventions?|bourses?|fonds|financement|aide|programmes?|formations?"
    r"|cours|ateliers?)\b"
)
# «Y'a-tu des bourses pour ça?»: for what was told so far.
FOR_THAT = re.compile(r"\bpour (?:[cs]a|cela|nous|moi|(?:mon|notre) projet)\b")
# «Merci de m'avoir répondu», «faut j'y aille»: the end of a conversation, whatever else is told.
FAREWELL = re.compile(
    r"\bmerci\b|\bbonne (?:journee|soiree|nuit|fin de)\b|\b(?:bye|ciao|a la prochaine|au revoir)\b"
    r"|\b(?:faut|dois|doit|vais) (?:que )?(?:j.?y aill?e|je file|y aller|te laisser|vous laisser|partir\W*$)"
)
# «Pourquoi?», of the doors shown, in so many words.
WHY = re.compile(
    r"\b(?:pour ?quoi|pk|pkoi|pourkoi|raisons?|expli\w+|justifi\w+|criteres?|comment ca se fait|fait que"
    r"|en quoi|sur quoi|bas\w+ sur|choisi\w*|propos\w+|sugger\w+|convien\w+|logique)\b"
)
ENGLISH = re.compile(
    r"\b(?:the|and|for|is|are|how|what|where|who|do|does|we|you|can|of|in|my|it|need|help|want|there|have"
    r"|with|not|this|that|please|your|an|to)\b"
)
FRENCH = re.compile(
    r"\b(?:les?|la|l|une?|des?|du|d|et|est|c|ce|que?|qu|qui|je?|on|nous|vous|ils|elle|pour|avec|dans|sur"
    r"|pas|aux?|en|mon|ma|notre|a|y|tu)\b"
)
MIN_ENGLISH = 2  # words that are English alone; one may be a name or a word of Québec French
# Between two questions of one message: «C'est quoi une coop, faut être combien, pis ça coûte quoi?»
BETWEEN = re.compile(r"[?!.;]+\s*|,\s*|\s+(?:pis|puis|et)\s+")
MIN_PART = 2  # words of each
# «Autre client: …»: what was known is of somebody else.
ANOTHER = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:autre|nouveau|nouvel|nouvelle|prochaine?|deuxieme|second) "
    r"(?:cliente?|dossier|projet|groupe|cas|promot\w+)\b"
)
# «Lui, y veut une subvention»: what is needed is said, whatever was being asked.
WANTING = re.compile(r"\b(?:veux|veut|voulons|veulent|cherch\w+|besoins?)\b")


def looks_like_question(message: str, plain: str = "") -> bool:
    """Whether a message has the form of a question, as typed or once its typing mistakes are set right
    (`plain`, folded, where a search read it)."""
    return any(_asks(folded) for folded in (fold(respelled(message)), fold(message), plain))


def _asks(folded: str) -> bool:
    return bool(QUESTION.search(folded) or (HURRIED.search(folded) and not NOT_KNOWING.search(folded)))


def of_ones_own(message: str, plain: str = "") -> bool:
    """Whether a person speaks of their own project."""
    own = OWN_IN_QUESTION if looks_like_question(message, plain) else OWN
    return bool(own.search(fold(message)))


def tells(message: str) -> bool:
    """Whether a message has somebody who does something: «on est 5 comédiens», not «permis de notre bar»."""
    return TELLS.search(fold(message)) is not None


def leans_on_last_turn(message: str) -> bool:
    """Whether a short question may be about what was last said: «c'est combien max?», «pis pour un OBNL?»."""
    leaning = len(words(message)) <= LEANING_MAX_WORDS and LEANING.search(fold(message)) is not None
    return leaning or changes_one_thing(message)


def changes_one_thing(message: str) -> bool:
    """Whether a short message changes one thing of what came before: «et s'il avait 14 ans?»."""
    return short_remark(message) and VARIATION.search(fold(message)) is not None


def short_remark(message: str) -> bool:
    """Whether a message is too short to be a question of its own."""
    return len(words(message)) <= SHORT_MAX_WORDS


def changes_need(message: str) -> bool:
    """Whether a message passes to another need of the same project: «pis pour la formation?»."""
    return short_remark(message) and CHANGE_OF_NEED.search(fold(message)) is not None


def corrects(message: str) -> bool:
    """Whether a message puts right what was said before: «finalement…»."""
    return CORRECTION.search(fold(message)) is not None


def wants(message: str) -> bool:
    """Whether a message says that something is needed."""
    return WANTING.search(fold(message)) is not None


def asks_eligibility(message: str) -> bool:
    """Whether a message asks if somebody is admitted: «j'ai-tu droit au FDEÉS?»."""
    return ELIGIBLE.search(fold(message)) is not None


def states_project(message: str) -> bool:
    """Whether a message tells what a group wants to found."""
    return PROJECT.search(fold(message)) is not None


def for_that(message: str) -> bool:
    """Whether a message, or its last sentence, asks something for the project told so far: «y'a-tu des
    bourses pour ça?»."""
    last = SENTENCE_END.split(fold(message).rstrip(" ?!."))[-1]
    return short_remark(last) and FOR_THAT.search(last) is not None


def seeks(message: str) -> bool:
    """Whether a message asks if there is help for something: «y'a-tu du fric pour acheter…?»."""
    return SOUGHT.search(fold(message)) is not None


def asks_whom(message: str) -> bool:
    """Whether a short message asks whom to see: «c'est qui qui peut m'aider?»."""
    return len(words(message)) <= WHOM_MAX_WORDS and WHOM.search(fold(message)) is not None


def takes_leave(message: str) -> bool:
    """Whether a message ends the conversation or thanks, and asks nothing."""
    return FAREWELL.search(fold(message)) is not None and not looks_like_question(message)


def asks_why(message: str) -> bool:
    """Whether a message asks why, in so many words."""
    return WHY.search(fold(message)) is not None


def looks_english(message: str) -> bool:
    """Whether a message is written in English: it has English small words, and more than French ones."""
    folded = fold(message)
    english = len(ENGLISH.findall(folded))
    return english >= MIN_ENGLISH and english > len(FRENCH.findall(folded))


def questions_in(message: str) -> list[str]:
    """The questions that a message asks, when there are several; one alone or none gives an empty list."""
    parts = [part.strip() for part in BETWEEN.split(message)]
    asked = [part for part in parts if len(words(part)) >= MIN_PART and looks_like_question(part)]
    return asked if len(asked) > 1 else []


def speaks_of_another(message: str) -> bool:
    """Whether a message passes to another project than the one told so far: «j'ai un autre client…»."""
    return ANOTHER.search(fold(message)) is not None
