"""The hand-over: one page with all that a successor must know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.actions import record_reading
from gagyo.common.components import Column, Link, TimelineEntry
from gagyo.common.components.tables import plain_columns
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.models import Tie, TieDocument
from gagyo.partnerships.queries.anniversaries import coming_anniversaries
from gagyo.partnerships.queries.history import changes_of_office
from gagyo.partnerships.queries.office import open_projects, own_ties, projects_owing_a_result
from gagyo.partnerships.queries.people import contacts_of_office
from gagyo.partnerships.views import anniversaries
from gagyo.partnerships.views.incident import contact_columns
from gagyo.partnerships.views.shown import project_columns, tie_columns, tie_href

OWN = CountingRule(
    code="own-ties",
    name_ko="우리 기관의 결연",
    name_en="Ties of the own office",
    sentence_ko="우리 기관이 관리하는 결연을 상태와 관계없이 1건씩 셉니다. 보관한 것은 뺍니다.",
    sentence_en="Ties that the own office keeps, in whatever state, each once; archived ones are left out.",
)
HANDS_OVER = frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR, Role.OPERATOR})


def may_hand_over(*, actor: Actor) -> bool:
    """Tell whether the actor works on ties in an office."""
    return actor.office_id is not None and actor.role in HANDS_OVER


@require_GET
@only(may_hand_over)
def handover(request: HttpRequest) -> HttpResponse:
    """Show the office's ties, its open work, what is due, its contacts, documents and last changes, to be printed."""
    actor, today, now = actor_of(request), today_of(), timezone.now()
    own = own_ties(actor=actor, today=today)
    contacts = contacts_of_office(actor=actor) if may_read_contacts(actor=actor) else []
    if contacts:
        record_reading(
            event="handover.opened",
            by=actor,
            at=now,
            people=[person.pk for person in contacts],
            rows=len(contacts),
            reason="",
            detail={"ties": len(own.ties)},
        )
    documents = TieDocument.objects.filter(tie__in=own.ties, archived_at=None).select_related("file")
    names = {tie.pk: tie for tie in own.ties}
    context = {
        "office": actor.office_label,
        "now": now,
        "own": own,
        "count": Figure(len(own.ties), "tie", today, OWN, "#ties"),
        "tie_columns": tie_columns(dormancy=own.dormancy),
        "owing": list(projects_owing_a_result(actor=actor, today=today).select_related("lead", "country")),
        "open_projects": list(open_projects(actor=actor, today=today).select_related("lead", "country")),
        "project_columns": plain_columns(project_columns(today=today)),
        "anniversaries": [each for each in coming_anniversaries(actor=actor, today=today) if each.days_left <= 730],
        "anniversary_columns": anniversaries.columns(),
        "contacts": contacts,
        "contact_columns": contact_columns(),
        "document_columns": document_columns(names),
        "document_rows": list(documents.order_by("tie_id", "id")),
        "changes": [
            TimelineEntry(f"{each.words}: {each.about}", at=each.at, text=each.reason, by=each.by)
            for each in changes_of_office(actor=actor, limit=30)
        ],
        "crumbs": crumbs((_("Hand-over"), "")),
    }
    answer = render(request, "partnerships/handover.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def document_columns(names: dict[int, Tie]) -> list[Column]:
    """Return the columns of the documents."""
    return [
        Column("title", _("Document"), row_header=True),
        Column("tie", _("Tie"), draw=lambda row: Link(str(names[row.tie_id]), tie_href(names[row.tie_id]))),
        Column("name", _("File"), draw=lambda row: row.file.name),
        Column("uploaded_at", _("Attached"), draw=lambda row: row.file.uploaded_at.date()),
    ]
