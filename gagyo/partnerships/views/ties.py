"""A tie's page, and its state, archiving and undo."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_read_contacts, may_write, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.common.components import Action, Term, TimelineEntry
from gagyo.common.components.tables import plain_columns
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found, living
from gagyo.common.views.parts import kept_part
from gagyo.common.views.shown import crumbs, history_entries, tell, text_shown, today_of
from gagyo.partnerships.actions.ties import (
    UnableToUndo,
    archive_tie,
    change_state,
    restore_tie,
    undo_state_change,
)
from gagyo.partnerships.choices import TieState
from gagyo.partnerships.forms.ties import ContactForm, DocumentForm, StateForm
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.activity import dormancies
from gagyo.partnerships.queries.history import history_of
from gagyo.partnerships.queries.ties import (
    contacts_of,
    documents_of,
    earlier_ties,
    governments_of,
    ordinances_of,
    projects_of,
    related_to,
    signing_of,
    tie_for,
)
from gagyo.partnerships.rules.anniversaries import next_anniversary
from gagyo.partnerships.rules.consent import consent_warnings
from gagyo.partnerships.rules.overlap import Earlier, Period
from gagyo.partnerships.rules.states import UnableToChangeState
from gagyo.partnerships.views.shown import (
    anniversary_words,
    dormancy_badge,
    project_badge,
    project_columns,
    project_href,
    sample_notice,
    tie_badge,
    tie_columns,
    tie_href,
    when_words,
)
from gagyo.registry.models import Person


def find_tie(actor: Actor, tie_id: int) -> Tie:
    """
    Return a tie that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: tie_for(actor=actor, tie_id=tie_id),
        missing=_("This tie does not exist, or is not public. Sign in, or search the list of ties."),
    )


def living_tie(actor: Actor, tie_id: int) -> Tie:
    """
    Return a tie that can be changed: an archived one is brought back first.

    :raises Http404: if there is none
    """
    return living(find_tie(actor, tie_id), archived=_("This tie is archived. Open its page and bring it back first."))


