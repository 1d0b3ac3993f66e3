"""Where a message stands in its conversation: after doors, after an answer, by itself; what it bears."""

from __future__ import annotations

from actions.likeliest import LIKELY, SAYS_ALL
from actions.turn import Turn
from knowledge.areas.areas import NEAR
from knowledge.records import AnyResource, FundRecord, identifier
from knowledge.referral.profile import EMPTY

SMALL_MAX_WORDS = 12  # a longer message says something beside its greeting or its thanks
ASKED_OF = ("amount", "when", "eligibility", "whom")  # readings of a message that asks, mark or none
MISTAKEN_MIN_WORDS = 3  # a shorter message that the base surely answers may still be small talk


def shown(turn: Turn) -> bool:
    """Whether organizations or funds were shown in this conversation."""
    return bool(turn.state.shown.ids)


def begun(turn: Turn) -> bool:
    """Whether anything was said before, on which a message may lean."""
    answered = turn.last is not None or bool(turn.state.choices) or turn.state.last_question is not None
    return answered or shown(turn) or turn.state.asking is not None or turn.state.profile != EMPTY


def after_doors(turn: Turn) -> bool:
    """Whether they are the last thing shown, though choices may stand beside them."""
    return shown(turn) and turn.last is None and (turn.state.doors_last or not turn.state.choices)


def has_subject(turn: Turn) -> bool:
    """Whether the message is really a question that the base answers, or names something of its own."""
    if turn.named:
        return True
    leans = turn.reading.leans and begun(turn)  # what comes first leans on nothing, whatever it sounds like
    return turn.length >= MISTAKEN_MIN_WORDS and turn.question and turn.sure and not leans


def others_than(turn: Turn) -> bool:
    """Whether others are wanted than a resource that the message names to leave it out («autre chose que la
    BIEC»), or whose card was just given («y a-tu d'autre chose»)."""
    if turn.denial.denied:  # a name beside it makes it less sure that others are wanted
        return turn.reading.surely("more") >= LIKELY
    of_card = turn.last is not None and turn.last.is_card
    return turn.reading.more and of_card and not has_subject(turn)


def says_all(turn: Turn) -> bool:
    """Whether the base surely answers the message by itself: «êtes-vous ouverts le mardi?» is nothing of the
    program's, though it speaks to it."""
    found = turn.alone
    surely = found.decision == "answer" and found.hits[0].score >= SAYS_ALL
    return surely and turn.question and turn.length >= MISTAKEN_MIN_WORDS


def of_doors(turn: Turn) -> bool:
    """Whether a message may be about the list: it was shown last, alone or beside an answer, or a card of it
    was, and nothing else is named."""
    if not turn.state.shown.last or turn.stands_alone:
        return False
    if turn.state.doors_last:
        return True
    cards = turn.last is not None and turn.last.is_card and not turn.state.choices
    return cards and bool(turn.last and set(turn.last.facts[:1]) & set(turn.state.shown.ids))


def of_last(turn: Turn) -> bool:
    """Whether a message may be about what was last said, list or answer."""
    return of_doors(turn) or (turn.last is not None and not turn.stands_alone)


def alone_after_answer(turn: Turn) -> bool:
    """Whether a short message leans on the answer just given."""
    return turn.last is not None and turn.reading.leans and turn.length <= 3


def finds_another(turn: Turn) -> bool:
    """Whether the message surely finds, by itself, the card of a resource that is not in the list shown:
    «pourquoi pas Desjardins?»."""
    found = turn.alone
    best = found.hits[0] if found.decision != "none" else None
    if best is None or not best.answer.is_card or best.score < SAYS_ALL:
        return False
    return not set(best.answer.facts[:1]) & set(turn.state.shown.last)


def asks_of_law(turn: Turn, *read: str) -> bool:
    """Whether the base answers the message by itself more surely than it was `read` as a question on what was
    shown: «un mineur peut-il être membre?» right after a card."""
    return written_alone(turn) > max(turn.reading.surely(name) for name in read)


def written_alone(turn: Turn) -> float:
    """How surely a written answer is found for the message by itself, 0 to 1; none for a word or two."""
    found = turn.alone
    if found.decision != "answer" or turn.length < MISTAKEN_MIN_WORDS:
        return 0.0
    best = found.hits[0]
    return 0.0 if best.answer.is_card or best.answer.mrc else best.score


