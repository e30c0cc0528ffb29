"""A participant's wishes: whom it wants to meet, why, and its answers to those who want to meet it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import found
from gagyo.common.views.shown import tell, text_shown
from gagyo.meetings.actions.wishes import answer_wish, explain_wish, save_wishes
from gagyo.meetings.choices import WishMode
from gagyo.meetings.forms.wishes import ReasonForm, WishAnswerForm, ranks_held, ranks_sent, reason_initial
from gagyo.meetings.models import Participant, Wish
from gagyo.meetings.queries.wishes import Candidate, asked_of, candidates_for, times_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.wishes import UnableToWish, check_answering, check_wishing
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.joining import crumbs_for


@dataclass(frozen=True)
class Row:
    """A candidate as the page shows it: the chosen rank and the box, as they were sent or saved."""

    candidate: Candidate
    rank: int | None
    is_veto: bool
    explain_href: str
    texts: list[tuple[str, tuple[str, str]]]


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Let a participant rank whom it wants to meet; all wishes are saved at once, in their order."""
    candidates = candidates_for(participant, by_organiser=acting.is_organiser)
    error, saved_meanwhile = "", False
    ranks, vetoes = ranks_sent(request.POST) if request.method == "POST" else ranks_held(candidates)
    if request.method == "POST":
        expected = number_sent(request.POST.get("version"))
        try:
            save_wishes(acting=acting, ranks=ranks, vetoes=vetoes, expected=expected, now=timezone.now())
        except UnableToWish as refused:
            error = str(refused)
        except SavedMeanwhileError:
            saved_meanwhile = True
            participant.refresh_from_db(fields=["version"])
        else:
            saved = (
                _("Your wishes are saved. You can change them until the deadline.")
                if participant.round.wishes_close_at
                else _("Your wishes are saved. You can change them until the organiser closes the wishes.")
            )
            tell(request, saved)
            return redirect(acting_url(acting, "wishes"))
    context = {
        **_page(participant, acting),
        "rows": [_row(each, ranks, vetoes, acting) for each in candidates],
        "asked": [(each, text_shown(each.theirs.reason)) for each in asked_of(candidates) if each.theirs],
        "most": participant.round.wishes_at_most,
        "ranks": range(1, participant.round.wishes_at_most + 1),
        "given": len(ranks),
        "error": error,
        "saved_meanwhile": saved_meanwhile,
        # After a refusal the version stays that of the page: what somebody saved since is not to be written over.
        "seen_version": (not saved_meanwhile and request.POST.get("version")) or participant.version,
    }
    status = 409 if saved_meanwhile else 422 if error else 200
    return render(request, "meetings/wishes.html", context, status=status)


def _page(participant: Participant, acting: Acting) -> dict[str, Any]:
    """Return what is common to the page: whether wishes and answers are taken now."""
    times, now = times_of(participant.round), timezone.now()
    closed = ""
    try:
        check_wishing(times, participant_state=participant.state, now=now, by_organiser=acting.is_organiser)
    except UnableToWish as refused:
        closed = str(refused)
    try:
        check_answering(
            times,
            mode=participant.round.wish_mode,
            participant_state=participant.state,
            now=now,
            by_organiser=acting.is_organiser,
        )
        may_answer = True
    except UnableToWish:
        may_answer = False
    return {
        "one": participant,
        "round": participant.round,
        "crumbs": crumbs_for(participant, acting, (_("Your wishes"), "")),
        "closed": closed,
        "may_answer": may_answer,
        "others_decide": participant.round.wish_mode != WishMode.ORGANISER,
        "answer_href": acting_url(acting, "wish_answer"),
        "acts_as_organiser": acting.is_organiser,
    }


def _row(candidate: Candidate, ranks: dict[int, int], vetoes: frozenset[int], acting: Acting) -> Row:
    pk, one = candidate.participant.pk, candidate.participant
    explain = acting_url(acting, "wish_reason", wish_id=candidate.wish.pk) if candidate.wish and candidate.rank else ""
    texts = [(_("Profile"), one.profile), (_("Offers"), one.offers), (_("Seeks"), one.seeks)]
    return Row(
        candidate, ranks.get(pk), pk in vetoes, explain, [(label, text_shown(text)) for label, text in texts if text]
    )


@require_http_methods(["GET", "POST"])
def wish_reason(request: HttpRequest, participant: Participant, acting: Acting, wish_id: int) -> HttpResponse:
    """Let a participant say why it wants to meet another."""

    def of_own() -> Wish:
        rows = Wish.objects.select_related("wanted").prefetch_related("topics")
        return found(
            lambda: rows.get(pk=wish_id, asker=participant), missing=_("You have no such wish. Go back to your wishes.")
        )

    wish, topics = of_own(), [(str(topic.pk), topic.name) for topic in participant.round.topics.all()]

    def read() -> tuple[Wish, dict[str, Any]]:
        fresh = of_own()
        return fresh, reason_initial(fresh)

    def save(form: Any, expected: int) -> None:
        explain_wish(acting=acting, wish_id=wish_id, expected=expected, now=timezone.now(), **form.values(old=wish))

    title = _("Why you wish to meet %(name)s") % {"name": wish.wanted.name}
    back = acting_url(acting, "wishes")
    answer = edited(
        request,
        Editing(
            title=title,
            lead=_("The organiser reads it. Once the two of you are to meet, it stands in the briefing sheet of both."),
            back=back,
            crumbs=crumbs_for(participant, acting, (_("Your wishes"), back), (title, "")),
            read=read,
            make=lambda data, held: ReasonForm(data, topics=topics, initial=held),
            save=save,
            refusals=(UnableToWish,),
        ),
    )
    if answer is None:
        tell(request, _("The reason is saved."))
        return redirect(back)
    return answer


@require_POST
def wish_answer(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Accept or decline another's wish."""
    form = WishAnswerForm(request.POST)
    wish_id = number_sent(request.POST.get("wish"))
    error = _("Choose whether you accept or decline.")
    if form.is_valid():
        try:
            answer_wish(acting=acting, wish_id=wish_id, now=timezone.now(), **form.cleaned_data)
        except UnableToWish as refused:
            error = str(refused)
        except Wish.DoesNotExist as missing:
            raise Http404(_("This wish was taken back meanwhile. Load your wishes again.")) from missing
        else:
            saved = (
                _("Your answer is saved. You can change it until the deadline.")
                if participant.round.wishes_close_at
                else _("Your answer is saved. You can change it until the organiser closes the wishes.")
            )
            tell(request, saved)
            return redirect(acting_url(acting, "wishes"))
    form = WishAnswerForm(request.POST)
    form.is_valid()
    form.add_error(None, error)
    context = {
        "title": _("Your answer"),
        "form": form,
        "crumbs": crumbs_for(participant, acting, (_("Your wishes"), acting_url(acting, "wishes"))),
        "submit": _("Save"),
        "back": acting_url(acting, "wishes"),
    }
    return render(request, "common/one_form.html", context, status=422)