@require_GET
def tie(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Show a tie: facts, timeline, projects, documents, and to its office what is to be done."""
    template, role = "partnerships/tie_body.html", actor_of(request).role
    body = kept_part(request, template=template, make=lambda: tie_values(request, tie_id), about=role)
    links = crumbs((_("Partner cities"), _ties_href()), (body.title, ""))
    return render(request, "partnerships/tie.html", {"title": body.title, "crumbs": links, "body": body.html})


def tie_values(request: HttpRequest, tie_id: int) -> dict[str, Any]:
    """
    Return what a tie's page shows below its name.

    :raises Http404: if the actor reads no such tie
    """
    actor, today = actor_of(request), today_of()
    row = find_tie(actor, tie_id)
    projects = projects_of(actor=actor, tie=row)
    may = may_write(actor=actor, office_id=row.office_id)
    own = reads_inside(actor=actor, office_id=row.office_id)
    related = kept_part(
        request,
        template="partnerships/tie_related.html",
        make=lambda: {"related": related_to(actor=actor, tie=row), "tie_columns": tie_columns()},
    )
    return {
        "title": str(row),
        "tie": row,
        "badge": tie_badge(row),
        "terms": facts(row, actor=actor, today=today),
        "summary": text_shown(row.summary),
        "timeline": timeline(row, projects, today=today),
        "projects": projects,
        "project_columns": short_project_columns(today=today),
        "documents": documents_of(actor=actor, tie=row),
        "related": related.html,
        "sample": sample_notice(row),
        "may_write": may,
        "warnings": warnings(row, today=today) if not actor.is_anonymous else [],
        "earlier": earlier_notes(actor, row),
        "history": history_entries(history_of(tie=row)) if own else [],
        "audit_href": history_href(actor=actor, row=row),
        "show_contacts": may_read_contacts(actor=actor) and not actor.is_anonymous,
        "contacts": contacts_of(actor=actor, tie=row),
        **(tie_actions(row) if may else {}),
        **(tie_forms(actor) if may else {}),
    }


def tie_actions(row: Tie) -> dict[str, Any]:
    """Return the one main action for a tie as it stands, and the quieter ones."""
    address = {
        name: reverse(f"partnerships:{name}", args=[row.pk]) for name in ("tie_edit", "tie_state", "tie_restore")
    }
    if row.archived_at:
        return {"action": Action(_("Bring back"), address["tie_restore"], method="post")}
    move = Action(_("Change state"), address["tie_state"], kind="secondary")
    edit = Action(_("Edit"), address["tie_edit"], kind="tertiary")
    if row.state in {TieState.PLANNED, TieState.TALKS}:
        return {"action": Action(_("Change state"), address["tie_state"]), "more_actions": [edit]}
    if row.state == TieState.ENDED:
        return {"action": Action(_("Edit"), address["tie_edit"]), "more_actions": [move]}
    project = Action(_("Add a project"), reverse("partnerships:project_add") + f"?tie={row.pk}", icon="plus")
    return {"action": project, "more_actions": [edit, move]}


def tie_forms(actor: Actor) -> dict[str, Any]:
    """Return the small forms on a tie's page."""
    contact = ContactForm()
    people = contact.fields["person"]
    people.queryset = Person.objects.own(actor).filter(merged_into=None).order_by("name_ko")  # type: ignore[attr-defined]
    return {"document_form": DocumentForm(), "contact_form": contact}


def _ties_href() -> str:
    return reverse("partnerships:ties")


def short_project_columns(*, today: date) -> list[Any]:
    """Return the columns of the projects on a tie's page."""
    return [each for each in plain_columns(project_columns(today=today)) if each.key not in {"lead", "country"}]


def facts(row: Tie, *, actor: Actor, today: date) -> list[Term]:
    """Return the facts at the top of a tie's page."""
    signed = signing_of(row)
    how = _("online") if row.signed_online else (row.signed_at.name if row.signed_at else "")
    coming = next_anniversary(signed=signed, today=today) if row.state in {TieState.SIGNED, TieState.DORMANT} else None
    rest = dormancies(ties=[row], today=today)[row.pk]
    terms = [
        Term(_("Kind"), row.kind_name),
        Term(_("Signed on"), f"{when_words(signed)} · {how}" if how else when_words(signed)),
        Term(_("Fields of exchange"), ", ".join(str(each) for each in row.fields.all())),
        Term(_("Council's consent"), consent_words(row), council_href(row, actor)),
        Term(_("Owning office"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
    ]
    if row.planned_year and row.state in {TieState.PLANNED, TieState.TALKS}:
        terms.insert(2, Term(_("Planned for the year"), str(row.planned_year)))
    if coming:
        terms.insert(2, Term(_("Next anniversary"), anniversary_words(coming, today=today)))
    if row.state in {TieState.SIGNED, TieState.DORMANT}:
        terms.insert(3, Term(_("Last activity"), dormancy_badge(rest)))
    if row.ended_on:
        terms.insert(2, Term(_("Ended on"), row.ended_on))
    if row.source:
        terms.append(Term(_("Source"), row.source, row.source_url))
    return terms


def council_href(row: Tie, actor: Actor) -> str:
    """Return the address of the rules that say whether the council must agree, for those who are signed in."""
    governments = [] if actor.is_anonymous else governments_of(row)
    return reverse("partnerships:council", args=[governments[0].id]) if governments else ""


def consent_words(row: Tie) -> str:
    """Return what is known of the council's consent."""
    words = row.get_council_consent_display()
    return f"{words} ({row.council_consent_on.isoformat()})" if row.council_consent_on else words


def warnings(row: Tie, *, today: date) -> list[str]:
    """Return what of a tie should be looked at."""
    governments = governments_of(row)
    return consent_warnings(
        kind=row.kind,
        state=row.state,
        consent=row.council_consent,
        governments=governments,
        ordinances=ordinances_of([each.id for each in governments]),
        on=row.signed_on or today,
    )


def earlier_notes(actor: Actor, row: Tie) -> list[tuple[str, str]]:
    """Return a sentence and an address for each other tie of the same parties."""
    ids = [party.body_id for party in row.parties.all()]
    period = Period(row.pk, frozenset(ids), signing_of(row), row.ended_on)
    return [
        (f"{earlier_words(each)} ({when_words(each.signed)})", reverse("partnerships:tie", args=[each.tie_id]))
        for each in earlier_ties(actor=actor, body_ids=ids, period=period)
    ]


def earlier_words(earlier: Earlier) -> str:
    """Return the sentence about another tie of the same parties."""
    if earlier.overlaps is None:
        return _(
            "The same parties have another tie; without its dates nobody knows whether both were in force at once."
        )
    if earlier.overlaps:
        return _("The same parties have another tie that is in force at the same time.")
    return _("The same parties had another tie at another time.")


def timeline(row: Tie, projects: list[ExchangeProject], *, today: date) -> list[TimelineEntry]:
    """Return what happened in a tie, the latest first: states, projects, and what is ahead."""
    dated: list[tuple[date, TimelineEntry]] = []
    signed = signing_of(row)
    for change in row.states.all():
        is_signing = change.state == TieState.SIGNED and change.changed_on == row.signed_on
        entry = TimelineEntry(
            _("Signed") if is_signing else change.get_state_display(),
            at=None if is_signing else change.changed_on,
            when=when_words(signed) if is_signing else "",
            text=change.reason,
        )
        dated.append((change.changed_on, entry))
    for project in projects:
        badge = project_badge(project, today=today)
        text = text_shown(project.outcome)[0]
        entry = TimelineEntry(
            project.name,
            at=project.starts_on,
            text=text,
            href=project_href(project),
            badge=badge,
            ahead=project.starts_on > today,
        )
        dated.append((project.starts_on, entry))
    coming = next_anniversary(signed=signed, today=today)
    if coming and row.state != TieState.ENDED and coming.days_left(today=today) <= settings.ANNIVERSARY_LEAD_DAYS:
        words = _("%(years)d years of this tie") % {"years": coming.years}
        dated.append((coming.first_day, TimelineEntry(words, when=when_words(coming.on), ahead=True)))
    return [entry for _day, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


@require_http_methods(["GET", "POST"])
@signed_in
def tie_state(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Move a tie to another state, with its day and reason."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = StateForm(request.POST or None, now_is=row.state, initial={"on": today_of()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_state(
                tie_id=tie_id, wanted=data["state"], on=data["on"], reason=data["reason"], by=actor, now=timezone.now()
            )
        except UnableToChangeState as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("partnerships:tie_state_undo", args=[tie_id])
            words = _("The tie is now “%(state)s”.") % {"state": TieState(data["state"]).label}
            tell(request, words, undo=undo)
            return redirect(tie_href(row))
    context = {
        "tie": row,
        "form": form,
        "badge": tie_badge(row),
        "crumbs": crumbs((_("Partner cities"), _ties_href()), (str(row), tie_href(row)), (_("Change state"), "")),
        "back": tie_href(row),
    }
    return render(request, "partnerships/tie_state.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def tie_state_undo(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Take the last change of state back."""
    row = living_tie(actor_of(request), tie_id)
    try:
        undo_state_change(tie_id=tie_id, by=actor_of(request), now=timezone.now())
    except UnableToUndo as error:
        messages.error(request, str(error))
    else:
        tell(request, _("The change of state was taken back."))
    return redirect(tie_href(row))


@require_POST
@signed_in
def tie_archive(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Archive a tie; the toast brings it back."""
    row = find_tie(actor_of(request), tie_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_tie(tie_id=tie_id, by=actor_of(request), now=timezone.now())
    undo = reverse("partnerships:tie_restore", args=[tie_id])
    tell(request, _("“%(tie)s” was archived: it is out of every list and figure.") % {"tie": row}, undo=undo)
    return redirect("partnerships:ties")


@require_POST
@signed_in
def tie_restore(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Bring an archived tie back."""
    row = find_tie(actor_of(request), tie_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_tie(tie_id=tie_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(tie)s” is back in its lists and figures.") % {"tie": row})
    return redirect(tie_href(row))
