"""A consolidated plan in words of the active language, the same on the page and in every paper."""

from collections.abc import Iterable

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.rules.consolidated import Consolidated, Gap, Overlap, PlannedLine, ProvincePlan
from gagyo.kernels.indicators.words import Language
from gagyo.support.choices import RequestField


def field_name(field: str) -> str:
    """Return a field in words."""
    return str(RequestField(field).label)


def month_name(month: int | str) -> str:
    """Return a month in words."""
    return str(MONTHS[int(month)])


def state_name(state: str) -> str:
    """Return the state of a plan in words; "" for none."""
    return str(PlanState(state).label) if state else pgettext("annual plan", "No plan")


def province_names(found: Consolidated, ids: Iterable[int], *, language: Language) -> str:
    """Return the names of provinces, in their order."""
    wanted = set(ids)
    return ", ".join(plan.name.said(language) for plan in found.plans if plan.province_id in wanted)


def gap_title(gap: Gap) -> str:
    """Return what is missing, and in how many provinces."""
    if gap.kind == "month":
        return _("Nothing is planned in %(month)s") % {"month": month_name(gap.key)}
    n = len(gap.provinces)
    if gap.kind == "plan":
        return ngettext("No approved plan in %(n)d province", "No approved plan in %(n)d provinces", n) % {"n": n}
    words = ngettext("No goal for %(field)s in %(n)d province", "No goal for %(field)s in %(n)d provinces", n)
    return words % {"field": field_name(gap.key), "n": n}


def overlap_title(overlap: Overlap, *, language: Language) -> str:
    """Return who or what several provinces have in common in which month."""
    return _("%(month)s, %(name)s: %(n)d provinces") % {
        "month": month_name(overlap.month),
        "name": overlap.name.said(language),
        "n": len(overlap.provinces),
    }


def activity_words(line: PlannedLine, *, language: Language) -> str:
    """Return an activity with its province."""
    return f"{line.plan.name.said(language)}: {line.activity.title.said(language)}"


def partner_words(line: PlannedLine, *, language: Language) -> str:
    """Return the partners of an activity."""
    return ", ".join(name.said(language) for name in line.activity.partners.values())


def country_words(line: PlannedLine, *, language: Language) -> str:
    """Return the countries of an activity."""
    return ", ".join(name.said(language) for name in line.activity.countries.values())


def goals_of(plan: ProvincePlan, *, language: Language) -> list[str]:
    """Return the goals of a province's plan, each with its field."""
    return [f"{field_name(field)}: {words.said(language)}" for field, words in plan.goals]
