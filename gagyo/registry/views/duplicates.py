"""Duplicates: suggestions with reasons, side by side, merged and made two again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Badge, Column, Difference, Link
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.registry import actions
from gagyo.registry.choices import MergeSubject
from gagyo.registry.forms.filters import DuplicateFilter
from gagyo.registry.models import Body, Merge, Person, Place
from gagyo.registry.queries.duplicates import Suggestion, pair_of, pointing_counts, suggestions
from gagyo.registry.rules import may_add

HIDDEN = frozenset({"id", "version", "archived_at", "merged_into_id", "is_sample", "reference_key"})


def may_see(*, actor: Actor) -> bool:
    """Tell whether the actor looks for duplicates."""
    return may_add(actor=actor)


def subject_of(request: HttpRequest) -> str:
    """Return the kind that the address asks for."""
    asked = request.GET.get("subject", "")
    return asked if asked in MergeSubject.values else MergeSubject.BODY


@require_safe
@only(may_see)
def duplicates(request: HttpRequest) -> HttpResponse:
    """List likely duplicates of one kind, and the merges that can be undone."""
    actor, subject = actor_of(request), subject_of(request)
    readable = subject != MergeSubject.PERSON or may_read_contacts(actor=actor)
    merges = Merge.objects.filter(subject=subject).select_related("merged_by").order_by("-merged_at")
    if subject == MergeSubject.PERSON:
        mine = Person.objects.for_user(actor).filter(office=actor.office_id)
        merges = merges.filter(winner_id__in=mine.values("pk"))
    context = {
        "form": DuplicateFilter({"subject": subject}),
        "subject": subject,
        "columns": suggestion_columns(),
        "rows": suggestions(subject=subject, actor=actor) if readable else [],
        "merges": merges[:50],
        "crumbs": [Link(_("Places and bodies"), reverse("registry:bodies")), Link(_("Duplicates"))],
    }
    return render(request, "registry/duplicates.html", context)


def suggestion_columns() -> list[Column]:
    """Return the columns of the suggestions."""

    def compare(row: Suggestion) -> Link:
        asked = urlencode([("subject", row.subject), ("first", str(row.first.pk)), ("second", str(row.second.pk))])
        return Link(_("Compare"), f"{reverse('registry:compare')}?{asked}")

    return [
        Column(
            "first", _("First"), row_header=True, draw=lambda row: Link(row.first.name, row.first.get_absolute_url())
        ),
        Column("second", _("Second"), draw=lambda row: Link(row.second.name, row.second.get_absolute_url())),
        Column("words", _("Why"), draw=lambda row: [Badge(word, "info") for word in row.words]),
        Column("compare", _("Side by side"), draw=compare),
    ]


@require_safe
@only(may_see)
def compare(request: HttpRequest) -> HttpResponse:
    """Show two rows side by side, and what points at each."""
    actor, subject = actor_of(request), subject_of(request)
    first, second = id_sent(request.GET.get("first")), id_sent(request.GET.get("second"))
    if first is None or second is None or first == second:
        raise Http404
    pair = pair_of(subject=subject, actor=actor, first=first, second=second)
    if pair is None:
        raise Http404
    one, other = pair
    context = {
        "subject": subject,
        "first": one,
        "second": other,
        "rows": sides(one, other),
        "crumbs": [
            Link(_("Duplicates"), f"{reverse('registry:duplicates')}?subject={subject}"),
            Link(_("Side by side")),
        ],
    }
    return render(request, "registry/compare.html", context)


def sides(one: Place | Body | Person, other: Place | Body | Person) -> list[Difference]:
    """Return every column that either fills, and how many rows point at each."""
    found = []
    for column in one._meta.concrete_fields:
        if column.attname in HIDDEN:
            continue
        first, second = shown(one, column), shown(other, column)
        if first or second:
            found.append(Difference(label=str(column.verbose_name), mine=first, theirs=second))
    for label, first_count, second_count in pointing_counts(one, other):
        found.append(Difference(label=label, mine=first_count, theirs=second_count))
    return found


def shown(row: Any, column: Any) -> Any:
    """Return a column's value as a reader sees it."""
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    return str(getattr(row, column.name) or "") if column.is_relation else column.value_from_object(row) or ""


@require_POST
@only(may_see)
def merge(request: HttpRequest) -> HttpResponse:
    """Merge two rows, or remember that they are different."""
    actor, now = actor_of(request), timezone.now()
    subject = request.POST.get("subject", "")
    winner, loser = id_sent(request.POST.get("winner")), id_sent(request.POST.get("loser"))
    if subject not in MergeSubject.values or winner is None or loser is None:
        raise Http404
    if pair_of(subject=subject, actor=actor, first=winner, second=loser) is None:
        raise Http404
    back = f"{reverse('registry:duplicates')}?subject={subject}"
    if request.POST.get("decision") == "different":
        actions.say_not_duplicate(subject=subject, first_id=winner, second_id=loser, by=actor, now=now)
        messages.success(request, _("They are different; the pair is not suggested again."))
        return redirect(back)
    try:
        done = actions.merge_rows(subject=subject, winner_id=winner, loser_id=loser, by=actor, now=now)
    except actions.UnableToMerge as error:
        messages.error(request, str(error))
    else:
        words = _("%(loser)s is now %(winner)s. The list below makes them two again.")
        messages.success(request, words % {"loser": done.loser_label, "winner": done.winner_label})
    return redirect(back)


@require_POST
@only(may_see)
def merge_undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Make two rows of what was merged."""
    actor = actor_of(request)
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    try:
        actions.undo_merge(merge_id=merge_id, by=actor, now=timezone.now())
    except actions.UnableToMerge as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("They are two again."))
    return redirect(f"{reverse('registry:duplicates')}?subject={found.subject}")
