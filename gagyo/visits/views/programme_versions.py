"""Sending a programme to the visitors, and seeing again what was sent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components.cells import language
from gagyo.common.views.shown import tell
from gagyo.visits.actions.programme_versions import addresses_in, send_programme
from gagyo.visits.forms.programme import SendForm
from gagyo.visits.queries.programme_versions import content_of, sending_state, versions_of, without_english
from gagyo.visits.rules.lodging import leaving_words, lodging_words
from gagyo.visits.rules.programme import UnableToSaveStop
from gagyo.visits.rules.programme_text import changes_between, day_words, stop_line
from gagyo.visits.views.programme import changing_visit, own_visit, programme_href, visit_crumbs


@require_http_methods(["GET", "POST"])
@signed_in
def programme_send(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Send the programme; it is kept as it was."""
    visit = changing_visit(request, visit_id)
    contact, asked = visit.asked_by_person, visit.requests.exclude(email="").first()
    known = (contact.email if contact else "") or (asked.email if asked else "")
    form = SendForm(request.POST or None, initial={"addresses": known})
    if request.method == "POST" and form.is_valid():
        try:
            version = send_programme(
                visit_id=visit_id,
                addresses=addresses_in(form.cleaned_data["addresses"]),
                note=form.cleaned_data["note"],
                by=actor_of(request),
                now=timezone.now(),
                seen=request.POST.get("seen", ""),
            )
        except UnableToSaveStop as error:
            form.add_error(None, str(error))
        else:
            sent = len(version.recipients)
            words = ngettext(
                "Version %(number)s of the programme goes to %(n)s address.",
                "Version %(number)s of the programme goes to %(n)s addresses.",
                sent,
            )
            tell(request, words % {"number": version.number, "n": sent})
            return redirect("visits:programme_version", visit_id, version.number)
    held = versions_of(visit)
    changes = changes_between(held[0].content, content_of(visit), language=language()) if held else []
    context = {
        "form": form,
        "seen": sending_state(visit),
        "visit": visit,
        "last": held[0] if held else None,
        "changes": changes,
        "days": days_of(content_of(visit)),
        "untranslated": without_english(visit),
        "title": _("Send to the visitors"),
        "crumbs": visit_crumbs(visit, (_("Send to the visitors"), "")),
        "back": programme_href(visit),
    }
    return render(request, "visits/programme_send.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def programme_version(request: HttpRequest, visit_id: int, number: int) -> HttpResponse:
    """Show a programme as it was sent, and what changed since."""
    visit = own_visit(request, visit_id)
    version = visit.programme_versions.filter(number=number).select_related("sent_by").first()
    if version is None:
        raise Http404(_("This version of the programme was never sent."))
    title = _("Version %(n)d") % {"n": version.number}
    contacts = may_read_contacts(actor=actor_of(request))
    context = {
        "visit": visit,
        "sent": version,
        "title": title,
        "days": days_of(version.content),
        "changes": changes_between(version.content, content_of(visit), language=language()),
        "recipients": version.recipients if contacts else [],
        "versions": versions_of(visit),
        "crumbs": visit_crumbs(visit, (title, "")),
    }
    return render(request, "visits/programme_version.html", context)


def days_of(content: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the days of a kept programme, each with its lines in the reader's language."""
    found: dict[str, list[str]] = {}
    stays = content.get("stays", [])
    lodging, leaving = lodging_words(stays, language=language()), leaving_words(stays, language=language())
    if lodging:
        found[_("Lodging")] = lodging
    for stop in content["stops"]:
        day = parse_date(stop["day"])
        head = day_words(day, language=language()) if day else ""
        found.setdefault(head, [leaving] if leaving else []).append(stop_line(stop, language=language()))
    return list(found.items())
