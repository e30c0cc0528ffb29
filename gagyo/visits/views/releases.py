"""Published half-year figures beside today's count, by the rule that they were made by or by another."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Column, Link, Tab
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs
from gagyo.visits.forms.figures import half_label
from gagyo.visits.models import FigureRelease, VisitRule
from gagyo.visits.queries.releases import ReleaseToday, country_names, release_for, release_today
from gagyo.visits.rules.counting import Difference, PartyRow
from gagyo.visits.rules.halves import half_of


def find_release(actor: Actor, release_id: int) -> FigureRelease:
    """
    Return a publication that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: release_for(actor=actor, release_id=release_id),
        missing=_("These figures were not published, or not for you. See the list under Half-year figures."),
    )


@require_GET
def figures_release(request: HttpRequest, release_id: int) -> HttpResponse:
    """Show published figures beside today's count by the same rule, and explain the difference row by row."""
    actor = actor_of(request)
    release = find_release(actor, release_id)
    rules = list(VisitRule.objects.all())
    rule = next((each for each in rules if each.code == request.GET.get("rule")), release.rule)
    today = release_today(actor=actor, release=release, rule=rule)
    names = {
        "countries": _("Countries"),
        "persons": _("Persons"),
        "person_days": _("Person-days"),
        "visits": _("Visits"),
    }
    query = {
        "office": str(release.office_id or ""),
        "half": release.half,
        "as_of": release.as_of.isoformat(),
        "rule": rule.code,
    }
    context = {
        "release": release,
        "rule": rule,
        "rules": rule_tabs(rules, release=release, here=rule),
        "half": half_label(half_of(release.half)),
        "rows": [
            {"name": words, "then": release.totals[key], "again": today.again[key], "now": today.now[key]}
            for key, words in names.items()
        ],
        "columns": [
            Column("name", _("Figure"), row_header=True),
            Column("then", _("Published"), numeric=True),
            Column("again", _("Made again from the rows kept"), numeric=True),
            Column("now", _("Counted today by “%(rule)s”") % {"rule": rule.name}, numeric=True),
        ],
        "differences": difference_rows(today),
        "hidden": today.hidden,
        "difference_columns": [
            Column("what", _("What"), row_header=True),
            Column("visit", _("Visit")),
            Column("country", _("Country")),
            Column("before", _("Published")),
            Column("after", _("Today")),
            Column("why", _("What changed")),
        ],
        "crumbs": crumbs(
            (_("Delegation visits"), reverse("visits:visits")),
            (_("Half-year figures"), f"{reverse('visits:half_year')}?{urlencode(query)}"),
            (str(half_label(half_of(release.half))), ""),
        ),
        "now_href": f"{reverse('visits:half_year')}?{urlencode(query)}",
    }
    return render(request, "visits/release.html", context)


def rule_tabs(rules: Sequence[VisitRule], *, release: FigureRelease, here: VisitRule) -> list[Tab]:
    """Return the rules by which the publication can be counted beside its own; none if there is only that one."""
    if len(rules) < 2:
        return []
    ordered = sorted(rules, key=lambda rule: rule.pk != release.rule_id)
    return [Tab(rule.name, f"?rule={rule.code}", active=rule.pk == here.pk) for rule in ordered]


def difference_rows(today: ReleaseToday) -> list[dict[str, Any]]:
    """Return the differences in words: what was counted, what is, and what changed."""
    names = country_names(row.country for each in today.differences for row in (each.before, each.after) if row)
    kinds = {(True, False): _("Counted since"), (False, True): _("No longer counted"), (False, False): _("Changed")}
    found = []
    for each in today.differences:
        row = each.row
        found.append(
            {
                "what": kinds[each.before is None, each.after is None],
                "visit": Link(row.visit, reverse("visits:visit", args=[row.visit_id])),
                "country": names.get(row.country, row.country),
                "before": row_words(each.before),
                "after": row_words(each.after),
                "why": changes_words(each, names=names) or today.reasons.get(row.id, ""),
            }
        )
    return found


def changes_words(each: Difference, *, names: Mapping[str, str]) -> str:
    """Return the values that changed: "Persons: 12 → 14"; empty where a row is only on one side."""
    words = {
        "visit": _("Visit"),
        "country": _("Country"),
        "persons": _("Persons"),
        "person_days": _("Person-days"),
        "day": _("Day that counts"),
    }

    def said(row: PartyRow | None, name: str) -> str:
        value = getattr(row, name)
        return names.get(value, value) if name == "country" else str(value)

    return "; ".join(f"{words[name]}: {said(each.before, name)} → {said(each.after, name)}" for name in each.changed)


def row_words(row: PartyRow | None) -> str:
    """Return what a row counted."""
    if row is None:
        return ""
    return _("%(persons)d persons (%(person_days)d person-days), %(day)s") % {
        "persons": row.persons,
        "person_days": row.person_days,
        "day": row.day.isoformat(),
    }
