"""Cases: the list that anybody reads, the page of one, its steps, and the year's collection on paper."""

from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import NotYoursError, may_read, may_write_own
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.cases import (
    add_case_figure,
    begin_case,
    bring_case_back,
    edit_case,
    move_case,
    put_case_away,
    remove_case_figure,
)
from gagyo.ambassadors.forms.cases import CaseFigureForm, CaseFilterForm, CaseForm, case_initial
from gagyo.ambassadors.forms.plans import PlanReasonForm
from gagyo.ambassadors.models import Case, CaseFigure
from gagyo.ambassadors.queries.case_papers import cases_document
from gagyo.ambassadors.queries.cases import approved_cases, case_for, case_years, own_drafts
from gagyo.ambassadors.rules.plan_moves import CASE_MOVES, CaseStep, PlanPart, case_steps_from
from gagyo.ambassadors.rules.plan_parts import plan_parts_of
from gagyo.ambassadors.views.activity_pages import find_activity
from gagyo.ambassadors.views.case_shown import CASES, case_badge, case_columns, case_facts, figure_rows, parts_shown
from gagyo.ambassadors.views.consolidated import check_year, file_answer
from gagyo.ambassadors.views.plan_screens import REFUSALS, Screen, screen_answer
from gagyo.common.components import Action, Column, Link
from gagyo.common.components.cells import language
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import found, living
from gagyo.common.views.lists import count_of
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.pdf import write_pdf
from gagyo.kernels.indicators.words import Language
from gagyo.support.queries.people import kind_of

# What a step's page says: title, button, sentence, and what is said afterwards.
STEPS: Final[dict[CaseStep, tuple[Promise, Promise, Promise, Promise]]] = {
    CaseStep.SUBMIT: (
        gettext_lazy("Submit the case for approval"),
        gettext_lazy("Submit"),
        gettext_lazy("The managers of the office are told by e-mail. Whoever wrote in the case cannot approve it."),
        gettext_lazy("The case was submitted."),
    ),
    CaseStep.RECALL: (
        gettext_lazy("Take the case back"),
        gettext_lazy("Take back"),
        gettext_lazy("It is a draft again and can be edited."),
        gettext_lazy("The case is a draft again."),
    ),
    CaseStep.APPROVE: (
        gettext_lazy("Approve the case"),
        gettext_lazy("Approve"),
        gettext_lazy("From then on it is read by those for whom it is meant."),
        gettext_lazy("The case was approved."),
    ),
    CaseStep.RETURN: (
        gettext_lazy("Return the case"),
        gettext_lazy("Return"),
        gettext_lazy("Say what is to be changed."),
        gettext_lazy("The case was returned."),
    ),
    CaseStep.REOPEN: (
        gettext_lazy("Open the case again"),
        gettext_lazy("Open again"),
        gettext_lazy("Only its office reads it until it is approved anew."),
        gettext_lazy("The case can be edited again."),
    ),
    CaseStep.PUT_AWAY: (
        gettext_lazy("Put the case away"),
        gettext_lazy("Put away"),
        gettext_lazy("It leaves every list, and can be brought back from its page."),
        gettext_lazy("The case was put away."),
    ),
}


def find_case(actor: Actor, case_id: int) -> Case:
    """
    Return a case that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: case_for(actor=actor, case_id=case_id),
        missing=_("This case does not exist, or is not yours to read. Look for it in the list of cases."),
    )


def way(*more: tuple[str, str]) -> list[Link]:
    """Return the way to a page of cases."""
    return list(crumbs((_("Cases of ambassadors"), reverse("ambassadors:cases")), *more))


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the approved cases that the reader may read, and what the own office still writes."""
    actor, today = actor_of(request), today_of()
    form = CaseFilterForm(request.GET, years=case_years(actor=actor))
    form.is_valid()
    year, field = form.cleaned_data.get("year"), form.cleaned_data.get("field", "")
    rows = list(approved_cases(actor=actor, year=year, field=field))
    spoken = "en" if language() == "en" else "ko"
    paper_year = year or (rows[0].year if rows else today.year)
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "columns": case_columns(),
        "count": count_of(request, count=len(rows), unit="item", rule=CASES, as_of=today),
        "draft_columns": [*case_columns(), Column("state", _("State"), draw=case_badge)],
        "drafts": list(own_drafts(actor)) if may_write_own(actor=actor) else [],
        "crumbs": crumbs((_("Cases of ambassadors"), "")),
        "more_actions": [
            Action(
                _("Collection %(year)d, %(form)s") % {"year": paper_year, "form": form_name.upper()},
                reverse("ambassadors:cases_paper", args=[paper_year, spoken, form_name]),
                kind="tertiary",
                icon="down",
            )
            for form_name in ("hwpx", "pdf")
        ],
    }
    return render(request, "ambassadors/cases.html", context)


