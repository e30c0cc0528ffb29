"""The yearly clock and questions in the calendar of what is due: to the office that owes them, and to no other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gagyo.ambassadors.actions.advice import answer_question, ask_as_officer
from gagyo.ambassadors.models import ClockDay
from gagyo.ambassadors.rules.advice import AdviceValues
from gagyo.ambassadors.tests.make import make_cast, make_posting
from gagyo.ambassadors.tests.make_plans import NOW, PlanCast, make_plan_cast
from gagyo.common.rules import Actor
from gagyo.support.queries.due import due_for

pytestmark = pytest.mark.django_db


def uids(actor: Actor, *, of_office: bool = False) -> list[str]:
    """Return what is due to somebody."""
    return [each.uid for each in due_for(actor=actor, of_office=of_office, now=NOW)]


def test_a_province_owes_its_plans_and_the_ministry_the_consolidated_one() -> None:
    cast: PlanCast = make_plan_cast()
    ClockDay.objects.filter(year=None, event="plan").update(month=11, day=30)
    year, office = timezone.localdate(NOW).year, cast.office.pk
    found = due_for(actor=cast.ambassador, of_office=False, now=NOW)
    assert f"clock-{year + 1}-plan-{office}@gagyo" in [each.uid for each in found]
    (entry,) = [each for each in found if each.uid == f"clock-{year + 1}-plan-{office}@gagyo"]
    assert str(entry.on) == f"{year}-11-30"
    assert uids(cast.auditor) == []
    ministry = uids(cast.ministry)
    assert f"clock-{year + 1}-consolidated-{cast.ministry.office_id}@gagyo" in ministry
    assert not [uid for uid in ministry if "-plan-" in uid or "-results-" in uid]


def test_a_question_is_due_to_its_owner_without_its_words_until_it_is_answered() -> None:
    cast = make_cast()
    make_posting(cast)
    asked = AdviceValues("통관 서류", "어떤 서류가 필요합니까?")
    row = ask_as_officer(office_id=cast.office.pk, values=asked, by=cast.stranger, now=NOW)
    due = {entry.uid: entry for entry in due_for(actor=cast.ambassador, of_office=False, now=NOW)}
    entry = due[f"question-{row.pk}@gagyo"]
    assert (entry.on, "통관" in entry.title) == (row.due_at, False)
    assert f"question-{row.pk}@gagyo" not in uids(cast.manager)
    assert f"question-{row.pk}@gagyo" in uids(cast.manager, of_office=True)
    assert f"question-{row.pk}@gagyo" not in uids(cast.stranger, of_office=True)
    answer_question(
        question_id=row.pk, answer="답", minutes=1, expected=row.version, by=cast.ambassador, now=NOW + timedelta(1)
    )
    assert f"question-{row.pk}@gagyo" not in uids(cast.ambassador)
