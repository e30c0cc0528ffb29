"""Visits that a figure counts and its list does not open: how many, never which."""

from dataclasses import fields
from datetime import date
from typing import Final

from gagyo.common.rules import Actor
from gagyo.visits.models import VisitRule
from gagyo.visits.queries.filters import ELSEWHERE, VisitFilter, counted_visits, sites_named_to, visits_for
from gagyo.visits.rules.halves import half_on

PERIOD: Final = {"office", "state", "since", "until", "dated_by"}
# What one cell of a half-year's tables adds to its half.
CELLS: Final = (
    set[str](),
    *({"country"}, {"region"}, {"theme"}, {"site"}, {"month"}, {"organiser"}, {"organiser_kind", "unnamed"}),
)


def not_open(*, actor: Actor, wanted: VisitFilter, today: date) -> int:
    """
    Return how many visits a half-year's figure counts beyond those that its list opens to the actor.

    0 for every other list: the number beside any filter would tell what no figure tells.
    """
    if not _is_a_figure(wanted) or not _is_named(wanted, actor=actor, today=today):
        return 0
    counted = counted_visits(actor=actor, wanted=wanted, today=today).count()
    return counted - visits_for(actor=actor, wanted=wanted, today=today).count()


def _is_a_figure(wanted: VisitFilter) -> bool:
    asked = {each.name for each in fields(wanted) if getattr(wanted, each.name) != each.default}
    if not wanted.office or not wanted.since or not wanted.until or asked - PERIOD not in CELLS:
        return False
    half = half_on(wanted.since)
    if wanted.since != half.starts_on or wanted.until > half.ends_on:
        return False
    ways = {(",".join(rule.states), rule.dated_by) for rule in VisitRule.objects.all()}
    return (wanted.state, wanted.dated_by) in ways


def _is_named(wanted: VisitFilter, *, actor: Actor, today: date) -> bool:
    """Tell whether the site or organiser asked for is one that the actor's figures name."""
    if wanted.site is not None and wanted.site != ELSEWHERE:
        return sites_named_to(actor).filter(pk=wanted.site).exists()
    if wanted.organiser:
        everywhere = VisitFilter(organiser=wanted.organiser, state="all")
        return visits_for(actor=actor, wanted=everywhere, today=today).exists()
    return True
