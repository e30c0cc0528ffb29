"""What a firm sees: whom it can ask, the form, and its own question by the link in the mail."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.advice import ask_as_firm, confirm_question, question_behind, withdraw_question
from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.forms.advice import FirmForm
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.queries.advice import desk_of, desks
from gagyo.ambassadors.rules.advice import UnableToAsk, UnableToMoveAdvice, may_move
from gagyo.ambassadors.views.advice import TONES
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.components.cells import language
from gagyo.common.views.errors import conflict
from gagyo.common.views.limits import refused_for_now
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.registry.rules.provinces import province_place
from gagyo.visits.forms.stamps import opened_at, stamp_again, stamp_for
from gagyo.visits.rules.requests import CONFIRM_DAYS, UnableToSendRequest, check_filled_in
from gagyo.visits.views.followed import by_link


@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """List the provinces whose ambassador can be asked."""
    title = _("Ask an ambassador for international relations")
    context = {
        "title": title,
        "rows": sorted(desks(today=today_of()), key=lambda row: province_place(row.province.code)),
        "columns": [
            Column("province", _("Province"), row_header=True, draw=province_link),
            Column("name", _("Ambassador"), draw=lambda row: row.name),
        ],
        "crumbs": crumbs((title, "")),
    }
    return render(request, "ambassadors/ask.html", context)


def province_link(row: Posting) -> Link:
    """Return a province with the address of the form that asks its ambassador."""
    return Link(row.province.name, reverse("ambassadors:question_add", args=[row.office_id]))


def find_desk(office_id: int) -> Posting:
    """
    Return who is asked in an office.

    :raises Http404: if nobody is posted there
    """
    row = desk_of(office_id=office_id, today=today_of())
    if row is None:
        raise Http404(_("No ambassador can be asked here now. See the list of provinces."))
    return row


@never_cache
@require_http_methods(["GET", "POST"])
def question_add(request: HttpRequest, office_id: int) -> HttpResponse:
    """Take a firm's question; nothing counts until the address is confirmed by mail."""
    desk, now = find_desk(office_id), timezone.now()
    initial = {"stamp": stamp_for(office_id=office_id, now=now), "language": language()}
    form = FirmForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        refused = refused_for_now(request, what="question to an ambassador")
        if refused:
            return refused
        if form.is_valid():
            number = sent(request, form, office_id=office_id)
            if number:
                return redirect("ambassadors:question_sent", office_id=office_id, number=number)
        stamp_again(form, data=request.POST, office_id=office_id, now=now)
    title = _("Ask the ambassador in %(province)s") % {"province": desk.province.name}
    context = {
        "form": form,
        "desk": desk,
        "title": title,
        "crumbs": crumbs((_("Ask an ambassador"), reverse("ambassadors:ask")), (title, "")),
        "back": reverse("ambassadors:ask"),
    }
    return render(request, "ambassadors/question_add.html", context, status=422 if form.errors else 200)


def sent(request: HttpRequest, form: FirmForm, *, office_id: int) -> str:
    """Send the question and return its number, or nothing after putting the reason into the form."""
    now = timezone.now()
    try:
        check_filled_in(opened_at=opened_at(form.cleaned_data["stamp"], office_id=office_id), now=now)
        row = ask_as_firm(office_id=office_id, values=form.values(), by=actor_of(request), now=now)
    except (UnableToSendRequest, UnableToAsk) as error:
        form.add_error(None, str(error))
        return ""
    return row.number


@never_cache
@require_GET
def question_sent(request: HttpRequest, office_id: int, number: str) -> HttpResponse:
    """Say the number, and that the link in the mail comes next."""
    context = {
        "desk": find_desk(office_id),
        "number": number,
        "days": CONFIRM_DAYS,
        "crumbs": crumbs((_("Ask an ambassador"), reverse("ambassadors:ask")), (_("One step is left"), "")),
    }
    return render(request, "ambassadors/question_sent.html", context)


@by_link
@require_GET
def question_followed(request: HttpRequest, key: str) -> HttpResponse:
    """Show a firm how its question stands, and the answer."""
    row = question_behind(key)
    may_withdraw = may_move(state=row.state, wanted=AdviceState.WITHDRAWN)
    confirm = Action(
        _("Confirm my question"), reverse("ambassadors:question_confirm", kwargs={"key": key}), method="post"
    )
    withdraw = Action(
        _("Withdraw my question"), reverse("ambassadors:question_withdraw", kwargs={"key": key}), kind="tertiary"
    )
    context = {
        "asked": row,
        "badge": Badge(row.get_state_display(), TONES[row.state]),
        "days": CONFIRM_DAYS,
        "terms": [
            Term(_("Number"), row.number),
            Term(pgettext("question to an ambassador", "Asked"), row.asked_at),
            Term(pgettext("question to an ambassador", "Subject"), row.subject),
            Term(_("Answer due"), row.due_at),
            Term(_("Answered"), row.answered_at),
            Term(_("Your data is kept until"), row.retain_until),
        ],
        "action": confirm if row.state == AdviceState.UNCONFIRMED else None,
        "more_actions": [withdraw] if may_withdraw else [],
        "crumbs": crumbs((_("Ask an ambassador"), reverse("ambassadors:ask")), (row.number, "")),
    }
    return render(request, "ambassadors/question_followed.html", context)


@by_link
@require_POST
def question_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm the e-mail address; by a button, because mail servers open links by themselves."""
    try:
        confirm_question(key=key, by=actor_of(request), now=timezone.now())
    except UnableToMoveAdvice as error:
        return conflict(request, sentence=str(error))
    tell(request, _("Thank you. Your question has reached the ambassador."))
    return redirect("ambassadors:question_followed", key=key)


@by_link
@require_http_methods(["GET", "POST"])
def question_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, and withdraw the question."""
    row = question_behind(key)
    if request.method == "POST":
        try:
            withdraw_question(key=key, by=actor_of(request), now=timezone.now())
        except UnableToMoveAdvice as error:
            return conflict(request, sentence=str(error))
        tell(request, _("Your question is withdrawn."))
        return redirect("ambassadors:question_followed", key=key)
    context = {
        "title": _("Withdraw question %(number)s?") % {"number": row.number},
        "back": reverse("ambassadors:question_followed", kwargs={"key": key}),
    }
    return render(request, "ambassadors/question_withdraw.html", context)
