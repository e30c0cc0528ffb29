"""Contacts of a tie: naming one, taking one off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.views.shown import tell
from gagyo.partnerships.actions.contacts import add_contact, remove_contact
from gagyo.partnerships.views.shown import tie_href
from gagyo.partnerships.views.ties import living_tie
from gagyo.registry.models import Person


@require_POST
@only(may_read_contacts)
def tie_contact_add(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Name a contact of a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    person_id, note = request.POST.get("person", ""), request.POST.get("note", "")[:200]
    try:
        made = add_contact(tie_id=tie_id, person_id=int(person_id or 0), note=note, by=actor, now=timezone.now())
    except (Person.DoesNotExist, ValueError):
        messages.error(request, _("Choose a person from the list, or enter the person under Contacts first."))
        return redirect(tie_href(row))
    undo = reverse("partnerships:tie_contact_remove", args=[tie_id, made.person_id])
    tell(request, _("The contact was added."), undo=undo)
    return redirect(tie_href(row))


@require_POST
@only(may_read_contacts)
def tie_contact_remove(request: HttpRequest, tie_id: int, person_id: int) -> HttpResponse:
    """Take a contact off a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    if not row.contacts.filter(person_id=person_id).exists():
        raise Http404(_("This person is no contact of the tie any more."))
    note = remove_contact(tie_id=tie_id, person_id=person_id, by=actor, now=timezone.now())
    undo = reverse("partnerships:tie_contact_add", args=[tie_id])
    tell(request, _("The contact was taken off."), undo=undo, undo_fields={"person": person_id, "note": note})
    return redirect(tie_href(row))
