"""Cases as somebody sees them, and what a case begins with."""

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.ambassadors.choices import CaseState
from gagyo.ambassadors.models import Activity, Case, Posting
from gagyo.ambassadors.rules.case_values import TEXTS, CaseValues, two_texts
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.words import date_text


def case_for(*, actor: Actor, case_id: int) -> Case:
    """
    Return a case that the actor may read, an archived one of the own office too.

    :raises Case.DoesNotExist: if there is none
    """
    rows = Case.objects.for_user(actor) | Case.objects.for_user(actor, archived=True)
    related = rows.select_related("province", "office", "activity")
    return related.prefetch_related("figures__visit", "figures__request", "writers").get(pk=case_id)


def approved_cases(*, actor: Actor, year: int | None = None, field: str = "") -> QuerySet[Case]:
    """Return the approved cases that somebody may read: of a year, the latest first; in the order of the fields."""
    rows = Case.objects.for_user(actor).filter(state=CaseState.APPROVED)
    rows = rows if year is None else rows.filter(year=year)
    rows = rows.filter(field=field) if field else rows
    found = rows.select_related("province", "office").prefetch_related("figures__visit", "figures__request")
    return found.order_by("-year", "field", "pk")


def case_years(*, actor: Actor) -> list[int]:
    """Return the years of which the reader has cases to read, the latest first."""
    rows = Case.objects.for_user(actor).filter(state=CaseState.APPROVED)
    return sorted(set(rows.order_by().values_list("year", flat=True)), reverse=True)


def own_drafts(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the actor's office that are not approved."""
    rows = Case.objects.own(actor).exclude(state=CaseState.APPROVED)
    return rows.select_related("province").order_by("-year", "pk")


def case_values_of(row: Case) -> CaseValues:
    """Return what a case holds."""
    plain = {name: getattr(row, name) for name in ("name_ko", "name_en", "year", "field", "audience")}
    return CaseValues(**plain, **{name: getattr(row, name) for name in TEXTS})


def values_from_activity(activity: Activity) -> CaseValues:
    """Return what a case of an activity begins with: everything that is recorded of it."""
    goal = activity.planned.goal.words if activity.planned else TranslatedText()
    return CaseValues(
        name_ko=activity.name_ko,
        name_en=activity.name_en,
        year=activity.day.year,
        field=activity.field,
        audience="shared",
        contact=_contact_of(activity.posting),
        situation=goal,
        done=two_texts(_done_in(activity, "ko"), _done_in(activity, "en")),
        result=activity.outcome_text,
    )


def _contact_of(posting: Posting) -> TranslatedText:
    """Return the office and the ambassador in both languages, in one where the other would say the same."""
    named = [*([posting.office] if posting.office else []), posting]
    ko = " · ".join(each.name_ko or each.name_en for each in named)
    en = " · ".join(each.name_en or each.name_ko for each in named)
    return two_texts(ko, en if en != ko else "")


def _done_in(activity: Activity, language: str) -> str:
    """Return when, where and for whom something was done, in a language."""
    with translation.override(language):
        day = date_text(activity.day, "ko" if language == "ko" else "en")
        where = ", ".join(
            each for each in (activity.country.name if activity.country else "", activity.place_words) if each
        )
        said = [day, str(activity.get_kind_display()), activity.name, where]
        if activity.whom:
            said.append(_("for %(whom)s") % {"whom": activity.whom})
        return " · ".join(each for each in said if each)
