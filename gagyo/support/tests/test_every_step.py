"""One life of a request through every step there is, with every promise looked at after each."""

from collections.abc import Callable
from typing import Any

import pytest

from gagyo.support.choices import ItemOutcome
from gagyo.support.tests.make import make_cast
from gagyo.support.tests.test_figures import Counted
from gagyo.support.tests.test_lives import Life

EVERY_STEP = {
    "support.changed",
    "support.submitted",
    "support.recalled",
    "support.returned",
    "support.sent",
    "support.withdrawn",
    "support.item_withdrawn",
    "support.routed",
    "support.leg_accepted",
    "support.leg_decided",
    "support.leg_answered",
    "support.leg_refused",
    "support.leg_passed_on",
    "support.leg_split",
    "support.leg_joined",
    "support.leg_paused",
    "support.leg_resumed",
    "support.leg_withdrawn",
    "support.leg_dropped",
    "support.answer_drafted",
    "support.answer_submitted",
    "support.answer_recalled",
    "support.answer_returned",
    "support.answered",
    "support.confirmed",
    "support.rated",
    "support.reopened",
}
# A life that comes through every step: by chance ten lives pause, divide, join and return too seldom.
WALK: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("edit", ("officer",)),
    ("submit_well", ()),
    ("move_well", ("recall", 0)),
    ("submit_well", ()),
    ("move_well", ("return", 0)),
    ("submit_well", ()),
    ("approve_well", ()),
    ("propose", ("router", "tokyo", False)),
    ("move_leg_well", (0, 0, "tokyo", "drop")),
    ("route_well", ("hanoi",)),
    ("route_well", ("tokyo",)),
    ("move_well", ("item", 0)),
    ("move_leg_well", (0, 1, "tokyo", "split")),
    ("move_leg_well", (0, 0, "tokyo", "pass_on")),
    ("route_well", ("bureau",)),
    ("move_leg_well", (1, 0, "tokyo", "join")),
    ("route_well", ("hanoi",)),
    ("move_leg_well", (1, 0, "tokyo", "refuse")),
    ("route_well", ("hanoi",)),
    ("move_leg_well", (1, 0, "tokyo", "withdraw")),
    ("move_leg_well", (0, 0, "tokyo", "pause")),
    ("move_leg_well", (0, 0, "tokyo", "resume")),
    ("decide_well", (2, ItemOutcome.PART)),
    ("answer_well", (2,)),
    ("draft_well", ()),
    ("move_well", ("recall_answer", 0)),
    ("draft_well", ()),
    ("move_well", ("return_answer", 0)),
    ("draft_well", ()),
    ("decide_answer", ("director", True)),
    ("move_well", ("rate", 0)),
    ("move_well", ("confirm", 0)),
    ("move_well", ("reopen", 1)),
    ("route_well", ("hanoi",)),
    ("withdraw", ()),
)


@pytest.mark.django_db
@pytest.mark.parametrize("restricted", [False, True])
def test_a_life_through_every_step_keeps_every_promise(restricted: bool) -> None:
    Life.cast = make_cast()
    Life.reached.clear()
    life = Life()
    walk(life, restricted=restricted, after=life.keeps_its_promises)
    life.teardown()
    assert EVERY_STEP - set(Life.reached) == set()


def walk(life: Life, *, restricted: bool, after: Callable[[], object]) -> None:
    """Let a life come through every step, and look at something after each."""
    life.begin(restricted, "draft")
    for name, given in WALK:
        before = life.moves
        getattr(life, name)(*given)
        assert life.moves > before, f"{name} {given} was refused"
        after()


# On each engine the lives of test_figures ask the same figures.
@pytest.mark.any_engine
@pytest.mark.django_db
def test_what_figures_said_of_each_day_of_that_life_they_say_of_it_ever_after() -> None:
    Counted.cast = make_cast()
    life = Counted()
    walk(life, restricted=False, after=life.the_past_stays)
    assert [(at, life.standings(at)) for at, _told in life.told] == life.told
    found = {standing for _at, told in life.told for standing in told}
    assert found == {"received", "open", "overdue", "answered", "fulfilled", "withdrawn"}
    life.teardown()
