"""The report that an office writes after a visit."""

from datetime import datetime

from django.db import transaction

from gagyo.common.actions import record, save_version, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import Visit
from gagyo.visits.rules.values import check_no_passport


@transaction.atomic
def write_report(*, visit_id: int, report: TranslatedText, expected: int, by: Actor, now: datetime) -> Visit:
    """
    Keep what came of a visit.

    :raises SavedMeanwhileError: if somebody saved the visit in between
    :raises UnableToSaveVisit: if the text seems to hold a passport's number
    """
    visit = locked(visit_id, by=by)
    check_no_passport(report.original, *(text for text, _state in report.translations.values()))
    before = values_of(visit)
    visit.report = report
    save_version(row=visit, expected=expected)
    record(event="visit.reported", by=by, at=now, about=visit, before=before, after=values_of(visit))
    return visit
