"""The ambassador on the page of a province and of its cities, where a firm would look for help."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gagyo.ambassadors.queries.advice import desks
from gagyo.common.views.shown import today_of
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body


def on_government(request: HttpRequest, body: Body) -> SafeString:
    """Return who can be asked for a province or one of its cities, with the way to ask; nothing where nobody can."""
    if body.country_id != "KR":
        return SafeString()
    province_id = body.pk if body.kind == BodyKind.METROPOLITAN else body.parent_id
    desk = desks(today=today_of()).filter(province_id=province_id or 0).first()
    if desk is None:
        return SafeString()
    return render_to_string("ambassadors/elsewhere.html", {"desk": desk}, request=request)
