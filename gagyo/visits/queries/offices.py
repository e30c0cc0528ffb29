"""Offices that receive delegations, found as others write them."""

from django.utils.translation import gettext as _

from gagyo.accounts.models import Office
from gagyo.registry.choices import LOCAL_GOVERNMENTS
from gagyo.registry.models import Body


def receiver(office_id: int) -> dict[str, str]:
    """Return who received the delegations, in Korean and English: the local government, or the office itself."""
    office = Office.objects.select_related("body").get(pk=office_id)
    named = getattr(office, "body", None) or office
    return {"ko": named.name_ko, "en": named.name_en or named.name_ko}


class UnknownOfficeError(Exception):
    """No office works for what was named."""


def office_by_code(code: str) -> Office:
    """
    Return the office of a local government by its legal-district code (Sejong: 36), or an office by its own code.

    :raises UnknownOfficeError: saying which code, and what to do
    """
    body = (
        Body.objects.filter(code=code, kind__in=LOCAL_GOVERNMENTS, archived_at=None, ends_on=None)
        .select_related("works_as")
        .first()
    )
    if body is not None and body.works_as is not None:
        return body.works_as
    office = Office.objects.filter(code=code, archived_at=None).first() if code else None
    if office is not None:
        return office
    if body is not None:
        raise UnknownOfficeError(
            _("%(body)s has no office in Gagyo yet, so it has no visits. Ask the operator for one.") % {"body": body}
        )
    raise UnknownOfficeError(
        _("There is no office with the code “%(code)s”. Give the local government's legal-district code, such as 36.")
        % {"code": code}
    )
