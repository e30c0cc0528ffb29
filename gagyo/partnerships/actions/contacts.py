"""Whom to talk to about a tie."""

from datetime import datetime

from django.db import transaction

from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.ties import locked
from gagyo.partnerships.models import TieContact
from gagyo.registry.models import Person


@transaction.atomic
def add_contact(*, tie_id: int, person_id: int, note: str, by: Actor, now: datetime) -> TieContact:
    """
    Name a person of the registry as a contact of a tie; naming them again changes what for.

    :raises Person.DoesNotExist: if the actor does not see that person
    """
    tie = locked(tie_id, by=by)
    person = Person.objects.for_user(by).get(pk=person_id)
    row, made = TieContact.objects.update_or_create(tie=tie, person=person, defaults={"note": note.strip()})
    event = "tie.contact_added" if made else "tie.contact_changed"
    record(event=event, by=by, at=now, about=tie, after={"person": person.pk, "note": row.note}, people=[person.pk])
    return row


@transaction.atomic
def remove_contact(*, tie_id: int, person_id: int, by: Actor, now: datetime) -> str:
    """Take a contact off a tie and return the note it had; the person stays in the registry."""
    tie = locked(tie_id, by=by)
    row = TieContact.objects.get(tie=tie, person_id=person_id)
    note = row.note
    row.delete()
    before = {"person": person_id, "note": note}
    record(event="tie.contact_removed", by=by, at=now, about=tie, before=before, people=[person_id])
    return note
