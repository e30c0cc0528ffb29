"""What an agreed item becomes: a tie or a project entered from it, filled in, and linked both ways in one step."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.rules import may_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.meetings.actions.after import become_project, become_tie
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.queries.agreed import item_for, may_work_on
from gagyo.meetings.rules.after import UnableToWrite
from gagyo.meetings.views.after_shown import partner_of
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.views.project_forms import enter_project, first_values
from gagyo.partnerships.views.tie_forms import enter_tie
from gagyo.registry.choices import BodyKind

# Of a project's name; what was agreed may be longer.
NAME_LENGTH = 200


def find_item(actor: Actor, item_id: int) -> AgreedItem:
    """
    Return an agreed item that the actor works on.

    :raises Http404: if there is none
    """
    missing = _("This item was not agreed in a meeting of yours. Look at your list.")
    return found(lambda: item_for(actor=actor, item_id=item_id), missing=missing)


def item_href(item: AgreedItem, *, actor: Actor) -> str:
    """Return where an account works on an item; nothing for those who do not."""
    if not may_work_on(item, actor=actor):
        return ""
    if may_write(actor=actor, office_id=item.meeting.round.office_id):
        return reverse("meetings:agreed_item", args=[item.meeting.round_id, item.pk])
    sides = (item.meeting.first, item.meeting.second)
    own = next(one for one in sides if one.body.works_as_id == actor.office_id)
    return reverse("meetings:own_agreed_item", args=[own.pk, item.pk])


@require_http_methods(["GET", "POST"])
@signed_in
def agreed_tie(request: HttpRequest, item_id: int) -> HttpResponse:
    """Enter the tie that an agreed item becomes: its parties and what it is about are filled in."""
    actor = actor_of(request)
    item = find_item(actor, item_id)
    partner = partner_of(item, office_id=actor.office_id)
    # A mission speaks for the cities of its country; with which of them the tie is, only people know.
    partner_id = None if partner.body.kind == BodyKind.MISSION_IN_KOREA else partner.body_id

    def also(tie: Tie) -> None:
        become_tie(item_id=item_id, tie_id=tie.pk, by=actor, now=timezone.now())

    return enter_tie(
        request,
        partner_id=partner_id,
        state="talks",
        summary=item.what,
        also=also,
        refusals=(UnableToWrite,),
        title=_("Enter an agreed item as a tie"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def agreed_project(request: HttpRequest, item_id: int) -> HttpResponse:
    """Enter the exchange project that an agreed item becomes: with whom, under which tie and what are filled in."""
    actor = actor_of(request)
    item = find_item(actor, item_id)
    partner = partner_of(item, office_id=actor.office_id)
    names = {
        f"name_{code}": text[:NAME_LENGTH]
        for code in ("ko", "en")
        for text, spoken, _state in (item.what.in_language(code),)
        if spoken == code
    }
    initial = {**first_values(request), "partner_1": partner.body_id, "tie": item.tie_id, **names}

    def also(project: ExchangeProject) -> None:
        become_project(item_id=item_id, project_id=project.pk, by=actor, now=timezone.now())

    return enter_project(
        request,
        initial=initial,
        also=also,
        refusals=(UnableToWrite,),
        title=_("Enter an agreed item as an exchange project"),
    )
