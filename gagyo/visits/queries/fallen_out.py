"""Why a row that a publication counted counts no more: taken out, archived, another state, another day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.queries.half_years import HalfQuestion
from gagyo.visits.rules.counting import PartyRow

COLUMNS: Final = ("pk", "archived_at", "office_id", "state", "starts_on", "ends_on")


def reasons_of(asked: HalfQuestion, rows: Sequence[PartyRow]) -> Mapping[int, str]:
    """
    Return, by the party's id, why each of these rows is not among those that the question counts.

    rows: only of visits that the reader may know of
    """
    living = set(VisitParty.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", flat=True))
    every = Visit.objects.past_access(because="the caller names only visits that its reader may know of")
    visits = {each["pk"]: each for each in every.filter(pk__in={row.visit_id for row in rows}).values(*COLUMNS)}
    return {row.id: _reason(asked, visits.get(row.visit_id), party_is_there=row.id in living) for row in rows}


def _reason(asked: HalfQuestion, visit: Mapping[str, Any] | None, *, party_is_there: bool) -> str:
    if visit is None:
        return _("The visit was removed.")
    if visit["archived_at"]:
        return _("The visit was archived on %(day)s.") % {"day": timezone.localdate(visit["archived_at"]).isoformat()}
    if not party_is_there:
        return _("The party was taken out of the visit.")
    if asked.office and visit["office_id"] != asked.office:
        return _("The visit belongs to another office now.")
    if visit["state"] not in asked.rule.states:
        return _state_reason(asked, visit["state"])
    return _day_reason(asked, visit[asked.rule.dated_by])


def _state_reason(asked: HalfQuestion, state: str) -> str:
    words = dict(VisitState.choices)
    counted = ", ".join(str(words.get(each, each)) for each in asked.rule.states)
    return ngettext(
        "Its state is “%(state)s”; the rule counts only the state %(counted)s.",
        "Its state is “%(state)s”; the rule counts only the states %(counted)s.",
        len(asked.rule.states),
    ) % {"state": words.get(state, state), "counted": counted}


def _day_reason(asked: HalfQuestion, day: date) -> str:
    return _("By this rule it falls on %(day)s, outside %(since)s to %(until)s.") % {
        "day": day.isoformat(),
        "since": asked.half.starts_on.isoformat(),
        "until": asked.half.cut(asked.as_of).isoformat(),
    }
