"""Countries, regions, places, bodies, people, merges."""

from gagyo.registry.models.bodies import Body, BodyName, BodySuccession, MissionCoverage
from gagyo.registry.models.countries import Country, Region, RegionMember, RegionScheme
from gagyo.registry.models.merges import Merge, MergeStep, NotADuplicate
from gagyo.registry.models.people import Person, Post
from gagyo.registry.models.places import Place, PlaceName

__all__ = [
    "Body",
    "BodyName",
    "BodySuccession",
    "Country",
    "Merge",
    "MergeStep",
    "MissionCoverage",
    "NotADuplicate",
    "Person",
    "Place",
    "PlaceName",
    "Post",
    "Region",
    "RegionMember",
    "RegionScheme",
]
