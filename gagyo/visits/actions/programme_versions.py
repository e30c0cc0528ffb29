"""Sending a programme to the visitors: it is kept as it was, and goes into the outbox."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import ProgrammeVersion
from gagyo.visits.queries.programme_versions import content_of, sending_state
from gagyo.visits.rules.programme import UnableToSaveStop
from gagyo.visits.rules.programme_text import mail_text

MOST_ADDRESSES = 30


def addresses_in(text: str) -> list[str]:
    """
    Return the e-mail addresses of a text, divided by commas, blanks or lines, each once.

    :raises UnableToSaveStop: naming the one that is none
    """
    found = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise UnableToSaveStop(_("“%(text)s” is no e-mail address. Correct it.") % {"text": address}) from None
    if len(found) > MOST_ADDRESSES:
        raise UnableToSaveStop(_("At most %(n)d addresses at once.") % {"n": MOST_ADDRESSES})
    return found


@transaction.atomic
def send_programme(
    *, visit_id: int, addresses: Iterable[str], note: str, by: Actor, now: datetime, seen: str | None = None
) -> ProgrammeVersion:
    """
    Keep the programme as the next version and send it, to each address a message of its own.

    seen: the sending_state() that the sender saw, None for who saw nothing
    :raises UnableToSaveStop: if there is no stop, or no address, or it was sent or changed since it was seen
    """
    visit = locked(visit_id, by=by)
    if seen is not None:
        _check_seen(seen, sending_state(visit))
    content, sent_to = content_of(visit), list(addresses)
    if not content["stops"]:
        raise UnableToSaveStop(_("The programme has no stop yet. Add one before you send it."))
    if not sent_to:
        raise UnableToSaveStop(_("Give one e-mail address or more."))
    last = ProgrammeVersion.objects.filter(visit=visit).order_by("-number").first()
    version = ProgrammeVersion.objects.create(
        visit=visit,
        number=last.number + 1 if last else 1,
        sent_at=now,
        sent_by_id=by.user_id,
        recipients=sent_to,
        note=note.strip(),
        content=content,
    )
    subject, text = mail_text(content, note=note.strip(), number=version.number)
    for address in sent_to:
        send_mail(subject, text, None, [address])
    after = {"version": version.number, "recipients": len(sent_to)}
    record(event="visit.programme_sent", by=by, at=now, about=visit, after=after)
    return version


def _check_seen(seen: str, held: str) -> None:
    if seen == held:
        return
    number = held.partition("-")[0]
    if seen.partition("-")[0] != number:
        raise UnableToSaveStop(
            _("Version %(n)s of the programme was sent in between. Open it; send again only if that is not enough.")
            % {"n": number}
        )
    raise UnableToSaveStop(
        _("The programme was changed after you opened this page. Look below at what is sent now, then send it.")
    )
