"""What an office still waits for, as a briefing sheet of a one-to-one meeting tells it."""

from gagyo.common.rules import Actor
from gagyo.meetings.queries.open_requests import OpenRequest
from gagyo.support.choices import Confidentiality
from gagyo.support.models import SupportRequest
from gagyo.support.rules.moves import BEFORE_SENT, ENDED


def requests(by: Actor) -> list[OpenRequest]:
    """Return the requests of the actor's office that were sent and have not ended, the oldest first; one query."""
    waiting = SupportRequest.objects.own(by).exclude(state__in=[*BEFORE_SENT, *ENDED])
    # A sheet is carried about and handed on: a restricted request stands on none.
    rows = waiting.filter(confidentiality=Confidentiality.NORMAL).order_by("number", "pk")
    return [OpenRequest(row.number, row.name, row.get_state_display(), row.country_id or "") for row in rows]
