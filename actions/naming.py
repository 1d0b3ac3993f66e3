"""What a message names of what is published, and what it denies, after what was last said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from actions.calling import called_in
from actions.library import answer_search
from actions.likeliest import LIKELY
from actions.message import Message, wherever
from actions.phrasings import phrasings_of
from knowledge.answers.published import PublishedAnswer
from knowledge.records import AnyResource
from knowledge.referral.matching import Match, match
from knowledge.referral.profile import Profile
from knowledge.search.denied import Denial, counted, denial_in
from knowledge.search.service import SearchResult, Snapshot
from knowledge.search.text import words

SURELY_NAMED = 0.75  # how surely a message names a resource, 0 to 1


@dataclass(frozen=True)
class Naming(Message):
    """A message, what it names and what it denies."""

    @cached_property
    def snapshot(self) -> Snapshot:
        """What is published now."""
        return answer_search().snapshot()

    @cached_property
    def last(self) -> PublishedAnswer | None:
        """The answer last given, if nothing else was shown since and it is still published."""
        return self.snapshot.answers.get(self.state.last_answer or "")

    @cached_property
    def denial(self) -> Denial:
        """What the message denies, and what it is about without that."""
        return denial_in(self.searched, self._met)

    @property
    def denies_answer(self) -> bool:
        """Whether the message denies what was just answered or offered."""
        return any(counted(question) & self.denial.denied for question in self._met)

    @property
    def _met(self) -> list[str]:
        names = filter(None, (self.state.last_answer, *self.state.choices))
        return [answer.question for name in names if (answer := self.snapshot.answers.get(name))]

    @property
    def _undenied(self) -> str:
        """The message without the words that it denies: «autre chose que la BIEC» names no BIEC."""
        denied = self.denial.denied
        return " ".join(word for word in self.message.split() if not counted(word) & denied)

    @property
    def matter(self) -> str:
        """What the message is about, wherever it is asked, without what it denies."""
        return wherever(self.denial.kept)

    def not_denied(self, found: SearchResult) -> SearchResult:
        """What was found, without the answers on what the message denies."""
        if not self.denial.denied or found.decision == "none":
            return found
        hits = tuple(hit for hit in found.hits if not self.denial.covers(hit.answer.question))
        if len(hits) == len(found.hits):
            return found
        if hits and hits[0] == found.hits[0]:
            return replace(found, hits=hits)
        likely = bool(hits) and hits[0].score >= LIKELY
        return replace(found, decision="clarify" if likely else "none", hits=hits if likely else ())

    @cached_property
    def exact(self) -> PublishedAnswer | None:
        """The one answer of which the message is, word for word, a way of asking that was published."""
        asked = " ".join(words(self.message))
        found = [answer for answer in phrasings_of(self.snapshot).get(asked, ()) if answer.mrc is None]
        return found[0] if len(found) == 1 else None

    @cached_property
    def named(self) -> list[AnyResource]:
        """The resources that the message names, the surest first; of several that bear one name, those that
        serve the project."""
        subject = self.snapshot.ranker.subjects.read(self._undenied)
        sure = sorted(
            (
                (mention.strength, key)
                for key, mention in subject.named.items()
                if mention.strength >= SURELY_NAMED
            ),
            reverse=True,
        )
        cards = [self.snapshot.answers[key] for _, key in sure]
        home = subject.mrcs or {mrc for mrc in (self.state.profile.mrc,) if mrc}
        near = [card for card in cards if not card.mrcs or not home or home & set(card.mrcs)]
        facts = [card.facts[0] for card in (near or cards) if card.is_card and card.facts]
        return [self.snapshot.resources[fact] for fact in facts if fact in self.snapshot.resources]

    @cached_property
    def called(self) -> list[AnyResource]:
        """The resources that the message names, and the doors of the project that it calls by the acronym
        that their names begin with («la MRC»), in the order of the message."""
        near = self.matches if self.state.profile.mrc else ()
        doors = (self.matches.get(name) for name in dict.fromkeys((*self.state.shown.ids, *near)))
        return called_in(
            self._undenied, self.named, [door.record for door in doors if door and door.verdict != "no"]
        )

    @cached_property
    def matches(self) -> dict[str, Match]:
        """All the doors for the project as it is known before this message, by identifier, best first."""
        return matches_for(self.snapshot, self.state.profile)


def matches_for(snapshot: Snapshot, profile: Profile) -> dict[str, Match]:
    """All the doors for a profile, also those closed to it, by identifier, best first."""
    found = match(profile, snapshot.resources, snapshot.doors, snapshot.today)
    return {one.identifier: one for one in found}
