"""Requests from abroad, for tests: sent as by a visitor, confirmed by the link in the mail."""

import re
from datetime import date
from typing import Any

from django.core import mail

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW
from gagyo.common.rules import ANYBODY
from gagyo.registry.tests.make import make_country
from gagyo.visits.actions.requests import (
    confirm_request,
    send_request,
)
from gagyo.visits.models import Site, SiteTheme, Theme, VisitRequest
from gagyo.visits.rules.requests import (
    RequestValues,
)
from gagyo.visits.rules.values import PartyValues, VisitValues
from gagyo.visits.tests.make import make_site

VALUES = RequestValues(
    organisation="City of Hue",
    country_id="VN",
    contact_name="Tran Van Secret",
    email="tran@example.org",
    persons=12,
    wished_from=date(2026, 6, 1),
    wished_until=date(2026, 6, 5),
    message="We would like to see how the city is run.",
    phone="+84 912345678",
)
VISIT = VisitValues(
    name_ko="후에시 대표단",
    starts_on=date(2026, 6, 2),
    ends_on=date(2026, 6, 3),
    parties=(PartyValues(country_id="VN", persons=12),),
)


def site_of(office: Office, **values: Any) -> Site:
    """Make a public site with a theme."""
    site = make_site(office=office, **values)
    SiteTheme.objects.create(site=site, theme=Theme.objects.get(code="smart-city"))
    return site


def key_in_mail() -> str:
    """Return the key of the link in the latest mail to a visitor."""
    found = re.search(r"/welcome/requests/([\w-]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def sent(office: Office, **changes: Any) -> tuple[VisitRequest, str]:
    """Send a request and return it with the key that was mailed."""
    make_country("VN")
    row = send_request(office_id=office.pk, values=RequestValues(**{**vars_of(VALUES), **changes}), by=ANYBODY, now=NOW)
    return row, key_in_mail()


def vars_of(values: RequestValues) -> dict[str, Any]:
    """Return the fields of the values."""
    return {name: getattr(values, name) for name in RequestValues.__dataclass_fields__}


def received(office: Office, **changes: Any) -> tuple[VisitRequest, str]:
    """Send and confirm a request."""
    _row, key = sent(office, **changes)
    return confirm_request(key=key, by=ANYBODY, now=NOW), key
