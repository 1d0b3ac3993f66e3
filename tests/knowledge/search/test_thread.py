"""What a conversation is about is kept through the halves asked of it."""

from __future__ import annotations

from knowledge.search.thread import Thread, carried_on, completed


def after(*said: tuple[str, bool]) -> Thread:
    """The thread after messages, each with whether it leans on what came before."""
    thread: Thread = ()
    for message, leans in said:
        thread = carried_on(thread, message, leans=leans)
    return thread


def test_the_subject_stays_through_the_halves_asked_of_it() -> None:
    asked = [("combien?", True), ("qui décide ça", True), ("et si on fait rien?", True)]
    thread = after(("notre OBNL a été radié", False), *asked)
    assert thread[0] == "notre OBNL a été radié"
    assert completed("c'est grave?", thread).startswith("notre OBNL a été radié")


def test_a_message_that_stands_by_itself_begins_another_subject() -> None:
    assert after(("notre OBNL a été radié", False), ("c'est quoi le RISQ?", False)) == (
        "c'est quoi le RISQ?",
    )


def test_the_first_message_leans_on_nothing() -> None:
    assert after(("combien ça coûte?", True)) == ("combien ça coûte?",)


def test_another_form_asks_the_same_of_it_and_so_do_the_halves_that_follow() -> None:
    thread = after(("ça coûte combien partir une coop", False), ("pis un obnl?", True))
    (asked,) = thread
    assert "obnl" in asked and "coop" not in asked
    assert "coop" in completed("et une coop?", thread)
    assert completed("combien de temps", thread) == f"{asked} combien de temps"