@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show a case."""
    actor = actor_of(request)
    row = find_case(actor, case_id)
    parts = plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id)
    wrote = any(each.user_id == actor.user_id for each in row.writers.all())
    here = case_steps_from(state=row.state, parts=parts, wrote=wrote)
    activity = row.activity
    inside = may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE)
    shows = activity is not None and may_read(actor=actor, office_id=activity.office_id, visibility=activity.visibility)
    context: dict[str, Any] = {
        "row": row,
        "crumbs": way((row.name, "")),
        "badge": case_badge(row) if PlanPart.WRITER in parts else None,
        "parts": parts_shown(row),
        "figures": figure_rows(row, actor=actor, edits=CaseStep.EDIT in here),
        "terms": case_facts(row, activity=activity if shows else None, inside=inside),
        "edits": CaseStep.EDIT in here,
        **case_actions(row, here=here, writes=PlanPart.WRITER in parts),
    }
    return render(request, "ambassadors/case.html", context)


def case_actions(row: Case, *, here: tuple[CaseStep, ...], writes: bool) -> dict[str, Any]:
    """Return the one main action for a case as it stands, and the quieter ones."""
    if row.archived_at is not None:
        back = Action(_("Bring back"), reverse("ambassadors:case_restore", args=[row.pk]), method="post")
        return {"action": back if writes else None}
    kinds = {CaseStep.APPROVE: "primary", CaseStep.SUBMIT: "primary", CaseStep.RETURN: "secondary"}
    order = (CaseStep.APPROVE, CaseStep.SUBMIT, CaseStep.RETURN, CaseStep.EDIT, CaseStep.RECALL, CaseStep.REOPEN)
    labels = {step: str(words[1]) for step, words in STEPS.items()} | {CaseStep.EDIT: _("Edit")}
    shown = [
        Action(labels[step], reverse(f"ambassadors:case_{step.value}", args=[row.pk]), kind=kinds.get(step, "tertiary"))  # type: ignore[arg-type]  # a literal of the dict
        for step in (*order, CaseStep.PUT_AWAY)
        if step in here
    ]
    if shown and shown[0].kind == "primary":
        return {"action": shown[0], "more_actions": shown[1:]}
    return {"more_actions": shown}


@require_POST
def case_begin(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Begin the case of an activity, filled with what is recorded of it."""
    actor = actor_of(request)
    find_activity(actor, activity_id)
    made = begin_case(activity_id=activity_id, by=actor, now=timezone.now())
    tell(request, _("The case is begun, filled with what is recorded of the activity."))
    return redirect(made.get_absolute_url())


def own_case(actor: Actor, case_id: int, *, step: CaseStep) -> Case:
    """
    Return a case for a step that is the actor's.

    :raises Http404: if the actor does not see it, or it is put away
    :raises NotYoursError: if the step is never theirs
    """
    row = living(find_case(actor, case_id), archived=_("This case is put away. Bring it back first."))
    parts = plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id)
    if not CASE_MOVES[step].by & parts:
        raise NotYoursError(_("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": row})
    return row


