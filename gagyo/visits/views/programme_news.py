"""Telling hosts and interpreters what changed in a programme, by one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.views.shown import tell
from gagyo.visits.actions.programme_news import tell_changes
from gagyo.visits.views.programme import changing_visit, programme_href


@require_POST
@signed_in
def programme_tell(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Tell those concerned what changed since they were told last."""
    visit = changing_visit(request, visit_id)
    told = tell_changes(visit_id=visit_id, by=actor_of(request), now=timezone.now())
    words = ngettext("%(n)s person was told of the changes.", "%(n)s persons were told of the changes.", told)
    tell(request, words % {"n": told} if told else _("Everybody has been told already."))
    return redirect(programme_href(visit))
