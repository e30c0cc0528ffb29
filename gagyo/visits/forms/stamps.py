"""The stamp of a public form: when it was opened, which tells an entry by a person from one by a program."""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.forms import Form
from django.http import QueryDict

from gagyo.visits.rules.requests import may_still_hold


def _signer(office_id: int) -> Signer:
    return Signer(salt=f"gagyo.visits.request.{office_id}")


def stamp_for(*, office_id: int, now: datetime) -> str:
    """Return what the form carries to tell when it was opened, signed for this office."""
    return _signer(office_id).sign(str(int(now.timestamp())))


def opened_at(stamp: str, *, office_id: int) -> datetime | None:
    """Return when a form was opened, or None for a stamp that is missing, forged or another office's."""
    try:
        return datetime.fromtimestamp(int(_signer(office_id).unsign(stamp)), tz=UTC)
    except (BadSignature, ValueError):
        return None


def stamp_again(form: Form, *, data: QueryDict, office_id: int, now: datetime) -> None:
    """Give a refused form, filled in with data, a new stamp if its own will never hold, so that it can be resent."""
    if may_still_hold(opened_at=opened_at(data.get("stamp", ""), office_id=office_id), now=now):
        return
    changed = data.copy()
    changed["stamp"] = stamp_for(office_id=office_id, now=now)
    form.data = changed