@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write a case."""
    actor = actor_of(request)
    row = own_case(actor, case_id, step=CaseStep.EDIT)

    def read() -> tuple[Case, dict[str, Any]]:
        fresh = find_case(actor, case_id)
        return fresh, case_initial(fresh)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=row)
        return edit_case(case_id=case_id, values=values, expected=expected, by=actor, now=timezone.now())

    title, back = _("Write the case"), row.get_absolute_url()
    editing = Editing(
        title=title,
        back=back,
        crumbs=way((row.name, back), (title, "")),
        read=read,
        make=lambda data, held: CaseForm(data, initial=held),
        save=save,
        refusals=REFUSALS,
    )
    answer = edited(request, editing)
    if answer is not None:
        return answer
    tell(request, _("The case was saved."))
    return redirect(back)


def step_view(step: CaseStep) -> Any:
    """Return the page of a step, which asks first."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, case_id: int) -> HttpResponse:
        """Ask first, then take the step."""
        actor = actor_of(request)
        row = own_case(actor, case_id, step=step)
        title, submit, lead, done = (str(each) for each in STEPS[step])
        data = request.POST if request.method == "POST" else None
        form: forms.Form = PlanReasonForm(data) if CASE_MOVES[step].needs_reason else forms.Form(data)

        def work(now: Any) -> object:
            if step is CaseStep.PUT_AWAY:
                return put_case_away(case_id=case_id, by=actor, now=now)
            reason: str = form.cleaned_data.get("reason", "")
            expected = number_sent(request.POST.get("version"))
            return move_case(case_id=case_id, step=step, expected=expected, reason=reason, by=actor, now=now)

        back = row.get_absolute_url()
        then = reverse("ambassadors:cases") if step is CaseStep.PUT_AWAY else back
        screen = Screen(
            title=title,
            submit=submit,
            form=form,
            work=work,
            done=done,
            back=back,
            then=then,
            way=way((row.name, back), (title, "")),
            lead=lead,
            eyebrow=row.name,
            badge=case_badge(row),
            version=row.version,
            danger=step is CaseStep.PUT_AWAY,
        )
        return screen_answer(request, screen)

    return view


@require_POST
def case_restore(request: HttpRequest, case_id: int) -> HttpResponse:
    """Bring a case back that was put away."""
    actor = actor_of(request)
    row = find_case(actor, case_id)
    parts = plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id)
    if PlanPart.WRITER not in parts:
        raise NotYoursError(_("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": row})
    if row.archived_at is not None:
        bring_case_back(case_id=case_id, by=actor, now=timezone.now())
        tell(request, _("The case is back."))
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "POST"])
def case_figure_add(request: HttpRequest, case_id: int) -> HttpResponse:
    """Add a number to the result."""
    actor = actor_of(request)
    row = own_case(actor, case_id, step=CaseStep.EDIT)
    form = CaseFigureForm(request.POST or None, spoken=language(), initial={"as_of": today_of()})
    title, back = _("Add a number"), row.get_absolute_url()
    screen = Screen(
        title=title,
        submit=_("Save"),
        form=form,
        work=lambda now: add_case_figure(case_id=case_id, values=form.values(), by=actor, now=now),
        done=_("The number was added."),
        back=back,
        then=back,
        way=way((row.name, back), (title, "")),
        eyebrow=row.name,
    )
    return screen_answer(request, screen)


@require_http_methods(["GET", "POST"])
def case_figure_remove(request: HttpRequest, figure_id: int) -> HttpResponse:
    """Take a number out of a case."""
    actor = actor_of(request)
    figure = CaseFigure.objects.filter(pk=figure_id).first()
    if figure is None:
        raise Http404(_("This number was taken out already."))
    row = own_case(actor, figure.case_id, step=CaseStep.EDIT)
    title, back = _("Take the number out"), row.get_absolute_url()
    screen = Screen(
        title=title,
        submit=_("Remove"),
        form=forms.Form(request.POST if request.method == "POST" else None),
        work=lambda now: remove_case_figure(figure_id=figure_id, by=actor, now=now),
        done=_("The number was taken out."),
        back=back,
        then=back,
        way=way((row.name, back), (title, "")),
        eyebrow=row.name,
        danger=True,
    )
    return screen_answer(request, screen)


@require_GET
def cases_paper(request: HttpRequest, year: str, spoken: Language, form_name: str) -> HttpResponse:
    """Send the year's approved cases that the reader may read, as one document."""
    check_year(int(year))
    rows, now = list(approved_cases(actor=actor_of(request), year=int(year))), timezone.now()
    with translation.override(spoken):
        document = cases_document(rows, year=int(year), today=today_of(), language=spoken)
        write = write_pdf if form_name == "pdf" else write_hwpx
        body = write(document, made_at=now, author="")
    return file_answer(body, form_name=form_name, name=f"cases-{year}-{spoken}")
