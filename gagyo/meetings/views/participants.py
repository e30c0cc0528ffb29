"""A round's participants, for its organiser: the list, entering one or many, inviting, one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.accounts.views.history import history_href
from gagyo.common.components import Action, Badge, Column, Link, Term, Tone
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.actions.invitations import invite, invite_all, new_link
from gagyo.meetings.actions.participants import add_many, add_participant, answer_invitation, edit_participant
from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.forms.participants import (
    AnswerForm,
    ManyForm,
    ParticipantFilterForm,
    ParticipantForm,
    participant_initial,
)
from gagyo.meetings.models import MeetingRound, Participant, ParticipantLink
from gagyo.meetings.queries.history import history_of
from gagyo.meetings.queries.participants import link_in_force, listed_participants, not_invited, participant_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.languages import kept_codes, names_of
from gagyo.meetings.rules.participants import UnableToMoveParticipant, UnableToSaveParticipant, lines_of
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

LISTED = CountingRule(
    code="participants-listed",
    name_ko="목록의 참가기관",
    name_en="Participants of this list",
    sentence_ko="조건에 맞는 참가기관을 1개씩 셉니다. 거절하거나 철회한 기관도 조건에 맞으면 셉니다.",
    sentence_en="Participants that fit, each once; those that declined or withdrew too, where they fit.",
)
TONES: dict[str, Tone] = {
    ParticipantState.ENTERED: "neutral",
    ParticipantState.INVITED: "info",
    ParticipantState.COMING: "success",
    ParticipantState.DECLINED: "warning",
    ParticipantState.WITHDRAWN: "warning",
}


def participant_badge(row: Participant) -> Badge:
    """Return whether a participant comes."""
    return Badge(row.get_state_display(), TONES[row.state])


def participant_href(row: Participant) -> str:
    """Return the address of a participant's page for the organiser."""
    return reverse("meetings:participant", args=[row.round_id, row.pk])


def participants_href(row: MeetingRound) -> str:
    """Return the address of a round's participants."""
    return reverse("meetings:participants", args=[row.pk])


def participant_columns() -> list[Column]:
    """Return the columns of a list of participants."""
    return [
        Column(
            "name",
            _("Participant"),
            sort="name",
            row_header=True,
            draw=lambda row: Link(row.name, participant_href(row)),
        ),
        Column("side", _("Side"), sort="side", draw=lambda row: row.side.name),
        Column("country", _("Country"), sort="country", draw=lambda row: row.body.country.name),
        Column(
            "languages",
            _("Languages"),
            draw=lambda row: names_of(kept_codes(row.languages), language=get_language() or "ko"),
        ),
        Column("invited_at", _("Invited")),
        Column("wishes_count", _("Wishes"), sort="wishes", numeric=True),
        Column("state", _("State"), sort="state", draw=participant_badge),
    ]


