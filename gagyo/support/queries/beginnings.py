"""What a request begins with when it is asked for from another record: filled in, and linked with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.queries.agreed import item_for as agreed_item_for
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.support.choices import RequestField
from gagyo.support.models import HeardItem
from gagyo.support.queries.heard import items_readable
from gagyo.support.rules.values import ItemValues, RequestValues
from gagyo.visits.models import Visit

HOME = "KR"
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Beginning:
    """What a form holds first, and the item of a meeting that becomes this request."""

    values: RequestValues
    heard_id: int | None = None


def begun_from(start: RequestValues, *, sent: Mapping[str, int | None], actor: Actor, today: date) -> Beginning:
    """
    Return a request as the records that the address names begin it; what the actor does not see is passed over.

    sent: ids by what they are of: "tie", "visit", "project", "agreed" (an agreed item), "heard" (an item voiced)
    """
    values = start
    tie = Tie.objects.for_user(actor).filter(pk=sent.get("tie") or 0).first()
    visit = Visit.objects.for_user(actor).filter(pk=sent.get("visit") or 0).first()
    project = ExchangeProject.objects.for_user(actor).filter(pk=sent.get("project") or 0).first()
    if tie is not None:
        values = _of_tie(values, tie)
    if visit is not None:
        values = _of_visit(values, visit)
    if project is not None:
        values = _of_project(values, project)
    if (agreed := _agreed(sent.get("agreed"), actor=actor)) is not None:
        values = _of_agreed(values, agreed, office_id=actor.office_id, today=today)
    heard = HeardItem.objects.filter(items_readable(actor), archived_at=None, request=None)
    item = heard.filter(pk=sent.get("heard") or 0).select_related("meeting").first()
    if item is not None:
        values = _asked(replace(values, field=item.field), item.text)
    return Beginning(values, item.pk if item else None)


def _at(values: RequestValues, body: Body | None) -> RequestValues:
    """Return the values with the country and place of a body abroad."""
    if body is None or body.country_id == HOME:
        return values
    return replace(values, country_id=body.country_id, place_id=body.place_id)


def _of_tie(values: RequestValues, tie: Tie) -> RequestValues:
    abroad = tie.bodies.exclude(country=HOME).order_by("tie_parties__order", "pk").first()
    return replace(_at(values, abroad), tie_id=tie.pk, field=RequestField.EXCHANGE)


def _of_visit(values: RequestValues, visit: Visit) -> RequestValues:
    party = visit.parties.exclude(country=HOME).order_by("order", "pk").first()
    found = replace(values, visit_id=visit.pk, tie_id=visit.tie_id, field=RequestField.EXCHANGE)
    return replace(found, country_id=party.country_id) if party else found


def _of_project(values: RequestValues, project: ExchangeProject) -> RequestValues:
    found = replace(values, project_id=project.pk, tie_id=project.tie_id, field=RequestField.EXCHANGE)
    if project.country_id in {None, HOME}:
        return found
    return replace(found, country_id=project.country_id, place_id=project.place_id)


def _agreed(item_id: int | None, *, actor: Actor) -> AgreedItem | None:
    try:
        return agreed_item_for(actor=actor, item_id=item_id or 0)
    except AgreedItem.DoesNotExist:
        return None


def _of_agreed(values: RequestValues, item: AgreedItem, *, office_id: int | None, today: date) -> RequestValues:
    sides = (item.meeting.first.body, item.meeting.second.body)
    partner = next((body for body in sides if body.works_as_id != office_id), None)
    # A mission in Korea stands for its country; with which place there this is about, only people know.
    place = None if partner is None or partner.kind == BodyKind.MISSION_IN_KOREA else partner.place_id
    country = partner.country_id if partner is not None and partner.country_id != HOME else values.country_id
    found = replace(
        values,
        agreed_item_id=item.pk,
        tie_id=item.tie_id,
        project_id=item.project_id,
        country_id=country,
        place_id=place,
        field=RequestField.EXCHANGE,
        wanted_by=item.due_on if item.due_on > today else None,
    )
    return _asked(found, item.what)


def _asked(values: RequestValues, text: TranslatedText) -> RequestValues:
    """Return the values with a text as the title in both languages, and as the first item."""
    first = {code: text.in_language(code)[0].strip().splitlines() for code in ("ko", "en")}
    korean, english = ("".join(lines[:1])[:LONGEST_TITLE] for lines in (first["ko"], first["en"]))
    name_en = english if english != korean else ""
    return replace(values, name_ko=korean, name_en=name_en, items=(ItemValues(text),))
