"""Everything with one country now, on one page to print, for the hour in which something happens there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import READS_CONTACTS
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.actions import record_reading
from gagyo.common.components import Column, Link
from gagyo.common.components.cells import language
from gagyo.common.components.tables import plain_columns
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.queries.incident import Situation, situation
from gagyo.partnerships.queries.ties import signing_of
from gagyo.partnerships.views.shown import project_columns, tie_badge, tie_href, when_words
from gagyo.registry.models import Country, Person

TIES = CountingRule(
    code="incident-ties",
    name_ko="이 나라와의 결연",
    name_en="Ties with the country",
    sentence_ko="이 나라의 당사자가 있는 결연을 1건씩 세며, 종료된 것은 뺍니다. 계획·협의 중인 것도 셉니다.",
    sentence_en="Ties with a party in the country, each once; planned ones and talks count, ended ones do not.",
)
RUNNING = CountingRule(
    code="incident-running",
    name_ko="오늘 진행 중인 교류사업",
    name_en="Projects running today",
    sentence_ko="오늘이 시작일과 종료일 사이에 있는, 취소되지 않은 교류사업을 1건씩 셉니다.",
    sentence_en="Projects that are not cancelled and whose days include today, each once.",
)
AWAY = CountingRule(
    code="incident-away",
    name_ko="오늘 현지에 있는 우리 인원",
    name_en="Our people there today",
    sentence_ko="오늘 진행 중인 교류사업의 파견 인원을 더합니다. 인원이 기록되지 않은 사업은 더하지 않습니다.",
    sentence_en="People sent by the projects running today; projects without a number add nothing.",
)
HERE = CountingRule(
    code="incident-here",
    name_ko="오늘 국내에 있는 초청 인원",
    name_en="Their people here today",
    sentence_ko="오늘 진행 중인 교류사업의 초청 인원을 더합니다. 인원이 기록되지 않은 사업은 더하지 않습니다.",
    sentence_en="People received by the projects running today; projects without a number add nothing.",
)


def may_see_incident(*, actor: Actor) -> bool:
    """Tell whether the actor answers for people abroad: whoever reads contacts."""
    return actor.role in READS_CONTACTS and actor.role in Role.values


@require_GET
@only(may_see_incident)
def incident(request: HttpRequest, code: str) -> HttpResponse:
    """
    Show everything with a country. The contacts on it are personal data in bulk, so the reading is recorded.

    No reason is asked for first: in an incident the page itself is the reason, and the record says so.
    """
    actor, today, now = actor_of(request), today_of(), timezone.now()
    country = get_object_or_404(Country, code=code.upper())
    found = situation(actor=actor, country=country, today=today)
    if found.contacts:
        record_reading(
            event="incident.opened",
            by=actor,
            at=now,
            people=[person.pk for person in found.contacts],
            rows=len(found.contacts),
            reason=_("Everything with %(country)s") % {"country": country.name},
            detail={"country": country.code},
        )
    context = {
        "country": country,
        "found": found,
        "figures": figures(found),
        "now": now,
        "tie_columns": tie_columns(),
        "project_columns": [each for each in plain_columns(project_columns(today=today)) if each.key != "budget_krw"],
        "contact_columns": contact_columns(),
        "mission_columns": mission_columns(),
        "crumbs": crumbs(
            (_("Everything with one country"), reverse("partnerships:incident_choose")), (country.name, "")
        ),
    }
    answer = render(request, "partnerships/incident.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@only(may_see_incident)
def incident_choose(request: HttpRequest) -> HttpResponse:
    """Ask for the country."""
    code = request.GET.get("country", "")
    if code and Country.objects.filter(code=code.upper()).exists():
        return redirect("partnerships:incident", code.upper())
    name = "name_en" if language() == "en" else "name_ko"
    countries = Country.objects.exclude(code="KR").order_by(name)
    way = crumbs((_("Everything with one country"), ""))
    return render(request, "partnerships/incident_choose.html", {"countries": countries, "crumbs": way})


def figures(found: Situation) -> list[Figure]:
    """Return the four numbers at the top of the page, each opening its rows below."""
    today = today_of()
    return [
        Figure(len(found.ties), "tie", today, TIES, "#ties"),
        Figure(len(found.running), "project", today, RUNNING, "#running"),
        Figure(found.away, "person", today, AWAY, "#running"),
        Figure(found.here, "person", today, HERE, "#running"),
    ]


def tie_columns() -> list[Column]:
    """Return the columns of the ties: who answers for them comes first."""
    return [
        Column("name", _("Tie"), row_header=True, draw=lambda tie: Link(str(tie), tie_href(tie))),
        Column("kind", _("Kind"), draw=lambda tie: tie.kind_name),
        Column("signed_on", _("Signed on"), draw=lambda tie: when_words(signing_of(tie))),
        Column("state", _("State"), draw=tie_badge),
        Column("office", _("Owning office"), draw=lambda tie: str(tie.office) if tie.office else ""),
    ]


def contact_columns() -> list[Column]:
    """Return the columns of the contacts."""
    return [
        Column("name", _("Name"), row_header=True, draw=lambda person: person.name),
        Column("posts", _("Post"), draw=post_words),
        Column("phone", _("Telephone")),
        Column(
            "email",
            _("E-mail"),
            draw=lambda person: Link(person.email, f"mailto:{person.email}") if person.email else "",
        ),
        Column("languages", _("Languages")),
    ]


def post_words(person: Person) -> list[str]:
    """Return a person's posts in the country."""
    return [
        " ".join(
            filter(None, (post.body.name, post.title_ko if language() == "ko" else post.title_en or post.title_ko))
        )
        for post in person.posts.all()
    ]


def mission_columns() -> list[Column]:
    """Return the columns of the missions."""
    return [
        Column("name", _("Mission"), row_header=True, draw=lambda body: body.name),
        Column("kind", _("Kind"), draw=lambda body: body.get_kind_display()),
        Column("place", _("Place"), draw=lambda body: body.place.name if body.place else ""),
        Column("website", _("Website"), draw=lambda body: Link(body.website, body.website) if body.website else ""),
    ]
