"""Loading the reference data that Gagyo ships: countries, regions, places, bodies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gagyo.accounts.rules import NotYoursError, may_keep_registry
from gagyo.common.actions import record, renew_planner_counts_after
from gagyo.common.rules import Actor
from gagyo.registry.actions.reference.countries import load_countries
from gagyo.registry.actions.reference.governments import load_governments
from gagyo.registry.actions.reference.missions import load_agencies, load_missions
from gagyo.registry.actions.reference.places import load_places, load_provinces
from gagyo.registry.actions.reference.regions import load_regions
from gagyo.registry.actions.reference.seats import settle_governments

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ReferenceCounts:
    """How many rows a load added."""

    countries: int
    region_members: int
    places: int
    governments: int
    missions: int
    agencies: int

    @property
    def total(self) -> int:
        """All rows added."""
        return self.countries + self.region_members + self.places + self.governments + self.missions + self.agencies


@transaction.atomic
def load_reference(*, by: Actor, now: datetime, progress: Progress | None = None) -> ReferenceCounts:
    """
    Load the reference data. Loading again adds what is missing and leaves what people have changed.

    Countries and region schemes always follow the files; places and bodies that are there are not touched.
    progress: called with a step's name and the share done, 0 to 1
    :raises NotYoursError: if the actor does not keep the registry
    """
    if not may_keep_registry(actor=by):
        raise NotYoursError("Only the operator loads reference data. Ask the operator.")
    tell = progress or (lambda _step, _share: None)
    tell("countries", 0.0)
    countries = load_countries()
    tell("regions", 0.05)
    members = load_regions()
    tell("places", 0.1)
    provinces = load_provinces()
    cities = load_places()
    tell("governments", 0.85)
    governments = load_governments()
    tell("missions", 0.92)
    counts = ReferenceCounts(
        countries=countries,
        region_members=members,
        places=provinces + cities + settle_governments(),
        governments=governments,
        agencies=load_agencies(),
        missions=load_missions(),
    )
    if counts.total:
        record(event="reference.loaded", by=by, at=now, after=vars(counts), rows=counts.total)
        renew_planner_counts_after()
    tell("done", 1.0)
    return counts
