"""Programmes as they were sent, and the present one in the same shape."""

import hashlib
import json
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gagyo.visits.models import ProgrammeVersion, Stop, Visit
from gagyo.visits.queries.lodging import stays_of
from gagyo.visits.queries.programme import stops_of


def content_of(visit: Visit) -> dict[str, Any]:
    """
    Return the programme as it is kept with a version: what visitors are told, in Korean and English.

    No names of people are in it: a version is kept longer than they may be.
    """
    return {
        "visit": _named(visit),
        "stays": stays_of(visit),
        "stops": [_kept(stop) for stop in stops_of(visit)],
    }


def without_english(visit: Visit) -> list[tuple[Stop, str]]:
    """Return the stops of which foreign visitors would read something in Korean, each with what that is."""
    found = []
    for stop in stops_of(visit):
        parts = [
            _("title of the stop") if stop.title_ko and not stop.title_en else "",
            _("name of the site") if not stop.title_en and stop.site and not stop.site.name_en else "",
            _("name of the place") if stop.place and not stop.place_en else "",
            _("name of the room") if stop.room and not stop.room.name_en else "",
            _("name of the vehicle") if stop.vehicle and not stop.vehicle.name_en else "",
        ]
        if any(parts):
            found.append((stop, ", ".join(part for part in parts if part)))
    return found


def sending_state(visit: Visit) -> str:
    """
    Return what was sent last and what would be sent now, as one word.

    It goes along with the form, so that nothing is sent twice and nothing that its sender has not seen.
    """
    last = visit.programme_versions.order_by("-number").values_list("number", flat=True).first() or 0
    content = json.dumps(content_of(visit), sort_keys=True)
    return f"{last}-{hashlib.sha256(content.encode()).hexdigest()[:32]}"


def versions_of(visit: Visit) -> list[ProgrammeVersion]:
    """Return what was sent, the latest first."""
    return list(visit.programme_versions.select_related("sent_by").order_by("-number"))


def _kept(stop: Stop) -> dict[str, Any]:
    starts, ends = timezone.localtime(stop.starts_at), timezone.localtime(stop.ends_at)
    return {
        "id": stop.pk,
        "kind": stop.kind,
        "day": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "title": _in_both(stop),
        "site": _named(stop.site),
        "place": {"ko": stop.place or stop.place_en, "en": stop.place_en or stop.place},
        "room": _named(stop.room),
        "vehicle": _named(stop.vehicle),
        "language": stop.language,
        "parties": [_party(party) for party in stop.parties.all()],
    }


def _in_both(stop: Stop) -> dict[str, str]:
    found = {}
    for language in ("ko", "en"):
        with translation.override(language):
            found[language] = stop.title
    return found


def _party(party: Any) -> dict[str, str]:
    found = {}
    for language in ("ko", "en"):
        with translation.override(language):
            found[language] = str(party)
    return found


def _named(row: Any) -> dict[str, str]:
    if row is None:
        return {"ko": "", "en": ""}
    return {"ko": row.name_ko or row.name_en, "en": row.name_en or row.name_ko}
