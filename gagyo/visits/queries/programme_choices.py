"""What the forms of a programme offer: the office's own sites, rooms, vehicles and people, and those named already."""

from typing import Any, Final

from gagyo.common.rules import Actor
from gagyo.registry.models import Person
from gagyo.visits.models import Room, Site, Stop, Vehicle, Visit

BY_NAME: Final = ("name_ko", "pk")


def stop_choices(*, actor: Actor, stop: Stop | None = None) -> dict[str, Any]:
    """Return the choices of each link of a stop by the form's field."""
    return {
        "site": Site.objects.offered(actor, held=[stop.site_id if stop else None]).order_by(*BY_NAME),
        "room": Room.objects.offered(actor, held=[stop.room_id if stop else None]).order_by(*BY_NAME),
        "vehicle": Vehicle.objects.offered(actor, held=[stop.vehicle_id if stop else None]).order_by(*BY_NAME),
        "host": Person.objects.offered(actor, held=[stop.host_id if stop else None]).order_by(*BY_NAME),
    }


def sites_to_show(actor: Actor) -> Any:
    """Return the sites of the office, which a proposal chooses from."""
    return Site.objects.own(actor).order_by(*BY_NAME)


def wished_of(visit: Visit) -> dict[str, Any]:
    """Return what the visitors wished, as a proposal's form has it: sites of the office, and their language."""
    asked = visit.requests.order_by("pk").first()
    if asked is None:
        return {}
    sites = asked.sites.filter(office_id=visit.office_id or 0, archived_at=None).order_by("pk")
    language = "" if asked.language == "ko" else asked.language
    return {"sites": [str(site.pk) for site in sites], "language": language}