@require_GET
@only(may_read_contacts)
def participants(request: HttpRequest, round_id: int) -> HttpResponse:
    """List who is to take part, with their wishes counted; a worksheet of this."""
    row = own_round(actor_of(request), round_id)
    form = ParticipantFilterForm(request.GET, of=row)
    rows = listed_participants(row, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows, per_page=100)
    count = count_of(request, count=page.paginator.count, unit="body", rule=LISTED, as_of=today_of())
    if wants_sheet(request):
        return sheet_answer(
            title=_("Participants"),
            columns=participant_columns(),
            rows=rows,
            count=count,
            name="participants",
            now=timezone.now(),
        )
    waiting = not_invited(row).count()
    context = {
        "round": row,
        "form": form,
        "page": page,
        "count": count,
        "columns": participant_columns(),
        "crumbs": way_in(row, (_("Participants"), "")),
        "waiting": waiting,
        "action": Action(_("Enter a participant"), reverse("meetings:participant_add", args=[row.pk]), icon="plus"),
        "more_actions": [
            Action(_("Paste a list"), reverse("meetings:participants_many", args=[row.pk]), kind="tertiary"),
            sheet_action(request),
        ],
    }
    return render(request, "meetings/participants.html", context)


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def participant_add(request: HttpRequest, round_id: int) -> HttpResponse:
    """Enter a body that is to take part."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    form = ParticipantForm(request.POST or None, of=row, initial={"language": "en", "languages": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_participant(round_id=round_id, values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveParticipant as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("“%(name)s” was entered.") % {"name": made})
            return redirect(participants_href(row))
    return _one_form(request, row, form, title=_("Enter a participant"))


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def participants_many(request: HttpRequest, round_id: int) -> HttpResponse:
    """Enter the bodies of a list pasted from a spreadsheet; all of them or none."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    form = ManyForm(request.POST or None, of=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            lines = lines_of(data["lines"])
            made = add_many(
                round_id=round_id,
                side_id=int(data["side"]),
                lines=lines,
                language=data["language"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToSaveParticipant as error:
            form.add_error("lines", str(error))
        else:
            words = ngettext("%(n)d body was entered.", "%(n)d bodies were entered.", len(made)) % {"n": len(made)}
            if there := len(lines) - len(made):
                words += " " + ngettext("%(n)d was there.", "%(n)d were there.", there) % {"n": there}
            tell(request, words)
            return redirect(participants_href(row))
    return _one_form(request, row, form, title=_("Paste a list of participants"))


@never_cache
@require_GET
@only(may_read_contacts)
def participant(request: HttpRequest, round_id: int, participant_id: int) -> HttpResponse:
    """Show the organiser a participant: what it says of itself, its people, its times, how it was invited."""
    row = own_round(actor_of(request), round_id)
    return _participant_page(request, row, _of(row, participant_id))


def _participant_page(
    request: HttpRequest, row: MeetingRound, one: Participant, *, link: str = "", status: int = 200
) -> HttpResponse:
    keys = [row.pk, one.pk]
    context: dict[str, Any] = {
        "round": row,
        "one": one,
        "link": link,
        "crumbs": way_in(row, (_("Participants"), participants_href(row)), (one.name, "")),
        "badge": participant_badge(one),
        "terms": [*participant_facts(one), *link_facts(link_in_force(one))],
        "texts": [(label, text_shown(text)) for label, text in said(one) if text],
        "people": one.delegates.all(),
        "absences": one.absences.select_related("delegate"),
        "topics_offered": one.offer_topics.all(),
        "topics_sought": one.seek_topics.all(),
        "history": history_entries(history_of(one)),
        "audit_href": history_href(actor=actor_of(request), row=one),
        "action": Action(_("Act for it"), reverse("meetings:own_home", args=[one.pk])),
        "more_actions": [
            Action(_("Edit"), reverse("meetings:participant_edit", args=keys), kind="tertiary"),
            Action(_("Note its answer"), reverse("meetings:participant_answer", args=keys), kind="tertiary"),
        ],
    }
    return render(request, "meetings/participant.html", context, status=status)


def participant_facts(row: Participant) -> list[Term]:
    """Return the facts at the top of a participant's page."""
    terms = [
        Term(_("Side"), row.side.name),
        Term(_("Body"), row.body.name, row.body.get_absolute_url()),
        Term(_("Country"), row.body.country.name),
        Term(_("Languages spoken"), names_of(kept_codes(row.languages), language=get_language() or "ko")),
        Term(_("E-mail"), row.email),
        Term(_("Language of its mail"), names_of([row.language], language=get_language() or "ko")),
        Term(_("Invited"), row.invited_at),
        Term(_("Answered"), row.answered_at),
        Term(_("Wishes sent"), row.wishes_done_at),
        Term(_("Meetings, at most"), row.meetings_at_most if row.meetings_at_most is not None else ""),
        Term(_("Takes part online"), row.is_online or ""),
        Term(_("Needs at the table"), row.table_wanted),
    ]
    return [term for term in terms if term.value not in ("", None)]


def link_facts(row: ParticipantLink | None) -> list[Term]:
    """Return when the link in force was made and first opened; nothing where there is none."""
    if row is None:
        return []
    return [Term(_("Link made"), row.made_at), Term(_("Link first opened"), row.used_at or _("Not yet"))]


def said(row: Participant) -> list[tuple[str, Any]]:
    """Return what a participant says of itself, each with its label."""
    return [(_("Profile"), row.profile), (_("Offers"), row.offers), (_("Seeks"), row.seeks)]


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def participant_edit(request: HttpRequest, round_id: int, participant_id: int) -> HttpResponse:
    """Change what the organiser entered; a second save in between is shown and merged."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one, taken_back = _of(row, participant_id), 0

    def read() -> tuple[Participant, dict[str, Any]]:
        fresh = _of(row, participant_id)
        return fresh, participant_initial(fresh)

    def save(form: Any, expected: int) -> None:
        nonlocal taken_back
        values = form.values(body_id=one.body_id)
        taken_back = edit_participant(
            round_id=round_id,
            participant_id=participant_id,
            values=values,
            expected=expected,
            by=actor,
            now=timezone.now(),
        )

    answer = edited(
        request,
        Editing(
            title=_("Edit the participant"),
            back=participant_href(one),
            crumbs=way_in(
                row, (_("Participants"), participants_href(row)), (one.name, participant_href(one)), (_("Edit"), "")
            ),
            read=read,
            make=lambda data, held: ParticipantForm(data, of=row, is_there=True, initial=held),
            save=save,
            refusals=(UnableToSaveParticipant,),
        ),
    )
    if answer is None:
        words = _("“%(name)s” was saved.") % {"name": one}
        if taken_back:
            words += " " + ngettext(
                "%(n)d wish does not fit its new side and was taken back.",
                "%(n)d wishes do not fit its new side and were taken back.",
                taken_back,
            ) % {"n": taken_back}
        tell(request, words)
        return redirect(participant_href(one))
    return answer


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def participant_answer(request: HttpRequest, round_id: int, participant_id: int) -> HttpResponse:
    """Note what a participant said by telephone."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = _of(row, participant_id)
    form = AnswerForm(request.POST or None, state=one.state)
    if request.method == "POST" and form.is_valid():
        acting = Acting(one.pk, actor, is_organiser=True)
        data = form.cleaned_data
        try:
            answer_invitation(acting=acting, wanted=data["state"], reason=data["reason"], now=timezone.now())
        except UnableToMoveParticipant as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The answer of “%(name)s” was noted.") % {"name": one})
            return redirect(participant_href(one))
    return _one_form(request, row, form, title=_("Note its answer"), back=participant_href(one))


@require_POST
@only(may_read_contacts)
def participants_invite(request: HttpRequest, round_id: int) -> HttpResponse:
    """Invite all who were entered with an address and not yet invited."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    sent = invite_all(round_id=round_id, by=actor, now=timezone.now())
    tell(request, ngettext("%(n)d invitation was sent.", "%(n)d invitations were sent.", sent) % {"n": sent})
    return redirect(participants_href(row))


@require_POST
@only(may_read_contacts)
def participant_invite(request: HttpRequest, round_id: int, participant_id: int) -> HttpResponse:
    """Send one participant its invitation, or a new link."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = _of(row, participant_id)
    try:
        invite(round_id=round_id, participant_id=participant_id, by=actor, now=timezone.now())
    except UnableToSaveParticipant as error:
        form = ParticipantForm(of=row, is_there=True, initial=participant_initial(one))
        form.cleaned_data = {}
        form.add_error(None, str(error))
        return _one_form(request, row, form, title=_("Edit the participant"), back=participant_href(one))
    tell(request, _("The invitation went to %(email)s. Links sent before stop working.") % {"email": one.email})
    return redirect(participant_href(one))


@never_cache
@require_POST
@only(may_read_contacts)
def participant_link(request: HttpRequest, round_id: int, participant_id: int) -> HttpResponse:
    """Make a link to hand over; it is shown once."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = _of(row, participant_id)
    path = new_link(round_id=round_id, participant_id=participant_id, by=actor, now=timezone.now())
    return _participant_page(request, row, _of(row, one.pk), link=request.build_absolute_uri(path))


def _of(row: MeetingRound, participant_id: int) -> Participant:
    return found(
        lambda: participant_of(row, participant_id=participant_id),
        missing=_("This round has no such participant. Look at its list."),
    )


def _one_form(request: HttpRequest, row: MeetingRound, form: Any, *, title: str, back: str = "") -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "crumbs": way_in(row, (_("Participants"), participants_href(row)), (title, "")),
        "submit": _("Save"),
        "back": back or participants_href(row),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)
