"""What the forms of a programme offer: the office's own sites, rooms, vehicles and people, and those named already."""

from typing import Any

from django.db.models import Q

from gagyo.common.rules import Actor
from gagyo.registry.models import Person
from gagyo.visits.models import Room, Site, Stop, Vehicle, Visit


def stop_choices(*, actor: Actor, stop: Stop | None = None) -> dict[str, Any]:
    """Return the choices of each link of a stop by the form's field."""
    return {
        "site": _own(Site, actor, stop.site_id if stop else None),
        "room": _own(Room, actor, stop.room_id if stop else None),
        "vehicle": _own(Vehicle, actor, stop.vehicle_id if stop else None),
        "host": _own(Person, actor, stop.host_id if stop else None),
    }


def sites_to_show(actor: Actor) -> Any:
    """Return the sites of the office, which a proposal chooses from."""
    return Site.objects.own(actor).order_by("name_ko", "pk")


def wished_of(visit: Visit) -> dict[str, Any]:
    """Return what the visitors wished, as a proposal's form has it: sites of the office, and their language."""
    asked = visit.requests.order_by("pk").first()
    if asked is None:
        return {}
    sites = asked.sites.filter(office_id=visit.office_id or 0, archived_at=None).order_by("pk")
    language = "" if asked.language == "ko" else asked.language
    return {"sites": [str(site.pk) for site in sites], "language": language}


def _own(model: Any, actor: Actor, more: int | None) -> Any:
    seen = model.objects.for_user(actor)
    return seen.filter(Q(office_id=actor.office_id or 0) | Q(pk=more or 0)).order_by("name_ko", "pk")