def placed(turn: Turn) -> bool:
    """Whether the message names a place, be it the Pôle's own region: which of its MRC is then asked."""
    known = turn.said.profile
    return known.place_kind is not None or known.region is not None or bool(turn.said.candidates)


def asks_base(turn: Turn, small: str) -> bool:
    """Whether the message, more surely than it is the `small` talk that it sounds like, asks what the base
    likely answers and has not just told: «on peut-tu prendre n'importe quel nom» is no anger."""
    surer = turn.reading.surely("question") >= turn.reading.surely(small)
    if not surer or not turn.question or turn.length < MISTAKEN_MIN_WORDS or turn.result.decision == "none":
        return False
    best = turn.result.hits[0]
    return best.score >= LIKELY and best.answer != turn.last


def says_nothing(turn: Turn) -> bool:
    """Whether the message tells nothing of a project, asks nothing, and names nothing that the base surely
    answers: «non, la cotisation» says what was meant."""
    if not turn.said.empty or turn.question or turn.named:
        return False
    means = turn.length >= MISTAKEN_MIN_WORDS and not turn.reading.leans
    return not (means and turn.alone.decision == "answer")


def small(turn: Turn) -> bool:
    """Whether the message is short and says nothing else: «merci, on va y penser» tells of no project."""
    reading = turn.reading
    meant = placed(turn) or reading.project or reading.seeks or reading.own or reading.corrects
    return (
        turn.length <= SMALL_MAX_WORDS
        and (turn.said.empty or not meant)
        and not has_subject(turn)
        and not (_asks(turn) and not turn.reading.greet)
    )


def _asks(turn: Turn) -> bool:
    """Whether a message asks something by its mark, or more surely than it thanks or takes leave: «merci
    quand même» does not, «super, leur numéro svp» does."""
    said = max(turn.reading.surely("thanks"), turn.reading.surely("leave"))
    asks = turn.question and turn.reading.surely("question") >= said
    asks |= max(map(turn.reading.surely, ASKED_OF)) >= SAYS_ALL  # «merci. ça coûte combien?»
    return "?" in turn.message or asks or (turn.reaches and turn.reading.surely("reach") >= said)


def funds_of_last(turn: Turn) -> list[str]:
    """The funds that the answer just given is on: those of the organization whose card it is, or those that a
    written answer rests on. None after the card of a fund, which said all that is known of it."""
    if turn.last is None or not turn.last.resources:
        return []
    records = turn.snapshot.resources
    first, open_to = records.get(turn.last.resources[0]), turn.matches
    if turn.last.is_card:
        own = [] if first is None or isinstance(first, FundRecord) else funds_of(turn, first)
        offered = [identifier(fund) for fund in own]
    else:
        offered = [name for name in turn.last.resources if isinstance(records.get(name), FundRecord)]
    # Not the fund of another MRC, on which the answer rests too.
    return [name for name in offered if name in open_to and open_to[name].verdict != "no"]


def funds_of(turn: Turn, record: AnyResource) -> list[FundRecord]:
    """The funds whose terms a resource is asked for: itself, or those of an organization."""
    if isinstance(record, FundRecord):
        return [record]
    return [
        fund
        for fund in turn.snapshot.resources.values()
        if isinstance(fund, FundRecord) and f"organization:{fund.organization}" == identifier(record)
    ]


def named_with_funds(turn: Turn) -> AnyResource | None:
    """The first of those named that is a fund, or has some."""
    return next((record for record in turn.named if funds_of(turn, record)), None)


def priced(turn: Turn, record: AnyResource | None) -> bool:
    """Whether it is asked what the services of an organization cost, or of those shown when none is spoken of
    by itself, which the base answers for them all: «c'est payant?», «combien ça coûte» are not what funds
    give."""
    found = turn.alone  # what was told before says nothing of prices
    topic = found.topic if found.decision == "none" and found.topic_sure else None
    told = topic is not None and topic.area == NEAR and bool(topic.reply)
    return told and not isinstance(record, FundRecord)
