"""Which province an office works for, and who is posted there."""

from datetime import date

from django.db.models import Q

from gagyo.ambassadors.models import Posting
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body


def province_of(office_id: int | None) -> Body | None:
    """Return the province whose office this is, or to which its ambassadors are posted."""
    rows = Body.objects.filter(kind=BodyKind.METROPOLITAN, country="KR", archived_at=None)
    mine = Q(works_as_id=office_id or 0) | Q(postings__office_id=office_id or 0, postings__archived_at=None)
    return rows.filter(mine).order_by("pk").first()


def posting_on(*, province_id: int, day: date) -> Posting | None:
    """Return who is posted to a province on a day."""
    rows = Posting.objects.past_access(because="a plan names its ambassador, and postings are shown to all offices")
    return rows.filter(Posting.held_on(day), province_id=province_id, archived_at=None).first()
