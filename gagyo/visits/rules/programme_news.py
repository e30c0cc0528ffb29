"""Changes of a programme's stops, as the records of them say it: what somebody who is there must know, and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gagyo.visits.choices import StopKind
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.programme_text import Language, day_words

# What somebody who is there must know; a note of the officer's is not told.
TOLD = (
    *("kind", "site_id", "title_ko", "title_en", "place", "place_en", "starts_at", "ends_at"),
    *("room_id", "host_id", "language"),
)
Snapshot = Mapping[str, Any]
Names = Mapping[int, Mapping[Language, str]]


@dataclass(frozen=True)
class Step:
    """One record of one stop: number of the record, its moment, the stop before it and after it."""

    number: int
    at: datetime
    stop_id: int
    before: Snapshot | None
    after: Snapshot | None


@dataclass(frozen=True)
class StopChange:
    """A stop as it was and as it is; None where it was not, or is not, in the programme."""

    stop_id: int
    before: Snapshot | None
    after: Snapshot | None

    @property
    def versions(self) -> list[Snapshot]:
        """Both, without what is None."""
        return [one for one in (self.before, self.after) if one is not None]


def net_changes(steps: Iterable[Step], *, now: datetime) -> dict[int, StopChange]:
    """Return what several steps come to, by stop: nothing for a stop that is as it was, or that is over."""
    found: dict[int, StopChange] = {}
    for step in steps:
        held = found.get(step.stop_id)
        found[step.stop_id] = StopChange(step.stop_id, held.before if held else step.before, step.after)
    return {pk: change for pk, change in found.items() if _differs(change) and _is_ahead(change, now=now)}


def change_words(change: StopChange, *, sites: Names, language: Language) -> str:
    """Return a change as a line in the active language; sites: their names by id and language."""
    before, after = change.before, change.after
    if before is None and after is not None:
        return _("New: %(stop)s") % {"stop": _stop_words(after, sites, language)}
    if after is None and before is not None:
        return _("Taken out: %(stop)s") % {"stop": _stop_words(before, sites, language)}
    if before is None or after is None:
        return ""
    named = before["language"] != after["language"]
    return _("Until now: %(before)s. Now: %(after)s") % {
        "before": _stop_words(before, sites, language) + (_language_words(before) if named else ""),
        "after": _stop_words(after, sites, language) + (_language_words(after) if named else ""),
    }


def _differs(change: StopChange) -> bool:
    one, other = change.before, change.after
    if one is None or other is None:
        return one is not other
    return any(one.get(name) != other.get(name) for name in TOLD)


def _is_ahead(change: StopChange, *, now: datetime) -> bool:
    ends = [parse_datetime(one["ends_at"]) for one in change.versions]
    return any(end is not None and end > now for end in ends)


def _stop_words(one: Snapshot, sites: Names, language: Language) -> str:
    """Return a stop in a line: "4 May 2026 (Mon) 10:00–11:00 City Centre (Room 3)"."""
    starts, ends = parse_datetime(one["starts_at"]), parse_datetime(one["ends_at"])
    if starts is None or ends is None:
        return ""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    title = _in(one["title_ko"], one["title_en"], language) or sites.get(one["site_id"] or 0, {}).get(language, "")
    place = _in(one["place"], one.get("place_en", ""), language)
    words = f"{title or StopKind(one['kind']).label}{f' ({place})' if place else ''}"
    return f"{day_words(first.date(), language=language)} {first:%H:%M}–{last:%H:%M} {words}"


def _language_words(one: Snapshot) -> str:
    code = one["language"]
    return " · " + (
        _("interpreted: %(language)s") % {"language": language_name(code)} if code else _("not interpreted")
    )


def _in(korean: str, english: str, language: Language) -> str:
    return (english or korean) if language == "en" else (korean or english)
