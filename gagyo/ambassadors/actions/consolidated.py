"""Publishing the consolidated plan of a year, and setting the days of the yearly clock."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.choices import ClockEvent
from gagyo.ambassadors.models import ClockDay, ConsolidatedPlan
from gagyo.ambassadors.queries.consolidated import consolidated_now
from gagyo.ambassadors.rules.consolidated_kept import as_kept
from gagyo.ambassadors.rules.plan_parts import CENTRE_KINDS, is_centre
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.queries.people import kind_of


@transaction.atomic
def publish_consolidated(*, year: int, note: TranslatedText, by: Actor, now: datetime) -> ConsolidatedPlan:
    """
    Publish the consolidated plan of a year as it stands now; the editions before stay as they were.

    :raises NotYoursError: if the actor works neither at the association nor at the ministry
    :raises UnableToSavePlan: if no plan of that year is approved, or nothing changed since the last edition
    """
    check_centre(by)
    # Two who publish at once get numbers one after the other, although one may be at the ministry and one not.
    centre = Office.objects.select_for_update(no_key=True).filter(kind__in=CENTRE_KINDS)
    list(centre.order_by("pk"))
    found = consolidated_now(year=year)
    if not found.in_force:
        raise UnableToSavePlan(
            _("No plan for %(year)d is approved yet, so there is nothing to publish.") % {"year": year}
        )
    rows = ConsolidatedPlan.objects.past_access(because="editions are numbered over all offices")
    last = rows.filter(year=year).order_by("-edition").first()
    content = as_kept(found)
    if last is not None and last.content == content:
        raise UnableToSavePlan(
            _("Nothing has changed since edition %(n)d. Open that one instead.") % {"n": last.edition}
        )
    row = ConsolidatedPlan.objects.create(
        office_id=by.office_id,
        visibility=Visibility.SHARED,
        year=year,
        edition=last.edition + 1 if last else 1,
        note=note,
        content=content,
        published_by_id=by.user_id,
        published_at=now,
    )
    after = {"year": year, "edition": row.edition, "plans": len(found.in_force)}
    record(event="consolidated.published", by=by, at=now, about=row, after=after)
    return row


@transaction.atomic
def set_clock_day(*, event: str, year: int, due_on: date, by: Actor, now: datetime) -> ClockDay:
    """
    Set the day of one year's plan; the usual day stays for the other years.

    :raises NotYoursError: if the actor works neither at the association nor at the ministry
    :raises UnableToSavePlan: for a day more than two years from the plan's year
    """
    check_centre(by)
    if event not in ClockEvent.values or not 2000 <= year <= 2100:
        raise UnableToSavePlan(_("That is no day of the yearly clock. Choose one from its page."))
    if abs(due_on.year - year) > 2:
        raise UnableToSavePlan(_("That day is too far from the plan's year. Check the year of both."))
    given = {"month": due_on.month, "day": due_on.day, "years_before": year - due_on.year}
    row, made = ClockDay.objects.select_for_update().get_or_create(event=event, year=year, defaults=given)
    before = None if made else values_of(row)
    row.month, row.day, row.years_before = due_on.month, due_on.day, year - due_on.year
    row.save()
    record(event="plan_clock.set", by=by, at=now, about=row, before=before, after=values_of(row))
    return row


def check_centre(by: Actor) -> None:
    """
    Refuse what only the association and the ministry do.

    :raises NotYoursError: to all others
    """
    if not is_centre(actor=by, office_kind=kind_of(by)):
        raise NotYoursError(_("Only the association and the ministry do this. Ask one of them."))
