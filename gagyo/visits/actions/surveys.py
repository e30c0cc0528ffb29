"""The survey of a visit: opened by its officer, answered by visitors without an account, and what they asked for."""

from base64 import urlsafe_b64encode
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gagyo.accounts.actions.tokens import hash_of
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.visits.actions.follow_ups import add_follow_up
from gagyo.visits.actions.visits import locked
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FollowUp, SiteScore, SurveyAnswer, SurveyLink, VisitParty
from gagyo.visits.queries.surveys import sites_seen
from gagyo.visits.rules.feedback import (
    LEAD_DAYS,
    AnswerValues,
    UnknownSurveyError,
    check_answer,
    check_closing_day,
    is_open,
)
from gagyo.visits.rules.values import FollowUpValues

KEPT = 40


def survey_key(link: SurveyLink) -> str:
    """
    Return the secret part of a survey's address: computed, so that it can be printed again, while its hash is kept.

    It changes with the installation's secret key; opening the survey again then makes the new one hold.
    """
    digest = salted_hmac("gagyo.visits.survey", str(link.pk), algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def survey_address(link: SurveyLink) -> str:
    """Return the whole address of a survey, in English first."""
    with translation.override("en"):
        return settings.BASE_URL + reverse("visits:survey", kwargs={"key": survey_key(link)})


@transaction.atomic
def open_survey(*, visit_id: int, closes_on: date, by: Actor, now: datetime) -> SurveyLink:
    """
    Open the survey of a visit until a day, or change that day; the address stays the same.

    :raises UnableToOpenSurvey: if the day cannot be
    """
    visit = locked(visit_id, by=by)
    check_closing_day(closes_on=closes_on, starts_on=visit.starts_on, ends_on=visit.ends_on)
    link = SurveyLink.objects.filter(visit=visit).first()
    before = values_of(link) if link else None
    if link is None:
        link = SurveyLink.objects.create(visit=visit, key=f"visit-{visit.pk}", closes_on=closes_on)
    link.closes_on, link.key = closes_on, hash_of(survey_key(link))[:KEPT]
    link.save()
    after = {"closes_on": closes_on.isoformat()}
    before = {"closes_on": before["closes_on"]} if before else None
    record(event="visit.survey_opened", by=by, at=now, about=visit, before=before, after=after)
    return link


def open_survey_behind(key: str, *, now: datetime) -> SurveyLink:
    """
    Return the survey that a visitor's link opens.

    :raises UnknownSurveyError: if there is none, it is past its day, or its visit was cancelled or archived
    """
    rows = SurveyLink.objects.select_related("visit__office__body")
    link = (
        rows.filter(key=hash_of(key)[:KEPT], visit__archived_at=None).exclude(visit__state=VisitState.CANCELLED).first()
    )
    if link is None:
        raise UnknownSurveyError(_("There is no such survey. Scan the code again, or ask your host for the address."))
    if not is_open(closes_on=link.closes_on, today=timezone.localdate(now)):
        raise UnknownSurveyError(_("This survey is closed. Thank you for wanting to answer; write to your host."))
    return link


@transaction.atomic
def answer_survey(*, key: str, values: AnswerValues, by: Actor, now: datetime) -> SurveyAnswer:
    """
    Keep one visitor's answer; scores of sites that the visit did not see are left out.

    :raises UnknownSurveyError: if the link opens none
    :raises UnableToSaveVisit: if a text seems to hold a passport number
    """
    visit = open_survey_behind(key, now=now).visit
    check_answer(values)
    seen = {site.pk for site in sites_seen(visit_id=visit.pk, now=now)}
    answer = SurveyAnswer.objects.create(
        visit=visit,
        party=VisitParty.objects.filter(visit=visit, pk=values.party_id or 0).first(),
        overall=values.overall,
        would_recommend=values.would_recommend,
        comment=values.comment.strip(),
        wanted=values.wanted.strip(),
        sent_at=now,
    )
    SiteScore.objects.bulk_create(
        SiteScore(answer=answer, site_id=site_id, score=score)
        for site_id, score in values.site_scores.items()
        if site_id in seen
    )
    # Not what was written: nobody knows yet whether a name stands in it. Nor from where: answers have no name.
    after = {"answer": answer.pk, "overall": answer.overall}
    record(event="visit.survey_answered", by=Actor(channel=by.channel), at=now, about=visit, after=after)
    return answer


@transaction.atomic
def note_lead(*, visit_id: int, answer_id: int, kind: str, by: Actor, now: datetime) -> FollowUp:
    """
    Make a follow-up of what a visitor asked for; a second time returns the first.

    It points to the answer, which alone keeps the visitor's words: they go from there when their time is over.
    :raises SurveyAnswer.DoesNotExist: if the visit has no such answer, or it asks for nothing
    """
    visit = locked(visit_id, by=by)
    answer = SurveyAnswer.objects.exclude(wanted="").get(pk=answer_id, visit=visit)
    found = FollowUp.objects.filter(visit=visit, answer=answer).first()
    if found is not None:
        return found
    with translation.override(settings.LANGUAGE_CODE):
        what = _("What survey answer #%(number)d asks for") % {"number": answer.pk}
    due_on = timezone.localdate(now) + timedelta(days=LEAD_DAYS)
    values = FollowUpValues(what=what, due_on=due_on, kind=kind, answer_id=answer.pk)
    return add_follow_up(visit_id=visit_id, values=values, by=by, now=now)
