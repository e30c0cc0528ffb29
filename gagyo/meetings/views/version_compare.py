"""Two versions of a timetable side by side: what each holds, and every meeting that differs."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.meetings.forms.timetable import CompareForm
from gagyo.meetings.models import Assignment, MeetingRound, TimetableVersion
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import assignments_of, sittings_of, unmet_count, versions_of
from gagyo.meetings.rules.timetable import breaks_in, clock, differences
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in
from gagyo.meetings.views.timetable_shown import names_of


@dataclass(frozen=True)
class Measure:
    """One line of the comparison: what is counted, in the one version and in the other."""

    label: str
    one: int | str
    other: int | str

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        return self.one == self.other


@never_cache
@require_GET
@signed_in
def version_compare(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show two versions side by side: the published and the latest unless said."""
    row = own_round(actor_of(request), round_id)
    versions = {each.number: each for each in versions_of(row)}
    choices = [(str(n), f"{_('Version %(n)d') % {'n': n}} · {versions[n].get_state_display()}") for n in versions]
    one, other = CompareForm(request.GET, versions=choices).chosen(versions)
    shown = {"one": one.number if one else "", "other": other.number if other else ""}
    context = {
        "round": row,
        "form": CompareForm(shown, versions=choices),
        "one": one,
        "other": other,
        "crumbs": way_in(
            row, (_("Timetable"), reverse("meetings:timetable", args=[row.pk])), (_("Compare two versions"), "")
        ),
    }
    if one is not None and other is not None and one != other:
        rows, others = assignments_of(one), assignments_of(other)
        context["measures"] = measures_of(row, one, rows, other, others)
        context["changes"] = changes_between(rows, others)
    return render(request, "meetings/version_compare.html", context)


def measures_of(
    row: MeetingRound,
    one: TimetableVersion,
    rows: list[Assignment],
    other: TimetableVersion,
    others: list[Assignment],
) -> list[Measure]:
    """Return what is counted of two versions."""
    slots = slots_of_round(row)
    breaks = [breaks_in(sittings_of(some), slots) for some in (rows, others)]
    pinned = [sum(each.is_pinned for each in some) for some in (rows, others)]
    interpreted = [sum(each.interpreter_id is not None for each in some) for some in (rows, others)]
    return [
        Measure(pgettext("one-to-one meeting", "Meetings"), len(rows), len(others)),
        Measure(_("Wanted, and not in it"), unmet_count(one), unmet_count(other)),
        Measure(_("Breaks of all"), sum(breaks[0].values()), sum(breaks[1].values())),
        Measure(_("Breaks of one, at most"), *(max(each.values(), default=0) for each in breaks)),
        Measure(_("Pinned"), *pinned),
        Measure(_("With an interpreter"), *interpreted),
        Measure(_("Proof"), one.get_proof_display(), other.get_proof_display()),
    ]


def changes_since(before: TimetableVersion, rows: list[Assignment]) -> list[str]:
    """Return in sentences what differs between the published version and another."""
    return changes_between(assignments_of(before), rows)


def changes_between(old: list[Assignment], rows: list[Assignment]) -> list[str]:
    """Return in sentences what differs between two versions, by the later one's times."""
    names = {row.meeting_id: names_of(row) for row in (*old, *rows)}
    found_changes = []
    for each in differences(sittings_of(old), sittings_of(rows)):
        words = {"names": names[each.meeting_id]}
        if each.before is None and each.after is not None:
            found_changes.append(_("%(names)s: new, %(at)s") % {**words, "at": clock(each.after.starts_at)})
        elif each.after is None and each.before is not None:
            found_changes.append(_("%(names)s: taken out, was %(at)s") % {**words, "at": clock(each.before.starts_at)})
        elif each.before is not None and each.after is not None:
            was, then = clock(each.before.starts_at), clock(each.after.starts_at)
            found_changes.append(
                _("%(names)s: %(then)s instead of %(was)s") % {**words, "was": was, "then": then}
                if was != then
                else _("%(names)s: another table") % words
            )
    return found_changes
