"""What the forms offer: the office's own records, colleagues, approvers, and who can be named as a reader."""

from datetime import date
from typing import Any

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.queries import membership_holds
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Body
from gagyo.support.models import RequestTemplate
from gagyo.support.queries.people import working_in
from gagyo.support.rules.readers import ASKS, Reader
from gagyo.support.rules.values import ItemValues, RequestValues
from gagyo.visits.models import Visit


def link_choices(*, actor: Actor, held: RequestValues, office_id: int | None, today: date) -> dict[str, Any]:
    """Return the choices of each link by the form's field: the own office's, and what the request hangs on already."""
    colleagues = working_in(office_ids=[office_id], roles=ASKS, today=today)
    return {
        "tie": Tie.objects.offered(actor, held=[held.tie_id]).prefetch_related("parties__body"),
        "visit": Visit.objects.offered(actor, held=[held.visit_id]).order_by("-starts_on", "pk"),
        "project": ExchangeProject.objects.offered(actor, held=[held.project_id]).order_by("-starts_on", "pk"),
        "officer": colleagues | User.objects.filter(pk=held.officer_id or 0),
    }


def readers_offered(*, office_id: int | None, held: tuple[Reader, ...], today: date) -> list[tuple[Reader, str]]:
    """Return who can be named to read a restricted request: the ministry's offices and people, and colleagues."""
    ministry = list(Office.objects.filter(kind=OfficeKind.MINISTRY, archived_at=None).order_by("name_ko", "pk"))
    ids = [office.pk for office in ministry] + [each.office_id for each in held] + ([office_id] if office_id else [])
    people = Membership.objects.filter(membership_holds(today), office_id__in=ids, user__is_active=True)
    rows = people.select_related("user", "office").order_by("office__name_ko", "user__name_ko", "pk")
    found = {Reader(office.pk): str(office) for office in ministry}
    found.update({Reader(row.office_id, row.user_id): f"{row.office} · {row.user}" for row in rows})
    gone = [each for each in held if each not in found]
    for each in gone:
        user = User.objects.filter(pk=each.user_id or 0).first()
        office = str(Office.objects.get(pk=each.office_id))
        found[each] = f"{office} · {user}" if user else office
    return list(found.items())


def own_body_id(*, office_id: int | None) -> int | None:
    """Return the body that an office works for."""
    found = Body.objects.filter(works_as_id=office_id or 0, archived_at=None).values_list("pk", flat=True)
    return found.first()


def templates_offered() -> list[RequestTemplate]:
    """Return the templates of the usual requests."""
    return list(RequestTemplate.objects.filter(is_active=True))


def values_of_template(row: RequestTemplate, *, asker_id: int, language: str) -> RequestValues:
    """Return a new request as a template begins it, in the reader's language."""
    code = "en" if language == "en" else "ko"
    other = "ko" if code == "en" else "en"
    text = {"ko": row.text_ko, "en": row.text_en}

    def both(words: dict[str, str]) -> TranslatedText:
        if not words.get(code):
            return TranslatedText(words.get(other, ""), other)
        translation = {other: (words[other], "reviewed")} if words.get(other) else {}
        return TranslatedText(words.get(code, ""), code, translation)

    return RequestValues(
        name_ko=row.name_ko,
        name_en=row.name_en,
        asker_id=asker_id,
        items=tuple(ItemValues(both(item)) for item in row.items),
        field=row.field,
        template_id=row.pk,
        wanted=both(text),
    )
