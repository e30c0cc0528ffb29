"""Telling those whom a change of a programme concerns: hosts by their e-mail, interpreters asked or coming."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gagyo.registry.models import Person
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import InterpreterTask, ProgrammeVersion, Site, Stop, Visit
from gagyo.visits.rules.languages import language_name

# What somebody who is there must know; a note of the officer's is not told.
TOLD = ("kind", "site_id", "title_ko", "title_en", "place", "starts_at", "ends_at", "room_id", "host_id", "language")
Snapshot = dict[str, Any]


def tell_changes(
    *, visit: Visit, before: Mapping[int, Snapshot | None], after: Mapping[int, Snapshot | None], now: datetime
) -> int:
    """
    Put a message into the outbox for each person whose stops changed; return how many.

    Interpreters who said yes, or were asked and have not answered, are told in any case, hosts once the programme was
    sent; nobody of a stop that is over.
    """
    changed = [pk for pk in before if _differs(before[pk], after[pk]) and _is_ahead(before[pk], after[pk], now=now)]
    if not changed:
        return 0
    is_sent = ProgrammeVersion.objects.filter(visit=visit).exists()
    stops = {pk: [one for one in (before[pk], after[pk]) if one] for pk in changed}
    lines: defaultdict[tuple[str, bool], list[str]] = defaultdict(list)
    with translation.override("ko"):
        sites = _sites(stops)
        people = _hosts(stops, sites) if is_sent else {}
        for pk in changed:
            words = _change_words(before[pk], after[pk], sites=sites)
            coming = [*_interpreters(pk, AnswerState.ACCEPTED), *people.get(pk, [])]
            told = [(address, False) for address in coming]
            told += [(address, True) for address in _interpreters(pk, AnswerState.ASKED)]
            for each in dict.fromkeys(told):
                lines[each].append(words)
        for (address, is_asked), changes in lines.items():
            _send(visit, address, changes, is_asked=is_asked)
    return len(lines)


def _send(visit: Visit, address: str, changes: list[str], *, is_asked: bool) -> None:
    """Send the changes; is_asked: to an interpreter, whose link only the first mail has, as its hash alone is kept."""
    link = settings.BASE_URL + reverse("visits:programme", args=[visit.pk])
    asked = _("You were asked to interpret there. The link in that mail shows how it is now: answer yes or no by it.")
    send_mail(
        _("The programme changed: %(visit)s") % {"visit": visit.name_ko},
        "\n".join(
            [
                _("In the programme of “%(visit)s” this changed, and concerns you:") % {"visit": visit.name_ko},
                "",
                *(f"- {line}" for line in changes),
                "",
                asked if is_asked else link,
            ]
        ),
        None,
        [address],
    )


def _differs(one: Snapshot | None, other: Snapshot | None) -> bool:
    if one is None or other is None:
        return one is not other
    return any(one[name] != other[name] for name in TOLD)


def _is_ahead(*versions: Snapshot | None, now: datetime) -> bool:
    ends = [parse_datetime(one["ends_at"]) for one in versions if one]
    return any(end is not None and end > now for end in ends)


def _sites(stops: Mapping[int, list[Snapshot]]) -> dict[int, Site]:
    ids = {one["site_id"] for versions in stops.values() for one in versions if one["site_id"]}
    rows = Site.objects.past_access(because="names of a programme's own sites, for those who receive there")
    return {row.pk: row for row in rows.filter(pk__in=ids).select_related("host")}


def _hosts(stops: Mapping[int, list[Snapshot]], sites: Mapping[int, Site]) -> dict[int, list[str]]:
    """Return the addresses of who receives each stop, and of who did before."""
    named = {
        pk: [one["host_id"] or (sites[one["site_id"]].host_id if one["site_id"] in sites else None) for one in versions]
        for pk, versions in stops.items()
    }
    ids = {person for people in named.values() for person in people if person}
    rows = Person.objects.past_access(because="hosts of the programme are told of its change").filter(pk__in=ids)
    addresses = {row.pk: row.email for row in rows if row.email and row.archived_at is None}
    return {pk: [addresses[person] for person in people if person in addresses] for pk, people in named.items()}


def _interpreters(stop_id: int, state: str) -> list[str]:
    tasks = InterpreterTask.objects.filter(stop_id=stop_id, state=state)
    people = (task.interpreter.person for task in tasks.select_related("interpreter__person"))
    return [person.email for person in people if person and person.email]


def _change_words(before: Snapshot | None, after: Snapshot | None, *, sites: Mapping[int, Site]) -> str:
    if before is None and after is not None:
        return _("New: %(stop)s") % {"stop": _stop_words(after, sites)}
    if after is None and before is not None:
        return _("Taken out: %(stop)s") % {"stop": _stop_words(before, sites)}
    if before is None or after is None:
        return ""
    named = before["language"] != after["language"]
    return _("Until now: %(before)s. Now: %(after)s") % {
        "before": _stop_words(before, sites) + (_language_words(before) if named else ""),
        "after": _stop_words(after, sites) + (_language_words(after) if named else ""),
    }


def _language_words(one: Snapshot) -> str:
    code = one["language"]
    return " · " + (
        _("interpreted: %(language)s") % {"language": language_name(code)} if code else _("not interpreted")
    )


def _stop_words(one: Snapshot, sites: Mapping[int, Site]) -> str:
    """Return a stop in a line: "2026-05-04 10:00-11:00 City Centre (room 3)"."""
    starts, ends = parse_datetime(one["starts_at"]), parse_datetime(one["ends_at"])
    if starts is None or ends is None:
        return ""
    site = sites.get(one["site_id"] or 0)
    stop = Stop(kind=one["kind"], title_ko=one["title_ko"], title_en=one["title_en"], site=site)
    place = f" ({one['place']})" if one["place"] else ""
    return f"{timezone.localtime(starts):%Y-%m-%d %H:%M}-{timezone.localtime(ends):%H:%M} {stop.title}{place}"
