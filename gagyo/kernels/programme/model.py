"""The whole constraint model, and stops read back from its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gagyo.kernels.programme.columns import PartySets, choose_sets
from gagyo.kernels.programme.frame import DAY_OFFSET, Frame, total, visit_vars
from gagyo.kernels.programme.problem import Party, Problem, Stop
from gagyo.kernels.programme.resources import add_capacities, add_choices
from gagyo.kernels.programme.routes import add_route, fixed_on
from gagyo.kernels.programme.score import wish_value
from gagyo.kernels.programme.solving import forget_hints, hint_all
from gagyo.kernels.programme.vehicles import add_vehicles
from gagyo.kernels.programme.visits import Visit

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

RULES = ("interpreter", "room", "vehicle", "host", "capacity", "hours", "time")


class ProgrammeModel:
    """
    A model that may choose among the visits.

    rechecked: one of the visits, that may do without any of `RULES`, each with its literal in `frame.relaxed`
    """

    def __init__(self, *, problem: Problem, visits: Sequence[Visit], rechecked: Visit | None = None) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model.CpModel()
        self.frame = Frame(self.cp, problem, [], rechecked=rechecked)
        if rechecked is not None:
            self.frame.relaxed = {rule: self.cp.new_bool_var(f"without {rule}") for rule in RULES}
        self.frame.visits = visit_vars(self.frame, visits)
        add_capacities(self.frame)
        add_choices(self.frame)
        moving = dict.fromkeys(visit.party.key for visit in visits)
        parties = [problem.party_of[key] for key in moving]
        self.frame.minutes = {party.key: add_route(self.frame, party) for party in parties}
        add_vehicles(self.frame)
        self.minutes = total([*self.frame.minutes.values(), *self.frame.longer])
        self.value = total(wish_value(problem=problem, wish=one.visit.wish) * one.present for one in self.frame.visits)
        self.unevenness = total(self._unevenness(party) for party in parties)
        self.most_uneven = sum(len(self.frame.of_party(party)) + len(problem.fixed) for party in parties)

    def bound_minutes(self, sets: PartySets) -> None:
        """Hold a party's minutes to at least those of the sets of visits of its days."""
        least, on_day = choose_sets(self.cp, sets)
        for one in self.frame.of_party(sets.party):
            for day, literal in one.on_day.items():
                self.cp.add(literal == on_day[one.visit.key, day])
        self.cp.add(self.frame.minutes[sets.party.key] >= least)

    def _unevenness(self, party: Party) -> cp_model.LinearExpr:
        most = len(self.frame.of_party(party)) + len(self.frame.problem.fixed)
        fullest, emptiest = self.cp.new_int_var(0, most, "fullest"), self.cp.new_int_var(0, most, "emptiest")
        for day in party.days:
            there = [one.on_day[day.day] for one in self.frame.of_party(party) if day.day in one.on_day]
            stops = total(there) + len(fixed_on(self.frame.problem, party, day.day))
            self.cp.add(fullest >= stops)
            self.cp.add(emptiest <= stops)
        return fullest - emptiest

    def hint(self, stops: Sequence[Stop]) -> None:
        """Tell the solver of stops that keep all rules."""
        forget_hints(self.cp)
        by_key = {(stop.party, stop.site): stop for stop in stops}
        for one in self.frame.visits:
            stop = by_key.get((one.visit.party.key, one.visit.site.key))
            self.cp.add_hint(one.present, stop is not None)
            if stop is not None:
                self.cp.add_hint(one.start, self.frame.offset(stop.day) + stop.start)
            for (kind, key), literal in one.choices.items():
                chosen = stop is not None and key == (stop.interpreter if kind == "interpreter" else stop.room)
                self.cp.add_hint(literal, chosen)

    def hint_all(self, value_of: Callable[[cp_model.LinearExpr], int]) -> None:
        """Tell the solver of a whole solution of this very model."""
        hint_all(self.cp, value_of)

    def stops(self, value_of: Callable[[cp_model.LinearExpr], int]) -> list[Stop]:
        """Return the visits of a solution as stops, by day, start and party."""
        days = {self.frame.offset(day.day) - DAY_OFFSET: day.day for p in self.frame.problem.parties for day in p.days}
        stops = []
        for one in self.frame.visits:
            if value_of(one.present):
                at = value_of(one.start)
                offset = max(low for low in days if low <= at - DAY_OFFSET)
                minute = at - offset - DAY_OFFSET
                chosen = {kind: key for (kind, key), literal in one.choices.items() if value_of(literal)}
                tour = self.frame.tours[one.visit.party.key, days[offset]]
                vehicle = next((key for key, literal in tour.vehicles.items() if value_of(literal)), None)
                stops.append(
                    Stop(
                        one.visit.key,
                        one.visit.party.key,
                        one.visit.site.key,
                        days[offset],
                        minute,
                        minute + one.visit.minutes,
                        interpreter=chosen.get("interpreter"),
                        room=chosen.get("room"),
                        vehicle=vehicle,
                    )
                )
        return sorted(stops, key=lambda stop: (stop.day, stop.start, stop.party))
