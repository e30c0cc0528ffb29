"""A participant's own screens: its home, answer, profile, people and times; by link or by account."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.common.components import Link, Term
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.participants import answer_invitation, save_profile
from gagyo.meetings.actions.round_rows import save_of_participant
from gagyo.meetings.choices import ParticipantState
from gagyo.meetings.forms.participants import AnswerForm, ProfileForm, profile_initial
from gagyo.meetings.forms.round_rows import OF_PARTICIPANT, RowsForm, held_by
from gagyo.meetings.models import Participant
from gagyo.meetings.queries.participants import profile_from_registry
from gagyo.meetings.queries.rounds import readiness_of, slots_of_round
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.participants import UnableToMoveParticipant, UnableToSaveParticipant
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.participants import participant_badge, participant_facts
from gagyo.meetings.views.round_shown import days_shown, facts


def crumbs_for(participant: Participant, acting: Acting, *links: tuple[str, str]) -> list[Link]:
    """Return the way from a participant's home to a screen of it."""
    home = Link(participant.round.name, acting_url(acting, "home"))
    return [home, *(Link(label, href) for label, href in links)]


def screens(acting: Acting) -> list[tuple[str, str, str]]:
    """Return what a participant can do: label, what it is for, address; only screens that are there."""
    wanted = [
        ("profile", _("Your profile"), _("What the others read of you")),
        ("people", _("Who comes"), _("Names and languages, for the table sign and the interpreter")),
        ("times", _("When you cannot"), _("Late arrival, early departure, other appointments")),
        ("others", _("The others"), _("Who takes part, and what they offer and seek")),
        ("wishes", _("Your wishes"), _("Whom you want to meet, and who wants to meet you")),
        ("agenda", _("Your timetable"), _("When and at which table you meet whom")),
        ("badge", _("Your badge"), _("A code to hold up at the reception")),
        ("agreed", _("What was agreed"), _("Minutes, agreed items and your rating")),
    ]
    found = []
    for name, label, text in wanted:
        try:
            found.append((label, text, acting_url(acting, name)))
        except NoReverseMatch:
            continue
    return found


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant the round and what it can do, and take its answer to the invitation."""
    form = AnswerForm(request.POST or None, state=participant.state)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_invitation(acting=acting, wanted=data["state"], reason=data["reason"], now=timezone.now())
        except UnableToMoveParticipant as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("Your answer is with the organiser. Thank you."))
            return redirect(acting_url(acting, "home"))
    meeting_round = participant.round
    context: dict[str, Any] = {
        "one": participant,
        "round": meeting_round,
        "form": form,
        "badge": participant_badge(participant),
        "is_asked": participant.state in {ParticipantState.ENTERED, ParticipantState.INVITED},
        "is_coming": participant.state == ParticipantState.COMING,
        "screens": screens(acting),
        "terms": _opening(facts(meeting_round, readiness_of(meeting_round), is_inside=True), acting),
        "own_terms": _opening(participant_facts(participant), acting),
        "days": days_shown(meeting_round.blocks.all(), slots_of_round(meeting_round)),
        "organiser": str(meeting_round.office or ""),
        "acts_as_organiser": acting.is_organiser,
    }
    return render(request, "meetings/joining.html", context, status=422 if form.errors else 200)


def _opening(terms: list[Term], acting: Acting) -> list[Term]:
    """Return facts without links for those who have no account: pages of the round and the registry need one."""
    return [replace(term, href="") for term in terms] if acting.key else terms


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Let a participant say what the others read of it; a profile from the registry is proposed."""
    topics = [(str(topic.pk), topic.name) for topic in participant.round.topics.all()]
    suggested = profile_from_registry(participant.body)

    def read() -> tuple[Participant, dict[str, Any]]:
        fresh = Participant.objects.select_related("round", "body").get(pk=participant.pk)
        return fresh, profile_initial(fresh, suggested=suggested)

    def save(form: Any, expected: int) -> None:
        values = form.values(old=participant)
        save_profile(acting=acting, values=values, expected=expected, now=timezone.now())

    lead = _("The text below comes from the registry. Change it as you like.") if not participant.profile else ""
    return _edited_or_home(
        request,
        acting,
        Editing(
            title=_("Your profile"),
            lead=lead,
            back=acting_url(acting, "home"),
            crumbs=crumbs_for(participant, acting, (_("Your profile"), "")),
            read=read,
            make=lambda data, held: ProfileForm(data, topics=topics, initial=held),
            save=save,
            refusals=(UnableToSaveParticipant,),
        ),
    )


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Keep who comes."""
    return _rows(request, participant, acting, "people")


@require_http_methods(["GET", "POST"])
def times(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Keep the times in which nobody can be met."""
    return _rows(request, participant, acting, "times")


def _rows(request: HttpRequest, participant: Participant, acting: Acting, code: str) -> HttpResponse:
    kind = OF_PARTICIPANT[code]
    people_named = [(str(one.pk), str(one)) for one in participant.delegates.all()]

    def read() -> tuple[Participant, dict[str, Any]]:
        fresh = Participant.objects.select_related("round").get(pk=participant.pk)
        return fresh, held_by(list(kind.model._default_manager.filter(participant=fresh)), kind=kind)

    def save(form: Any, expected: int) -> None:
        save_of_participant(
            acting=acting,
            model=kind.model,
            what=kind.code,
            rows=form.values(),
            expected=expected,
            now=timezone.now(),
        )

    return _edited_or_home(
        request,
        acting,
        Editing(
            title=str(kind.title),
            lead=str(kind.lead),
            back=acting_url(acting, "home"),
            crumbs=crumbs_for(participant, acting, (str(kind.title), "")),
            read=read,
            make=lambda data, held: RowsForm(data, kind=kind, held=held, people=people_named),
            save=save,
            refusals=(UnableToSaveParticipant,),
            template="meetings/round_rows.html",
        ),
    )


def _edited_or_home(request: HttpRequest, acting: Acting, editing: Editing) -> HttpResponse:
    answer = edited(request, editing)
    if answer is None:
        tell(request, _("“%(what)s” was saved.") % {"what": editing.title})
        return redirect(acting_url(acting, "home"))
    return answer
